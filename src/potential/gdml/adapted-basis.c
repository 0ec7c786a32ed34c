#include "potential/gdml/adapted-basis.h"
#include "base/array.h"
#include "potential/gdml/irreps.h"

#include <string.h>

static BwAdaptedBlock *add_block(BwAdaptedBasis *basis, int n_rows, int n_cols)
{
  BwAdaptedBlock *block = &basis->blocks[basis->n_blocks++];
  *block = (BwAdaptedBlock){n_rows, n_cols, 0, basis->n_row_values, basis->n_col_values, basis->n_features};
  basis->n_features += n_rows * n_cols;
  return block;
}

/* One block of all permutations: rows are the permuted queries. */
static void fill_permuted(BwAdaptedBasis *basis, const int *pairs)
{
  int n = basis->n_descriptors, n_permutations = basis->n_permutations;
  BwAdaptedBlock *block = add_block(basis, n_permutations, 1);
  block->depth = basis->n_col_values = n;
  basis->n_row_values = n_permutations * n;
  basis->transform = bw_new0(double, (gsize)n_permutations *n_permutations);
  for (int p = 0; p < n_permutations; p++)
    basis->transform[p * n_permutations + p] = 1;
  basis->rows = bw_new0(double, (gsize)basis->n_row_values *n);
  basis->cols = bw_new0(double, (gsize)n *n);
  for (int a = 0; a < n; a++)
    basis->cols[a * n + a] = 1;
  for (int p = 0; p < n_permutations; p++)
    for (int a = 0; a < n; a++) {
      int pair = pairs[(gsize)p * n + a];
      basis->rows[((gsize)pair * n_permutations + p) * n + a] = 1;
    }
}

static void fill_irreducible(BwAdaptedBasis *basis, const GPtrArray *irreps)
{
  int n = basis->n_descriptors;
  BwAdaptedBlock *block = NULL;
  basis->rows = basis->cols = bw_new(double, (gsize)n *n);
  for (guint i = 0; i < irreps->len; i++) {
    const BwIrrep *irrep = irreps->pdata[i];
    if (irrep->kind == basis->n_blocks)
      block = add_block(basis, irrep->dimension, irrep->dimension);
    memcpy(basis->rows + (gsize)basis->n_row_values * n, irrep->vectors,
           sizeof(double) * irrep->dimension * n);
    block->depth++;
    basis->n_row_values += irrep->dimension;
    basis->n_col_values += irrep->dimension;
  }
}

static void fill_transform(BwAdaptedBasis *basis, const GPtrArray *irreps)
{
  basis->transform = bw_new(double, (gsize)basis->n_permutations * basis->n_features);
  for (guint i = 0; i < irreps->len; i++) {
    const BwIrrep *irrep = irreps->pdata[i];
    int n = irrep->dimension * irrep->dimension;
    for (int p = 0; p < basis->n_permutations; p++)
      memcpy(basis->transform + (gsize)p * basis->n_features + basis->blocks[irrep->kind].first_feature,
             irrep->matrices + (gsize)p * n, sizeof(double) * n);
  }
}

BwAdaptedBasis *bw_adapted_basis_new(const int *pairs, int n_permutations, int n_descriptors)
{
  BwAdaptedBasis *basis = g_new0(BwAdaptedBasis, 1);
  basis->n_permutations = n_permutations;
  basis->n_descriptors = n_descriptors;
  basis->blocks = g_new0(BwAdaptedBlock, n_descriptors);
  g_autoptr(GPtrArray) irreps = bw_irreps_find(pairs, n_permutations, n_descriptors);
  if (!irreps) {
    fill_permuted(basis, pairs);
    return basis;
  }
  fill_irreducible(basis, irreps);
  fill_transform(basis, irreps);
  return basis;
}

void bw_adapted_basis_free(BwAdaptedBasis *basis)
{
  if (!basis)
    return;
  if (basis->cols != basis->rows)
    bw_free(basis->cols);
  bw_free(basis->rows);
  bw_free(basis->transform);
  g_free(basis->blocks);
  g_free(basis);
}
