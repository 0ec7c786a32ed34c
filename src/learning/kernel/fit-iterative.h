/* fit-iterative.h - the iterative half of fit.h. */
#pragma once

#include "learning/kernel/run.h"

/* Fills in `solution`, whose σ, λ, n and room for alphas are there. The solution so far is
 * run->state->partial: what is left there when this fails is worth keeping. */
gboolean bw_kernel_fit_iterative(BwKernelRun *run, const BwKernelSystem *system, const double *start,
                                 BwKernelSolution *solution, GError **error);
