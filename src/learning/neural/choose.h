/* choose.h - which structures a network learns from and which it is validated with. */
#pragma once

#include "learning/train.h"

/* Draws settings->n_train structures of the data such that the distribution of energies is kept and every
 * element of the data is among them, and n_valid of the others; new, ascending. Fails with ARGUMENT naming an
 * element when there are too few to show them all. */
gboolean bw_neural_choose(const BwCollection *data, const BwTrainSettings *settings,
                          const BwTrainObserver *observer, int **train, int **valid, GError **error);
/* n of n_whole; new, ascending. */
int *bw_neural_choose_part(int n_whole, int n, guint64 seed, GError **error);
