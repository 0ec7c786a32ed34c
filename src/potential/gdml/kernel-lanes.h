/* kernel-lanes.h - the innermost loops of the sum in an adapted basis; each-lanes.h includes it for every
 * width of vectors.
 *
 * Functions take what is constant in a variant (n_parts, function, learns) as constants and are inlined into
 * each. STRIP vectors of training points are worked on at once, so that chains of dependent operations
 * overlap. */

/* Columns of a block that are multiplied together. */
#define TILE (LANES == 8 ? 2 : 1)

#include "potential/gdml/kernel-weigh.h"
#include "potential/gdml/kernel-products.h"

INLINE void NAME(weigh_permutations)(const BwAdaptedBasis *basis, const BwKernelFunction function,
                                     const BwLearns learns, int p, const int n, const Lanes *features,
                                     Lanes *weights, NAME(Totals) totals[STRIP])
{
  const int n_parts = learns & BW_LEARNS_FORCES ? 2 : 1;
  Lanes products[2][2 * STRIP];
  NAME(combine)
  (basis->transform + (gsize)p * basis->n_features, basis->n_features, 1, basis->n_features, n, n_parts,
   features, products);
  weights += n_parts * p * STRIP;
#pragma GCC unroll 2
  for (int i = 0; i < n; i++, weights += n_parts * STRIP)
#pragma GCC unroll 2
    for (int s = 0; s < STRIP; s++)
      NAME(weigh)
  (function, learns, products[i][s], products[i][(n_parts - 1) * STRIP + s], &totals[s], &weights[s],
   &weights[(n_parts - 1) * STRIP + s]);
}

/* weights[p][part][STRIP] of all permutations of one strip of training points, `point` its first. */
INLINE void NAME(weigh_all)(const BwAdaptedKernel *kernel, const BwKernelFunction function,
                            const BwLearns learns, const Lanes *features, gsize point, const double *norms,
                            double query_norm, Lanes *weights, Lanes *sums)
{
  NAME(Totals) totals[STRIP];
#pragma GCC unroll 2
  for (int s = 0; s < STRIP; s++)
    totals[s] = NAME(begin)(learns, norms + s * LANES, query_norm, kernel->offsets + point + s * LANES,
                            kernel->energies + point + s * LANES, sums + s, STRIP);
  int p = 0;
  for (; p + 1 < kernel->basis->n_permutations; p += 2)
    NAME(weigh_permutations)(kernel->basis, function, learns, p, 2, features, weights, totals);
  if (p < kernel->basis->n_permutations)
    NAME(weigh_permutations)(kernel->basis, function, learns, p, 1, features, weights, totals);
#pragma GCC unroll 2
  for (int s = 0; s < STRIP; s++)
    NAME(end)(&totals[s], sums + s, STRIP);
}

/* multiply() or gather() over all tiles of a block, with constant sizes of tiles. */
#define ALL_TILES(function, block, ...)                                                                      \
  for (int row = 0; row < (block)->n_rows; row += 2)                                                         \
    for (int col = 0; col < (block)->n_cols; col += TILE) {                                                  \
      gboolean two_rows = row + 1 < (block)->n_rows, full = col + TILE <= (block)->n_cols;                   \
      if (two_rows && full)                                                                                  \
        NAME(function)(block, row, col, 2, TILE, __VA_ARGS__);                                               \
      else if (full)                                                                                         \
        NAME(function)(block, row, col, 1, TILE, __VA_ARGS__);                                               \
      else if (two_rows)                                                                                     \
        NAME(function)(block, row, col, 2, 1, __VA_ARGS__);                                                  \
      else                                                                                                   \
        NAME(function)(block, row, col, 1, 1, __VA_ARGS__);                                                  \
    }

/* Adds one panel to the sums of one geometry: [3][STRIP] energy, weight of q, smallest square, then
 * [n_row_values] minus the slopes. */
INLINE void NAME(add_panel)(const BwAdaptedKernel *kernel, const BwKernelFunction function,
                            const BwLearns learns, int panel, const double *query, double query_norm,
                            const double *norms, gboolean sloped, double *state, double *buffer)
{
  const int n_parts = learns & BW_LEARNS_FORCES ? 2 : 1;
  const BwAdaptedBasis *basis = kernel->basis;
  Lanes *sums = (Lanes *)state, *features = (Lanes *)buffer;
  Lanes *weights = features + basis->n_features * n_parts * STRIP;
  for (int first = 0; first < PANEL; first += STRIP * LANES) {
    const double *points = kernel->panels + (gsize)panel * basis->n_col_values * n_parts * PANEL + first;
    gsize point = (gsize)panel * PANEL + first;
    for (int b = 0; b < basis->n_blocks; b++)
      ALL_TILES(multiply, &basis->blocks[b], n_parts, query, points, features)
    NAME(weigh_all)
    (kernel, function, learns, features, point, norms + point, query_norm, weights, sums);
    if (!sloped)
      continue;
    NAME(transform_back)(basis, n_parts, weights, features);
    for (int b = 0; b < basis->n_blocks; b++)
      ALL_TILES(gather, &basis->blocks[b], n_parts, features, points, sums + 3 * STRIP)
  }
}

#define ADD_PANEL(name, function, learns)                                                                    \
  static void NAME(name)(const BwAdaptedKernel *kernel, int panel, const double *query, double query_norm,   \
                         const double *norms, gboolean sloped, double *state, double *buffer)                \
  {                                                                                                          \
    NAME(add_panel)(kernel, function, learns, panel, query, query_norm, norms, sloped, state, buffer);       \
  }

ADD_PANEL(matern_forces, BW_KERNEL_MATERN52, BW_LEARNS_FORCES)
ADD_PANEL(matern_energies, BW_KERNEL_MATERN52, BW_LEARNS_ENERGIES)
ADD_PANEL(matern_both, BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES)
ADD_PANEL(gaussian_forces, BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES)
ADD_PANEL(gaussian_energies, BW_KERNEL_GAUSSIAN, BW_LEARNS_ENERGIES)
ADD_PANEL(gaussian_both, BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES)

static void NAME(start)(const BwAdaptedKernel *kernel, double *state)
{
  Lanes *sums = (Lanes *)state;
  for (int v = 0; v < 3 * STRIP + kernel->basis->n_row_values; v++)
    sums[v] = (Lanes){0} + (v / STRIP == 2 ? BW_KERNEL_FAR : 0);
}

static double NAME(total)(const Lanes *lanes, int n)
{
  double sum = 0;
  for (int v = 0; v < n; v++)
    for (int l = 0; l < LANES; l++)
      sum += lanes[v][l];
  return sum;
}

/* values[n_row_values], totals: energy, weight, smallest square. */
static void NAME(finish)(const BwAdaptedKernel *kernel, const double *state, double *values, double totals[3])
{
  const Lanes *sums = (const Lanes *)state;
  totals[0] = NAME(total)(sums, STRIP);
  totals[1] = NAME(total)(sums + STRIP, STRIP);
  totals[2] = BW_KERNEL_FAR;
  for (int s = 0; s < STRIP; s++)
    for (int l = 0; l < LANES; l++)
      totals[2] = MIN(totals[2], sums[2 * STRIP + s][l]);
  for (int v = 0; v < kernel->basis->n_row_values; v++)
    values[v] = NAME(total)(sums + 3 * STRIP + v, 1);
}

static const BwKernelLoops NAME(loops) = {
    NAME(start),
    {{NULL, NAME(matern_forces), NAME(matern_energies), NAME(matern_both)},
     {NULL, NAME(gaussian_forces), NAME(gaussian_energies), NAME(gaussian_both)}},
    NAME(finish)};

#undef TILE
#undef ALL_TILES
#undef ADD_PANEL
