/* The cell of a space group: vacuum where it is not periodic, and its rotations. */
#include "base/vec3.h"
#include "potential/gdml/crystal/space-group-private.h"

#include <string.h>

#define VACUUM 60.0      /* Å, beside what is not periodic */
#define SAME_METRIC 3e-3 /* relative, of the cell's vectors and angles under a rotation */

/* How far the sites reach along a unit vector. */
static double extent(const BwSites *sites, const double axis[3])
{
  double low = INFINITY, high = -INFINITY;
  for (int i = 0; i < sites->n; i++) {
    double along = bw_dot3(axis, sites->positions + 3 * i);
    low = MIN(low, along);
    high = MAX(high, along);
  }
  return high - low;
}

void bw_space_fill_cell(const BwSites *sites, BwCell *filled)
{
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  double vectors[3][3], longest = 0, widest = 0;
  BwCell bare;
  memset(vectors, 0, sizeof vectors);
  for (int k = 0; k < 3; k++)
    if (sites->cell->periodic[k]) {
      memcpy(vectors[k], sites->cell->vectors[k], sizeof vectors[k]);
      longest = MAX(longest, bw_norm3(vectors[k]));
    }
  bw_cell_init(&bare, (const double(*)[3])vectors, sites->cell->periodic, NULL);
  for (int k = 0; k < 3; k++)
    if (!sites->cell->periodic[k]) {
      double axis[3] = {bare.inverse[0][k], bare.inverse[1][k], bare.inverse[2][k]};
      double length = bw_norm3(axis);
      for (int d = 0; d < 3; d++)
        vectors[k][d] = axis[d] / length;
      widest = MAX(widest, extent(sites, vectors[k]));
    }
  for (int k = 0; k < 3; k++)
    if (!sites->cell->periodic[k])
      for (int d = 0; d < 3; d++)
        vectors[k][d] *= VACUUM + widest + 1.5 * longest;
  bw_cell_init(filled, (const double(*)[3])vectors, all, NULL);
}

gboolean bw_space_keeps_metric(const BwCell *cell, const BwSpaceOperation *operation)
{
  double images[3][3];
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++)
      images[k][d] = operation->rotation[0][k] * cell->vectors[0][d] +
                     operation->rotation[1][k] * cell->vectors[1][d] +
                     operation->rotation[2][k] * cell->vectors[2][d];
  for (int k = 0; k < 3; k++)
    for (int l = 0; l <= k; l++) {
      double before = bw_dot3(cell->vectors[k], cell->vectors[l]), after = bw_dot3(images[k], images[l]);
      double scale = bw_norm3(cell->vectors[k]) * bw_norm3(cell->vectors[l]);
      if (fabs(after - before) > SAME_METRIC * scale)
        return FALSE;
    }
  return TRUE;
}

GArray *bw_space_cell_rotations(const BwCell *cell)
{
  enum { MATRICES = 19683 }; /* 3⁹ */
  GArray *rotations = g_array_new(FALSE, FALSE, sizeof(BwSpaceOperation));
  for (int code = 0; code < MATRICES; code++) {
    BwSpaceOperation operation = {0};
    for (int element = 0, rest = code; element < 9; element++, rest /= 3)
      operation.rotation[element / 3][element % 3] = rest % 3 - 1;
    if (bw_space_keeps_metric(cell, &operation))
      g_array_append_val(rotations, operation);
  }
  return rotations;
}
