/* networks.h - every network that we know, made from a description: a key file with the groups
 *
 *   [network]            [outputs]
 *   model = schnet       energy = sum eV
 *   features = 64        dipole = dipole e·Å
 *   …
 *
 * What is not said has the model's usual value. */
#pragma once

#include "io/network/network-file.h"
#include "potential/network/network.h"
#include "potential/potential.h"

/* A network with zero weights for these elements. Fails with ARGUMENT naming a group or key that nobody
 * reads, or a value that is not allowed and what would be; with MEMORY beyond BW_MOST_WEIGHTS. */
BwNetwork *bw_network_make(GKeyFile *description, const int *elements, int n_elements, GError **error);
/* The whole description, every setting said. New. */
GKeyFile *bw_network_describe(const BwNetwork *self);

/* A member of a file; its weights, scales and offsets are copied. Fails with FORMAT. */
BwNetwork *bw_network_load(const BwNetworkFile *file, int member, GError **error);
/* Adds the network to a file as one more member; the first one also says what all of them are. */
void bw_network_store(const BwNetwork *self, BwNetworkFile *file);

/* Path, name, level of theory, units and error of a force field, as the file has them. For those who make
 * one of it. */
void bw_network_label(BwPotential *potential, const BwNetworkFile *file);

/* One network as a force field, the fastest way there is for it; takes the network. */
BwPotential *bw_network_predict(BwNetwork *network, const char *name, GError **error);
/* All members of a file as one force field: SchNet by hand (schnet/predict.h), the others on the tape.
 * Several members give their mean, and their spread as what is out of domain. Copies what it needs. */
BwPotential *bw_network_potential_new(const BwNetworkFile *file, GError **error);
