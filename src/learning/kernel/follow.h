/* follow.h - what happens while the iterative solver works: the observer is told, the present model compared
 * with the validation set, the state saved. */
#pragma once

#include "learning/kernel/run.h"

typedef struct {
  BwKernelRun *run;
  double best_fraction;
  int iterations_before;              /* of an earlier run that this one goes on with */
  gint64 last_compared, compare_cost; /* µs */
  GError *error;                      /* why the solver was told to stop; NULL: it was not */
} BwKernelFollower;

/* For run->state->partial, whose alphas, σ and λ are set. Clear it afterwards. */
void bw_kernel_follow(BwKernelFollower *follower, BwKernelRun *run);
void bw_kernel_follower_clear(BwKernelFollower *follower);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwKernelFollower, bw_kernel_follower_clear)

/* `prepare` and `iterate` of a BwIterativeWatch. */
void bw_kernel_follower_prepare(double fraction, double seconds_left, gpointer follower);
gboolean bw_kernel_follower_iterate(const double *alphas, int iteration, double residual, double seconds_left,
                                    gpointer follower);
