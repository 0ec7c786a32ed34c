#include "learning/metrics.h"
#include "learning/comparison.h"

#include <math.h>

/* Mean absolute difference of x and y once `offset` is taken off, and the root of the mean square. */
static void compare(const double *x, const double *y, gsize n, double offset, double *mae, double *rmse)
{
  double absolute = 0, square = 0;
  for (gsize i = 0; i < n; i++) {
    double difference = x[i] - y[i] - offset;
    absolute += fabs(difference);
    square += difference * difference;
  }
  *mae = absolute / n;
  *rmse = sqrt(square / n);
}

void bw_errors_compute(BwErrors *errors, const double *energies, const double *labels_E, const double *forces,
                       const double *labels_F, int n, int n_atoms)
{
  *errors = (BwErrors){NAN, NAN, NAN, NAN, n, NAN, NAN};
  if (energies && n > 0) {
    double sum = 0, rmse_shifted;
    for (int i = 0; i < n; i++)
      sum += energies[i] - labels_E[i];
    errors->energy_offset = sum / n;
    compare(energies, labels_E, n, 0, &errors->energy_mae, &errors->energy_rmse);
    compare(energies, labels_E, n, errors->energy_offset, &errors->energy_mae_shifted, &rmse_shifted);
  }
  if (forces && n > 0)
    compare(forces, labels_F, (gsize)n * n_atoms * 3, 0, &errors->force_mae, &errors->force_rmse);
}

gboolean bw_errors_measure(BwPotential *potential, const BwDataset *dataset, const int *frames, int n,
                           BwPool *pool, BwProgressFunc progress, gpointer data, GCancellable *cancellable,
                           BwErrors *errors, GError **error)
{
  g_autoptr(BwComparison) comparison =
      bw_comparison_measure(potential, dataset, frames, n, pool, progress, data, cancellable, error);
  if (!comparison)
    return FALSE;
  *errors = comparison->errors;
  return TRUE;
}
