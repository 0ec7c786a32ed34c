#include "learning/kernel/fit.h"
#include "base/array.h"
#include "base/error.h"
#include "potential/gdml/assemble.h"

#define MAX_LAMBDA 1e-4

guint64 bw_kernel_closed_bytes(const BwKernelSystem *system)
{
  gint64 n = bw_kernel_system_n_rows(system);
  return bw_packed_matrix_bytes(n) + 4 * sizeof(double) * (guint64)n;
}

static gboolean factorise(BwKernelRun *run, const BwKernelSystem *system, double lambda, GError **error)
{
  BwTrainStage assembly =
      bw_train_stage(run->observer, "Assembling the kernel matrix", system->sigma, lambda);
  if (!bw_gdml_assemble(system, lambda, run->matrix, run->pool, bw_train_stage_progress, &assembly,
                        run->cancellable, error))
    return FALSE;
  BwTrainStage solution = bw_train_stage(run->observer, "Solving", system->sigma, lambda);
  return bw_packed_matrix_factorise(run->matrix, run->pool, bw_train_stage_progress, &solution,
                                    run->cancellable, error);
}

static gboolean fit_closed(BwKernelRun *run, const BwKernelSystem *system, BwKernelSolution *solution,
                           GError **error)
{
  g_autoptr(GError) inner = NULL;
  if (!run->matrix)
    run->matrix = bw_packed_matrix_new(solution->n);
  while (!factorise(run, system, solution->lambda, &inner)) {
    if (!g_error_matches(inner, BW_ERROR, BW_ERROR_NUMERICS) || solution->lambda >= MAX_LAMBDA) {
      g_propagate_error(error, g_steal_pointer(&inner));
      return FALSE;
    }
    double raised = MAX(solution->lambda * 10, 1e-15);
    bw_train_note(run->observer, "sigma %g: %s with lambda = %g; going on with lambda = %g", system->sigma,
                  inner->message, solution->lambda, raised);
    solution->lambda = raised;
    g_clear_error(&inner);
  }
  for (gint64 k = 0; k < solution->n; k++)
    solution->alphas[k] = -run->task->labels[k];
  bw_packed_matrix_solve(run->matrix, solution->alphas);
  return TRUE;
}

gboolean bw_kernel_fit(BwKernelRun *run, double sigma, double lambda, const double *start,
                       BwKernelSolution *solution, GError **error)
{
  const BwKernelSystem system = bw_kernel_task_system(run->task, sigma);
  gint64 n = bw_kernel_system_n_rows(&system);
  g_auto(BwKernelSolution) found = {.sigma = sigma, .lambda = lambda, .n = n};
  found.alphas = bw_new(double, n);
  (void)start;
  if (!fit_closed(run, &system, &found, error))
    return FALSE;
  bw_kernel_solution_move(solution, &found);
  return TRUE;
}
