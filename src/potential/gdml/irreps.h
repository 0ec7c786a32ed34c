/* irreps.h - how the permutations of a molecule act on its descriptor: the irreducible parts. */
#pragma once

#include <glib.h>

/* A subspace of the descriptor space that the group turns into itself and that has no smaller one. Copies of
 * the same representation are rotated so that all have the same matrices. */
typedef struct {
  int dimension;
  int kind;         /* copies of the same representation share it; numbered from 0 */
  double *vectors;  /* [dimension][D], orthonormal */
  double *matrices; /* [S][dimension][dimension], u_i · P_p u_j */
} BwIrrep;

/* pairs: [S][D], (P_p r)[a] = r[pairs[p][a]]. All irreducible parts of ℝ^D (of BwIrrep, together D vectors),
 * sorted by kind; NULL when the permutations are not a group. */
GPtrArray *bw_irreps_find(const int *pairs, int n_permutations, int n_descriptors);
