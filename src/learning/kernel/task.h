/* task.h - what a kernel model is to learn: the chosen frames in the model's units, and their symmetries. */
#pragma once

#include "learning/kernel/choices.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/permutations.h"

typedef struct {
  const BwDataset *dataset;
  BwModelKind kind;
  BwLearns learns;
  BwKernelFunction function;
  BwImageRule images;
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

/* known: permutations that were found before; NULL: none, they are looked for. */
BwKernelTask *bw_kernel_task_new(const BwDataset *dataset, const BwTrainSettings *settings,
                                 const BwKernelChoices *choices, const BwPermutations *known, BwPool *pool,
                                 const BwTrainObserver *observer, GCancellable *cancellable, GError **error);

/* The same on n of its training points, chosen as those were. */
BwKernelTask *bw_kernel_task_part(const BwKernelTask *task, int n, guint64 seed, GError **error);

void bw_kernel_task_free(BwKernelTask *task);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwKernelTask, bw_kernel_task_free)

/* What is to be solved; its arrays are the task's. */
BwKernelSystem bw_kernel_task_system(const BwKernelTask *task, double sigma);
