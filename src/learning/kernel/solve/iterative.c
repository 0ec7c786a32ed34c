#include "learning/kernel/solve/iterative.h"
#include "base/error.h"
#include "learning/kernel/solve/conjugate.h"
#include "learning/kernel/solve/pace.h"

#include <math.h>

#define DEFAULT_TOLERANCE 1e-4
#define MAX_LAMBDA 1e-4
#define MORE_NOISE 25     /* when the preconditioner is made again */
#define MAX_RESIDUAL 1e-2 /* a solution that stands above it is none */

enum {
  MAX_RESTARTS = 8,
  MAX_REBUILDS = 2, /* of the preconditioner, each time with more room for rounding */
  MAX_STALL = 300,  /* iterations without progress: rounding allows no more */
};

/* A solution in progress. */
typedef struct {
  const BwKernelSystem *system;
  const BwIterativeWatch *watch;
  GCancellable *cancellable;
  BwConjugate cg;
  BwNystrom *nystrom;
  double tolerance;
  int iteration, max_iterations;
  int n_inducing, n_rebuilds;
  guint64 seed;
  BwPace pace;
} Solution;

void bw_iterative_result_clear(BwIterativeResult *result)
{
  g_clear_pointer(&result->inducing, g_free);
}

/* Iterates until the recursion's residual is small, or nothing more can be had. */
typedef enum { CONVERGED, ENOUGH, STALLED, BROKEN, CANCELLED } Outcome;

static Outcome iterate(Solution *solution)
{
  const BwIterativeWatch *watch = solution->watch;
  while (solution->cg.relative > solution->tolerance) {
    if (g_cancellable_is_cancelled(solution->cancellable))
      return CANCELLED;
    if (solution->iteration == solution->max_iterations)
      return ENOUGH;
    if (bw_pace_stalled(&solution->pace) > MAX_STALL)
      return STALLED;
    gint64 start = g_get_monotonic_time();
    if (!bw_conjugate_step(&solution->cg, solution->nystrom))
      return BROKEN;
    bw_pace_add(&solution->pace, solution->cg.relative, solution->tolerance,
                (g_get_monotonic_time() - start) * 1e-6);
    solution->iteration++;
    if (watch && watch->iterate &&
        !watch->iterate(solution->cg.solution, solution->iteration, solution->cg.relative,
                        bw_pace_left(&solution->pace), watch->data))
      return ENOUGH;
  }
  return CONVERGED;
}

/* Where rounding has made K + λ indefinite, and beginning again does not help, λ has to grow. */
static gboolean repair(Solution *solution, int n_breaks, GError **error)
{
  if (n_breaks > 1)
    solution->cg.lambda = MAX(solution->cg.lambda * 10, 1e-15);
  if (isfinite(solution->cg.relative) && solution->cg.lambda <= MAX_LAMBDA)
    return TRUE;
  return bw_fail(error, BW_ERROR_NUMERICS,
                 "the iterative solution breaks down after %d iterations; take a larger lambda",
                 solution->iteration);
}

typedef struct {
  const BwIterativeWatch *watch;
  gint64 start;
} Preparation;

static void tell_preparation(double fraction, gpointer data)
{
  const Preparation *preparation = data;
  const BwIterativeWatch *watch = preparation->watch;
  double seconds = (g_get_monotonic_time() - preparation->start) * 1e-6;
  if (watch && watch->prepare)
    watch->prepare(fraction, seconds * (1 - fraction) / fraction, watch->data);
}

static gboolean prepare(Solution *solution, BwIterativeResult *result, GError **error)
{
  Preparation preparation = {solution->watch, g_get_monotonic_time()};
  BwInducing *inducing = bw_inducing_new(solution->system, solution->n_inducing, solution->seed);
  g_free(result->inducing);
  result->n_inducing = inducing->n;
  result->inducing = bw_inducing_rows(inducing, solution->system);
  bw_nystrom_free(solution->nystrom);
  solution->nystrom =
      bw_nystrom_new(solution->system, inducing, BW_NYSTROM_PART, solution->cg.lambda,
                     BW_NYSTROM_NOISE * pow(MORE_NOISE, solution->n_rebuilds), solution->cg.pool,
                     tell_preparation, &preparation, solution->cancellable, error);
  return solution->nystrom != NULL;
}

static void begin_pace(Solution *solution)
{
  bw_pace_clear(&solution->pace);
  bw_pace_init(&solution->pace, solution->cg.relative,
               bw_solve_iterative_expected(solution->system, solution->n_inducing));
}

/* Iterations that lost their way may find it with a coarser preconditioner. */
static gboolean prepare_again(Solution *solution, BwIterativeResult *result, GError **error)
{
  solution->n_rebuilds++;
  if (!prepare(solution, result, error))
    return FALSE;
  bw_conjugate_restart(&solution->cg);
  begin_pace(solution);
  return TRUE;
}

static gboolean solve(Solution *solution, BwIterativeResult *result, GError **error)
{
  double least = INFINITY;
  Outcome outcome = CONVERGED;
  for (int restarts = 0, n_breaks = 0; restarts < MAX_RESTARTS; restarts++) {
    outcome = iterate(solution);
    if (outcome == CANCELLED)
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    gboolean lost = outcome == BROKEN || (outcome == STALLED && solution->cg.relative > MAX_RESIDUAL);
    if (lost && solution->n_rebuilds < MAX_REBUILDS) {
      if (!prepare_again(solution, result, error))
        return FALSE;
      continue;
    }
    if (outcome == BROKEN && !repair(solution, ++n_breaks, error))
      return FALSE;
    bw_conjugate_restart(&solution->cg);
    if (!isfinite(solution->cg.relative))
      return repair(solution, 0, error);
    /* A residual that beginning again does not make smaller is what rounding leaves. */
    if (outcome == ENOUGH || outcome == STALLED || solution->cg.relative <= solution->tolerance ||
        (outcome == CONVERGED && solution->cg.relative > 0.5 * least))
      break;
    least = solution->cg.relative;
  }
  if (outcome != ENOUGH && solution->cg.relative > MAX(MAX_RESIDUAL, solution->tolerance))
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "the iterative solution gets stuck at a residual of %.1e after %d iterations; take a "
                   "larger lambda, or the closed form",
                   solution->cg.relative, solution->iteration);
  return TRUE;
}

static void finish(Solution *solution, BwIterativeResult *result)
{
  result->iterations = solution->iteration;
  result->n_rebuilds = solution->n_rebuilds;
  result->residual = solution->cg.relative;
  result->norm_labels = solution->cg.norm;
  result->lambda = solution->cg.lambda;
  bw_conjugate_clear(&solution->cg);
  bw_nystrom_free(solution->nystrom);
  bw_pace_clear(&solution->pace);
}

gboolean bw_solve_iterative(const BwKernelSystem *system, double lambda, const double *labels, double *alphas,
                            const BwIterativeSettings *settings, BwIterativeResult *result, BwPool *pool,
                            const BwIterativeWatch *watch, GCancellable *cancellable, GError **error)
{
  g_auto(BwIterativeResult) unwanted = {0};
  gsize n = (gsize)bw_kernel_system_n_rows(system);
  int n_inducing = settings->n_inducing;
  guint64 bytes = bw_solve_iterative_bytes(system, settings->max_bytes, n_inducing > 0 ? NULL : &n_inducing);
  if (settings->max_bytes > 0 && bytes > settings->max_bytes)
    return bw_fail(error, BW_ERROR_MEMORY,
                   "solving for %" G_GSIZE_FORMAT
                   " unknowns needs %.2f GB at least, but %.2f GB are allowed; "
                   "train on fewer points",
                   n, bytes / 1e9, settings->max_bytes / 1e9);
  Solution solution = {
      .system = system,
      .watch = watch,
      .cancellable = cancellable,
      .n_inducing = n_inducing,
      .seed = settings->seed,
      .tolerance = settings->tolerance > 0 ? settings->tolerance : DEFAULT_TOLERANCE,
      .max_iterations = settings->max_iterations > 0 ? settings->max_iterations : 10 * (int)MIN(n, 1 << 20),
  };
  result = result ? result : &unwanted;
  *result = (BwIterativeResult){0};
  bw_conjugate_init(&solution.cg, system, lambda, labels, alphas, pool);
  begin_pace(&solution);
  gboolean done = prepare(&solution, result, error) && solve(&solution, result, error);
  finish(&solution, result);
  return done;
}
