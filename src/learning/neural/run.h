/* run.h - a training of networks that is under way. */
#pragma once

#include "learning/neural/state.h"

typedef struct {
  const BwNeuralTask *task;
  BwNeuralState *state; /* the members that are done */
  BwPool *pool;
  const BwTrainObserver *observer; /* may be NULL */
  GCancellable *cancellable;
  gboolean unfinished; /* the checkpoint has a member to go on with */
  gboolean enough;     /* the observer wants no more */
  /* How it goes on. */
  int member;                                             /* that is being trained */
  gint64 worked;                                          /* µs in steps and validations, of this process */
  double epochs_done;                                     /* of it, with the part of the present one */
  gint64 last_saved, last_told, last_compared, comparing; /* µs */
} BwNeuralRun;

/* The members that are missing, until `enough`. Fails with NUMERICS, when the loss is no longer a number
 * before any epoch is over; CANCELLED; what is done is in the checkpoint however it ends, but for NUMERICS,
 * which takes the checkpoint away. */
gboolean bw_neural_run(BwNeuralRun *run, GError **error);
