/* model.h - a model from the coefficients of a kernel expansion. */
#pragma once

#include "learning/kernel/task.h"

typedef struct {
  double sigma, lambda;
  const char *solver; /* as sGDML calls it: "analytic", "cg" */
} BwKernelSolution;

/* alphas[n_unknowns] (copied); fits the energies' constant to the training points and tells the observer what
 * that says about the labels. */
BwGdmlFile *bw_kernel_model(const BwKernelTask *task, const BwKernelSolution *solution, const double *alphas,
                            BwPool *pool, const BwTrainObserver *observer, GError **error);
