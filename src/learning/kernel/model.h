/* model.h - a model from the coefficients of a kernel expansion. */
#pragma once

#include "learning/kernel/solution.h"
#include "learning/kernel/task.h"

/* Fits the energies' constant to the training points and tells the observer (may be NULL) what that says
 * about the labels. */
BwGdmlFile *bw_kernel_model(const BwKernelTask *task, const BwKernelSolution *solution, BwPool *pool,
                            const BwTrainObserver *observer, GError **error);

/* The same in a hurry: the constant from some of the training points. */
BwGdmlFile *bw_kernel_model_now(const BwKernelTask *task, const BwKernelSolution *solution, BwPool *pool,
                                GError **error);
