#include "render/molecule-surface.h"

#include "base/error.h"
#include "system/whole-molecules.h"
#include "system/field.h"

#include <math.h>

static const double FINEST = 0.09, MARGIN = 2.5; /* Å */
static const double MOST_TERMS = 3e8;            /* grid points times atoms: about a second */
static const double MOST_POINTS = 1.5e7;         /* of the grid */
static const double NEAREST = 0.04;              /* Å²: there is no end at the atoms themselves */
static const double FULL = 25, NONE = 49;        /* Å²: to where an atom counts fully, and at all */

/* A part of the grid: first point and points along each axis. */
typedef struct {
  int first[3], n[3];
} Box;

static const double *place(const BwWholeMolecules *all, const BwWholeMolecule *molecule)
{
  return &g_array_index(all->positions, double, 3 * (gsize)molecule->first);
}

/* Grid points times atoms that count there. */
static double count_terms(const BwWholeMolecules *all, double spacing)
{
  double terms = 0, ball = 4.0 / 3.0 * G_PI * pow(sqrt(NONE) / spacing, 3);
  for (guint m = 0; m < all->molecules->len; m++) {
    const BwWholeMolecule *molecule = &g_array_index(all->molecules, BwWholeMolecule, m);
    double n[3], origin[3];
    bw_field_around(place(all, molecule), molecule->n, MARGIN, spacing, n, origin);
    terms += molecule->n * fmin(n[0] * n[1] * n[2], ball);
  }
  return terms;
}

static double choose_spacing(const BwWholeMolecules *all)
{
  double n[3], origin[3], spacing = FINEST;
  bw_field_around((const double *)(const void *)all->positions->data, (int)(all->positions->len / 3), MARGIN,
                  spacing, n, origin);
  double more = fmax(count_terms(all, spacing) / MOST_TERMS, n[0] * n[1] * n[2] / MOST_POINTS);
  return more > 1 ? spacing * cbrt(more) : spacing;
}

static Box find_box(const BwField *grid, double spacing, const double *positions, int n_atoms)
{
  Box box;
  for (int d = 0; d < 3; d++) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < n_atoms; i++) {
      low = fmin(low, positions[3 * (gsize)i + d]);
      high = fmax(high, positions[3 * (gsize)i + d]);
    }
    box.first[d] = MAX((int)floor((low - MARGIN - grid->origin[d]) / spacing), 0);
    int last = MIN((int)ceil((high + MARGIN - grid->origin[d]) / spacing), grid->n[d] - 1);
    box.n[d] = last - box.first[d] + 1;
  }
  return box;
}

/* Of n points from `begin` on, those that are not farther than `reach` from 0. */
static void find_range(double begin, double reach, double spacing, int n, int *first, int *last)
{
  *first = MAX((int)ceil((-reach - begin) / spacing), 0);
  *last = MIN((int)floor((reach - begin) / spacing), n - 1);
}

/* Of one atom to a row of sums that begins at `begin` along x from it, `beside` Å² away from it. */
static void add_row(double begin, double beside, double spacing, int n, float *row)
{
  int first, last;
  find_range(begin, sqrt(fmax(NONE - beside, 0)), spacing, n, &first, &last);
  for (int x = first; x <= last; x++) {
    double along = begin + x * spacing, square = along * along + beside;
    double weight = fmin((NONE - square) / (NONE - FULL), 1);
    row[x] += (float)(weight / fmax(square, NEAREST));
  }
}

/* Of one atom to the sums of a box whose corner is at `corner`. */
static void add_atom(const Box *box, const double corner[3], double spacing, const double at[3], float *sums)
{
  double begin[3];
  int first[3], last[3];
  for (int d = 0; d < 3; d++) {
    begin[d] = corner[d] - at[d];
    find_range(begin[d], sqrt(NONE), spacing, box->n[d], &first[d], &last[d]);
  }
  for (int k = first[2]; k <= last[2]; k++)
    for (int j = first[1]; j <= last[1]; j++) {
      double y = begin[1] + j * spacing, z = begin[2] + k * spacing;
      float *row = sums + ((gsize)k * (gsize)box->n[1] + (gsize)j) * (gsize)box->n[0];
      add_row(begin[0], y * y + z * z, spacing, box->n[0], row);
    }
}

static void add_molecule(const BwField *grid, double spacing, const double *positions, int n_atoms,
                         GArray *memory, float *values)
{
  const Box box = find_box(grid, spacing, positions, n_atoms);
  double corner[3];
  for (int d = 0; d < 3; d++)
    corner[d] = grid->origin[d] + box.first[d] * spacing;
  g_array_set_size(memory, 0);
  g_array_set_size(memory, (guint)box.n[0] * (guint)box.n[1] * (guint)box.n[2]); /* zeros */
  float *sums = (float *)(void *)memory->data;
  for (int i = 0; i < n_atoms; i++)
    add_atom(&box, corner, spacing, positions + 3 * (gsize)i, sums);
  for (int k = 0; k < box.n[2]; k++)
    for (int j = 0; j < box.n[1]; j++) {
      gsize row = (gsize)(k + box.first[2]) * (gsize)grid->n[1] + (gsize)(j + box.first[1]);
      float *to = values + row * (gsize)grid->n[0] + box.first[0];
      const float *from = sums + ((gsize)k * (gsize)box.n[1] + (gsize)j) * (gsize)box.n[0];
      for (int x = 0; x < box.n[0]; x++)
        to[x] = MAX(to[x], from[x]);
    }
}

/* From the middle of the grid, in steps, to Å. */
static void move_vertices(const BwField *grid, double spacing, guint first, GArray *vertices)
{
  for (guint v = first; v < vertices->len; v++) {
    BwSurfaceVertex *vertex = &g_array_index(vertices, BwSurfaceVertex, v);
    for (int d = 0; d < 3; d++)
      vertex->position[d] =
          (float)(grid->origin[d] + spacing * (vertex->position[d] + 0.5 * (grid->n[d] - 1)));
  }
}

gboolean bw_molecule_surface(const BwAtoms *atoms, const double *positions, const BwCell *cell,
                             GArray *vertices, GArray *triangles, GError **error)
{
  g_autoptr(BwWholeMolecules) all = bw_whole_molecules_new(atoms, positions, cell);
  double spacing = choose_spacing(all);
  g_autoptr(BwField) grid = bw_field_new_around((const double *)(const void *)all->positions->data,
                                                (int)(all->positions->len / 3), MARGIN, spacing, error);
  if (!grid)
    return FALSE;
  g_autofree float *values = g_new0(float, bw_field_get_n(grid));
  g_autoptr(GArray) memory = g_array_new(FALSE, TRUE, sizeof(float));
  for (guint m = 0; m < all->molecules->len; m++) {
    const BwWholeMolecule *molecule = &g_array_index(all->molecules, BwWholeMolecule, m);
    add_molecule(grid, spacing, place(all, molecule), molecule->n, memory, values);
  }
  guint first = vertices->len;
  bw_isosurface(values, grid->n, 1, BW_MOLECULE_SURFACE_LEVEL, vertices, triangles);
  move_vertices(grid, spacing, first, vertices);
  return TRUE;
}
