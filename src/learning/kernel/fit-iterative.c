#include "learning/kernel/fit-iterative.h"
#include "base/array.h"
#include "learning/kernel/follow.h"
#include "learning/kernel/solve/iterative.h"
#include "potential/gdml/product.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* A start is worth having when it takes this much off the residual. */
#define GOOD_START 0.7

/* α₀ = c start, with the c that brings (K + λ) α₀ closest to −y; zero where that is far away all the same. */
static void begin_near(const BwKernelRun *run, const BwKernelSystem *system, double lambda,
                       const double *start, double *alphas, gint64 n)
{
  const double *labels = run->task->labels;
  g_autoptr(BwGdmlProduct) product = bw_gdml_product_new(system);
  double along = 0, square = 0, norm = 0;
  bw_gdml_product_apply(product, start, alphas, run->pool);
  for (gint64 k = 0; k < n; k++) {
    double image = alphas[k] + lambda * start[k];
    along -= image * labels[k];
    square += image * image;
    norm += labels[k] * labels[k];
  }
  double left = square > 0 ? sqrt(MAX(0, 1 - along * along / (square * norm))) : 1;
  for (gint64 k = 0; k < n; k++)
    alphas[k] = left < GOOD_START ? along / square * start[k] : 0;
}

/* What there is of this σ and λ from before, or a beginning. */
static void begin(BwKernelRun *run, const BwKernelSystem *system, const double *start,
                  BwKernelSolution *solution)
{
  BwKernelSolution *partial = &run->state->partial;
  gint64 n = solution->n;
  if (!partial->alphas || partial->n != n || partial->sigma != system->sigma ||
      partial->lambda != solution->lambda) {
    bw_kernel_solution_clear(partial);
    *partial = (BwKernelSolution){.sigma = system->sigma, .lambda = solution->lambda, .n = n};
    partial->iterative = TRUE;
    partial->alphas = bw_new0(double, n);
    if (start)
      begin_near(run, system, solution->lambda, start, partial->alphas, n);
  }
  memcpy(solution->alphas, partial->alphas, sizeof(double) * n);
}

gboolean bw_kernel_fit_iterative(BwKernelRun *run, const BwKernelSystem *system, const double *start,
                                 BwKernelSolution *solution, GError **error)
{
  g_auto(BwKernelFollower) follower = {0};
  g_auto(BwIterativeResult) result = {0};
  begin(run, system, start, solution);
  bw_kernel_follow(&follower, run);
  const BwIterativeSettings settings = {
      .tolerance = run->tolerance, .max_bytes = run->max_bytes, .seed = run->seed};
  const BwIterativeWatch watch = {bw_kernel_follower_prepare, bw_kernel_follower_iterate, &follower};
  if (!bw_solve_iterative(system, solution->lambda, run->task->labels, solution->alphas, &settings, &result,
                          run->pool, &watch, run->cancellable, error))
    return FALSE;
  if (follower.error) {
    g_propagate_error(error, g_steal_pointer(&follower.error));
    return FALSE;
  }
  if (result.lambda > solution->lambda)
    bw_train_note(run->observer,
                  N_("sigma %g: not positive definite with lambda = %g; solved with lambda = %g"),
                  system->sigma, solution->lambda, result.lambda);
  if (result.residual > 2 * run->tolerance)
    bw_train_note(run->observer,
                  N_("sigma %g: the residual stands at %.1e, not at %.1e: rounding allows no more"),
                  system->sigma, result.residual, run->tolerance);
  solution->lambda = result.lambda;
  solution->iterative = TRUE;
  solution->iterations = follower.iterations_before + result.iterations;
  solution->tolerance = run->tolerance;
  solution->residual = result.residual;
  solution->norm_labels = result.norm_labels;
  solution->inducing = g_memdup2(result.inducing, sizeof(gint64) * result.n_inducing);
  solution->n_inducing = result.n_inducing;
  bw_kernel_solution_clear(&run->state->partial);
  return TRUE;
}
