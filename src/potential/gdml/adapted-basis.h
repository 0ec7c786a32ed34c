/* adapted-basis.h - a basis of the descriptor space in which permutations are small blocks.
 *
 * A kernel over S permutations needs q · (P_p r) for all p. Where the permutations form a group, a
 * symmetry-adapted orthonormal basis turns every P_p into copies of a few irreducible d × d matrices ρ(p),
 * and
 *
 *   q · (P_p r) = Σ_ρ Σ_ij ρ(p)_ij Σ_k q_ρki r_ρkj,
 *
 * so that the sum over the descriptor is done once for each of the Σ d² features (ρ, i, j) instead of once
 * for each permutation: Σ_ρ m_ρ d_ρ² products instead of S·D (m_ρ: number of copies; ethanol: 50 instead of
 * 216). Permutations that are no group fall into one block of S rows, which are the permuted queries
 * themselves. */
#pragma once

/* `depth` copies k of rows i < n_rows of the query against columns j < n_cols of the training points. Values
 * lie one block after the other, copy after copy: row (k, i) at first_row + k n_rows + i. */
typedef struct {
  int n_rows, n_cols, depth;
  int first_row, first_col;
  int first_feature; /* (i, j) at first_feature + i n_cols + j */
} BwAdaptedBlock;

typedef struct {
  int n_descriptors, n_permutations;
  int n_blocks, n_row_values, n_col_values, n_features;
  BwAdaptedBlock *blocks;
  double *rows;      /* [n_row_values][D]: what the query is projected on */
  double *cols;      /* [n_col_values][D]: what the training points are projected on; may be `rows` */
  double *transform; /* [S][n_features], ρ(p)_ij */
} BwAdaptedBasis;

/* pairs: [S][D], (P_p r)[a] = r[pairs[p][a]]. */
BwAdaptedBasis *bw_adapted_basis_new(const int *pairs, int n_permutations, int n_descriptors);
void bw_adapted_basis_free(BwAdaptedBasis *basis);
