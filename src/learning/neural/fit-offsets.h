/* fit-offsets.h - what each atom of an element brings to a quantity that is a sum over atoms. */
#pragma once

#include "learning/neural/fit-data.h"

/* How many atoms of each of the network's elements structure k has, counts[n_elements]; returns how many in
 * all. */
int bw_fit_count_elements(const BwFitData *data, int k, double *counts);

/* offsets[n_elements]: those of the least squares of values[k] − Σ_i e_Z(i) over the structures k of the
 * data, NaN left out; of the ones that do equally well the nearest to the mean value per atom: for one
 * composition that mean itself. Takes from values[n] what they explain. */
void bw_fit_offsets(const BwFitData *data, double *values, double *offsets);
