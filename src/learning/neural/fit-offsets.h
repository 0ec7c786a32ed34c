/* fit-offsets.h - what each atom of an element brings to a quantity that is a sum over atoms. */
#pragma once

#include "learning/neural/fit-data.h"

/* bw_output_count() of structure k. */
double bw_fit_count(const BwFitData *data, const BwOutput *output, int k, double *counts);

/* offsets[n_elements] of a sum (NULL: the energy) or an extent: those of the least squares of values[k] − Σ_e
 * counts_e(k) e_Z over the structures k of the data, NaN left out; of the ones that do equally well the
 * nearest to the mean value of one that is counted, per atom: for one composition of a sum that mean itself.
 * Takes from values[n] what they explain. */
void bw_fit_offsets(const BwFitData *data, const BwOutput *output, double *values, double *offsets);
