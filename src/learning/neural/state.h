/* state.h - how far a training of networks has come: all that is needed to go on with it, in a file. */
#pragma once

#include "learning/neural/task.h"

typedef struct {
  char *identity;     /* lines "name value" that say what is trained, on which data */
  gsize n_values;     /* weights of a network */
  GPtrArray *members; /* of double [n_values]: the best weights of those that are done; owned */
  GArray *epochs;     /* of int: how many each of them took */
} BwNeuralState;

/* Nothing done yet. */
BwNeuralState *bw_neural_state_new(const BwNeuralTask *task);
void bw_neural_state_free(BwNeuralState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNeuralState, bw_neural_state_free)

/* What is known from an earlier time, where the settings want to go on with it, or nothing yet; fails as
 * bw_neural_state_load(). */
BwNeuralState *bw_neural_state_begin(const BwNeuralTask *task, const BwTrainObserver *observer,
                                     gboolean *unfinished, GError **error);

/* A member is done: its best weights. */
void bw_neural_state_add(BwNeuralState *self, const BwFit *fit);

/* With the member that is being trained (NULL: none is). Atomic: the old content or the new one, whatever
 * happens. */
gboolean bw_neural_state_save(const BwNeuralState *self, const BwFit *fit, const char *path, GError **error);

/* What the file says of the members that are done, and whether it also has one that is not. Fails with FILE,
 * FORMAT, or ARGUMENT naming what differs when the file belongs to another training. */
gboolean bw_neural_state_load(BwNeuralState *self, const char *path, gboolean *unfinished, GError **error);
/* The member that is not done, into a fit that was just begun. */
gboolean bw_neural_state_load_fit(const char *path, BwFit *fit, GError **error);
