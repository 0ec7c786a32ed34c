/* Comparison and errors on structures of any composition. */
#include "base/array.h"
#include "learning/comparison.h"
#include "learning/walk.h"

#include <string.h>

/* How many force components the samples have. */
static gsize count_forces(const BwCollection *data, const GPtrArray *frames)
{
  gsize n = 0;
  for (guint p = 0; p < data->parts->len; p++)
    n += 3 * (gsize)((const GArray *)frames->pdata[p])->len *
         (gsize)((const BwDataset *)data->parts->pdata[p])->atoms->n_atoms;
  return n;
}

/* With room for energies and forces, if all that have samples have them. */
static BwComparison *make_room(const BwCollection *data, const GPtrArray *frames, int n)
{
  BwComparison *self = bw_comparison_new(n);
  gboolean energies = TRUE, forces = TRUE;
  for (guint p = 0; p < data->parts->len; p++) {
    const BwDataset *part = data->parts->pdata[p];
    gboolean counts = ((const GArray *)frames->pdata[p])->len > 0;
    energies = energies && (!counts || part->energies);
    forces = forces && (!counts || part->forces);
  }
  if (energies) {
    self->energies = bw_new0(double, MAX(n, 1));
    self->labels_E = bw_new0(double, MAX(n, 1));
  }
  if (forces) {
    self->n_forces = count_forces(data, frames);
    self->forces = bw_new0(double, MAX(self->n_forces, 1));
    self->labels_F = bw_new0(double, MAX(self->n_forces, 1));
  }
  return self;
}

static void take(BwComparison *self, const BwComparison *part, gsize first, gsize first_force)
{
  gsize n = (gsize)part->n_frames * sizeof(double), n_forces = part->n_forces * sizeof(double);
  if (self->energies) {
    memcpy(self->energies + first, part->energies, n);
    memcpy(self->labels_E + first, part->labels_E, n);
  }
  if (self->forces) {
    memcpy(self->forces + first_force, part->forces, n_forces);
    memcpy(self->labels_F + first_force, part->labels_F, n_forces);
  }
}

static void compute_errors(BwComparison *self)
{
  BwErrors forces;
  bw_errors_compute(&self->errors, self->energies, self->labels_E, NULL, NULL, self->n_frames, 1);
  bw_errors_compute(&forces, NULL, NULL, self->forces, self->labels_F, (int)(self->n_forces / 3), 1);
  self->errors.force_mae = forces.force_mae;
  self->errors.force_rmse = forces.force_rmse;
}

static BwComparison *measure_parts(BwPotential *potential, const BwCollection *data, const GPtrArray *frames,
                                   int n, BwPool *pool, BwProgressFunc progress, gpointer progress_data,
                                   GCancellable *cancellable, GError **error)
{
  g_autoptr(BwComparison) self = make_room(data, frames, n);
  gsize done = 0, done_forces = 0;
  for (guint p = 0; p < data->parts->len; p++) {
    const GArray *list = frames->pdata[p];
    if (list->len == 0)
      continue;
    g_autoptr(BwComparison) part =
        bw_comparison_measure(potential, data->parts->pdata[p], (const int *)(void *)list->data,
                              (int)list->len, pool, NULL, NULL, cancellable, error);
    if (!part)
      return NULL;
    take(self, part, done, done_forces);
    done += list->len;
    done_forces += part->n_forces;
    if (progress)
      progress((double)done / n, progress_data);
  }
  compute_errors(self);
  return g_steal_pointer(&self);
}

BwComparison *bw_comparison_measure_collection(BwPotential *potential, const BwCollection *data,
                                               const int *samples, int n, BwPool *pool,
                                               BwProgressFunc progress, gpointer progress_data,
                                               GCancellable *cancellable, GError **error)
{
  const BwDataset *alone = bw_collection_get_dataset(data);
  if (alone)
    return bw_comparison_measure(potential, alone, samples, n, pool, progress, progress_data, cancellable,
                                 error);
  if (!samples)
    n = bw_collection_get_n_samples(data);
  g_autoptr(GPtrArray) frames = bw_collection_sort_by_part(data, samples, n);
  return measure_parts(potential, data, frames, n, pool, progress, progress_data, cancellable, error);
}

gboolean bw_errors_measure_collection(BwPotential *potential, const BwCollection *data, const int *samples,
                                      int n, BwPool *pool, BwProgressFunc progress, gpointer progress_data,
                                      GCancellable *cancellable, BwErrors *errors, GError **error)
{
  g_autoptr(BwComparison) comparison = bw_comparison_measure_collection(
      potential, data, samples, n, pool, progress, progress_data, cancellable, error);
  if (comparison)
    *errors = comparison->errors;
  return comparison != NULL;
}
