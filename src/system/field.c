#include "system/field.h"

#include "base/array.h"
#include "base/error.h"

#include <math.h>

enum { MOST_ALONG = 1 << 15 };
static const double MOST = 1 << 30; /* points: a cube file of them has some 14 GB */

BwField *bw_field_new(const int n[3], const double origin[3], const double steps[3][3], GError **error)
{
  double count = (double)n[0] * n[1] * n[2];
  if (n[0] < 1 || n[1] < 1 || n[2] < 1 || count > MOST) {
    bw_fail(error, BW_ERROR_ARGUMENT, "a grid of %d × %d × %d points: use at least one and at most 2³⁰", n[0],
            n[1], n[2]);
    return NULL;
  }
  if (!bw_memory_check((guint64)(count * sizeof(double)), "the grid", "choose fewer points", error))
    return NULL;
  BwField *self = g_new0(BwField, 1);
  for (int d = 0; d < 3; d++) {
    self->n[d] = n[d];
    self->origin[d] = origin[d];
    for (int e = 0; e < 3; e++)
      self->steps[d][e] = steps[d][e];
  }
  self->values = bw_new0(double, (gsize)count);
  return self;
}

void bw_field_around(const double *positions, int n_atoms, double margin, double spacing, double n[3],
                     double origin[3])
{
  for (int d = 0; d < 3; d++) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < n_atoms; i++) {
      low = fmin(low, positions[3 * (gsize)i + d]);
      high = fmax(high, positions[3 * (gsize)i + d]);
    }
    double extent = n_atoms > 0 ? high - low + 2 * margin : 0;
    n[d] = ceil(extent / spacing - 1e-9) + 1;
    origin[d] = n_atoms > 0 ? 0.5 * (low + high - (n[d] - 1) * spacing) : 0;
  }
}

static gboolean fits(const double n[3])
{
  double count = n[0] * n[1] * n[2];
  return n[0] <= MOST_ALONG && n[1] <= MOST_ALONG && n[2] <= MOST_ALONG && count <= MOST &&
         count * sizeof(double) <= 0.8 * (double)bw_memory_available();
}

static gboolean refuse(const double *positions, int n_atoms, double margin, double spacing, GError **error)
{
  double n[3], origin[3], wider = spacing;
  bw_field_around(positions, n_atoms, margin, spacing, n, origin);
  double wanted[3] = {n[0], n[1], n[2]};
  for (int tries = 0; tries < 200 && !fits(n); tries++) {
    wider *= 1.1;
    bw_field_around(positions, n_atoms, margin, wider, n, origin);
  }
  return bw_fail(error, BW_ERROR_MEMORY,
                 "a grid of %.0f × %.0f × %.0f points needs %.3g GB, more than there is: a spacing of %.2g Å "
                 "fits, or choose a smaller margin",
                 wanted[0], wanted[1], wanted[2], wanted[0] * wanted[1] * wanted[2] * sizeof(double) / 1e9,
                 ceil(wider * 100) / 100);
}

BwField *bw_field_new_around(const double *positions, int n_atoms, double margin, double spacing,
                             GError **error)
{
  if (n_atoms < 1 || !(spacing > 0 && spacing < 1e3) || !(margin >= 0 && margin < 1e6)) {
    bw_fail(error, BW_ERROR_ARGUMENT,
            "a grid around %d atoms, %g Å beyond them, a point every %g Å: both are distances, and the "
            "spacing is more than 0",
            n_atoms, margin, spacing);
    return NULL;
  }
  double n[3], origin[3];
  bw_field_around(positions, n_atoms, margin, spacing, n, origin);
  if (!fits(n)) {
    refuse(positions, n_atoms, margin, spacing, error);
    return NULL;
  }
  const int count[3] = {(int)n[0], (int)n[1], (int)n[2]};
  const double steps[3][3] = {{spacing, 0, 0}, {0, spacing, 0}, {0, 0, spacing}};
  return bw_field_new(count, origin, steps, error);
}

void bw_field_free(BwField *field)
{
  if (!field)
    return;
  bw_free(field->values);
  g_free(field);
}

gsize bw_field_get_n(const BwField *field)
{
  return (gsize)field->n[0] * (gsize)field->n[1] * (gsize)field->n[2];
}

void bw_field_get_points(const BwField *field, gsize first, gsize n, double (*points)[3])
{
  for (gsize k = 0; k < n; k++) {
    gsize at = first + k, row = at / (gsize)field->n[0];
    double place[3] = {(double)(at % (gsize)field->n[0]), (double)(row % (gsize)field->n[1]),
                       (double)(row / (gsize)field->n[1])};
    for (int d = 0; d < 3; d++)
      points[k][d] = field->origin[d] + place[0] * field->steps[0][d] + place[1] * field->steps[1][d] +
                     place[2] * field->steps[2][d];
  }
}
