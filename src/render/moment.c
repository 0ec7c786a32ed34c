#include "render/moment.h"
#include "base/array.h"
#include "base/vec3.h"

#include <string.h>

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

void bw_moment_set(BwMoment *moment, BwAtoms *atoms, const BwCell *cell, const double *positions, int n_beads)
{
  g_autoptr(GArray) previous = NULL;
  if (moment->atoms && bw_atoms_equal(moment->atoms, atoms))
    previous = g_steal_pointer(&moment->bonds);
  BwAtoms *kept = bw_atoms_ref(atoms);
  bw_moment_clear(moment);

  moment->atoms = kept;
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
  moment->bonds = bw_bonds_find(atoms, moment->centroid, &moment->cell, previous);
}
