/* kernel-products.h - the part of kernel-lanes.h that multiplies: features from the query and the training
 * points, permutations from features, and the way back. n_parts: 2 for r and A, 1 for r alone. */

/* features[row][col][r, A][STRIP] += Σ_k query[k][row] · panel[k][col][r, A] */
INLINE void NAME(multiply)(const BwAdaptedBlock *block, int row, int col, const int n_rows, const int n_cols,
                           const int n_parts, const double *query, const double *panel, Lanes *features)
{
  Lanes sums[2][TILE][2][STRIP] = {0};
  query += block->first_row + row;
  panel += (block->first_col + col) * n_parts * PANEL;
  for (int k = 0; k < block->depth; k++, query += block->n_rows, panel += block->n_cols * n_parts * PANEL)
#pragma GCC unroll 2
    for (int i = 0; i < n_rows; i++)
#pragma GCC unroll 2
      for (int j = 0; j < n_cols; j++)
#pragma GCC unroll 2
        for (int which = 0; which < n_parts; which++)
#pragma GCC unroll 2
          for (int s = 0; s < STRIP; s++)
            sums[i][j][which][s] +=
                query[i] * ((const Lanes *)(panel + j * n_parts * PANEL + which * PANEL))[s];
#pragma GCC unroll 2
  for (int i = 0; i < n_rows; i++)
#pragma GCC unroll 2
    for (int j = 0; j < n_cols; j++) {
      Lanes *out = features + (block->first_feature + (row + i) * block->n_cols + col + j) * n_parts * STRIP;
#pragma GCC unroll 2
      for (int which = 0; which < n_parts; which++)
#pragma GCC unroll 2
        for (int s = 0; s < STRIP; s++)
          out[which * STRIP + s] = sums[i][j][which][s];
    }
}

/* sums[n_out][r, A][STRIP] = Σ_in factors[out, in] in[in][r, A][STRIP], for n_out ≤ 2 rows that lie
 * `out_step` apart in the matrix of factors; its columns lie `in_step` apart. */
INLINE void NAME(combine)(const double *factors, int out_step, int in_step, int n_in, const int n_out,
                          const int n_parts, const Lanes *in, Lanes sums[2][2 * STRIP])
{
#pragma GCC unroll 2
  for (int i = 0; i < n_out; i++)
#pragma GCC unroll 4
    for (int v = 0; v < n_parts * STRIP; v++)
      sums[i][v] = (Lanes){0};
  for (int k = 0; k < n_in; k++, in += n_parts * STRIP, factors += in_step)
#pragma GCC unroll 2
    for (int i = 0; i < n_out; i++)
#pragma GCC unroll 4
      for (int v = 0; v < n_parts * STRIP; v++)
        sums[i][v] += factors[i * out_step] * in[v];
}

INLINE void NAME(transform_features)(const BwAdaptedBasis *basis, int f, const int n, const int n_parts,
                                     const Lanes *weights, Lanes *features)
{
  Lanes sums[2][2 * STRIP];
  NAME(combine)(basis->transform + f, 1, basis->n_features, basis->n_permutations, n, n_parts, weights, sums);
  features += n_parts * f * STRIP;
#pragma GCC unroll 2
  for (int i = 0; i < n; i++)
#pragma GCC unroll 4
    for (int v = 0; v < n_parts * STRIP; v++)
      features[i * n_parts * STRIP + v] = sums[i][v];
}

/* features[f] = Σ_p transform[p][f] weights[p] */
INLINE void NAME(transform_back)(const BwAdaptedBasis *basis, const int n_parts, const Lanes *weights,
                                 Lanes *features)
{
  int f = 0;
  for (; f + 1 < basis->n_features; f += 2)
    NAME(transform_features)(basis, f, 2, n_parts, weights, features);
  if (f < basis->n_features)
    NAME(transform_features)(basis, f, 1, n_parts, weights, features);
}

/* out[k][row] += Σ_col, lanes of the strip: features[row][col][r, A] · panel[k][col][r, A] */
INLINE void NAME(gather)(const BwAdaptedBlock *block, int row, int col, const int n_rows, const int n_cols,
                         const int n_parts, const Lanes *features, const double *panel, Lanes *out)
{
  Lanes weights[2][TILE][2 * STRIP];
#pragma GCC unroll 2
  for (int i = 0; i < n_rows; i++)
#pragma GCC unroll 2
    for (int j = 0; j < n_cols; j++)
#pragma GCC unroll 4
      for (int v = 0; v < n_parts * STRIP; v++)
        weights[i][j][v] =
            features[(block->first_feature + (row + i) * block->n_cols + col + j) * n_parts * STRIP + v];
  out += block->first_row + row;
  panel += (block->first_col + col) * n_parts * PANEL;
  for (int k = 0; k < block->depth; k++, out += block->n_rows, panel += block->n_cols * n_parts * PANEL) {
    Lanes sums[2];
#pragma GCC unroll 2
    for (int i = 0; i < n_rows; i++)
      sums[i] = out[i];
#pragma GCC unroll 2
    for (int j = 0; j < n_cols; j++)
#pragma GCC unroll 4
      for (int v = 0; v < n_parts * STRIP; v++)
#pragma GCC unroll 2
        for (int i = 0; i < n_rows; i++)
          sums[i] += weights[i][j][v] *
                     ((const Lanes *)(panel + j * n_parts * PANEL + v / STRIP * PANEL))[v % STRIP];
#pragma GCC unroll 2
    for (int i = 0; i < n_rows; i++)
      out[i] = sums[i];
  }
}
