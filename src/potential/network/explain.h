/* explain.h - what the energy that a network predicts is made of: atoms, interactions, pairs. */
#pragma once

#include "base/watch.h"
#include "potential/network/network.h"

/* blocks[n_interactions + 1][n_atoms], eV: what each interaction changes of the energy of each atom. The head
 * reads the features after every interaction, E_t; E_0 is what the elements alone say, with their offsets,
 * and the others are E_t − E_{t−1}: the sum is the energy. Of the first of the replicas, in double precision.
 * Fails with UNSUPPORTED for elements it has not seen or a network that has no such blocks; otherwise as
 * bw_batch_add(). */
gboolean bw_network_explain_blocks(const BwNetwork *self, const BwReplicas *in, double *blocks,
                                   GError **error);

/* Two atoms near each other, or images of them. */
typedef struct {
  int atoms[2];
  double distance; /* Å */
  double energy;   /* eV: of the molecule − without the messages between the two; negative: it binds */
} BwPairShare;

/* What is lost with each pair within the cutoff, computed without it: array of BwPairShare, in an order
 * that only the structure and the cutoff decide. It takes as many evaluations as there are pairs. Fails as
 * the other, and with ARGUMENT for more than `most` pairs, CANCELLED. */
GArray *bw_network_explain_pairs(const BwNetwork *self, const BwReplicas *in, int most, BwPool *pool,
                                 const BwWatch *watch, GError **error);
/* The strongest first; equal ones by their atoms. */
void bw_pair_shares_sort(GArray *pairs);
