/* state.h - how far a training has come: all that is needed to go on with it, in memory and in a file. */
#pragma once

#include "learning/kernel/choices.h"
#include "learning/kernel/solution.h"
#include "potential/gdml/permutations.h"

/* One σ and λ that is done. */
typedef struct {
  double sigma, lambda;
  BwErrors errors; /* on the validation set */
} BwKernelTry;

typedef struct {
  char *identity;               /* lines "name value" that say what is trained, on which data */
  BwPermutations *permutations; /* NULL: not found yet */
  int first;                    /* index of the σ that the search begins with; −1: not chosen yet */
  GArray *tries;                /* of BwKernelTry */
  int best_try;                 /* −1: none yet */
  BwKernelSolution best;        /* its coefficients */
  BwKernelSolution partial;     /* of the σ and λ that is being solved for; alphas NULL: none */
} BwKernelState;

/* For `identity`; hashes all data. Free with g_free(). */
char *bw_kernel_identify(const BwDataset *dataset, const BwTrainSettings *settings,
                         const BwKernelChoices *choices);

/* identity NULL: never to be saved. */
BwKernelState *bw_kernel_state_new(const char *identity);
void bw_kernel_state_free(BwKernelState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwKernelState, bw_kernel_state_free)

/* NULL: not tried yet. */
const BwKernelTry *bw_kernel_state_find(const BwKernelState *state, double sigma, double lambda);

/* Atomic: the old content or the new one, whatever happens. */
gboolean bw_kernel_state_save(const BwKernelState *state, const char *path, GError **error);

/* Fills in a new state from the file. Fails with FILE, FORMAT, or ARGUMENT naming what differs when the file
 * belongs to another training. */
gboolean bw_kernel_state_load(BwKernelState *state, const char *path, GError **error);
