/* Permuted queries on their way to the training points. */
#include "potential/gdml/kernel-cosets.h"

#include <string.h>

gsize bw_coset_rows_lay_out(const BwCosetsKernel *kernel, double *free, BwCosetRows *rows)
{
  gsize lanes = (gsize)kernel->base.n_descriptors * POINTS, n = kernel->cyclic->n, used = 0;
  const gsize sizes[] = {lanes,
                         ROWS / POINTS * lanes,
                         ROWS / POINTS * lanes,
                         ROWS * 3 * POINTS,
                         4 * n * POINTS,
                         (gsize)CHUNK * kernel->characters->n_features * QUERIES * kernel->n_parts * POINTS,
                         4 * n * POINTS};
  double **const parts[] = {&rows->vectors, &rows->values,   &rows->slopes,  &rows->state,
                            &rows->orbits,  &rows->features, &rows->products};
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
    *parts[i] = free ? free + used : NULL;
    used += sizes[i];
  }
  return used;
}

static double scaled_norm(const BwCosetsKernel *kernel, const double *descriptor)
{
  double norm = 0;
  for (int a = 0; a < kernel->base.n_descriptors; a++) {
    double x = (descriptor[a] - kernel->centre[a]) * kernel->base.factor;
    norm += x * x;
  }
  return norm;
}

/* vectors[D][lane] of one row; rows that only fill up are zero. */
static void permute(const BwCosetsKernel *kernel, BwCosetRows *rows, int row)
{
  int n = kernel->base.n_descriptors, at = rows->first + row, coset = at % kernel->n_cosets;
  double *vectors = rows->vectors + row % POINTS;
  if (row >= rows->n) {
    for (int a = 0; a < n; a++)
      vectors[a * POINTS] = 0;
    return;
  }
  const double *descriptor = rows->descriptors + (gsize)(at / kernel->n_cosets) * n;
  const int *sources = kernel->sources + (gsize)coset * n;
  for (int a = 0; a < n; a++)
    vectors[a * POINTS] = (descriptor[sources[a]] - kernel->centre[a]) * kernel->base.factor;
  rows->norms[row] = row > 0 && coset > 0 ? rows->norms[row - 1] : scaled_norm(kernel, descriptor);
}

void bw_coset_rows_prepare(const BwCosetsKernel *kernel, BwCosetRows *rows)
{
  gsize lanes = (gsize)kernel->base.n_descriptors * POINTS;
  int n = (rows->n + POINTS - 1) / POINTS * POINTS;
  for (int row = 0; row < n; row++) {
    permute(kernel, rows, row);
    if (row % POINTS == POINTS - 1)
      kernel->loops->analyse(kernel, rows->vectors, rows->values + row / POINTS * lanes, POINTS, 1,
                             rows->orbits);
  }
  for (int i = 0; i < rows->n * 3 * POINTS; i++)
    rows->state[i] = i % (3 * POINTS) < 2 * POINTS ? 0 : BW_KERNEL_FAR;
}

BwCosetGroup bw_coset_rows_group(const BwCosetsKernel *kernel, const BwCosetRows *rows, int row,
                                 gboolean sloped)
{
  BwCosetGroup group = {.n = MIN(QUERIES, rows->n - row)};
  for (int j = 0; j < group.n; j++, row++) {
    gsize at = row / POINTS * (gsize)kernel->base.n_descriptors * POINTS + row % POINTS;
    group.values[j] = rows->values + at;
    group.slopes[j] = sloped ? rows->slopes + at : NULL;
    group.state[j] = rows->state + row * 3 * POINTS;
    group.norms[j] = rows->norms[row];
  }
  return group;
}

BwCosetChunk bw_coset_rows_chunk(const BwCosetsKernel *kernel, const BwCosetRows *rows, int panel)
{
  gsize panel_size = (gsize)kernel->base.n_descriptors * kernel->n_parts * POINTS;
  return (BwCosetChunk){.n = MIN(CHUNK, kernel->n_panels - panel),
                        .first_point = (gsize)panel * POINTS,
                        .panels = kernel->panels + panel * panel_size,
                        .norms = kernel->norms,
                        .features = rows->features,
                        .products = rows->products,
                        .panel_size = panel_size,
                        .features_size =
                            (gsize)kernel->characters->n_features * QUERIES * kernel->n_parts * POINTS};
}
