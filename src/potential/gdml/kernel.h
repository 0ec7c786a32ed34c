/* kernel.h - the sum over training points and permutations that is the prediction of a kernel model.
 *
 * With k(x) one of the functions of gdml-kind.h, Δ = q − P_p r_m, force weights A and energy weights w,
 *
 *   E = scale Σ_mp [ −∇k · P_p A_m + w_m k ],
 *
 * ∇ being the derivative by q: the energies of the package sgdml, whose model is the Matérn function with
 * A_m = J_m α_m. A model has force weights (GDML, sGDML), both (use_E_cstr), or energy weights alone (kernel
 * ridge regression). */
#pragma once

#include "potential/gdml/points.h"

typedef struct _BwGdmlKernel BwGdmlKernel;

/* Copied by bw_gdml_kernel_new(). One kind of weights may be NULL, and stays so. */
typedef struct {
  const double *descriptors;    /* [M][D] */
  const double *force_weights;  /* [M][D] */
  const double *energy_weights; /* [M] */
  int n_points, n_descriptors, n_permutations;
  const int *pairs; /* [S][D], (P_p r)[a] = r[pairs[p][a]] */
  BwKernelFunction function;
  double sigma; /* in the unit of the descriptors */
  double scale;
} BwGdmlKernelSpec;

BwGdmlKernel *bw_gdml_kernel_new(const BwGdmlKernelSpec *spec);
void bw_gdml_kernel_free(BwGdmlKernel *kernel);

/* Other weights of the kinds that there are, for the same points: costs little beside a sum over as many
 * geometries as there are points. */
void bw_gdml_kernel_set_weights(BwGdmlKernel *kernel, const double *force_weights,
                                const double *energy_weights);

/* Uses vectors of 8, 4 or 2 doubles instead of the widest that the processor has. FALSE where it does not
 * have them. Sums differ in their last digits. */
gboolean bw_gdml_kernel_set_lanes(BwGdmlKernel *kernel, int lanes);

/* Doubles of aligned workspace that bw_gdml_kernel_sum() needs. */
gsize bw_gdml_kernel_workspace(const BwGdmlKernel *kernel);

/* descriptors: [n][D]. Sets energies[n], slopes[n][D] = −∂E/∂D (may be NULL), and nearest[n], the smallest x
 * over training points and permutations (may be NULL). left_out: a training point that does not count
 * towards `nearest` and the sums, −1 none. A geometry's numbers do not depend on the others of its batch. */
void bw_gdml_kernel_sum(const BwGdmlKernel *kernel, const double *descriptors, int n, int left_out,
                        double *energies, double *slopes, double *nearest, double *workspace);

/* How many permutations a sum over all of them seems to have by what it takes: where the group is large, far
 * fewer than there are. points->pairs NULL: guessed for a crystal that has as many translations as atoms. */
double bw_gdml_kernel_terms(const BwGdmlPoints *points);
