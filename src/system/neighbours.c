#include "system/neighbours.h"
#include "base/array.h"
#include "base/error.h"
#include "base/vec3.h"

#include <limits.h>
#include <string.h>

/* Atoms sorted into bins. Along each of the three fractional directions a bin is about as wide as the cutoff,
 * so that partners are within `reach` bins; periodic directions wrap and count images, others end. */
typedef struct {
  const BwCell *cell;
  const double *positions;
  double cutoff;
  gboolean half;
  int n_atoms;
  int n_bins[3], reach[3];
  double start[3], per_bin[3]; /* fractional coordinate of the first bin's edge; bins per fractional unit */
  int *first;                  /* [bins + 1] */
  int *atoms;                  /* [n_atoms], by bin, ascending within one */
  int (*bin)[3];               /* [n_atoms] */
  int (*shift)[3];             /* [n_atoms] cells by which an atom was moved to get home */
} Grid;

typedef struct {
  BwNeighbours *list; /* NULL: only count */
  int *counts;        /* [n_atoms] pairs of each atom, or the next free place of each atom */
} Sink;

static int flat_bin(const Grid *grid, const int bin[3])
{
  return (bin[0] * grid->n_bins[1] + bin[1]) * grid->n_bins[2] + bin[2];
}

gboolean bw_positions_check(const double *positions, int n_atoms, GError **error)
{
  for (gsize i = 0; i < 3 * (gsize)n_atoms; i++)
    if (!(fabs(positions[i]) < 1e9))
      return bw_fail(error, BW_ERROR_NUMERICS, "position of atom %d is %g, which is not a place in space",
                     (int)(i / 3), positions[i]);
  return TRUE;
}

/* Extent of the atoms along fractional direction k, for directions that do not repeat. */
static void measure_extent(const Grid *grid, int k, double *low, double *high)
{
  *low = INFINITY, *high = -INFINITY;
  for (int i = 0; i < grid->n_atoms; i++) {
    double f[3];
    bw_cell_to_fractional(grid->cell, grid->positions + 3 * i, f);
    *low = MIN(*low, f[k]), *high = MAX(*high, f[k]);
  }
}

static void choose_bins(Grid *grid)
{
  double lengths[3]; /* Å across the bins */
  for (int k = 0; k < 3; k++) {
    const double(*inverse)[3] = grid->cell->inverse;
    double column[3] = {inverse[0][k], inverse[1][k], inverse[2][k]}, low = 0, high = 1;
    if (!grid->cell->periodic[k])
      measure_extent(grid, k, &low, &high);
    lengths[k] = MAX((high - low) / bw_norm3(column), 1e-6);
    grid->start[k] = low;
    grid->per_bin[k] = 1 / MAX(high - low, 1e-12);
    grid->n_bins[k] = (int)CLAMP(lengths[k] / grid->cutoff, 1, 1024);
  }
  /* sparse systems: more bins than atoms only cost memory */
  while ((double)grid->n_bins[0] * grid->n_bins[1] * grid->n_bins[2] > 4.0 * grid->n_atoms + 64) {
    int k = grid->n_bins[0] > grid->n_bins[1] ? 0 : 1;
    k = grid->n_bins[2] > grid->n_bins[k] ? 2 : k;
    grid->n_bins[k] = (grid->n_bins[k] + 1) / 2;
  }
  for (int k = 0; k < 3; k++) {
    grid->per_bin[k] *= grid->n_bins[k];
    double reach = ceil(grid->cutoff * grid->n_bins[k] / lengths[k]);
    grid->reach[k] = (int)MIN(reach, grid->cell->periodic[k] ? 1e6 : grid->n_bins[k] - 1);
  }
}

static void put_into_bin(Grid *grid, int i)
{
  double f[3];
  bw_cell_to_fractional(grid->cell, grid->positions + 3 * i, f);
  for (int k = 0; k < 3; k++) {
    grid->shift[i][k] = grid->cell->periodic[k] ? -(int)floor(f[k]) : 0;
    double x = (f[k] + grid->shift[i][k] - grid->start[k]) * grid->per_bin[k];
    grid->bin[i][k] = CLAMP((int)x, 0, grid->n_bins[k] - 1);
  }
}

static void fill_bins(Grid *grid)
{
  int n_bins = grid->n_bins[0] * grid->n_bins[1] * grid->n_bins[2];
  grid->first = bw_new0(int, n_bins + 1);
  grid->atoms = bw_new(int, grid->n_atoms);
  grid->bin = bw_alloc(grid->n_atoms, sizeof *grid->bin);
  grid->shift = bw_alloc(grid->n_atoms, sizeof *grid->shift);
  for (int i = 0; i < grid->n_atoms; i++) {
    put_into_bin(grid, i);
    grid->first[flat_bin(grid, grid->bin[i]) + 1]++;
  }
  for (int b = 0; b < n_bins; b++)
    grid->first[b + 1] += grid->first[b];
  for (int i = grid->n_atoms; i-- > 0;) /* the counts run down to the first places */
    grid->atoms[--grid->first[flat_bin(grid, grid->bin[i]) + 1]] = i;
  memmove(grid->first, grid->first + 1, sizeof *grid->first * n_bins);
  grid->first[n_bins] = grid->n_atoms;
}

static void grid_clear(Grid *grid)
{
  bw_free(grid->first);
  bw_free(grid->atoms);
  bw_free(grid->bin);
  bw_free(grid->shift);
}

/* Half lists take i < j, and of an atom with itself the image whose first non-zero number is positive. */
static gboolean is_wanted(const Grid *grid, int i, int j, const int image[3])
{
  if (i == j && !image[0] && !image[1] && !image[2])
    return FALSE;
  if (!grid->half || i < j)
    return TRUE;
  return i == j && (image[0] > 0 || (image[0] == 0 && (image[1] > 0 || (image[1] == 0 && image[2] > 0))));
}

static void emit(Sink *sink, int i, int j, const int image[3], const double vector[3], double square)
{
  int place = sink->counts[i]++;
  if (!sink->list)
    return;
  sink->list->j[place] = j;
  sink->list->distances[place] = sqrt(square);
  memcpy(sink->list->vectors + 3 * (gsize)place, vector, sizeof(double[3]));
  memcpy(sink->list->images + 3 * (gsize)place, image, sizeof(int[3]));
}

/* Pairs (i, j) with i in the given bin of the given periodic copy of the grid. */
static void visit_bin(const Grid *grid, int j, const int bin[3], const int copy[3], Sink *sink)
{
  int b = flat_bin(grid, bin);
  for (int place = grid->first[b]; place < grid->first[b + 1]; place++) {
    int i = grid->atoms[place], image[3];
    double vector[3];
    bw_sub3(grid->positions + 3 * j, grid->positions + 3 * i, vector);
    for (int k = 0; k < 3; k++) {
      image[k] = grid->shift[j][k] - grid->shift[i][k] - copy[k];
      if (image[k] != 0)
        for (int d = 0; d < 3; d++)
          vector[d] += image[k] * grid->cell->vectors[k][d];
    }
    double square = bw_dot3(vector, vector);
    if (square < grid->cutoff * grid->cutoff && is_wanted(grid, i, j, image))
      emit(sink, i, j, image, vector, square);
  }
}

/* Bin `offset` away from that of atom j: wrapped into the grid (copy: by how many cells), FALSE when outside.
 */
static gboolean locate(const Grid *grid, int j, int k, int offset, int *bin, int *copy)
{
  int n = grid->n_bins[k], b = grid->bin[j][k] + offset;
  *copy = b >= 0 ? b / n : -((n - 1 - b) / n);
  *bin = b - *copy * n;
  return *copy == 0 || grid->cell->periodic[k];
}

/* j outside, i inside: so every atom i meets its partners in ascending order and nothing needs sorting. */
static void visit_all(const Grid *grid, Sink *sink)
{
  const int *reach = grid->reach;
  int bin[3], copy[3];
  for (int j = 0; j < grid->n_atoms; j++)
    for (int x = reach[0]; x >= -reach[0]; x--) {
      if (!locate(grid, j, 0, x, &bin[0], &copy[0]))
        continue;
      for (int y = reach[1]; y >= -reach[1]; y--) {
        if (!locate(grid, j, 1, y, &bin[1], &copy[1]))
          continue;
        for (int z = reach[2]; z >= -reach[2]; z--)
          if (locate(grid, j, 2, z, &bin[2], &copy[2]))
            visit_bin(grid, j, bin, copy, sink);
      }
    }
}

static gboolean check_size(const Grid *grid, double n_pairs, GError **error)
{
  enum { BYTES_PER_PAIR = sizeof(int[4]) + sizeof(double[4]) };
  g_autofree char *what =
      g_strdup_printf("a list of the neighbours of %d atoms within %g Å", grid->n_atoms, grid->cutoff);
  if (n_pairs > INT_MAX)
    return bw_fail(error, BW_ERROR_MEMORY, "%s would hold %.2g pairs; use a smaller cutoff", what, n_pairs);
  return bw_memory_check((guint64)(n_pairs * BYTES_PER_PAIR), what, "use a smaller cutoff", error);
}

/* What the visit costs, before it is begun: candidates are about six times the pairs. */
static gboolean check_effort(const Grid *grid, GError **error)
{
  double bins = 1, visited = 1;
  for (int k = 0; k < 3; k++) {
    bins *= grid->n_bins[k];
    visited *=
        grid->cell->periodic[k] ? 2.0 * grid->reach[k] + 1 : MIN(2.0 * grid->reach[k] + 1, grid->n_bins[k]);
  }
  return check_size(grid, (double)grid->n_atoms * grid->n_atoms / bins * visited / 6 / (grid->half ? 2 : 1),
                    error);
}

static BwNeighbours *collect(const Grid *grid, GError **error)
{
  BwNeighbours *list = g_new0(BwNeighbours, 1);
  list->n_atoms = grid->n_atoms;
  list->first = bw_new0(int, grid->n_atoms + 1);
  g_autofree int *counts = g_new0(int, grid->n_atoms + 1);
  visit_all(grid, &(Sink){.counts = counts});

  gint64 n_pairs = 0;
  for (int i = 0; i < grid->n_atoms; i++)
    n_pairs += counts[i];
  if (!check_size(grid, n_pairs, error)) {
    bw_neighbours_free(list);
    return NULL;
  }
  for (int i = 0; i < grid->n_atoms; i++) {
    list->first[i + 1] = list->first[i] + counts[i];
    counts[i] = list->first[i];
  }
  list->n_pairs = n_pairs;
  list->j = bw_new(int, n_pairs);
  list->vectors = bw_new(double, 3 * n_pairs);
  list->distances = bw_new(double, n_pairs);
  list->images = bw_new(int, 3 * n_pairs);
  visit_all(grid, &(Sink){.list = list, .counts = counts});
  return list;
}

BwNeighbours *bw_neighbours_new(const double *positions, int n_atoms, const BwCell *cell, double cutoff,
                                gboolean half, GError **error)
{
  BwCell none;
  bw_cell_init_none(&none);
  if (!(cutoff > 0 && cutoff < 1e6)) {
    bw_fail(error, BW_ERROR_ARGUMENT, "a cutoff of %g Å finds no neighbours; use a positive length", cutoff);
    return NULL;
  }
  if (!bw_positions_check(positions, n_atoms, error))
    return NULL;
  Grid grid = {.cell = cell ? cell : &none,
               .positions = positions,
               .cutoff = cutoff,
               .half = half,
               .n_atoms = n_atoms};
  choose_bins(&grid);
  if (!check_effort(&grid, error))
    return NULL;
  fill_bins(&grid);
  BwNeighbours *list = collect(&grid, error);
  grid_clear(&grid);
  return list;
}

void bw_neighbours_free(BwNeighbours *neighbours)
{
  if (!neighbours)
    return;
  bw_free(neighbours->first);
  bw_free(neighbours->j);
  bw_free(neighbours->vectors);
  bw_free(neighbours->distances);
  bw_free(neighbours->images);
  g_free(neighbours);
}
