#include "learning/comparison.h"
#include "base/array.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

enum { BATCH = 256 };

static BwComparison *comparison_new(const BwDataset *dataset, const int *frames, int n)
{
  BwComparison *self = g_new0(BwComparison, 1);
  gsize size = (gsize)dataset->atoms->n_atoms * 3;
  g_atomic_ref_count_init(&self->refs);
  self->n_frames = n;
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
  g_free(comparison);
}

/* How many of the frames from `first` on can be one call: those in the same cell. */
static int batch_size(const BwComparison *self, const BwDataset *dataset, int first)
{
  int size = 1, limit = MIN(BATCH, self->n_frames - first);
  if (!dataset->cells)
    return limit;
  const BwCell *cell = &dataset->cells[self->frames[first]];
  while (size < limit &&
         memcmp(dataset->cells[self->frames[first + size]].vectors, cell->vectors, sizeof cell->vectors) == 0)
    size++;
  return size;
}

/* positions: room for BATCH geometries. */
static gboolean predict_batch(BwComparison *self, BwPotential *potential, const BwDataset *dataset, int first,
                              int n, double *positions, BwPool *pool, GError **error)
{
  gsize size = (gsize)self->n_atoms * 3;
  for (int i = 0; i < n; i++)
    memcpy(positions + i * size, dataset->positions + self->frames[first + i] * size, sizeof(double) * size);
  const BwReplicas in = {n, self->n_atoms, dataset->atoms->numbers,
                         dataset->cells ? &dataset->cells[self->frames[first]] : NULL, positions};
  BwEvaluation out = {.energies = self->energies ? self->energies + first : NULL,
                      .forces = self->forces ? self->forces + first * size : NULL};
  return bw_potential_evaluate(potential, &in, &out, pool, error);
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
  g_autoptr(BwDoubles) positions = bw_new(double, (gsize)BATCH * self->n_atoms * 3);
  for (int first = 0, step; first < self->n_frames; first += step) {
    if (g_cancellable_is_cancelled(cancellable)) {
      bw_fail(error, BW_ERROR_CANCELLED, "stopped");
      return NULL;
    }
    step = batch_size(self, dataset, first);
    if (!predict_batch(self, potential, dataset, first, step, positions, pool, error))
      return NULL;
    if (progress)
      progress((double)(first + step) / self->n_frames, data);
  }
  measure_atoms(self);
  bw_errors_compute(&self->errors, self->energies, self->labels_E, self->forces, self->labels_F,
                    self->n_frames, self->n_atoms);
  return g_steal_pointer(&self);
}
