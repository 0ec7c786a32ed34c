/* dataset-md5.h - the fingerprint by which sGDML's models know their data. */
#pragma once

#include "io/numpy/npz.h"

/* The md5 of the md5s (16 raw bytes each) of the arrays as NumPy holds them, in the order z, R, E, F; NULL
 * entries are left out (E is optional). Hexadecimal; "" when an array is of a type whose bytes are not kept.
 */
void bw_dataset_md5(const BwNpy *const *arrays, int n, char md5[33]);
