#include "render/molecule-surface.h"

#include "base/error.h"
#include "system/field.h"

#include <math.h>

static const double FINEST = 0.09, MARGIN = 2.5; /* Å */
static const double MOST_TERMS = 3e8;            /* grid points times atoms: about a second */
static const double NEAREST = 0.04;              /* Å²: there is no end at the atoms themselves */

static double choose_spacing(const double *positions, int n_atoms)
{
  double n[3], origin[3], spacing = FINEST;
  bw_field_around(positions, n_atoms, MARGIN, spacing, n, origin);
  double terms = n[0] * n[1] * n[2] * n_atoms;
  return terms > MOST_TERMS ? spacing * cbrt(terms / MOST_TERMS) : spacing;
}

static void fill(const BwField *grid, double spacing, const double *positions, int n_atoms, float *values)
{
  for (int k = 0; k < grid->n[2]; k++)
    for (int j = 0; j < grid->n[1]; j++) {
      float *row = values + ((gsize)k * (gsize)grid->n[1] + (gsize)j) * (gsize)grid->n[0];
      for (int i = 0; i < n_atoms; i++) {
        const double *at = positions + 3 * (gsize)i;
        double y = grid->origin[1] + j * spacing - at[1], z = grid->origin[2] + k * spacing - at[2];
        double beside = y * y + z * z, begin = grid->origin[0] - at[0];
        for (int x = 0; x < grid->n[0]; x++) {
          double along = begin + x * spacing;
          row[x] += (float)(1 / fmax(along * along + beside, NEAREST));
        }
      }
    }
}

gboolean bw_molecule_surface(const double *positions, int n_atoms, GArray *vertices, GArray *triangles,
                             GError **error)
{
  double spacing = choose_spacing(positions, n_atoms);
  g_autoptr(BwField) grid = bw_field_new_around(positions, n_atoms, MARGIN, spacing, error);
  if (!grid)
    return FALSE;
  g_autofree float *values = g_new0(float, bw_field_get_n(grid));
  fill(grid, spacing, positions, n_atoms, values);
  guint first = vertices->len;
  bw_isosurface(values, grid->n, 1, BW_MOLECULE_SURFACE_LEVEL, vertices, triangles);
  for (guint v = first; v < vertices->len; v++) {
    BwSurfaceVertex *vertex = &g_array_index(vertices, BwSurfaceVertex, v);
    for (int d = 0; d < 3; d++)
      vertex->position[d] =
          (float)(grid->origin[d] + spacing * (vertex->position[d] + 0.5 * (grid->n[d] - 1)));
  }
  return TRUE;
}
