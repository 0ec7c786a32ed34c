/* Errors on structures of any composition. */
#include "learning/comparison.h"
#include "learning/walk.h"

/* Predictions beside labels, one system after the other. */
typedef struct {
  GArray *energies, *labels_E, *forces, *labels_F; /* of double */
  gboolean has_energies, has_forces;               /* all so far */
} Sums;

static void add(Sums *sums, const BwComparison *part)
{
  guint n = (guint)part->n_frames, n_forces = 3 * n * (guint)part->n_atoms;
  sums->has_energies &= part->energies != NULL;
  sums->has_forces &= part->forces != NULL;
  if (part->energies) {
    g_array_append_vals(sums->energies, part->energies, n);
    g_array_append_vals(sums->labels_E, part->labels_E, n);
  }
  if (part->forces) {
    g_array_append_vals(sums->forces, part->forces, n_forces);
    g_array_append_vals(sums->labels_F, part->labels_F, n_forces);
  }
}

static void compute(const Sums *sums, int n, BwErrors *errors)
{
  BwErrors forces;
  const double *values[4] = {
      (const double *)(void *)sums->energies->data, (const double *)(void *)sums->labels_E->data,
      (const double *)(void *)sums->forces->data, (const double *)(void *)sums->labels_F->data};
  bw_errors_compute(errors, sums->has_energies ? values[0] : NULL, values[1], NULL, NULL, n, 1);
  bw_errors_compute(&forces, NULL, NULL, sums->has_forces ? values[2] : NULL, values[3],
                    (int)sums->forces->len / 3, 1);
  errors->force_mae = forces.force_mae;
  errors->force_rmse = forces.force_rmse;
}

static gboolean measure_parts(BwPotential *potential, const BwCollection *data, const GPtrArray *frames,
                              int n, BwPool *pool, BwProgressFunc progress, gpointer progress_data,
                              GCancellable *cancellable, Sums *sums, GError **error)
{
  int done = 0;
  for (guint p = 0; p < data->parts->len; p++) {
    const GArray *list = frames->pdata[p];
    if (list->len == 0)
      continue;
    g_autoptr(BwComparison) part =
        bw_comparison_measure(potential, data->parts->pdata[p], (const int *)(void *)list->data,
                              (int)list->len, pool, NULL, NULL, cancellable, error);
    if (!part)
      return FALSE;
    add(sums, part);
    done += (int)list->len;
    if (progress)
      progress((double)done / n, progress_data);
  }
  return TRUE;
}

gboolean bw_errors_measure_collection(BwPotential *potential, const BwCollection *data, const int *samples,
                                      int n, BwPool *pool, BwProgressFunc progress, gpointer progress_data,
                                      GCancellable *cancellable, BwErrors *errors, GError **error)
{
  if (!samples)
    n = bw_collection_get_n_samples(data);
  g_autoptr(GPtrArray) frames = bw_collection_sort_by_part(data, samples, n);
  g_autoptr(GArray) energies = g_array_new(FALSE, FALSE, sizeof(double)),
                    labels_E = g_array_new(FALSE, FALSE, sizeof(double)),
                    forces = g_array_new(FALSE, FALSE, sizeof(double)),
                    labels_F = g_array_new(FALSE, FALSE, sizeof(double));
  Sums sums = {energies, labels_E, forces, labels_F, TRUE, TRUE};
  if (!measure_parts(potential, data, frames, n, pool, progress, progress_data, cancellable, &sums, error))
    return FALSE;
  compute(&sums, n, errors);
  return TRUE;
}
