/* kernel-cosets-lanes.h - the innermost loops of kernel-cosets.h; each-lanes.h includes it for every width of
 * vectors. */

#include "potential/gdml/cyclic-lanes.h"
#include "potential/gdml/kernel-weigh.h"

/* ---- vectors to values of characters and back ---- */

/* work[orbit][t][re, im] = the transform of the vectors on each orbit */
INLINE void NAME(transform_orbits)(const BwCosetsKernel *kernel, const BwOrbitPair *pair,
                                   const double *vectors, double *work)
{
  int n = kernel->cyclic->n;
  for (int i = 0; i < pair->n_orbits; i++, work += n * 2 * POINTS) {
    const int *places = kernel->characters->places + (gsize)pair->orbits[i] * n;
    for (int t = 0; t < n; t++)
      NAME(put)(work + t * 2 * POINTS, *(const Lanes *)(vectors + (gsize)places[t] * POINTS), (Lanes){0});
    NAME(transform)(kernel->cyclic, work);
  }
}

static void NAME(analyse)(const BwCosetsKernel *kernel, const double *vectors, double *values, gsize step,
                          double factor, double *work)
{
  const BwCharacters *characters = kernel->characters;
  gsize orbit_size = (gsize)kernel->cyclic->n * 2 * POINTS;
  for (int first = 0; first < POINTS; first += LANES)
    for (int p = 0; p < characters->n_orbit_pairs; p++) {
      const BwOrbitPair *pair = &characters->orbit_pairs[p];
      NAME(transform_orbits)(kernel, pair, vectors + first, work + first);
      for (int i = 0; i < pair->n_vectors; i++) {
        const BwCharacterVector *vector = &characters->vectors[pair->first_vector + i];
        double *out = values + first + vector->value * step;
        Complex sum = {{0}, {0}};
        for (int o = 0; o < pair->n_orbits; o++) {
          const double *c = vector->coefficients[o];
          Complex z = NAME(get)(work + first + o * orbit_size + vector->character * 2 * POINTS);
          sum.re += c[0] * z.re - c[1] * z.im;
          sum.im += c[0] * z.im + c[1] * z.re;
        }
        double scale = vector->n_parts == 2 ? factor : 1;
        *(Lanes *)out = scale * sum.re;
        if (vector->n_parts == 2)
          *(Lanes *)(out + step) = -scale * sum.im;
      }
    }
}

static void NAME(synthesise)(const BwCosetsKernel *kernel, const double *values, double *vectors,
                             double *work)
{
  const BwCharacters *characters = kernel->characters;
  int n = kernel->cyclic->n;
  gsize orbit_size = (gsize)n * 2 * POINTS;
  memset(vectors, 0, sizeof *vectors * characters->n_descriptors * POINTS);
  for (int p = 0; p < characters->n_orbit_pairs; p++) {
    const BwOrbitPair *pair = &characters->orbit_pairs[p];
    memset(work, 0, sizeof *work * orbit_size * pair->n_orbits);
    for (int first = 0; first < POINTS; first += LANES) {
      for (int i = 0; i < pair->n_vectors; i++) {
        const BwCharacterVector *vector = &characters->vectors[pair->first_vector + i];
        const double *in = values + first + (gsize)vector->value * POINTS;
        Lanes re = *(const Lanes *)in, im = vector->n_parts == 2 ? *(const Lanes *)(in + POINTS) : (Lanes){0};
        for (int o = 0; o < pair->n_orbits; o++) {
          const double *c = vector->coefficients[o];
          double *z = work + first + o * orbit_size + vector->character * 2 * POINTS;
          Complex sum = NAME(get)(z);
          NAME(put)(z, sum.re + c[0] * re - c[1] * im, sum.im + c[0] * im + c[1] * re);
        }
      }
      for (int o = 0; o < pair->n_orbits; o++) {
        const int *places = characters->places + (gsize)pair->orbits[o] * n;
        NAME(transform)(kernel->cyclic, work + first + o * orbit_size);
        for (int t = 0; t < n; t++)
          *(Lanes *)(vectors + (gsize)places[t] * POINTS + first) +=
              *(const Lanes *)(work + first + o * orbit_size + t * 2 * POINTS);
      }
    }
  }
}

/* ---- multiplication ---- */

/* What the multiplications of one block are about. All but the pointers are constants. */
typedef struct {
  const BwCharacterBlock *block;
  int n_parts;       /* r, A */
  int sides;         /* parts of the components of the query, and of those of r and A */
  int side, n_sides; /* those that are worked on, as many as there are registers for */
  int query, n;      /* of the group */
} NAME(Tile);

/* features[part of q][part of r][query][r, A][POINTS] of one block and panel. */
INLINE void NAME(multiply_tile)(const NAME(Tile) tile, const BwCosetGroup *group, const double *panel,
                                double *features)
{
  const int n_parts = tile.n_parts, sides = tile.sides, n_cols = sides * n_parts;
  Lanes sums[2 * QUERIES][4] = {{{0}}};
  panel += (gsize)tile.block->first_value * n_parts * POINTS;
  gsize value = (gsize)(tile.block->first_value + tile.side) * POINTS;
  for (int k = 0; k < tile.block->depth; k++, value += sides * POINTS, panel += n_cols * POINTS)
#pragma GCC unroll 2
    for (int side = 0; side < tile.n_sides; side++)
#pragma GCC unroll 4
      for (int j = 0; j < tile.n; j++) {
        double q = group->values[tile.query + j][value + side * POINTS];
#pragma GCC unroll 4
        for (int col = 0; col < n_cols; col++)
          sums[side * QUERIES + j][col] += q * *(const Lanes *)(panel + col * POINTS);
      }
#pragma GCC unroll 2
  for (int side = 0; side < tile.n_sides; side++)
#pragma GCC unroll 4
    for (int j = 0; j < tile.n; j++)
#pragma GCC unroll 4
      for (int col = 0; col < n_cols; col++) {
        int feature = tile.block->first_feature + (tile.side + side) * sides + col / n_parts;
        *(Lanes *)(features + ((feature * QUERIES + tile.query + j) * n_parts + col % n_parts) * POINTS) =
            sums[side * QUERIES + j][col];
      }
}

/* The panels of a chunk and their features. */
typedef struct {
  int n;
  const double *panels, *features;
  gsize panel_size, features_size;
} NAME(Chunk);

/* slopes[value k][query] += Σ over panels, parts of r, r and A: features · panel, for n_k vectors of a
 * block. */
INLINE void NAME(gather_tile)(const NAME(Tile) tile, const BwCosetGroup *group, const NAME(Chunk) * chunk,
                              int k, const int n_k)
{
  const int n_parts = tile.n_parts, sides = tile.sides, n_cols = sides * n_parts;
  int value = tile.block->first_value + k * sides, feature = tile.block->first_feature + tile.side * sides;
  Lanes sums[4][2 * QUERIES] = {{{0}}};
  const double *panel = chunk->panels + (gsize)value * n_parts * POINTS,
               *features = chunk->features + (gsize)(feature * QUERIES + tile.query) * n_parts * POINTS;
  for (int c = 0; c < chunk->n; c++, panel += chunk->panel_size, features += chunk->features_size)
    for (int first = 0; first < POINTS; first += LANES)
#pragma GCC unroll 4
      for (int col = 0; col < n_cols; col++) {
        Lanes points[4];
#pragma GCC unroll 4
        for (int i = 0; i < n_k; i++)
          points[i] = *(const Lanes *)(panel + (i * n_cols + col) * POINTS + first);
#pragma GCC unroll 2
        for (int side = 0; side < tile.n_sides; side++)
#pragma GCC unroll 4
          for (int j = 0; j < tile.n; j++) {
            int at = ((side * sides + col / n_parts) * QUERIES + j) * n_parts + col % n_parts;
            Lanes weight = *(const Lanes *)(features + first + at * POINTS);
#pragma GCC unroll 4
            for (int i = 0; i < n_k; i++)
              sums[i][side * QUERIES + j] += weight * points[i];
          }
      }
#pragma GCC unroll 4
  for (int i = 0; i < n_k; i++)
#pragma GCC unroll 2
    for (int side = 0; side < tile.n_sides; side++)
#pragma GCC unroll 4
      for (int j = 0; j < tile.n; j++)
        group->slopes[tile.query + j][(gsize)(value + i * sides + tile.side + side) * POINTS] +=
            TOTAL(sums[i][side * QUERIES + j]);
}

INLINE void NAME(multiply_queries)(NAME(Tile) tile, const BwCosetGroup *group, const double *panel,
                                   double *features)
{
  tile.n_sides = LANES == 8 ? tile.sides : 1;
  for (int first = 0; first < POINTS; first += LANES)
    for (tile.side = 0; tile.side < tile.sides; tile.side += tile.n_sides)
      NAME(multiply_tile)(tile, group, panel + first, features + first);
}

INLINE void NAME(gather_queries)(NAME(Tile) tile, const BwCosetGroup *group, const NAME(Chunk) * chunk)
{
  tile.n_sides = LANES == 8 ? tile.sides : 1;
  for (tile.side = 0; tile.side < tile.sides; tile.side += tile.n_sides) {
    int k = 0;
    for (; k + 3 < tile.block->depth; k += 4)
      NAME(gather_tile)(tile, group, chunk, k, 4);
    for (; k < tile.block->depth; k++)
      NAME(gather_tile)(tile, group, chunk, k, 1);
  }
}

/* All queries of the group together, or, where it is not full, one by one: the same sums. */
INLINE void NAME(multiply)(const BwCharacterBlock *block, const int n_parts, const int sides,
                           const BwCosetGroup *group, const double *panel, double *features)
{
  NAME(Tile) tile = {.block = block, .n_parts = n_parts, .sides = sides, .n = QUERIES};
  if (group->n == QUERIES)
    NAME(multiply_queries)(tile, group, panel, features);
  else
    for (tile.n = 1; tile.query < group->n; tile.query++)
      NAME(multiply_queries)(tile, group, panel, features);
}

INLINE void NAME(gather)(const BwCharacterBlock *block, const int n_parts, const int sides,
                         const BwCosetGroup *group, const NAME(Chunk) * chunk)
{
  NAME(Tile) tile = {.block = block, .n_parts = n_parts, .sides = sides, .n = QUERIES};
  if (group->n == QUERIES)
    NAME(gather_queries)(tile, group, chunk);
  else
    for (tile.n = 1; tile.query < group->n; tile.query++)
      NAME(gather_queries)(tile, group, chunk);
}

/* ---- the transform, and the kernel function ---- */

/* One feature of r and A as one complex number: both transforms of real numbers at once. */
INLINE Complex NAME(feature)(const double *features, const int n_parts, int feature)
{
  const double *in = features + (gsize)feature * QUERIES * n_parts * POINTS;
  return (Complex){*(const Lanes *)in, n_parts == 2 ? *(const Lanes *)(in + POINTS) : (Lanes){0}};
}

INLINE void NAME(set_feature)(double *features, const int n_parts, int feature, Lanes r, Lanes a)
{
  double *out = features + (gsize)feature * QUERIES * n_parts * POINTS;
  *(Lanes *)out = r;
  if (n_parts == 2)
    *(Lanes *)(out + POINTS) = a;
}

INLINE void NAME(put_real)(double *z, const BwCharacterBlock *block, Lanes re, Lanes im)
{
  z += block->character * 2 * POINTS;
  *(Lanes *)z += re;
  *(Lanes *)(z + POINTS) += im;
}

/* (re + i im) of r and A at a character, and the conjugates at the conjugate one. */
INLINE void NAME(put_complex)(double *z, const BwCharacterBlock *block, Complex re, Complex im)
{
  NAME(put)(z + block->character * 2 * POINTS, re.re - im.im, re.im + im.re);
  NAME(put)(z + block->conjugate * 2 * POINTS, re.re + im.im, re.im - im.re);
}

/* z[T, T c][t] = q·r + i q·A */
INLINE void NAME(unfold)(const BwCosetsKernel *kernel, const int n_parts, const gboolean twofold,
                         const double *features, double *z)
{
  const BwCharacters *characters = kernel->characters;
  gsize half = (gsize)kernel->cyclic->n * 2 * POINTS;
  for (int t = 0; t < kernel->cyclic->n * (twofold ? 2 : 1); t++)
    NAME(put)(z + t * 2 * POINTS, (Lanes){0}, (Lanes){0});
  for (int b = 0; b < characters->n_blocks; b++) {
    const BwCharacterBlock *block = &characters->blocks[b];
    Complex rr = NAME(feature)(features, n_parts, block->first_feature);
    if (block->n_parts == 1) {
      NAME(put_real)(z, block, rr.re, rr.im);
      if (twofold)
        NAME(put_real)(z + half, block, block->sign * rr.re, block->sign * rr.im);
      continue;
    }
    Complex ri = NAME(feature)(features, n_parts, block->first_feature + 1),
            ir = NAME(feature)(features, n_parts, block->first_feature + 2),
            ii = NAME(feature)(features, n_parts, block->first_feature + 3);
    NAME(put_complex)
    (z, block, (Complex){rr.re + ii.re, rr.im + ii.im}, (Complex){ri.re - ir.re, ri.im - ir.im});
    if (twofold)
      NAME(put_complex)
    (z + half, block, (Complex){rr.re - ii.re, rr.im - ii.im}, (Complex){ri.re + ir.re, ri.im + ir.im});
  }
  for (int i = 0; i < (twofold ? 2 : 1); i++)
    NAME(transform)(kernel->cyclic, z + i * half);
}

/* Twice the component of r at a character, whose weights are the real parts of z; that of A, whose weights
 * are the imaginary ones. */
INLINE void NAME(part)(const double *z, const BwCharacterBlock *block, Complex *r, Complex *a)
{
  Complex here = NAME(get)(z + block->character * 2 * POINTS),
          there = NAME(get)(z + block->conjugate * 2 * POINTS);
  *r = (Complex){here.re + there.re, here.im - there.im};
  *a = (Complex){here.im + there.im, there.re - here.re};
}

/* The transpose of unfold(). */
INLINE void NAME(fold)(const BwCosetsKernel *kernel, const int n_parts, const gboolean twofold, double *z,
                       double *features)
{
  const BwCharacters *characters = kernel->characters;
  gsize half = (gsize)kernel->cyclic->n * 2 * POINTS;
  for (int i = 0; i < (twofold ? 2 : 1); i++)
    NAME(transform)(kernel->cyclic, z + i * half);
  for (int b = 0; b < characters->n_blocks; b++) {
    const BwCharacterBlock *block = &characters->blocks[b];
    int first = block->first_feature;
    if (block->n_parts == 1) {
      Complex y = NAME(get)(z + block->character * 2 * POINTS), turned = {{0}, {0}};
      if (twofold)
        turned = NAME(get)(z + half + block->character * 2 * POINTS);
      NAME(set_feature)
      (features, n_parts, first, y.re + block->sign * turned.re, y.im + block->sign * turned.im);
      continue;
    }
    Complex r, a, turned_r = {{0}, {0}}, turned_a = {{0}, {0}};
    NAME(part)(z, block, &r, &a);
    if (twofold)
      NAME(part)(z + half, block, &turned_r, &turned_a);
    NAME(set_feature)(features, n_parts, first, r.re + turned_r.re, a.re + turned_a.re);
    NAME(set_feature)(features, n_parts, first + 1, -r.im - turned_r.im, -a.im - turned_a.im);
    NAME(set_feature)(features, n_parts, first + 2, r.im - turned_r.im, a.im - turned_a.im);
    NAME(set_feature)(features, n_parts, first + 3, r.re - turned_r.re, a.re - turned_a.re);
  }
}

/* From products to weights, for query j of a group and one panel. */
INLINE void NAME(weigh_panel)(const BwCosetsKernel *kernel, const BwKernelFunction function,
                              const BwLearns learns, gsize point, const double *norms,
                              const BwCosetGroup *group, int j, double *features, double *z)
{
  const int n_parts = learns & BW_LEARNS_FORCES ? 2 : 1;
  const gboolean twofold = kernel->characters->twofold;
  int n = kernel->cyclic->n * (twofold ? 2 : 1);
  for (int first = 0; first < POINTS; first += LANES, point += LANES, z += LANES) {
    Lanes *state = (Lanes *)(group->state[j] + first);
    NAME(Totals)
    totals = NAME(begin)(learns, norms + point, group->norms[j], kernel->offsets + point,
                         kernel->energies + point, state, POINTS / LANES);
    NAME(unfold)(kernel, n_parts, twofold, features + first, z);
    for (int t = 0; t < n; t++) {
      Complex products = NAME(get)(z + t * 2 * POINTS);
      Lanes weight_r, weight_a = {0};
      NAME(weigh)(function, learns, products.re, products.im, &totals, &weight_r, &weight_a);
      NAME(put)(z + t * 2 * POINTS, weight_r, weight_a);
    }
    NAME(end)(&totals, state, POINTS / LANES);
    if (group->slopes[0])
      NAME(fold)(kernel, n_parts, twofold, z, features + first);
  }
}

INLINE void NAME(add_chunk)(const BwCosetsKernel *kernel, const BwKernelFunction function,
                            const BwLearns learns, const BwCosetGroup *group, int first_panel, int n_panels,
                            const double *norms, double *buffer)
{
  const int n_parts = learns & BW_LEARNS_FORCES ? 2 : 1;
  const BwCharacters *characters = kernel->characters;
  gsize panel_size = (gsize)characters->n_descriptors * n_parts * POINTS,
        features_size = (gsize)characters->n_features * QUERIES * n_parts * POINTS;
  const double *panels = kernel->panels + first_panel * panel_size;
  double *z = buffer + CHUNK * features_size;
  for (int c = 0; c < n_panels; c++) {
    double *features = buffer + c * features_size;
    for (int b = 0; b < characters->n_blocks; b++)
      if (characters->blocks[b].n_parts == 2)
        NAME(multiply)(&characters->blocks[b], n_parts, 2, group, panels + c * panel_size, features);
      else
        NAME(multiply)(&characters->blocks[b], n_parts, 1, group, panels + c * panel_size, features);
    for (int j = 0; j < group->n; j++)
      NAME(weigh_panel)
    (kernel, function, learns, (gsize)(first_panel + c) * POINTS, norms, group, j,
     features + j * n_parts * POINTS, z);
  }
  NAME(Chunk) chunk = {n_panels, panels, buffer, panel_size, features_size};
  for (int b = 0; b < characters->n_blocks && group->slopes[0]; b++)
    if (characters->blocks[b].n_parts == 2)
      NAME(gather)(&characters->blocks[b], n_parts, 2, group, &chunk);
    else
      NAME(gather)(&characters->blocks[b], n_parts, 1, group, &chunk);
}

#define ADD_CHUNK(name, function, learns)                                                                    \
  static void NAME(name)(const BwCosetsKernel *kernel, const BwCosetGroup *group, int first_panel,           \
                         int n_panels, const double *norms, double *buffer)                                  \
  {                                                                                                          \
    NAME(add_chunk)(kernel, function, learns, group, first_panel, n_panels, norms, buffer);                  \
  }

ADD_CHUNK(matern_forces, BW_KERNEL_MATERN52, BW_LEARNS_FORCES)
ADD_CHUNK(matern_energies, BW_KERNEL_MATERN52, BW_LEARNS_ENERGIES)
ADD_CHUNK(matern_both, BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES)
ADD_CHUNK(gaussian_forces, BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES)
ADD_CHUNK(gaussian_energies, BW_KERNEL_GAUSSIAN, BW_LEARNS_ENERGIES)
ADD_CHUNK(gaussian_both, BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES)

static const BwCosetLoops NAME(loops) = {
    NAME(analyse),
    NAME(synthesise),
    {{NULL, NAME(matern_forces), NAME(matern_energies), NAME(matern_both)},
     {NULL, NAME(gaussian_forces), NAME(gaussian_energies), NAME(gaussian_both)}}};

#undef ADD_CHUNK
#undef SIDES_TOGETHER
#undef Complex
