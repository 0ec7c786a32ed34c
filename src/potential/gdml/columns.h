/* columns.h - some columns of the kernel matrix, for preconditioners and inducing points. */
#pragma once

#include "base/pool.h"
#include "potential/gdml/points.h"

/* columns[n]: indices of unknowns (see assemble.h), strictly ascending. out[n][n_rows]: those columns of K,
 * all of their rows, without λ. Columns of the same training point share its distances: taking all of them
 * costs a few times one. The same bytes for any number of threads. */
void bw_gdml_columns(const BwKernelSystem *system, const gint64 *columns, int n, double *out, BwPool *pool);

/* The same in single precision; every number is computed in double and rounded once. */
void bw_gdml_columns_float(const BwKernelSystem *system, const gint64 *columns, int n, float *out,
                           BwPool *pool);
