#include "system/whole-molecules.h"

#include "system/bonds.h"

#include <string.h>

static void add_atom(const BwCell *cell, const double position[3], const int image[3], const int seen_from[3],
                     GArray *positions)
{
  double at[3];
  for (int e = 0; e < 3; e++) {
    at[e] = position[e];
    for (int d = 0; cell && d < 3; d++)
      at[e] += (image[d] - seen_from[d]) * cell->vectors[d][e];
  }
  g_array_append_vals(positions, at, 3);
}

/* The molecule of these atoms, once for each image that one of them is at. */
static void add_molecule(BwWholeMolecules *self, const BwCell *cell, const double *positions,
                         const int *atoms, int n, int (*images)[3])
{
  for (int a = 0; a < n; a++) {
    const int *seen_from = images[atoms[a]];
    gboolean before = FALSE;
    for (int b = 0; b < a && !before; b++)
      before = memcmp(images[atoms[b]], seen_from, sizeof *images) == 0;
    if (before)
      continue;
    const BwWholeMolecule molecule = {(int)(self->positions->len / 3), n};
    g_array_append_val(self->molecules, molecule);
    for (int b = 0; b < n; b++)
      add_atom(cell, positions + 3 * (gsize)atoms[b], images[atoms[b]], seen_from, self->positions);
  }
}

/* sorted[n_atoms]: the atoms, fragment after fragment; begins[n_fragments + 1]. */
static void sort(const int *fragments, int n_atoms, int n_fragments, int *sorted, int *begins)
{
  for (int i = 0; i < n_atoms; i++)
    begins[fragments[i] + 1]++;
  for (int f = 0; f < n_fragments; f++)
    begins[f + 1] += begins[f];
  g_autofree int *next = g_memdup2(begins, sizeof(int) * (gsize)(n_fragments + 1));
  for (int i = 0; i < n_atoms; i++)
    sorted[next[fragments[i]]++] = i;
}

BwWholeMolecules *bw_whole_molecules_new(const BwAtoms *atoms, const double *positions, const BwCell *cell)
{
  BwWholeMolecules *self = g_new0(BwWholeMolecules, 1);
  int n_atoms = atoms->n_atoms;
  self->positions = g_array_new(FALSE, FALSE, sizeof(double));
  self->molecules = g_array_new(FALSE, FALSE, sizeof(BwWholeMolecule));
  g_autoptr(GArray) bonds = bw_bonds_find(atoms, positions, cell, NULL);
  g_autofree int *fragments = g_new(int, n_atoms + 1);
  int n_fragments = bw_bonds_fragments(bonds, n_atoms, fragments);
  g_autofree int(*images)[3] = g_malloc(sizeof *images * (gsize)(n_atoms + 1));
  g_autofree gboolean *endless = g_new0(gboolean, n_fragments + 1);
  bw_bonds_walk(bonds, n_atoms, fragments, n_fragments, images, endless);
  for (int i = 0; i < n_atoms; i++)
    if (endless[fragments[i]])
      memset(images[i], 0, sizeof *images);
  g_autofree int *sorted = g_new(int, n_atoms + 1), *begins = g_new0(int, n_fragments + 1);
  sort(fragments, n_atoms, n_fragments, sorted, begins);
  for (int f = 0; f < n_fragments; f++)
    add_molecule(self, cell, positions, sorted + begins[f], begins[f + 1] - begins[f], images);
  return self;
}

void bw_whole_molecules_free(BwWholeMolecules *self)
{
  if (!self)
    return;
  g_array_unref(self->positions);
  g_array_unref(self->molecules);
  g_free(self);
}
