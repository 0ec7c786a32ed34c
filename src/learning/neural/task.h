/* task.h - a training of networks that is settled: which structures, which network, how long. */
#pragma once

#include "learning/train.h"

typedef struct {
  const BwCollection *data;
  BwTrainSettings settings; /* with numbers of structures and epochs that were chosen; its texts are those of
                               the one it was made from, but for `description` */
  char *description;        /* a key file's text, every setting said */
  int *train, *valid;       /* [n_train], [n_valid] of the data, ascending */
  BwNetwork *network;       /* with zero weights, its scale and offsets of the training set */
  BwFitData train_data, valid_data;
} BwNeuralTask;

/* Fails with ARGUMENT or UNSUPPORTED where settings contradict each other or the data. Takes milliseconds.
 * data must outlive it. */
BwNeuralTask *bw_neural_task_new(const BwCollection *data, const BwTrainSettings *settings,
                                 const BwTrainObserver *observer, GError **error);
void bw_neural_task_free(BwNeuralTask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNeuralTask, bw_neural_task_free)

/* The same with n of its structures, validated with the same ones, and as many epochs, each of as many steps
 * of the optimiser: that few are learnt from no longer than many would make of their error what is the
 * shortness of their training. */
BwNeuralTask *bw_neural_task_part(const BwNeuralTask *whole, int n, GError **error);

/* Member m of the ensemble before it has learnt anything, and the settings of its fit. */
BwNetwork *bw_neural_task_make(const BwNeuralTask *self, int member);
BwFitSettings bw_neural_task_fit(const BwNeuralTask *self, int member);
