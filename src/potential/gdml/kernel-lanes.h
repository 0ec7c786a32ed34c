/* kernel-lanes.h - the innermost loops of the kernel, for one width of vectors.
 *
 * kernel-loops.c includes it once for each instruction set, with
 * - LANES: doubles in a vector,
 * - TILE: columns of a block that are multiplied together,
 * - ROOT(x), SMALLER(x, y), LARGER(x, y): of each lane,
 * - NAME(x): x with the instruction set's suffix.
 *
 * Functions take what is constant in a variant (n_parts, function, learns) as constants and are inlined into
 * each. STRIP vectors of training points are worked on at once, so that chains of dependent operations
 * overlap. */

typedef double NAME(Lanes) __attribute__((vector_size(LANES * sizeof(double)), may_alias));
typedef gint64 NAME(Words) __attribute__((vector_size(LANES * sizeof(double)), may_alias));
#define Lanes NAME(Lanes)
#define Words NAME(Words)
#define INLINE static inline __attribute__((always_inline))

#include "potential/gdml/kernel-products.h"
#include "potential/gdml/kernel-weigh.h"

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
                            const double *norms, double *state, double *buffer)
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
    NAME(transform_back)(basis, n_parts, weights, features);
    for (int b = 0; b < basis->n_blocks; b++)
      ALL_TILES(gather, &basis->blocks[b], n_parts, features, points, sums + 3 * STRIP)
  }
}

#define ADD_PANEL(name, function, learns)                                                                    \
  static void NAME(name)(const BwAdaptedKernel *kernel, int panel, const double *query, double query_norm,   \
                         const double *norms, double *state, double *buffer)                                 \
  {                                                                                                          \
    NAME(add_panel)(kernel, function, learns, panel, query, query_norm, norms, state, buffer);               \
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

#undef Lanes
#undef Words
#undef ALL_TILES
#undef ADD_PANEL
#undef INLINE
#undef LANES
#undef TILE
#undef ROOT
#undef SMALLER
#undef LARGER
#undef NAME
