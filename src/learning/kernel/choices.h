/* choices.h - what a training tries: settings with the kind's own values where they say nothing. */
#pragma once

#include "learning/train.h"

typedef struct {
  BwModelKind kind;
  BwLearns learns;
  BwKernelFunction function;
  BwImageRule images;
  const double *sigmas, *lambdas; /* of the settings, of `like` or static */
  int n_sigmas, n_lambdas;
  double tolerance;     /* of an iterative solution */
  int n_train, n_valid; /* with what the dataset has; `like`: its own */
} BwKernelChoices;

/* Fails with ARGUMENT or UNSUPPORTED where settings contradict each other or the dataset. */
gboolean bw_kernel_choose(const BwDataset *dataset, const BwTrainSettings *settings, BwKernelChoices *choices,
                          GError **error);
