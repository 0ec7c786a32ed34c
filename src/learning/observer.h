/* observer.h - what someone who waits for a training wants to know. */
#pragma once

#include "base/message.h"
#include "learning/comparison.h"
#include "potential/network/outputs.h"

typedef enum {
  BW_STAGE_NONE,           /* not begun */
  BW_STAGE_SYMMETRIES,     /* looking for permutations */
  BW_STAGE_ASSEMBLY,       /* of the kernel matrix */
  BW_STAGE_PRECONDITIONER, /* of an iterative solution */
  BW_STAGE_SOLUTION,
  BW_STAGE_VALIDATION,
  BW_STAGE_EPOCHS, /* of a network */
} BwStage;

/* "Solving"; "" for none. */
const char *bw_stage_name(BwStage stage);

typedef struct {
  BwStage stage;
  double fraction;      /* of the stage; NaN: not known */
  double seconds_left;  /* of the stage; NaN: not known */
  int iteration;        /* or epoch; −1: not iterative */
  double residual;      /* relative, of an iterative solution; NaN: none */
  double sigma, lambda; /* being tried; NaN: not yet */
} BwTrainProgress;

/* How far one of a network's outputs beside the energy is from its labels. */
typedef struct {
  const char *name, *unit; /* interned; unit NULL: not stated */
  double mae;              /* in the unit; NaN: no labels */
} BwEpochOutput;

/* One epoch of a network's training is done. */
typedef struct {
  int member;                   /* of an ensemble, from 0 */
  int epoch, n_epochs;          /* from 1; at the most */
  double rate;                  /* of learning */
  double loss, validation_loss; /* means over structures; NaN: no validation */
  double energy_mae, force_mae; /* of the training set, eV and eV/Å; NaN: no such labels */
  BwErrors validation;
  int n_outputs;
  BwEpochOutput outputs[BW_MAX_OUTPUTS]; /* on the validation set; on the training set where there is none */
  double seconds;                        /* that it took */
  gboolean best;                         /* no validation was better so far */
} BwTrainEpoch;

/* All functions may be NULL. They are called from the thread that trains; `progress` may block: that is how a
 * training pauses. */
typedef struct {
  void (*progress)(const BwTrainProgress *progress, gpointer data);
  void (*note)(const BwMessage *message, gpointer data); /* what was noticed or assumed, a sentence */
  void (*tried)(double sigma, double lambda, const BwErrors *validation,
                gpointer data); /* one model of the search is done */
  void (*epoch)(const BwTrainEpoch *epoch, gpointer data);
  gboolean (*is_enough)(gpointer data); /* asked after every batch: stop now, and keep the best */
  void (*compared)(const BwComparison *comparison,
                   gpointer data); /* the present model on (some of) the validation frames: every few seconds
                                      while it is solved for, and at the end */
  gpointer data;
} BwTrainObserver;

/* One stage of the work, as progress functions of one number need it; begin it with bw_train_stage(). */
typedef struct {
  const BwTrainObserver *observer; /* may be NULL */
  BwStage stage;
  gint64 start; /* µs */
  double sigma, lambda;
} BwTrainStage;

BwTrainStage bw_train_stage(const BwTrainObserver *observer, BwStage stage, double sigma, double lambda);

/* A BwProgressFunc; `stage` is a BwTrainStage. The time left is estimated from the time that went. */
void bw_train_stage_progress(double fraction, gpointer stage);

/* Tell the observer, which may be NULL or lack the function. */
void bw_train_note(const BwTrainObserver *observer, const char *format, ...) G_GNUC_PRINTF(2, 3);
void bw_train_tried(const BwTrainObserver *observer, double sigma, double lambda, const BwErrors *validation);
void bw_train_tell_epoch(const BwTrainObserver *observer, const BwTrainEpoch *epoch);
gboolean bw_train_is_enough(const BwTrainObserver *observer);
void bw_train_compared(const BwTrainObserver *observer, const BwComparison *comparison);
