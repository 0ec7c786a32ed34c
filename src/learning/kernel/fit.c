#include "learning/kernel/fit.h"
#include "base/array.h"
#include "base/error.h"
#include "learning/kernel/model.h"

#define MAX_LAMBDA 1e-4

static gint64 n_rows(const BwGdmlPoints *points)
{
  return (gint64)3 * points->n_atoms * points->n_points;
}

BwPackedMatrix *bw_kernel_fit_matrix(const BwGdmlPoints *points)
{
  return bw_packed_matrix_new(n_rows(points));
}

guint64 bw_kernel_closed_bytes(const BwGdmlPoints *points)
{
  gint64 n = n_rows(points);
  return bw_packed_matrix_bytes(n) + 4 * sizeof(double) * (guint64)n;
}

static gboolean factorise(const BwKernelTask *task, double sigma, double lambda, BwPackedMatrix *matrix,
                          BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                          GError **error)
{
  const BwKernelSystem system = {task->points, BW_KERNEL_MATERN52, BW_LEARNS_FORCES, sigma};
  BwTrainStage assembly = bw_train_stage(observer, "Assembling the kernel matrix", sigma, lambda);
  if (!bw_gdml_assemble(&system, lambda, matrix, pool, bw_train_stage_progress, &assembly, cancellable,
                        error))
    return FALSE;
  BwTrainStage solution = bw_train_stage(observer, "Solving", sigma, lambda);
  return bw_packed_matrix_factorise(matrix, pool, bw_train_stage_progress, &solution, cancellable, error);
}

BwGdmlFile *bw_kernel_fit(const BwKernelTask *task, double sigma, double lambda, BwPackedMatrix *matrix,
                          BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                          GError **error)
{
  gint64 n = n_rows(&task->points);
  g_autoptr(GError) inner = NULL;
  while (!factorise(task, sigma, lambda, matrix, pool, observer, cancellable, &inner)) {
    if (!g_error_matches(inner, BW_ERROR, BW_ERROR_NUMERICS) || lambda >= MAX_LAMBDA) {
      g_propagate_error(error, g_steal_pointer(&inner));
      return NULL;
    }
    double raised = MAX(lambda * 10, 1e-15);
    bw_train_note(observer, "sigma %g: %s with lambda = %g; going on with lambda = %g", sigma, inner->message,
                  lambda, raised);
    lambda = raised;
    g_clear_error(&inner);
  }
  g_autoptr(BwDoubles) alphas = bw_new(double, n);
  for (gint64 k = 0; k < n; k++)
    alphas[k] = -task->labels[k];
  bw_packed_matrix_solve(matrix, alphas);
  const BwKernelSolution solution = {sigma, lambda, "analytic"};
  return bw_kernel_model(task, &solution, alphas, pool, observer, error);
}
