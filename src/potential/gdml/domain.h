/* domain.h - what a kernel model has seen. */
#pragma once

#include "base/pool.h"
#include "potential/gdml/kernel.h"

typedef struct _BwGdmlDomain BwGdmlDomain;

/* descriptors: [M][D] of the training points, pairs: [S][D]; copied. */
BwGdmlDomain *bw_gdml_domain_new(const double *descriptors, int n_points, int n_descriptors, const int *pairs,
                                 int n_permutations);
void bw_gdml_domain_free(BwGdmlDomain *domain);

/* The largest distance (as the kernel's `nearest`) that a training point has from the nearest other one: the
 * mesh of the training set, the unit in which new geometries are measured. Of a sample of the points where
 * all would take more than some tenths of a second; the kernel's own length scale where there is one point
 * alone. Kept after the first time. */
double bw_gdml_domain_mesh(BwGdmlDomain *domain, const BwGdmlKernel *kernel, BwPool *pool);

/* The atom whose distances to the others leave their range in the training set furthest, in widths of that
 * range; −1 when all are within. work: [n_atoms]. */
int bw_gdml_domain_outlier(const BwGdmlDomain *domain, const double *descriptor, int n_atoms, double *work);
