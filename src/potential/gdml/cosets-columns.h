/* cosets-columns.h - columns of the kernel matrix for large groups: each is what a model of one training
 * point with unit weights predicts at all points, so that it costs a part of a product (kernel-cosets.h)
 * instead of a loop over all permutations. */
#pragma once

#include "base/pool.h"
#include "potential/gdml/points.h"

/* As bw_gdml_columns() and bw_gdml_columns_float(); one of out and out_float is NULL. FALSE where the group
 * is too small, or has too little structure, for this to be the faster way: nothing is done then. */
gboolean bw_cosets_columns(const BwKernelSystem *system, const gint64 *columns, int n, double *out,
                           float *out_float, BwPool *pool);
