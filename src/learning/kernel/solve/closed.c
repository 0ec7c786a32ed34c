#include "learning/kernel/solve/closed.h"
#include "base/error.h"
#include "potential/gdml/assemble.h"

#include <glib/gi18n.h>

#define MAX_LAMBDA 1e-4
#define MIN_RAISED 1e-15
#define CHOLESKY_EFFICIENCY 0.9 /* of the speed of matrix products */

guint64 bw_solve_closed_bytes(const BwKernelSystem *system)
{
  gint64 n = bw_kernel_system_n_rows(system);
  return bw_packed_matrix_bytes(n) + bw_gdml_assemble_bytes(system) * (guint64)bw_n_processors() +
         2 * sizeof(double) * (guint64)n;
}

double bw_solve_closed_seconds(const BwKernelSystem *system, double rate)
{
  double n = (double)bw_kernel_system_n_rows(system);
  return (bw_gdml_assemble_flops(system) + n * n * n / 3 / CHOLESKY_EFFICIENCY) / rate;
}

static gboolean factorise(const BwKernelSystem *system, double lambda, BwPackedMatrix *matrix, BwPool *pool,
                          const BwTrainObserver *observer, GCancellable *cancellable, GError **error)
{
  BwTrainStage assembly = bw_train_stage(observer, BW_STAGE_ASSEMBLY, system->sigma, lambda);
  if (!bw_gdml_assemble(system, lambda, matrix, pool, bw_train_stage_progress, &assembly, cancellable, error))
    return FALSE;
  BwTrainStage solution = bw_train_stage(observer, BW_STAGE_SOLUTION, system->sigma, lambda);
  return bw_packed_matrix_factorise(matrix, pool, bw_train_stage_progress, &solution, cancellable, error);
}

gboolean bw_solve_closed(const BwKernelSystem *system, double *lambda, const double *labels, double *alphas,
                         BwPackedMatrix *matrix, BwPool *pool, const BwTrainObserver *observer,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) inner = NULL;
  while (!factorise(system, *lambda, matrix, pool, observer, cancellable, &inner)) {
    if (!g_error_matches(inner, BW_ERROR, BW_ERROR_NUMERICS) || *lambda >= MAX_LAMBDA) {
      g_propagate_error(error, g_steal_pointer(&inner));
      return FALSE;
    }
    double raised = MAX(*lambda * 10, MIN_RAISED);
    bw_train_note(observer, N_("sigma %g: %s with lambda = %g; going on with lambda = %g"), system->sigma,
                  inner->message, *lambda, raised);
    *lambda = raised;
    g_clear_error(&inner);
  }
  gint64 n = bw_kernel_system_n_rows(system);
  for (gint64 k = 0; k < n; k++)
    alphas[k] = -labels[k];
  bw_packed_matrix_solve(matrix, alphas);
  return TRUE;
}
