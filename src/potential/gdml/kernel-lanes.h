/* kernel-lanes.h - the innermost loops of the kernel, for one width of vectors.
 *
 * kernel-loops.c includes it once for each instruction set, with
 * - LANES: doubles in a vector,
 * - TILE: columns of a block that are multiplied together,
 * - ROOT(x), SMALLER(x, y), LARGER(x, y): of each lane,
 * - NAME(x): x with the instruction set's suffix.
 *
 * STRIP vectors of training points are worked on at once, so that chains of dependent operations overlap. */

typedef double NAME(Lanes) __attribute__((vector_size(LANES * sizeof(double)), may_alias));
typedef gint64 NAME(Words) __attribute__((vector_size(LANES * sizeof(double)), may_alias));
#define Lanes NAME(Lanes)
#define Words NAME(Words)
#define INLINE static inline __attribute__((always_inline))

/* features[row][col][r, A][STRIP] += Σ_k query[k][row] · panel[k][col][r, A] */
INLINE void NAME(multiply)(const BwAdaptedBlock *block, int row, int col, const int n_rows, const int n_cols,
                           const double *query, const double *panel, Lanes *features)
{
  Lanes sums[2][TILE][2][STRIP] = {0};
  query += block->first_row + row;
  panel += (block->first_col + col) * ENTRY;
  for (int k = 0; k < block->depth; k++, query += block->n_rows, panel += block->n_cols * ENTRY)
#pragma GCC unroll 2
    for (int i = 0; i < n_rows; i++)
#pragma GCC unroll 2
      for (int j = 0; j < n_cols; j++)
#pragma GCC unroll 2
        for (int which = 0; which < 2; which++)
#pragma GCC unroll 2
          for (int s = 0; s < STRIP; s++)
            sums[i][j][which][s] += query[i] * ((const Lanes *)(panel + j * ENTRY + which * PANEL))[s];
#pragma GCC unroll 2
  for (int i = 0; i < n_rows; i++)
#pragma GCC unroll 2
    for (int j = 0; j < n_cols; j++) {
      Lanes *out = features + (block->first_feature + (row + i) * block->n_cols + col + j) * 2 * STRIP;
#pragma GCC unroll 2
      for (int which = 0; which < 2; which++)
#pragma GCC unroll 2
        for (int s = 0; s < STRIP; s++)
          out[which * STRIP + s] = sums[i][j][which][s];
    }
}

/* e^(−x), 0 ≤ x ≤ LARGEST: 2^n e^r with |r| ≤ ln 2/2, where e^r = 1 + r + r² p(r) and p is the Chebyshev
 * interpolant of degree 9 (relative error 2e-17). */
INLINE Lanes NAME(decay)(Lanes x)
{
  const double magic = 0x1.8p52; /* adding it rounds to an integer and leaves that in the low bits */
  Lanes shifted = magic - x * 1.4426950408889634074, n = shifted - magic;
  Lanes r = -x - n * 0x1.62e42fefa3800p-1;
  r = r - n * 0x1.ef35793c76730p-45;
  Lanes r2 = r * r, r4 = r2 * r2;
  Lanes p01 = 0.5000000000000001 + r * 0.16666666666666669;
  Lanes p23 = 0.04166666666662399 + r * 0.008333333333330051;
  Lanes p45 = 0.0013888888917281794 + r * 0.00019841269863105968;
  Lanes p67 = 2.480152119021773e-05 + r * 2.7557268378684192e-06;
  Lanes p89 = 2.7620138719733994e-07 + r * 2.5100424157005067e-08;
  Lanes p = (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89);
  Lanes e = (r2 * p + r) + 1;
  return (Lanes)((Words)e + ((Words)shifted << 52));
}

/* For one permutation: from q·r and q·A to the weights of r and of A. */
INLINE void NAME(weigh)(Lanes along_r, Lanes along_a, Lanes norm, Lanes offset, Lanes *weight_r,
                        Lanes *weight_a, Lanes *energy, Lanes *weight, Lanes *nearest)
{
  Lanes none = {0};
  Lanes square = LARGER(norm - 2 * along_r, none);
  *nearest = SMALLER(square, *nearest);
  Lanes x = ROOT(SMALLER(square, none + LARGEST * LARGEST));
  Lanes e = NAME(decay)(x), a = along_a - offset;
  Lanes flat = e + x * e, steep = a * e;
  *weight_r = steep;
  *weight_a = flat;
  *energy += a * flat;
  *weight += steep;
}

/* sums[n_out][r, A][STRIP] = Σ_in factors[out, in] in[in][r, A][STRIP], for n_out ≤ 2 rows that lie
 * `out_step` apart in the matrix of factors; its columns lie `in_step` apart. */
INLINE void NAME(combine)(const double *factors, int out_step, int in_step, int n_in, const int n_out,
                          const Lanes *in, Lanes sums[2][2 * STRIP])
{
#pragma GCC unroll 2
  for (int i = 0; i < n_out; i++)
#pragma GCC unroll 4
    for (int v = 0; v < 2 * STRIP; v++)
      sums[i][v] = (Lanes){0};
  for (int k = 0; k < n_in; k++, in += 2 * STRIP, factors += in_step)
#pragma GCC unroll 2
    for (int i = 0; i < n_out; i++)
#pragma GCC unroll 4
      for (int v = 0; v < 2 * STRIP; v++)
        sums[i][v] += factors[i * out_step] * in[v];
}

/* What weigh_all() keeps in registers over all permutations of one strip. */
typedef struct {
  Lanes norm[STRIP], offset[STRIP], energy[STRIP], weight[STRIP], nearest[STRIP];
} NAME(Totals);

INLINE void NAME(weigh_permutations)(const BwAdaptedBasis *basis, int p, const int n, const Lanes *features,
                                     Lanes *weights, NAME(Totals) * totals)
{
  Lanes products[2][2 * STRIP];
  NAME(combine)
  (basis->transform + (gsize)p * basis->n_features, basis->n_features, 1, basis->n_features, n, features,
   products);
  weights += 2 * p * STRIP;
#pragma GCC unroll 2
  for (int i = 0; i < n; i++, weights += 2 * STRIP)
#pragma GCC unroll 2
    for (int s = 0; s < STRIP; s++)
      NAME(weigh)
  (products[i][s], products[i][STRIP + s], totals->norm[s], totals->offset[s], &weights[s],
   &weights[STRIP + s], &totals->energy[s], &totals->weight[s], &totals->nearest[s]);
}

/* weights[p][r, A][STRIP] of all permutations of one strip. */
INLINE void NAME(weigh_all)(const BwAdaptedBasis *basis, const Lanes *features, const double *norms,
                            const double *offsets, double query_norm, Lanes *weights, Lanes *sums)
{
  NAME(Totals) totals;
#pragma GCC unroll 2
  for (int s = 0; s < STRIP; s++) {
    totals.norm[s] = ((const Lanes *)norms)[s] + query_norm;
    totals.offset[s] = ((const Lanes *)offsets)[s];
    totals.energy[s] = sums[s];
    totals.weight[s] = sums[STRIP + s];
    totals.nearest[s] = sums[2 * STRIP + s];
  }
  int p = 0;
  for (; p + 1 < basis->n_permutations; p += 2)
    NAME(weigh_permutations)(basis, p, 2, features, weights, &totals);
  if (p < basis->n_permutations)
    NAME(weigh_permutations)(basis, p, 1, features, weights, &totals);
#pragma GCC unroll 2
  for (int s = 0; s < STRIP; s++) {
    sums[s] = totals.energy[s];
    sums[STRIP + s] = totals.weight[s];
    sums[2 * STRIP + s] = totals.nearest[s];
  }
}

INLINE void NAME(transform_features)(const BwAdaptedBasis *basis, int f, const int n, const Lanes *weights,
                                     Lanes *features)
{
  Lanes sums[2][2 * STRIP];
  NAME(combine)(basis->transform + f, 1, basis->n_features, basis->n_permutations, n, weights, sums);
  features += 2 * f * STRIP;
#pragma GCC unroll 2
  for (int i = 0; i < n; i++)
#pragma GCC unroll 4
    for (int v = 0; v < 2 * STRIP; v++)
      features[i * 2 * STRIP + v] = sums[i][v];
}

/* features[f] = Σ_p transform[p][f] weights[p] */
INLINE void NAME(transform_back)(const BwAdaptedBasis *basis, const Lanes *weights, Lanes *features)
{
  int f = 0;
  for (; f + 1 < basis->n_features; f += 2)
    NAME(transform_features)(basis, f, 2, weights, features);
  if (f < basis->n_features)
    NAME(transform_features)(basis, f, 1, weights, features);
}

/* out[k][row] += Σ_col, lanes of the strip: features[row][col][r, A] · panel[k][col][r, A] */
INLINE void NAME(gather)(const BwAdaptedBlock *block, int row, int col, const int n_rows, const int n_cols,
                         const Lanes *features, const double *panel, Lanes *out)
{
  Lanes weights[2][TILE][2 * STRIP];
#pragma GCC unroll 2
  for (int i = 0; i < n_rows; i++)
#pragma GCC unroll 2
    for (int j = 0; j < n_cols; j++)
#pragma GCC unroll 4
      for (int v = 0; v < 2 * STRIP; v++)
        weights[i][j][v] =
            features[(block->first_feature + (row + i) * block->n_cols + col + j) * 2 * STRIP + v];
  out += block->first_row + row;
  panel += (block->first_col + col) * ENTRY;
  for (int k = 0; k < block->depth; k++, out += block->n_rows, panel += block->n_cols * ENTRY) {
    Lanes sums[2];
#pragma GCC unroll 2
    for (int i = 0; i < n_rows; i++)
      sums[i] = out[i];
#pragma GCC unroll 2
    for (int j = 0; j < n_cols; j++)
#pragma GCC unroll 4
      for (int v = 0; v < 2 * STRIP; v++)
#pragma GCC unroll 2
        for (int i = 0; i < n_rows; i++)
          sums[i] += weights[i][j][v] * ((const Lanes *)(panel + j * ENTRY + v / STRIP * PANEL))[v % STRIP];
#pragma GCC unroll 2
    for (int i = 0; i < n_rows; i++)
      out[i] = sums[i];
  }
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
static void NAME(add_panel)(const BwGdmlKernel *kernel, int panel, const double *query, double query_norm,
                            const double *norms, double *state, double *buffer)
{
  const BwAdaptedBasis *basis = kernel->basis;
  Lanes *sums = (Lanes *)state, *features = (Lanes *)buffer;
  Lanes *weights = features + basis->n_features * 2 * STRIP;
  for (int first = 0; first < PANEL; first += STRIP * LANES) {
    const double *points = kernel->panels + (gsize)panel * basis->n_col_values * ENTRY + first;
    gsize point = (gsize)panel * PANEL + first;
    for (int b = 0; b < basis->n_blocks; b++)
      ALL_TILES(multiply, &basis->blocks[b], query, points, features)
    NAME(weigh_all)(basis, features, norms + point, kernel->offsets + point, query_norm, weights, sums);
    NAME(transform_back)(basis, weights, features);
    for (int b = 0; b < basis->n_blocks; b++)
      ALL_TILES(gather, &basis->blocks[b], features, points, sums + 3 * STRIP)
  }
}

static void NAME(start)(const BwGdmlKernel *kernel, double *state)
{
  Lanes *sums = (Lanes *)state;
  for (int v = 0; v < 3 * STRIP + kernel->basis->n_row_values; v++)
    sums[v] = (Lanes){0} + (v / STRIP == 2 ? FAR : 0);
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
static void NAME(finish)(const BwGdmlKernel *kernel, const double *state, double *values, double totals[3])
{
  const Lanes *sums = (const Lanes *)state;
  totals[0] = NAME(total)(sums, STRIP);
  totals[1] = NAME(total)(sums + STRIP, STRIP);
  totals[2] = FAR;
  for (int s = 0; s < STRIP; s++)
    for (int l = 0; l < LANES; l++)
      totals[2] = MIN(totals[2], sums[2 * STRIP + s][l]);
  for (int v = 0; v < kernel->basis->n_row_values; v++)
    values[v] = NAME(total)(sums + 3 * STRIP + v, 1);
}

static const BwKernelLoops NAME(loops) = {NAME(start), NAME(add_panel), NAME(finish)};

#undef Lanes
#undef Words
#undef ALL_TILES
#undef INLINE
#undef LANES
#undef TILE
#undef ROOT
#undef SMALLER
#undef LARGER
#undef NAME
