#include "learning/comparison.h"
#include "base/array.h"
#include "learning/walk.h"

#include <math.h>
#include <string.h>

typedef struct {
  BwComparison *comparison;
  BwPotential *potential;
  BwPool *pool;
  BwProgressFunc progress;
  gpointer progress_data;
} Walk;

BwOutputComparison *bw_output_comparison_new(const char *name, const char *unit)
{
  BwOutputComparison *self = g_new0(BwOutputComparison, 1);
  self->name = name;
  self->unit = unit;
  self->predicted = g_array_new(FALSE, FALSE, sizeof(double));
  self->labels = g_array_new(FALSE, FALSE, sizeof(double));
  return self;
}

void bw_output_comparison_free(BwOutputComparison *self)
{
  g_array_unref(self->predicted);
  g_array_unref(self->labels);
  g_free(self);
}

BwComparison *bw_comparison_new(int n_frames)
{
  BwComparison *self = g_new0(BwComparison, 1);
  g_atomic_ref_count_init(&self->refs);
  self->n_frames = n_frames;
  self->errors = (BwErrors){NAN, NAN, NAN, NAN, 0, NAN, NAN};
  return self;
}

static BwComparison *comparison_new(const BwDataset *dataset, const int *frames, int n)
{
  BwComparison *self = bw_comparison_new(n);
  gsize size = (gsize)dataset->atoms->n_atoms * 3;
  self->n_atoms = dataset->atoms->n_atoms;
  self->frames = g_new(int, MAX(n, 1));
  for (int i = 0; i < n; i++)
    self->frames[i] = frames ? frames[i] : i;
  if (dataset->energies) {
    self->energies = bw_new0(double, MAX(n, 1));
    self->labels_E = bw_new0(double, MAX(n, 1));
  }
  if (dataset->forces) {
    self->forces = bw_new0(double, MAX(n, 1) * size);
    self->labels_F = bw_new0(double, MAX(n, 1) * size);
    self->atom_mae = bw_new0(double, self->n_atoms);
    self->n_forces = (gsize)n * size;
  }
  for (int i = 0; i < n; i++) {
    if (self->labels_E)
      self->labels_E[i] = dataset->energies[self->frames[i]];
    if (self->labels_F)
      memcpy(self->labels_F + i * size, dataset->forces + self->frames[i] * size, sizeof(double) * size);
  }
  return self;
}

BwComparison *bw_comparison_ref(BwComparison *comparison)
{
  g_atomic_ref_count_inc(&comparison->refs);
  return comparison;
}

void bw_comparison_unref(BwComparison *comparison)
{
  if (!comparison || !g_atomic_ref_count_dec(&comparison->refs))
    return;
  g_free(comparison->frames);
  bw_free(comparison->energies);
  bw_free(comparison->labels_E);
  bw_free(comparison->forces);
  bw_free(comparison->labels_F);
  bw_free(comparison->atom_mae);
  g_clear_pointer(&comparison->outputs, g_ptr_array_unref);
  g_free(comparison);
}

static gboolean predict_batch(const BwWalkBatch *batch, gpointer data, GError **error)
{
  const Walk *walk = data;
  BwComparison *self = walk->comparison;
  gsize size = (gsize)self->n_atoms * 3;
  BwEvaluation out = {.energies = self->energies ? self->energies + batch->first : NULL,
                      .forces = self->forces ? self->forces + batch->first * size : NULL};
  if (!bw_potential_evaluate(walk->potential, &batch->in, &out, walk->pool, error))
    return FALSE;
  if (walk->progress)
    walk->progress((double)(batch->first + batch->in.n_replicas) / self->n_frames, walk->progress_data);
  return TRUE;
}

static void measure_atoms(BwComparison *self)
{
  gsize n = (gsize)self->n_frames * self->n_atoms * 3;
  for (gsize k = 0; self->forces && k < n; k++)
    self->atom_mae[k / 3 % self->n_atoms] += fabs(self->forces[k] - self->labels_F[k]);
  for (int a = 0; self->forces && a < self->n_atoms; a++)
    self->atom_mae[a] /= 3.0 * self->n_frames;
}

BwComparison *bw_comparison_measure(BwPotential *potential, const BwDataset *dataset, const int *frames,
                                    int n, BwPool *pool, BwProgressFunc progress, gpointer data,
                                    GCancellable *cancellable, GError **error)
{
  g_autoptr(BwComparison) self = comparison_new(dataset, frames, frames ? n : dataset->n_frames);
  Walk walk = {self, potential, pool, progress, data};
  if (!bw_walk_dataset(dataset, self->frames, self->n_frames, predict_batch, &walk, cancellable, error))
    return NULL;
  measure_atoms(self);
  bw_errors_compute(&self->errors, self->energies, self->labels_E, self->forces, self->labels_F,
                    self->n_frames, self->n_atoms);
  return g_steal_pointer(&self);
}
