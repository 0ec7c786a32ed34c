#include "learning/kernel/fit.h"
#include "base/array.h"
#include "learning/kernel/solve/closed.h"
#include "learning/kernel/fit-iterative.h"

static gboolean fit_closed(BwKernelRun *run, const BwKernelSystem *system, BwKernelSolution *solution,
                           GError **error)
{
  if (!run->matrix)
    run->matrix = bw_packed_matrix_new(solution->n);
  return bw_solve_closed(system, &solution->lambda, run->task->labels, solution->alphas, run->matrix,
                         run->pool, run->observer, run->cancellable, error);
}

gboolean bw_kernel_fit(BwKernelRun *run, double sigma, double lambda, const double *start,
                       BwKernelSolution *solution, GError **error)
{
  const BwKernelSystem system = bw_kernel_task_system(run->task, sigma);
  gint64 n = bw_kernel_system_n_rows(&system);
  g_auto(BwKernelSolution) found = {.sigma = sigma, .lambda = lambda, .n = n};
  found.alphas = bw_new(double, n);
  if (!(run->solver == BW_SOLVER_CLOSED ? fit_closed(run, &system, &found, error)
                                        : bw_kernel_fit_iterative(run, &system, start, &found, error)))
    return FALSE;
  bw_kernel_solution_move(solution, &found);
  return TRUE;
}
