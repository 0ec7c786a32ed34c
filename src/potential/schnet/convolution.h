/* convolution.h - continuous-filter convolutions with tabulated filters, forwards and backwards. */
#pragma once

#include "potential/schnet/filter-table.h"

/* The pairs of some molecules, each once. */
typedef struct {
  int n_pairs;
  const int (*ends)[2];   /* [n_pairs] atoms */
  const float *distances; /* [n_pairs], Å */
} BwFilterPairs;

/* What an atom sums over, where each sums over its own. */
typedef struct {
  int other, pair; /* ~pair where `other` is the pair's first atom */
  float distance;
} BwFilterNeighbour;

/* v[n_atoms][n_padded] += Σ_j y_j ⊙ W(d_ij); 64-byte aligned. */
void bw_filters_convolve(const BwFilterTable *table, const BwFilterPairs *pairs, const float *y, float *v);

/* From v_bar = ∂E/∂v: y_bar += ∂E/∂y (NULL: not wanted), and slopes[n_pairs] += ∂E/∂d. */
void bw_filters_convolve_back(const BwFilterTable *table, const BwFilterPairs *pairs, const float *y,
                              const float *v_bar, float *y_bar, float *slopes);

/* The same sums in the same order by one atom: v[n_padded] = Σ_j y_j ⊙ W(d_j), which is also ∂E/∂y from
 * y = ∂E/∂v; and slopes[pair] += ∂E/∂d of the pairs whose first atom it is. */
void bw_filters_gather(const BwFilterTable *table, const BwFilterNeighbour *neighbours, int n, const float *y,
                       float *v);
void bw_filters_gather_slopes(const BwFilterTable *table, int atom, const BwFilterNeighbour *neighbours,
                              int n, const float *y, const float *v_bar, float *slopes);
