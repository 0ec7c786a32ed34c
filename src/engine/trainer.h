/* trainer.h - the thread that trains: one training at a time, commands in, status and events out.
 *
 * It stands beside the engine with a thread and a pool of its own, so that runs and trainings go on together;
 * neither waits for the other, and the front end waits for neither. The status is had as a copy; what the
 * training found comes as events that are never dropped, but for comparisons, of which the newest counts. A
 * coalesced callback says in the main context that was the default when the trainer was made that there is
 * news: at once where the state has changed, a few times a second otherwise. */
#pragma once

#include "engine/engine.h"
#include "learning/curve.h"

typedef struct _BwTrainer BwTrainer;

/* A training to do, or a learning curve. Everything is copied or referenced but
 * `settings.kernel.like`, which must outlive it. */
typedef struct {
  BwCollection *data;
  BwTrainSettings settings; /* its checkpoint makes it resumable, and goes when the output is written */
  const char *output;       /* the model's file (.bwmodel or .npz), or the curve's table (.csv): replaced when
                               it is there, but that a curve to resume goes on with its table */
  const int *sizes; /* [n_sizes] of a learning curve, ascending; settings.n_train counts for nothing */
  int n_sizes;      /* 0: a model */
} BwTrainSpec;

/* The copy owns all it has but settings.kernel.like. */
void bw_train_spec_copy(BwTrainSpec *copy, const BwTrainSpec *spec);
void bw_train_spec_clear(BwTrainSpec *spec);

typedef struct {
  BwJobState state; /* FINISHED: the output is in its file; STOPPED: cancelled, the checkpoint stays */
  gboolean pausing; /* asked to, and will as soon as its next piece of work is done */
  BwTrainProgress progress;
  double seconds;      /* at work so far, without pauses */
  BwErrors validation; /* of the finished model; n 0: not measured, or a curve */
  char *output;
  GError *error; /* why it failed */
} BwTrainStatus;

typedef enum {
  BW_TRAIN_NOTED,    /* note: what was noticed or assumed, a sentence */
  BW_TRAIN_TRIED,    /* sigma, lambda and their errors on the validation set */
  BW_TRAIN_ITERATED, /* iteration and residual of the solver */
  BW_TRAIN_REACHED,  /* point: one more of the curve is known */
  BW_TRAIN_EPOCH,    /* epoch: a network has seen all of its data once more */
} BwTrainEventKind;

typedef struct {
  BwTrainEventKind kind;
  BwMessage *note;
  double sigma, lambda;
  BwErrors errors;
  int iteration;
  double residual;
  BwLearningPoint point;
  BwTrainEpoch epoch;
} BwTrainEvent;

typedef void (*BwTrainerNotify)(BwTrainer *trainer, gpointer data);

/* How many a trainer takes that is told n_threads: those; < 1: cores − 1, at least 1. */
int bw_trainer_count_threads(int n_threads);
/* notify may be NULL. */
BwTrainer *bw_trainer_new(int n_threads, gboolean lower_priority, BwTrainerNotify notify, gpointer data);
/* Cancels what goes on and waits until its checkpoint is written. */
void bw_trainer_free(BwTrainer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwTrainer, bw_trainer_free)

/* Refused with BW_ERROR_ARGUMENT while a training is on. Everything else that can go wrong arrives as
 * BW_JOB_FAILED. */
gboolean bw_trainer_start(BwTrainer *self, const BwTrainSpec *spec, GError **error);
void bw_trainer_pause(BwTrainer *self);
void bw_trainer_resume(BwTrainer *self);
void bw_trainer_cancel(BwTrainer *self); /* keeps the checkpoint; goes on when started with `resume` */

/* A network stops learning and its best weights so far are the model; kernel models have nothing to show
 * before they are done, and go on. */
void bw_trainer_finish(BwTrainer *self);

/* Blocks until it is over: for verbs and tests. */
void bw_trainer_wait(BwTrainer *self);

/* A copy; clear with bw_train_status_clear(). */
void bw_trainer_get_status(BwTrainer *self, BwTrainStatus *status);
void bw_train_status_clear(BwTrainStatus *status);

/* Calls `each` for every event since the last call, oldest first. */
void bw_trainer_drain_events(BwTrainer *self, void (*each)(const BwTrainEvent *event, gpointer data),
                             gpointer data);
/* The newest comparison of the model with its data; NULL: none since the last call. (transfer full) */
BwComparison *bw_trainer_take_comparison(BwTrainer *self);
