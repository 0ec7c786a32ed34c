/* train-spec.h - what a trainer is to do, and the doing of it on its thread. */
#pragma once

#include "engine/trainer.h"

typedef struct {
  BwPool *pool;
  const BwTrainObserver *observer;
  void (*reached)(const BwLearningPoint *point, gpointer data); /* one more point of a curve is known */
  gpointer data;
  GCancellable *cancellable;
} BwTrainWork;

/* *validation: of a model. Fails as bw_train() and bw_learning_curve(), or where the output cannot be
 * written; the checkpoint stays then. */
gboolean bw_train_spec_perform(const BwTrainSpec *spec, const BwTrainWork *work, BwErrors *validation,
                               GError **error);
