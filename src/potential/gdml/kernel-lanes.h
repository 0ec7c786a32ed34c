/* kernel-lanes.h - the innermost loops of kernel.c, for one width of vectors. kernel.c includes it once for
 * each instruction set with LANES     doubles in a vector TILE      columns of a block that are multiplied
 * together NAME(x)   x with the instruction set's suffix STRIP vectors of training points are worked on at
 * once, so that chains of dependent operations overlap. */

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

INLINE void NAME(multiply_block)(const BwAdaptedBlock *block, const double *query, const double *panel,
                                 Lanes *features)
{
  for (int row = 0; row < block->n_rows; row += 2)
    for (int col = 0; col < block->n_cols; col += TILE) {
      gboolean two_rows = row + 1 < block->n_rows, full = col + TILE <= block->n_cols;
      if (two_rows && full)
        NAME(multiply)(block, row, col, 2, TILE, query, panel, features);
      else if (full)
        NAME(multiply)(block, row, col, 1, TILE, query, panel, features);
      else if (two_rows)
        NAME(multiply)(block, row, col, 2, 1, query, panel, features);
      else
        NAME(multiply)(block, row, col, 1, 1, query, panel, features);
    }
}

INLINE Lanes NAME(root)(Lanes x)
{
  Lanes y;
#pragma GCC unroll 8
  for (int l = 0; l < LANES; l++)
    y[l] = sqrt(x[l]);
  return y;
}

INLINE Lanes NAME(smaller)(Lanes x, Lanes y)
{
  Words less = x < y;
  return (Lanes)(((Words)x & less) | ((Words)y & ~less));
}

INLINE Lanes NAME(larger)(Lanes x, Lanes y)
{
  Words less = x < y;
  return (Lanes)(((Words)y & less) | ((Words)x & ~less));
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
INLINE void NAME(weigh)(const Lanes product[2], Lanes norm, Lanes offset, Lanes weights[2], Lanes *energy,
                        Lanes *weight, Lanes *nearest)
{
  Lanes none = {0};
  Lanes square = NAME(larger)(norm - 2 * product[0], none);
  *nearest = NAME(smaller)(square, *nearest);
  Lanes x = NAME(root)(NAME(smaller)(square, none + LARGEST * LARGEST));
  Lanes e = NAME(decay)(x), a = product[1] - offset;
  weights[0] = a * e;
  weights[1] = e + x * e;
  *energy += a * weights[1];
  *weight += weights[0];
}

/* weights[p][r, A][STRIP] of all permutations of one strip. */
INLINE void NAME(weigh_all)(const BwAdaptedBasis *basis, const Lanes *features, const double *norms,
                            const double *offsets, double query_norm, Lanes *weights, Lanes *sums)
{
  Lanes norm[STRIP], offset[STRIP], energy[STRIP], weight[STRIP], nearest[STRIP];
  for (int s = 0; s < STRIP; s++) {
    norm[s] = ((const Lanes *)norms)[s] + query_norm;
    offset[s] = ((const Lanes *)offsets)[s];
    energy[s] = sums[s], weight[s] = sums[STRIP + s], nearest[s] = sums[2 * STRIP + s];
  }
  for (int p = 0; p < basis->n_permutations; p++) {
    Lanes products[STRIP][2];
    for (int s = 0; s < STRIP; s++)
      products[s][0] = products[s][1] = (Lanes){0};
    const double *transform = basis->transform + (gsize)p * basis->n_features;
    for (int f = 0; f < basis->n_features; f++)
      for (int s = 0; s < STRIP; s++) {
        products[s][0] += transform[f] * features[2 * f * STRIP + s];
        products[s][1] += transform[f] * features[(2 * f + 1) * STRIP + s];
      }
    for (int s = 0; s < STRIP; s++) {
      Lanes pair[2];
      NAME(weigh)(products[s], norm[s], offset[s], pair, &energy[s], &weight[s], &nearest[s]);
      weights[2 * p * STRIP + s] = pair[0];
      weights[(2 * p + 1) * STRIP + s] = pair[1];
    }
  }
  for (int s = 0; s < STRIP; s++)
    sums[s] = energy[s], sums[STRIP + s] = weight[s], sums[2 * STRIP + s] = nearest[s];
}

/* features[f] = Σ_p transform[p][f] weights[p] */
INLINE void NAME(transform_back)(const BwAdaptedBasis *basis, const Lanes *weights, Lanes *features)
{
  for (int f = 0; f < basis->n_features; f++) {
    Lanes sums[2 * STRIP] = {0};
    for (int p = 0; p < basis->n_permutations; p++)
#pragma GCC unroll 4
      for (int v = 0; v < 2 * STRIP; v++)
        sums[v] += basis->transform[(gsize)p * basis->n_features + f] * weights[2 * p * STRIP + v];
#pragma GCC unroll 4
    for (int v = 0; v < 2 * STRIP; v++)
      features[2 * f * STRIP + v] = sums[v];
  }
}

/* out[k][row] += Σ_col, lanes of the strip: features[row][col][r, A] · panel[k][col][r, A] */
INLINE void NAME(gather)(const BwAdaptedBlock *block, int row, const int n_rows, const Lanes *features,
                         const double *panel, Lanes *out)
{
  out += block->first_row + row;
  panel += block->first_col * ENTRY;
  features += (block->first_feature + row * block->n_cols) * 2 * STRIP;
  for (int k = 0; k < block->depth; k++, out += block->n_rows) {
    Lanes sums[2] = {out[0], n_rows > 1 ? out[1] : out[0]};
    for (int j = 0; j < block->n_cols; j++, panel += ENTRY)
#pragma GCC unroll 2
      for (int which = 0; which < 2; which++)
#pragma GCC unroll 2
        for (int s = 0; s < STRIP; s++) {
          Lanes point = ((const Lanes *)(panel + which * PANEL))[s];
#pragma GCC unroll 2
          for (int i = 0; i < n_rows; i++)
            sums[i] += features[(i * block->n_cols + j) * 2 * STRIP + which * STRIP + s] * point;
        }
    out[0] = sums[0];
    if (n_rows > 1)
      out[1] = sums[1];
  }
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
      NAME(multiply_block)(&basis->blocks[b], query, points, features);
    NAME(weigh_all)(basis, features, norms + point, kernel->offsets + point, query_norm, weights, sums);
    NAME(transform_back)(basis, weights, features);
    for (int b = 0; b < basis->n_blocks; b++) {
      const BwAdaptedBlock *block = &basis->blocks[b];
      int row = 0;
      for (; row + 1 < block->n_rows; row += 2)
        NAME(gather)(block, row, 2, features, points, sums + 3 * STRIP);
      if (row < block->n_rows)
        NAME(gather)(block, row, 1, features, points, sums + 3 * STRIP);
    }
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

static const Loops NAME(loops) = {NAME(start), NAME(add_panel), NAME(finish)};

#undef Lanes
#undef Words
#undef INLINE
#undef LANES
#undef TILE
#undef NAME
