/* fit-outputs.h - the labels of a network's outputs beside the energy. */
#pragma once

#include "learning/neural/fit-data.h"

/* Which outputs have labels in the data. Fails with FORMAT or UNITS where a label is not what the output is,
 * UNSUPPORTED for dipoles and extents of periodic systems. */
gboolean bw_fit_find_outputs(BwFitData *data, GError **error);
/* The labels of structure k, whose atoms are these of the network's elements, at the end of the batch. */
void bw_fit_add_outputs(const BwFitData *data, int k, const int *elements, BwLabelledBatch *batch);
/* Scale and offsets of every output: offsets as for the energy where it is a sum or an extent, the mean where
 * it is a mean, the mean over the atoms of an element where it is of atoms; the scale is the root of the mean
 * square of what they leave, per atom of a sum, per Å² of an extent. */
void bw_fit_set_output_scales(const BwFitData *data, BwNetwork *network);
