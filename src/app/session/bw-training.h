/* bw-training.h - one training seen from the window: waiting for its turn, going on, or over. What it was
 * started with never changes; what it found is kept as long as the object is.
 *
 * All pointers that are handed out belong to the training and hold until the main loop turns again. */
#pragma once

#include <glib-object.h>

#include "engine/trainer.h"

#define BW_TYPE_TRAINING (bw_training_get_type())
G_DECLARE_FINAL_TYPE(BwTraining, bw_training, BW, TRAINING, GObject)

const char *bw_training_get_title(BwTraining *self);
const char *bw_training_get_output(BwTraining *self); /* the model's file, or the curve's table */
BwAtoms *bw_training_get_atoms(BwTraining *self);     /* NULL: of systems that differ */

BwJobState bw_training_get_state(BwTraining *self); /* IDLE: it waits for its turn */
gboolean bw_training_is_curve(BwTraining *self);
gboolean bw_training_is_network(BwTraining *self);
gboolean bw_training_is_on(BwTraining *self);
gboolean bw_training_is_over(BwTraining *self);
/* A network that learns, and was not told yet that it is enough. */
gboolean bw_training_can_finish(BwTraining *self);
const BwTrainStatus *bw_training_get_status(BwTraining *self); /* as of its last news */
double bw_training_get_progress(BwTraining *self);             /* of its stage, 0 … 1; −1: not known */

/* What it found; arrays of BwTrainEvent. */
const GArray *bw_training_get_tried(BwTraining *self);      /* σ after σ */
const GArray *bw_training_get_residuals(BwTraining *self);  /* of the solver, for the σ of now */
const GArray *bw_training_get_points(BwTraining *self);     /* of BwLearningPoint, sizes ascending */
const GArray *bw_training_get_epochs(BwTraining *self);     /* of BwTrainEpoch, of a network */
const GPtrArray *bw_training_get_notes(BwTraining *self);   /* of BwMessage */
BwComparison *bw_training_get_comparison(BwTraining *self); /* the newest; NULL: none yet */

char *bw_training_describe_model(BwTraining *self); /* "sGDML, 200 points", "sGDML, learning curve" */
/* The same and what is happening, in one line. */
char *bw_training_describe(BwTraining *self);
/* What it does now: "solving, σ 20 · iteration 120 · 12 s left". */
char *bw_training_describe_stage(BwTraining *self);
