#include "dynamics/normal-modes.h"
#include "base/array.h"
#include "base/simd.h"
#include "base/units.h"

#include <math.h>
#include <string.h>

/* Cosines are even and sines odd under b → P − b. So the P × P matrix falls into one that takes cosine modes
 * to the even part of the beads, and one that takes sine modes to their odd part: half the work. Both are
 * multiplied in panels of rows whose sums stay in registers, on a tile of columns at a time. */
enum {
  ROWS = 4,      /* of a panel: four sums of a tile keep AVX2 and AVX-512 busy and fit their registers */
  MAX_HALF = 65, /* even part of 128 beads */
};

typedef double Tile __attribute__((vector_size(64)));
typedef Tile Row __attribute__((aligned(8))); /* the same anywhere in memory */
enum { TILE = sizeof(Tile) / sizeof(double) };

typedef struct {
  int n_out, n_in;
  double *panels; /* [panel][n_in][ROWS] */
} Matrix;

struct _BwNormalModes {
  int n_beads;
  int n_even, n_odd; /* cosine and sine modes; beads 0 … P/2, and those of them that have a mirror image */
  Matrix even_to_beads, odd_to_beads, even_to_modes, odd_to_modes;
};

double bw_normal_modes_coefficient(int n_beads, int k, int b)
{
  if (k == 0)
    return sqrt(1.0 / n_beads);
  if (2 * k == n_beads)
    return sqrt(1.0 / n_beads) * (b % 2 ? -1 : 1);
  double angle = 2 * G_PI * (k * b % n_beads) / n_beads;
  return sqrt(2.0 / n_beads) * (2 * k < n_beads ? cos(angle) : sin(angle));
}

double bw_normal_modes_frequency(int n_beads, int k, double temperature)
{
  return 2 * n_beads * BW_KB * temperature / BW_HBAR_INTERNAL * sin(k * G_PI / n_beads);
}

static int n_panels(const Matrix *matrix)
{
  return (matrix->n_out + ROWS - 1) / ROWS;
}

/* Modes first_mode … against beads first_bead …, n of each. */
static void fill(Matrix *matrix, int n_beads, int first_mode, int first_bead, int n, gboolean to_beads)
{
  matrix->n_out = matrix->n_in = n;
  matrix->panels = bw_new0(double, (gsize)n_panels(matrix) * ROWS * n);
  for (int out = 0; out < n; out++)
    for (int in = 0; in < n; in++) {
      int k = first_mode + (to_beads ? in : out), b = first_bead + (to_beads ? out : in);
      matrix->panels[((gsize)(out / ROWS) * n + in) * ROWS + out % ROWS] =
          bw_normal_modes_coefficient(n_beads, k, b);
    }
}

BwNormalModes *bw_normal_modes_new(int n_beads)
{
  g_return_val_if_fail(n_beads >= 1 && n_beads / 2 + 1 <= MAX_HALF, NULL);
  BwNormalModes *self = g_new0(BwNormalModes, 1);
  self->n_beads = n_beads;
  self->n_even = n_beads / 2 + 1;
  self->n_odd = n_beads - self->n_even;
  fill(&self->even_to_beads, n_beads, 0, 0, self->n_even, TRUE);
  fill(&self->even_to_modes, n_beads, 0, 0, self->n_even, FALSE);
  fill(&self->odd_to_beads, n_beads, self->n_even, 1, self->n_odd, TRUE);
  fill(&self->odd_to_modes, n_beads, self->n_even, 1, self->n_odd, FALSE);
  return self;
}

void bw_normal_modes_free(BwNormalModes *self)
{
  if (!self)
    return;
  bw_free(self->even_to_beads.panels);
  bw_free(self->even_to_modes.panels);
  bw_free(self->odd_to_beads.panels);
  bw_free(self->odd_to_modes.panels);
  g_free(self);
}

/* out has room for whole panels. */
BW_VECTORISED_PART void multiply(const Matrix *matrix, const Tile *in, Tile *out)
{
  const double *m = matrix->panels;
  for (int panel = 0; panel < (matrix->n_out + ROWS - 1) / ROWS; panel++) {
    Tile sums[ROWS] = {0};
    for (int i = 0; i < matrix->n_in; i++, m += ROWS)
      for (int r = 0; r < ROWS; r++)
        sums[r] += m[r] * in[i];
    for (int r = 0; r < ROWS; r++)
      out[panel * ROWS + r] = sums[r];
  }
}

/* The last tile overlaps the one before it where the columns do not fill it. */
BW_VECTORISED static void to_beads(const BwNormalModes *self, const double *modes, double *beads,
                                   int n_columns)
{
  const gsize n = self->n_beads, row = n_columns;
  for (int first = 0; first < n_columns; first += TILE) {
    const int column = MIN(first, n_columns - (int)TILE);
    const double *in = modes + column;
    double *out = beads + column;
    Tile part[MAX_HALF], even[MAX_HALF + ROWS], odd[MAX_HALF + ROWS];
    for (int k = 0; k < self->n_even; k++)
      part[k] = *(const Row *)(in + k * row);
    multiply(&self->even_to_beads, part, even);
    for (int k = 0; k < self->n_odd; k++)
      part[k] = *(const Row *)(in + (self->n_even + k) * row);
    multiply(&self->odd_to_beads, part, odd);
    *(Row *)out = even[0];
    for (int b = 1; b <= self->n_odd; b++) {
      *(Row *)(out + b * row) = even[b] + odd[b - 1];
      *(Row *)(out + (n - b) * row) = even[b] - odd[b - 1];
    }
    if (n % 2 == 0)
      *(Row *)(out + n / 2 * row) = even[n / 2];
  }
}

BW_VECTORISED static void from_beads(const BwNormalModes *self, const double *beads, double *modes,
                                     int n_columns)
{
  const gsize n = self->n_beads, row = n_columns;
  for (int first = 0; first < n_columns; first += TILE) {
    const int column = MIN(first, n_columns - (int)TILE);
    const double *in = beads + column;
    double *out = modes + column;
    Tile even[MAX_HALF], odd[MAX_HALF], part[MAX_HALF + ROWS];
    even[0] = *(const Row *)in;
    for (int b = 1; b <= self->n_odd; b++) {
      Tile here = *(const Row *)(in + b * row), mirrored = *(const Row *)(in + (n - b) * row);
      even[b] = here + mirrored;
      odd[b - 1] = here - mirrored;
    }
    if (n % 2 == 0)
      even[n / 2] = *(const Row *)(in + n / 2 * row);
    multiply(&self->even_to_modes, even, part);
    for (int k = 0; k < self->n_even; k++)
      *(Row *)(out + k * row) = part[k];
    multiply(&self->odd_to_modes, odd, part);
    for (int k = 0; k < self->n_odd; k++)
      *(Row *)(out + (self->n_even + k) * row) = part[k];
  }
}

typedef void (*Transform)(const BwNormalModes *self, const double *in, double *out, int n_columns);

/* One or two atoms have fewer columns than a tile: they are worked on with empty ones beside them. */
static void transform(Transform func, const BwNormalModes *self, const double *in, double *out, int n_columns)
{
  if (n_columns >= (int)TILE) {
    func(self, in, out, n_columns);
    return;
  }
  double wide_in[2 * MAX_HALF * TILE] = {0}, wide_out[2 * MAX_HALF * TILE];
  for (int row = 0; row < self->n_beads; row++)
    memcpy(wide_in + row * TILE, in + row * n_columns, n_columns * sizeof *in);
  func(self, wide_in, wide_out, TILE);
  for (int row = 0; row < self->n_beads; row++)
    memcpy(out + row * n_columns, wide_out + row * TILE, n_columns * sizeof *out);
}

void bw_normal_modes_to_beads(const BwNormalModes *self, const double *modes, double *beads, int n_columns)
{
  transform(to_beads, self, modes, beads, n_columns);
}

void bw_normal_modes_from_beads(const BwNormalModes *self, const double *beads, double *modes, int n_columns)
{
  transform(from_beads, self, beads, modes, n_columns);
}
