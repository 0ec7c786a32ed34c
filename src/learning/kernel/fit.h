/* fit.h - the coefficients of a kernel model for one choice of σ and λ. */
#pragma once

#include "learning/kernel/run.h"

/* Solves (K + λ) α = −y. Closed form: where K + λ is not positive definite, λ is raised tenfold until it is,
 * and a note says so. Iterative: begins with what run->state has of this σ and λ, or else near `start`
 * (coefficients for another σ or fewer points; NULL: from zero). When it is cancelled, how far it came is in
 * run->state. */
gboolean bw_kernel_fit(BwKernelRun *run, double sigma, double lambda, const double *start,
                       BwKernelSolution *solution, GError **error);
