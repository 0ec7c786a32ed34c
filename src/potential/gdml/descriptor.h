/* descriptor.h - the geometry as sGDML sees it: inverse distances of all pairs of atoms, and how slopes in
 * them become forces. Pairs (i, j), i > j, row after row. */
#pragma once

#include "system/cell.h"

/* D = N (N − 1) / 2 */
int bw_descriptor_size(int n_atoms);

/* descriptor[D]: 1/|r_i − r_j|; arms[D][3]: (r_i − r_j)/|r_i − r_j|³, so that ∂D/∂r_j = arm = −∂D/∂r_i.
 * positions: [n_atoms][3]; cell: periodic in any of its directions, NULL none.
 *
 * Both rules have a kink where two images of a pair are equally near, at half the cell: the distance is
 * continuous there, its slope is not. bw_crystal_find() counts the pairs that thermal motion takes there. */
void bw_descriptor(const double *positions, int n_atoms, const BwCell *cell, BwImageRule images,
                   double *descriptor, double *arms);

/* forces[n_atoms][3] = Jᵀ slopes, where slopes[D] is minus the derivative of the energy. Overwrites. */
void bw_descriptor_forces(const double *slopes, const double *arms, int n_atoms, double *forces);

/* virial[3][3] = Σ over pairs of (r_i − r_j) ⊗ (force of j on i). Overwrites. */
void bw_descriptor_virial(const double *slopes, const double *descriptor, const double *arms, int n_atoms,
                          double *virial);

/* out[D] = J vector, for vector[n_atoms][3]: the change of the descriptor along it. */
void bw_descriptor_change(const double *arms, const double *vector, int n_atoms, double *out);
