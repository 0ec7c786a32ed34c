/* check.h - what is wrong with a training of networks, before it begins. */
#pragma once

#include "learning/neural/task.h"

/* Fails with ARGUMENT when there is nothing to learn from, when only some structures have energies or forces,
 * or when the cutoff leaves every atom alone; tells the observer (may be NULL) what is worth knowing. */
gboolean bw_neural_check(const BwNeuralTask *task, const BwTrainObserver *observer, GError **error);
