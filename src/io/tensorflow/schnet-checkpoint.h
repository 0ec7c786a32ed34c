/* schnet-checkpoint.h - the checkpoints of the program that SchNet was published with (TensorFlow,
 * https://github.com/atomistic-machine-learning/SchNet): Schütt et al., NIPS 30 (2017).
 *
 *   E = Σ_i (y_i std + mean + e_Z(i)), filters active after both layers, Gaussians of γ = 10 Å⁻² every 0.1 Å
 * up to the cutoff, all pairs within it and no cutoff function, a head with shifted softplus */
#pragma once

#include "io/network/network-file.h"

/* Whether the file at `path` is the index of a checkpoint. */
gboolean bw_schnet_checkpoint_is(const char *path);

/* A checkpoint tells neither which of its hundred elements it has learnt, elements[n_elements] (ascending),
 * nor the unit of its energies. Fails with FILE, FORMAT, UNSUPPORTED, ARGUMENT for an element that it has no
 * room for, UNITS. */
BwNetworkFile *bw_schnet_checkpoint_read(const char *path, const int *elements, int n_elements,
                                         const char *energy_unit, GError **error);
