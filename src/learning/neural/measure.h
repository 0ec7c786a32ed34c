/* measure.h - trained networks as a model file, and how good they are. */
#pragma once

#include "learning/neural/state.h"

/* All members that are done, with where they come from; errors are not measured yet. */
BwNetworkFile *bw_neural_file_new(const BwNeuralTask *task, const BwNeuralState *state);
/* One network of these weights. */
BwNetworkFile *bw_neural_file_new_for(const BwNeuralTask *task, const double *weights);

/* Errors of a model on samples[n] of any collection (NULL: all), written into the file. */
gboolean bw_neural_measure(BwNetworkFile *file, const BwCollection *data, const int *samples, int n,
                           BwPool *pool, BwProgressFunc progress, gpointer progress_data,
                           GCancellable *cancellable, BwErrors *errors, GError **error);

/* Sets the spread_limit of an ensemble: what 99 % of the samples stay below. */
gboolean bw_neural_calibrate(BwNetworkFile *file, const BwCollection *data, const int *samples, int n,
                             BwPool *pool, GCancellable *cancellable, GError **error);

/* Tells an observer who listens what the file's networks predict for the validation set beside its labels,
 * outputs beside the energy included. Energies of different systems are told without those of their elements.
 * Trouble with it is none of the training's. */
void bw_neural_compare(const BwNeuralTask *task, const BwNetworkFile *file, BwPool *pool,
                       const BwTrainObserver *observer, GCancellable *cancellable);
/* Whether bw_neural_compare() has anybody and anything to tell. */
gboolean bw_neural_can_compare(const BwNeuralTask *task, const BwTrainObserver *observer);
