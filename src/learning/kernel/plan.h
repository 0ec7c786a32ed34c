/* plan.h - what solving will take. */
#pragma once

#include "learning/kernel/choices.h"

/* n_permutations −1: not known yet, and a usual number is assumed; pairs: theirs, NULL where they are not
 * known (a large group's structure is guessed then). Fails with MEMORY where nothing fits that
 * settings allow. */
gboolean bw_kernel_plan(const BwDataset *dataset, const BwTrainSettings *settings,
                        const BwKernelChoices *choices, int n_permutations, const int *pairs, BwPool *pool,
                        BwTrainPlan *plan, GError **error);
