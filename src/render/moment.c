#include "render/moment.h"
#include "base/array.h"
#include "base/vec3.h"

#include <string.h>

/* Looking for the bonds of as many atoms takes about 2 ms. */
enum { PROMPT_ATOMS = 4000 };

static const double TORN = 1.5; /* of the length that it had */

void bw_moment_clear(BwMoment *moment)
{
  bw_atoms_unref(moment->atoms);
  bw_free(moment->positions);
  bw_free(moment->centroid);
  if (moment->bonds)
    g_array_unref(moment->bonds);
  *moment = (BwMoment){0};
}

void bw_moment_find_centroid(const BwCell *cell, const double *positions, int n_beads, int n_atoms,
                             double *centroid)
{
  memcpy(centroid, positions, sizeof(double) * 3 * n_atoms);
  for (int bead = 1; bead < n_beads; bead++)
    for (int i = 0; i < n_atoms; i++) {
      const double *first = positions + 3 * (gsize)i;
      double v[3];
      bw_sub3(first + 3 * (gsize)bead * n_atoms, first, v);
      bw_cell_minimum_image(cell, v, NULL);
      for (int d = 0; d < 3; d++)
        centroid[3 * (gsize)i + d] += v[d] / n_beads;
    }
}

static void vector_of(const BwMoment *moment, const BwBond *bond, double v[3], int image[3])
{
  bw_sub3(moment->centroid + 3 * (gsize)bond->j, moment->centroid + 3 * (gsize)bond->i, v);
  bw_cell_minimum_image(&moment->cell, v, image);
}

/* The bonds of the moment before, with the images that they lead to now. */
static GArray *follow_bonds(const BwMoment *moment, const BwMoment *before)
{
  GArray *bonds = g_array_sized_new(FALSE, FALSE, sizeof(BwBond), before->bonds->len);
  for (guint k = 0; k < before->bonds->len; k++) {
    BwBond bond = g_array_index(before->bonds, BwBond, k);
    int image[3];
    double was[3], is[3];
    vector_of(before, &bond, was, image);
    vector_of(moment, &bond, is, bond.image);
    if (bw_dot3(is, is) < TORN * TORN * bw_dot3(was, was))
      g_array_append_val(bonds, bond);
  }
  return bonds;
}

/* How many moments may be followed before bonds are looked for again. */
static int patience(const BwMoment *moment)
{
  return moment->atoms->n_atoms / PROMPT_ATOMS;
}

gboolean bw_moment_settle(BwMoment *moment)
{
  if (moment->bonds_age == 0)
    return FALSE;
  g_autoptr(GArray) previous = moment->bonds;
  moment->bonds = bw_bonds_find(moment->atoms, moment->centroid, &moment->cell, previous);
  moment->bonds_age = 0;
  return TRUE;
}

void bw_moment_set(BwMoment *moment, BwAtoms *atoms, const BwCell *cell, const double *positions, int n_beads)
{
  BwMoment before = *moment;
  gboolean same = before.atoms && bw_atoms_equal(before.atoms, atoms);
  *moment = (BwMoment){.atoms = bw_atoms_ref(atoms), .bonds_age = same ? before.bonds_age + 1 : 0};
  moment->n_beads = n_beads;
  if (cell)
    moment->cell = *cell;
  else
    bw_cell_init_none(&moment->cell);
  gsize n = 3 * (gsize)n_beads * atoms->n_atoms;
  moment->positions = bw_new(double, n);
  memcpy(moment->positions, positions, sizeof(double) * n);
  moment->centroid = bw_new(double, 3 * (gsize)atoms->n_atoms);
  bw_moment_find_centroid(&moment->cell, positions, n_beads, atoms->n_atoms, moment->centroid);
  if (same && moment->bonds_age <= patience(moment)) {
    moment->bonds = follow_bonds(moment, &before);
  } else {
    moment->bonds = bw_bonds_find(atoms, moment->centroid, &moment->cell, same ? before.bonds : NULL);
    moment->bonds_age = 0;
  }
  bw_moment_clear(&before);
}
