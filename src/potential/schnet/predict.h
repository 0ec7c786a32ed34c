/* predict.h - SchNet as a force field: forwards and backwards by hand, filters from a table, all replicas in
 * whole batches. The tape (potential/network/) computes the same, for training. */
#pragma once

#include "potential/potential.h"
#include "potential/schnet/schnet.h"

/* Takes the network. Single precision, but distances, sums of energies and of forces. Tables are made as
 * fine as single precision can tell, and checked in surroundings as dense as atoms have: fails with NUMERICS
 * where they would still change the energy of an atom by more than 1e-6 of it (or 1e-6 eV, where it is less
 * than 1 eV), or forces between two by more than 1e-4 of them. */
BwPotential *bw_schnet_potential_new(BwSchnet *network, const char *name, GError **error);
