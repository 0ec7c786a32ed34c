/* tape-potential.h - any network as a force field, through the tape that it was trained with. */
#pragma once

#include "potential/network/network.h"
#include "potential/potential.h"

/* Takes the network. Single precision, but for the vectors between atoms, which are rounded to it only then,
 * and for sums of energies and of forces. Replicas go through
 * the network in groups, one after the other or on several threads: the same bytes. */
BwPotential *bw_tape_potential_new(BwNetwork *network, const char *name);
