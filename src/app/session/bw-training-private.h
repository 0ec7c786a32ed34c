/* bw-training-private.h - what the session does with trainings. */
#pragma once

#include "app/session/bw-training.h"

struct _BwTraining {
  GObject parent;
  char *title, *dataset_path;
  BwTrainSpec spec;   /* owned; its dataset is gone once it is over */
  BwAtoms *atoms;     /* NULL: of systems that differ */
  gboolean left_out;  /* the dataset is without its bad frames */
  gboolean finishing; /* it was told that what it has is enough */

  BwTrainer *trainer; /* NULL: not its turn yet, or over */
  BwTrainStatus status;
  GArray *tried, *residuals; /* of BwTrainEvent */
  GArray *points;            /* of BwLearningPoint, of a learning curve */
  GArray *epochs;            /* of BwTrainEpoch, of a network */
  GPtrArray *notes;
  BwComparison *comparison;

  double left;                   /* seconds that are said to be left of the stage; NaN: not said */
  gint64 left_said;              /* µs: when */
  BwTrainProgress left_progress; /* what was done then */
};

/* What it is to be; borrowed. */
typedef struct {
  const char *title, *dataset_path;
  BwCollection *data;
  gboolean left_out;
  const BwTrainSpec *spec; /* its data and checkpoint are not read: that lies beside the output */
} BwTrainingPlan;

BwTraining *bw_training_new(const BwTrainingPlan *plan);
gboolean bw_training_begin(BwTraining *self, BwTrainer *trainer, GError **error);
/* Stops, and the best so far is the model. */
void bw_training_finish(BwTraining *self);
/* Brings over what the trainer has; the state before. */
BwJobState bw_training_take(BwTraining *self);
/* The trainer has nothing more to do with it. */
void bw_training_let_go(BwTraining *self);
