/* task.h - what an sGDML model is to learn: the chosen frames in the model's units, and their
 * symmetries. */
#pragma once

#include "learning/kernel/train.h"
#include "potential/gdml/assemble.h"
#include "potential/gdml/permutations.h"

typedef struct {
  const BwDataset *dataset;
  const char *r_unit, *e_unit;         /* interned */
  double length_factor, energy_factor; /* to Å and eV */
  int n_train, n_valid;
  int *train, *valid; /* frames */
  BwPermutations *permutations;
  gboolean periodic;
  BwCell cell; /* in r_unit */

  BwGdmlPoints points; /* its arrays are these: */
  double *descriptors, *arms;
  int *pairs;

  double *forces; /* [M][N][3], divided by std */
  double std;     /* of all components of all forces, e_unit/r_unit */
} BwGdmlTask;

BwGdmlTask *bw_gdml_task_new(const BwDataset *dataset, const BwGdmlTrainSettings *settings, BwPool *pool,
                             const BwTrainObserver *observer, GCancellable *cancellable, GError **error);
void bw_gdml_task_free(BwGdmlTask *task);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwGdmlTask, bw_gdml_task_free)

/* One stage of the work, as progress functions of one number need it. */
typedef struct {
  const BwTrainObserver *observer; /* may be NULL */
  const char *name;
} BwTrainStage;

void bw_train_stage_progress(double fraction, gpointer stage);

/* Tells the observer, which may be NULL or lack the function. */
void bw_train_note(const BwTrainObserver *observer, const char *format, ...) G_GNUC_PRINTF(2, 3);
