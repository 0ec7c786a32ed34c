/* schnet-network.h - the network that is measured: 3 interactions, 25 Gaussians, 5 Å, random weights; and
 * what its arithmetic takes at the speed of matrix multiplication. */
#pragma once

#include "potential/schnet/schnet.h"

/* As many filters as features. Free with bw_network_free(). */
BwSchnet *bw_bench_schnet_new(int n_features);

/* Seconds of energies and forces of atoms with so many pairs, each counted once, the filters from a table:
 * the layers' products forwards and backwards, and for each filter of a pair twice an interpolation, and the
 * products with both atoms' features. */
double bw_bench_schnet_floor(const BwSchnet *network, int n_atoms, int n_pairs);

/* Seconds of a step of training on energies and forces: six products for every product of the energy
 * (forwards, backwards, and two of each for the second derivatives), filters included. */
double bw_bench_schnet_train_floor(const BwSchnet *network, int n_atoms, int n_pairs);
