/* cosets-products-lanes.h - the part of kernel-cosets-lanes.h that multiplies. */

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

/* slopes[value k][query] += Σ over panels, parts of r, r and A: features · panel, for n_k vectors of a
 * block. */
INLINE void NAME(gather_tile)(const NAME(Tile) tile, const BwCosetGroup *group, const BwCosetChunk *chunk,
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

INLINE void NAME(gather_queries)(NAME(Tile) tile, const BwCosetGroup *group, const BwCosetChunk *chunk)
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
                         const BwCosetGroup *group, const BwCosetChunk *chunk)
{
  NAME(Tile) tile = {.block = block, .n_parts = n_parts, .sides = sides, .n = QUERIES};
  if (group->n == QUERIES)
    NAME(gather_queries)(tile, group, chunk);
  else
    for (tile.n = 1; tile.query < group->n; tile.query++)
      NAME(gather_queries)(tile, group, chunk);
}

/* values[D][POINTS] of what each training point of one panel alone adds to minus the slopes of one query. */
INLINE void NAME(share)(const BwCharacterBlock *block, const int n_parts, const int sides,
                        const double *panel, const double *features, double *values)
{
  const int n_cols = sides * n_parts;
  panel += (gsize)block->first_value * n_parts * POINTS;
  features += (gsize)block->first_feature * QUERIES * n_parts * POINTS;
  values += (gsize)block->first_value * POINTS;
  for (int first = 0; first < POINTS; first += LANES) {
    Lanes weights[2][4];
#pragma GCC unroll 2
    for (int side = 0; side < sides; side++)
#pragma GCC unroll 4
      for (int col = 0; col < n_cols; col++) {
        int at = (side * sides + col / n_parts) * QUERIES * n_parts + col % n_parts;
        weights[side][col] = *(const Lanes *)(features + first + at * POINTS);
      }
    for (int k = 0; k < block->depth; k++)
#pragma GCC unroll 2
      for (int side = 0; side < sides; side++) {
        Lanes sum = {0};
#pragma GCC unroll 4
        for (int col = 0; col < n_cols; col++)
          sum += weights[side][col] * *(const Lanes *)(panel + (k * n_cols + col) * POINTS + first);
        *(Lanes *)(values + (k * sides + side) * POINTS + first) = sum;
      }
  }
}
