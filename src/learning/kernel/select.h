/* select.h - the σ and λ that suit the validation set best. */
#pragma once

#include "learning/kernel/run.h"

/* From the first σ on (from the best of those before, for every λ after the first) upwards while the
 * validation error falls, or else downwards. Tries that run->state has are not repeated; the result is in
 * run->state->best, and in the tries. `first`: index of the σ to begin with; `start`: coefficients of a
 * related problem, or NULL. */
gboolean bw_kernel_select(BwKernelRun *run, const BwKernelChoices *choices, int first, const double *start,
                          GError **error);

/* Sets run->state->first, unless it is: the σ that suits a part of the training points, or the first of all
 * where looking is not worth it. */
gboolean bw_kernel_select_first(BwKernelRun *run, const BwKernelChoices *choices, GError **error);

/* The index of sigma among those to try; 0 when it is none. */
int bw_kernel_sigma_index(const BwKernelChoices *choices, double sigma);
