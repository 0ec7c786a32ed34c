#include "system/cell.h"
#include "base/error.h"
#include "base/vec3.h"
#include "system/lattice.h"

#include <string.h>

enum { MAX_REDUCTIONS = 10000 };

/* Vectors shorter than this and angles flatter than this (as the sine-like ratio of volume to edges) are
 * mistakes in a file, not crystals. */
static const double SHORTEST_VECTOR = 1e-3;
static const double FLATTEST = 1e-6;

typedef const double (*Rows)[3]; /* ISO C does not make a matrix const by itself */

static double determinant(Rows m)
{
  double normal[3];
  bw_cross3(m[1], m[2], normal);
  return bw_dot3(m[0], normal);
}

static void invert(Rows m, double inverse[3][3])
{
  double columns[3][3], volume = determinant(m);
  for (int k = 0; k < 3; k++)
    bw_cross3(m[(k + 1) % 3], m[(k + 2) % 3], columns[k]);
  for (int row = 0; row < 3; row++)
    for (int k = 0; k < 3; k++)
      inverse[row][k] = columns[k][row] / volume;
}

static void normalise(double v[3])
{
  double length = bw_norm3(v);
  for (int d = 0; d < 3; d++)
    v[d] /= length;
}

/* A unit vector orthogonal to v: along the axis that v has least of. */
static void any_orthogonal(const double v[3], double out[3])
{
  int least = 0;
  for (int d = 1; d < 3; d++)
    if (fabs(v[d]) < fabs(v[least]))
      least = d;
  double axis[3] = {0};
  axis[least] = 1;
  bw_cross3(v, axis, out);
  normalise(out);
}

/* The vectors with unit vectors, orthogonal to the others, in place of rows that are zero. */
static void complete(const double vectors[3][3], double m[3][3])
{
  int given[3], missing[3], n_given = 0, n_missing = 0;
  memcpy(m, vectors, sizeof(double[3][3]));
  for (int k = 0; k < 3; k++)
    if (bw_norm3(vectors[k]) > 0)
      given[n_given++] = k;
    else
      missing[n_missing++] = k;

  if (n_missing == 3) {
    for (int k = 0; k < 3; k++)
      m[k][k] = 1;
  } else if (n_missing == 2) {
    any_orthogonal(m[given[0]], m[missing[0]]);
    bw_cross3(m[given[0]], m[missing[0]], m[missing[1]]);
    normalise(m[missing[1]]);
  } else if (n_missing == 1) {
    int k = missing[0];
    bw_cross3(m[(k + 1) % 3], m[(k + 2) % 3], m[k]);
    if (bw_norm3(m[k]) > 0)
      normalise(m[k]);
  }
}

void bw_cell_init_none(BwCell *cell)
{
  memset(cell, 0, sizeof *cell);
  for (int k = 0; k < 3; k++)
    cell->inverse[k][k] = 1;
}

static gboolean check_vectors(const double vectors[3][3], const gboolean periodic[3], GError **error)
{
  for (int k = 0; k < 3; k++) {
    double length = bw_norm3(vectors[k]);
    if (!isfinite(length) || length > 1e9)
      return bw_fail(error, BW_ERROR_FORMAT, "cell vector %c is not a finite length; correct the cell",
                     'a' + k);
    if (periodic[k] && length < SHORTEST_VECTOR)
      return bw_fail(error, BW_ERROR_FORMAT,
                     "cell vector %c is zero in a periodic direction; give it a length or make the direction "
                     "not periodic",
                     'a' + k);
  }
  return TRUE;
}

gboolean bw_cell_init(BwCell *cell, const double vectors[3][3], const gboolean periodic[3], GError **error)
{
  bw_cell_init_none(cell);
  if (!check_vectors(vectors, periodic, error))
    return FALSE;
  double m[3][3], edges = 1;
  complete(vectors, m);
  for (int k = 0; k < 3; k++)
    edges *= bw_norm3(m[k]);
  if (!(fabs(determinant((Rows)m)) > FLATTEST * edges))
    return bw_fail(error, BW_ERROR_FORMAT,
                   "the cell vectors lie in one plane (volume %.3g Å³); correct the cell",
                   fabs(determinant((Rows)m)));
  memcpy(cell->vectors, vectors, sizeof cell->vectors);
  memcpy(cell->periodic, periodic, sizeof cell->periodic);
  invert((Rows)m, cell->inverse);
  cell->n_faces = bw_lattice_faces(cell->vectors, cell->periodic, cell->faces, cell->face_images);
  return TRUE;
}

/* cos of degrees, exact where rounding would make a rectangular cell skewed. */
static double cos_degrees(double angle)
{
  return angle == 90 ? 0 : cos(angle * G_PI / 180);
}

gboolean bw_cell_init_parameters(BwCell *cell, const double lengths[3], const double angles[3],
                                 GError **error)
{
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  bw_cell_init_none(cell);
  for (int k = 0; k < 3; k++)
    if (!(angles[k] > 0 && angles[k] < 180))
      return bw_fail(error, BW_ERROR_FORMAT, "cell angle of %g° is not between 0 and 180; correct the cell",
                     angles[k]);
  double cos_a = cos_degrees(angles[0]), cos_b = cos_degrees(angles[1]), cos_c = cos_degrees(angles[2]);
  double sin_c = sqrt(1 - cos_c * cos_c), c_y = (cos_a - cos_b * cos_c) / sin_c;
  double c_z = sqrt(MAX(1 - cos_b * cos_b - c_y * c_y, 0));
  const double vectors[3][3] = {
      {lengths[0], 0, 0},
      {lengths[1] * cos_c, lengths[1] * sin_c, 0},
      {lengths[2] * cos_b, lengths[2] * c_y, lengths[2] * c_z},
  };
  return bw_cell_init(cell, vectors, all, error);
}

void bw_cell_get_parameters(const BwCell *cell, double lengths[3], double angles[3])
{
  for (int k = 0; k < 3; k++)
    lengths[k] = bw_norm3(cell->vectors[k]);
  for (int k = 0; k < 3; k++) {
    const double *u = cell->vectors[(k + 1) % 3], *v = cell->vectors[(k + 2) % 3];
    double product = lengths[(k + 1) % 3] * lengths[(k + 2) % 3];
    angles[k] = product > 0 ? acos(CLAMP(bw_dot3(u, v) / product, -1, 1)) * 180 / G_PI : 90;
  }
}

gboolean bw_cell_is_periodic(const BwCell *cell)
{
  return cell->periodic[0] || cell->periodic[1] || cell->periodic[2];
}

double bw_cell_volume(const BwCell *cell)
{
  return fabs(determinant(cell->vectors));
}

void bw_cell_to_fractional(const BwCell *cell, const double position[3], double fractional[3])
{
  double p[3] = {position[0], position[1], position[2]};
  for (int k = 0; k < 3; k++)
    fractional[k] = p[0] * cell->inverse[0][k] + p[1] * cell->inverse[1][k] + p[2] * cell->inverse[2][k];
}

void bw_cell_to_cartesian(const BwCell *cell, const double fractional[3], double position[3])
{
  double m[3][3], f[3] = {fractional[0], fractional[1], fractional[2]};
  complete(cell->vectors, m);
  for (int d = 0; d < 3; d++)
    position[d] = f[0] * m[0][d] + f[1] * m[1][d] + f[2] * m[2][d];
}

/* Integers beyond these (and NaN) come from broken positions; what they give does not matter, only that it is
 * defined. */
static int to_int(double x)
{
  return fabs(x) < 1e9 ? (int)x : 0;
}

/* Closer than half of every height nothing can be nearer: no lattice vector reaches across. */
static gboolean is_surely_shortest(const BwCell *cell, const double v[3])
{
  double length = bw_dot3(v, v);
  for (int k = 0; k < 3; k++) {
    const double(*inverse)[3] = cell->inverse;
    double column =
        inverse[0][k] * inverse[0][k] + inverse[1][k] * inverse[1][k] + inverse[2][k] * inverse[2][k];
    if (cell->periodic[k] && 4 * length * column > 1)
      return FALSE;
  }
  return TRUE;
}

static gboolean descend(const BwCell *cell, double difference[3], int shift[3])
{
  gboolean moved = FALSE;
  for (int f = 0; f < cell->n_faces; f++) {
    const double *face = cell->faces[f];
    double steps = bw_dot3(difference, face) / bw_dot3(face, face);
    if (fabs(steps) <= 0.5 + 1e-12)
      continue;
    steps = round(steps);
    for (int d = 0; d < 3; d++) {
      difference[d] -= steps * face[d];
      shift[d] -= to_int(steps) * cell->face_images[f][d];
    }
    moved = TRUE;
  }
  return moved;
}

void bw_cell_minimum_image(const BwCell *cell, double difference[3], int *image)
{
  int shift[3] = {0};
  if (cell->n_faces > 0 && !is_surely_shortest(cell, difference)) {
    double fractional[3];
    bw_cell_to_fractional(cell, difference, fractional);
    for (int k = 0; k < 3; k++) {
      double cells = cell->periodic[k] ? floor(fractional[k] + 0.5) : 0;
      shift[k] = -to_int(cells);
      for (int d = 0; d < 3; d++)
        difference[d] -= cells * cell->vectors[k][d];
    }
    for (int i = 0; i < MAX_REDUCTIONS && descend(cell, difference, shift); i++)
      ;
  }
  if (image)
    memcpy(image, shift, sizeof shift);
}

void bw_cell_wrap(const BwCell *cell, double *positions, int n)
{
  for (double *p = positions; p < positions + 3 * (gsize)n; p += 3) {
    double f[3];
    gboolean outside = FALSE;
    bw_cell_to_fractional(cell, p, f);
    for (int k = 0; k < 3; k++)
      if (cell->periodic[k] && !(f[k] >= 0 && f[k] < 1)) {
        f[k] -= floor(f[k]);
        if (f[k] >= 1) /* a tiny negative number rounds to one */
          f[k] = 0;
        outside = TRUE;
      }
    if (outside)
      bw_cell_to_cartesian(cell, f, p);
  }
}

void bw_cell_heights(const BwCell *cell, double heights[3])
{
  for (int k = 0; k < 3; k++) {
    double column[3] = {cell->inverse[0][k], cell->inverse[1][k], cell->inverse[2][k]};
    heights[k] = cell->periodic[k] ? 1 / bw_norm3(column) : INFINITY;
  }
}
