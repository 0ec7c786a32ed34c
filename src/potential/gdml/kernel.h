/* kernel.h - the sum over training points and permutations that is an sGDML prediction.
 *
 * With descriptors q, r and coefficients A in units that make x = √5 |Δ|/σ = |q − P_p r| (and A scaled so
 * that energies come out), the sum is
 *
 *   E = Σ_mp a (1 + x) e^(−x),   a = (q − P_p r_m) · P_p A_m
 *   −∂E/∂q = Σ_mp a e^(−x) (q − P_p r_m) − (1 + x) e^(−x) P_p A_m.
 *
 * One geometry meets PANEL training points at a time: features (adapted-basis.h) by multiplication, distances
 * and a for all permutations by the transform, exponentials, the transform back, and multiplication again;
 * nothing between leaves the first-level cache. A geometry's numbers do not depend on the others of its
 * batch. */
#pragma once

#include <glib.h>

typedef struct _BwGdmlKernel BwGdmlKernel;

/* pairs: [S][D] as in bw_adapted_basis_new(). descriptors, coefficients: [M][D] in the model's units,
 * 1/Å-like and such that the formula of gdml-file.h, times `scale`, gives the energy. sigma in the same unit.
 */
BwGdmlKernel *bw_gdml_kernel_new(const double *descriptors, const double *coefficients, int n_points,
                                 int n_descriptors, const int *pairs, int n_permutations, double sigma,
                                 double scale);
void bw_gdml_kernel_free(BwGdmlKernel *kernel);

/* Uses vectors of 8, 4 or 2 doubles instead of the widest that the processor has. FALSE where it does not
 * have them. Sums differ in their last digits. */
gboolean bw_gdml_kernel_set_lanes(BwGdmlKernel *kernel, int lanes);

/* Doubles of aligned workspace that bw_gdml_kernel_sum() needs. */
gsize bw_gdml_kernel_workspace(const BwGdmlKernel *kernel);

/* descriptors: [n][D]. Sets energies[n], slopes[n][D] = −∂E/∂D (may be NULL), and nearest[n], the smallest x
 * over training points and permutations (may be NULL). left_out: a training point that does not count
 * towards `nearest` and the sums, −1 none. */
void bw_gdml_kernel_sum(const BwGdmlKernel *kernel, const double *descriptors, int n, int left_out,
                        double *energies, double *slopes, double *nearest, double *workspace);
