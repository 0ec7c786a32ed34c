#include "learning/kernel/follow.h"
#include "learning/kernel/model.h"

#include <math.h>
#include <string.h>

enum { COMPARED_FRAMES = 100 };

/* Between two comparisons: long enough that they cost a twentieth of the time at most. */
#define COMPARE_SECONDS 3
#define COMPARE_SHARE 20

void bw_kernel_follow(BwKernelFollower *follower, BwKernelRun *run)
{
  *follower = (BwKernelFollower){.run = run, .last_compared = g_get_monotonic_time()};
  follower->iterations_before = run->state->partial.iterations;
}

void bw_kernel_follower_clear(BwKernelFollower *follower)
{
  g_clear_error(&follower->error);
}

/* Residuals fall by orders of magnitude, not evenly; what was reached once stays reached. */
static double fraction_done(BwKernelFollower *follower, double residual)
{
  double fraction = residual > 0 ? log(residual) / log(follower->run->tolerance) : 1;
  follower->best_fraction = CLAMP(fraction, follower->best_fraction, 1);
  return follower->best_fraction;
}

static void tell(const BwKernelFollower *follower, const BwTrainProgress *progress)
{
  const BwTrainObserver *observer = follower->run->observer;
  if (observer && observer->progress)
    observer->progress(progress, observer->data);
}

void bw_kernel_follower_prepare(double fraction, double seconds_left, gpointer data)
{
  const BwKernelFollower *follower = data;
  const BwKernelSolution *partial = &follower->run->state->partial;
  tell(follower, &(BwTrainProgress){BW_STAGE_PRECONDITIONER, fraction, seconds_left, -1, NAN, partial->sigma,
                                    partial->lambda});
}

/* Cancelling is no failure of this: the solver notices it itself. */
static gboolean compare(BwKernelFollower *follower, GError **error)
{
  BwKernelRun *run = follower->run;
  gint64 now = g_get_monotonic_time(),
         pause = MAX(COMPARE_SECONDS * G_USEC_PER_SEC, COMPARE_SHARE * follower->compare_cost);
  if (!run->observer || !run->observer->compared || run->task->n_valid == 0 ||
      now - follower->last_compared < pause)
    return TRUE;
  g_autoptr(BwGdmlFile) file = bw_kernel_model_now(run->task, &run->state->partial, run->pool, error);
  g_autoptr(BwComparison) comparison =
      file ? bw_kernel_run_compare(run, file, run->task->valid, MIN(run->task->n_valid, COMPARED_FRAMES),
                                   NULL, error)
           : NULL;
  follower->last_compared = g_get_monotonic_time();
  follower->compare_cost = follower->last_compared - now;
  return comparison || g_cancellable_is_cancelled(run->cancellable);
}

gboolean bw_kernel_follower_iterate(const double *alphas, int iteration, double residual, double seconds_left,
                                    gpointer data)
{
  BwKernelFollower *follower = data;
  BwKernelSolution *partial = &follower->run->state->partial;
  memcpy(partial->alphas, alphas, sizeof(double) * partial->n);
  partial->iterations = follower->iterations_before + iteration;
  partial->residual = residual;
  tell(follower, &(BwTrainProgress){BW_STAGE_SOLUTION, fraction_done(follower, residual), seconds_left,
                                    partial->iterations, residual, partial->sigma, partial->lambda});
  return compare(follower, &follower->error) && bw_kernel_run_save(follower->run, FALSE, &follower->error);
}
