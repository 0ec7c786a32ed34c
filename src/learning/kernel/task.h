/* task.h - what a kernel model is to learn: the chosen frames in the model's units, and their symmetries. */
#pragma once

#include "learning/kernel/choices.h"
#include "potential/gdml/assemble.h"
#include "potential/gdml/permutations.h"

typedef struct {
  const BwDataset *dataset;
  BwModelKind kind;
  gboolean use_energies;
  BwKernelFunction function;
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

  double *labels;     /* [n_unknowns], divided by std; see labels.h */
  double std;         /* in the model's units */
  double mean_energy; /* of the training points, e_unit; only where energies are learned */
} BwKernelTask;

BwKernelTask *bw_kernel_task_new(const BwDataset *dataset, const BwTrainSettings *settings,
                                 const BwKernelChoices *choices, BwPool *pool,
                                 const BwTrainObserver *observer, GCancellable *cancellable, GError **error);
void bw_kernel_task_free(BwKernelTask *task);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwKernelTask, bw_kernel_task_free)
