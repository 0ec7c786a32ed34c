#include "learning/kernel/iterative.h"
#include "base/error.h"
#include "learning/kernel/nystrom.h"
#include "learning/kernel/pace.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#define DEFAULT_TOLERANCE 1e-4
#define MAX_LAMBDA 1e-4
#define MORE_NOISE 25     /* when the preconditioner is made again */
#define MAX_RESIDUAL 1e-2 /* a solution that stands above it is none */

enum {
  MAX_RESTARTS = 8,
  MAX_REBUILDS = 2, /* of the preconditioner, each time with more room for rounding */
  MAX_STALL = 300,  /* iterations without progress: rounding allows no more */
};

/* Conjugate gradients in progress. */
typedef struct {
  const BwKernelSystem *system;
  const BwIterativeWatch *watch;
  BwPool *pool;
  GCancellable *cancellable;
  BwGdmlProduct *product;
  BwNystrom *nystrom;
  gsize n;
  double lambda, tolerance, norm;
  const double *labels;
  double *alphas, *residual, *direction, *image; /* [n] */
  double slope;                                  /* residualᵀ P⁻¹ residual */
  double relative;                               /* norm of the residual */
  int iteration, max_iterations;
  int n_inducing, n_rebuilds;
  guint64 seed;
  BwPace pace;
} Solution;

void bw_iterative_result_clear(BwIterativeResult *result)
{
  g_clear_pointer(&result->inducing, g_free);
}

static double dot(const Solution *solution, const double *a, const double *b)
{
  return cblas_ddot((int)solution->n, a, 1, b, 1);
}

/* image = (K + λ) x */
static void multiply(Solution *solution, const double *x)
{
  bw_gdml_product_apply(solution->product, x, solution->image, solution->pool);
  cblas_daxpy((int)solution->n, solution->lambda, x, 1, solution->image, 1);
}

static void set_relative(Solution *solution)
{
  double norm = sqrt(dot(solution, solution->residual, solution->residual));
  solution->relative = solution->norm == 0 ? norm : norm / solution->norm;
}

/* The residual −y − (K + λ) α itself, of which the recursion's one is a copy that drifts. */
static void refresh(Solution *solution)
{
  multiply(solution, solution->alphas);
  for (gsize i = 0; i < solution->n; i++)
    solution->residual[i] = -solution->labels[i] - solution->image[i];
  set_relative(solution);
}

/* The next direction; keep: it stays conjugate to the earlier ones. FALSE: P⁻¹ is not positive. */
static gboolean turn(Solution *solution, gboolean keep)
{
  bw_nystrom_apply(solution->nystrom, solution->residual, solution->image, solution->pool);
  double slope = dot(solution, solution->residual, solution->image);
  double share = keep ? slope / solution->slope : 0;
  for (gsize i = 0; i < solution->n; i++)
    solution->direction[i] = solution->image[i] + share * solution->direction[i];
  solution->slope = slope;
  return slope > 0;
}

/* FALSE: K + λ is not positive along the direction. */
static gboolean step(Solution *solution)
{
  multiply(solution, solution->direction);
  double curvature = dot(solution, solution->direction, solution->image);
  if (!(curvature > 0))
    return FALSE;
  double length = solution->slope / curvature;
  cblas_daxpy((int)solution->n, length, solution->direction, 1, solution->alphas, 1);
  cblas_daxpy((int)solution->n, -length, solution->image, 1, solution->residual, 1);
  set_relative(solution);
  return TRUE;
}

/* Iterates until the recursion's residual is small, or nothing more can be had. */
typedef enum { CONVERGED, ENOUGH, STALLED, BROKEN, CANCELLED } Outcome;

static Outcome iterate(Solution *solution)
{
  const BwIterativeWatch *watch = solution->watch;
  for (gboolean keep = FALSE; solution->relative > solution->tolerance; keep = TRUE) {
    if (g_cancellable_is_cancelled(solution->cancellable))
      return CANCELLED;
    if (solution->iteration == solution->max_iterations)
      return ENOUGH;
    if (bw_pace_stalled(&solution->pace) > MAX_STALL)
      return STALLED;
    gint64 start = g_get_monotonic_time();
    if (!turn(solution, keep) || !step(solution))
      return BROKEN;
    bw_pace_add(&solution->pace, solution->relative, (g_get_monotonic_time() - start) * 1e-6);
    solution->iteration++;
    if (watch && watch->iterate &&
        !watch->iterate(solution->alphas, solution->iteration, solution->relative,
                        bw_pace_left(&solution->pace, solution->tolerance), watch->data))
      return ENOUGH;
  }
  return CONVERGED;
}

/* Where rounding has made K + λ indefinite, and beginning again does not help, λ has to grow. */
static gboolean repair(Solution *solution, int n_breaks, GError **error)
{
  if (n_breaks > 1)
    solution->lambda = MAX(solution->lambda * 10, 1e-15);
  if (isfinite(solution->relative) && solution->lambda <= MAX_LAMBDA)
    return TRUE;
  return bw_fail(error, BW_ERROR_NUMERICS,
                 "the iterative solution breaks down after %d iterations; take a larger lambda",
                 solution->iteration);
}

/* What the start is worth: without one, or with a bad one, it is 0. */
static void begin(Solution *solution)
{
  solution->norm = sqrt(dot(solution, solution->labels, solution->labels));
  if (!(dot(solution, solution->alphas, solution->alphas) > 0))
    return;
  refresh(solution);
  if (!(solution->relative < 1))
    memset(solution->alphas, 0, sizeof(double) * solution->n);
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
  solution->nystrom = bw_nystrom_new(solution->system, inducing, BW_NYSTROM_PART, solution->lambda,
                                     BW_NYSTROM_NOISE * pow(MORE_NOISE, solution->n_rebuilds), solution->pool,
                                     tell_preparation, &preparation, solution->cancellable, error);
  return solution->nystrom != NULL;
}

/* Iterations that lost their way may find it with a coarser preconditioner. */
static gboolean prepare_again(Solution *solution, BwIterativeResult *result, GError **error)
{
  solution->n_rebuilds++;
  bw_pace_clear(&solution->pace);
  bw_pace_init(&solution->pace);
  if (!(solution->relative < 1))
    memset(solution->alphas, 0, sizeof(double) * solution->n);
  if (!prepare(solution, result, error))
    return FALSE;
  refresh(solution);
  return TRUE;
}

static gboolean solve(Solution *solution, BwIterativeResult *result, GError **error)
{
  double least = INFINITY;
  Outcome outcome = CONVERGED;
  refresh(solution);
  for (int restarts = 0, n_breaks = 0; restarts < MAX_RESTARTS; restarts++) {
    outcome = iterate(solution);
    if (outcome == CANCELLED)
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    gboolean lost = outcome == BROKEN || (outcome == STALLED && solution->relative > MAX_RESIDUAL);
    if (lost && solution->n_rebuilds < MAX_REBUILDS) {
      if (!prepare_again(solution, result, error))
        return FALSE;
      continue;
    }
    if (outcome == BROKEN && !repair(solution, ++n_breaks, error))
      return FALSE;
    refresh(solution);
    if (!isfinite(solution->relative))
      return repair(solution, 0, error);
    /* A residual that beginning again does not make smaller is what rounding leaves. */
    if (outcome == ENOUGH || outcome == STALLED || solution->relative <= solution->tolerance ||
        (outcome == CONVERGED && solution->relative > 0.5 * least))
      break;
    least = solution->relative;
  }
  if (outcome != ENOUGH && solution->relative > MAX(MAX_RESIDUAL, solution->tolerance))
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "the iterative solution gets stuck at a residual of %.1e after %d iterations; take a "
                   "larger lambda, or the closed form",
                   solution->relative, solution->iteration);
  return TRUE;
}

static void finish(Solution *solution, BwIterativeResult *result)
{
  result->iterations = solution->iteration;
  result->n_rebuilds = solution->n_rebuilds;
  result->residual = solution->relative;
  result->norm_labels = solution->norm;
  result->lambda = solution->lambda;
  bw_gdml_product_free(solution->product);
  bw_nystrom_free(solution->nystrom);
  bw_pace_clear(&solution->pace);
  bw_free(solution->residual);
  bw_free(solution->direction);
  bw_free(solution->image);
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
      .pool = pool,
      .cancellable = cancellable,
      .product = bw_gdml_product_new(system),
      .n = n,
      .n_inducing = n_inducing,
      .seed = settings->seed,
      .lambda = lambda,
      .tolerance = settings->tolerance > 0 ? settings->tolerance : DEFAULT_TOLERANCE,
      .labels = labels,
      .alphas = alphas,
      .residual = bw_new(double, n),
      .direction = bw_new0(double, n),
      .image = bw_new(double, n),
      .max_iterations = settings->max_iterations > 0 ? settings->max_iterations : 10 * (int)MIN(n, 1 << 20),
  };
  bw_pace_init(&solution.pace);
  result = result ? result : &unwanted;
  *result = (BwIterativeResult){0};
  begin(&solution);
  gboolean done = prepare(&solution, result, error) && solve(&solution, result, error);
  finish(&solution, result);
  return done;
}
