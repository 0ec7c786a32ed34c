#include "system/bonds.h"
#include "base/elements.h"
#include "system/neighbours.h"

#include <string.h>

static const double BONDED = 1.2, STILL_BONDED = 1.3;
static const double HYDROGEN_BONDED = 1.0; /* Å: H₂ is 0.74, two hydrogens of one water are 1.5 apart */
static const double COINCIDENT = 0.01;     /* Å: two atoms in one place are a mistake, not a bond */

/* Metals that are met as bare ions next to non-metals: their covalent radii reach far into the solvation
 * shell. */
static gboolean is_cation(int number)
{
  switch (number) {
  case 3:
  case 11:
  case 19:
  case 37:
  case 55:
  case 87: /* Li … Fr */
  case 12:
  case 20:
  case 38:
  case 56:
  case 88: /* Mg … Ra */
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean is_nonmetal(int number)
{
  return number <= 2 || (number >= 5 && number <= 10) || (number >= 14 && number <= 18) ||
         (number >= 33 && number <= 36) || (number >= 52 && number <= 54) || number == 85 || number == 86;
}

/* The longest bond between two elements, Å; 0: they do not bond. */
static double longest_bond(int a, int b)
{
  if (a == 0 || b == 0 || (is_cation(a) && is_nonmetal(b)) || (is_cation(b) && is_nonmetal(a)))
    return 0;
  if (a == 1 && b == 1)
    return HYDROGEN_BONDED;
  return BONDED * (bw_element(a)->covalent_radius + bw_element(b)->covalent_radius);
}

static double search_radius(const BwAtoms *atoms)
{
  double largest = 0;
  for (int i = 0; i < atoms->n_atoms; i++)
    largest = MAX(largest, bw_element(atoms->numbers[i])->covalent_radius);
  return MAX(2 * STILL_BONDED * largest, HYDROGEN_BONDED * STILL_BONDED / BONDED);
}

static int compare_pairs(const BwBond *bond, int i, int j)
{
  return bond->i != i ? bond->i - i : bond->j - j;
}

/* Whether `previous` has a bond (i, j), in any image: an atom that leaves the cell comes in on the other
 * side.
 */
static gboolean was_bonded(const GArray *previous, int i, int j)
{
  guint low = 0, high = previous ? previous->len : 0;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    int order = compare_pairs(&g_array_index(previous, BwBond, middle), i, j);
    if (order == 0)
      return TRUE;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}

static GArray *find_close_pairs(const BwAtoms *atoms, const BwNeighbours *list, const GArray *previous)
{
  GArray *bonds = g_array_new(FALSE, FALSE, sizeof(BwBond));
  for (int i = 0; i < atoms->n_atoms; i++)
    for (int p = list->first[i]; p < list->first[i + 1]; p++) {
      int j = list->j[p];
      double limit = longest_bond(atoms->numbers[i], atoms->numbers[j]);
      if (list->distances[p] >= limit && was_bonded(previous, i, j))
        limit *= STILL_BONDED / BONDED;
      if (list->distances[p] < COINCIDENT || list->distances[p] >= limit)
        continue;
      BwBond bond = {i, j, {list->images[3 * p], list->images[3 * p + 1], list->images[3 * p + 2]}};
      g_array_append_val(bonds, bond);
    }
  return bonds;
}

/* A hydrogen that already has a heavier partner does not bond to another hydrogen. */
static void drop_hydrogen_contacts(const BwAtoms *atoms, GArray *bonds)
{
  g_autofree gboolean *taken = g_new0(gboolean, atoms->n_atoms + 1);
  for (guint b = 0; b < bonds->len; b++) {
    const BwBond *bond = &g_array_index(bonds, BwBond, b);
    if (atoms->numbers[bond->i] != 1 || atoms->numbers[bond->j] != 1)
      taken[bond->i] = taken[bond->j] = TRUE;
  }
  guint kept = 0;
  for (guint b = 0; b < bonds->len; b++) {
    const BwBond bond = g_array_index(bonds, BwBond, b);
    gboolean hydrogens = atoms->numbers[bond.i] == 1 && atoms->numbers[bond.j] == 1;
    if (!hydrogens || (!taken[bond.i] && !taken[bond.j]))
      g_array_index(bonds, BwBond, kept++) = bond;
  }
  g_array_set_size(bonds, kept);
}

GArray *bw_bonds_find(const BwAtoms *atoms, const double *positions, const BwCell *cell,
                      const GArray *previous)
{
  g_autoptr(BwNeighbours) list =
      bw_neighbours_new(positions, atoms->n_atoms, cell, search_radius(atoms), TRUE, NULL);
  if (!list) /* positions that are nowhere have no bonds */
    return g_array_new(FALSE, FALSE, sizeof(BwBond));
  GArray *bonds = find_close_pairs(atoms, list, previous);
  drop_hydrogen_contacts(atoms, bonds);
  return bonds;
}

static int find_root(int *parents, int i)
{
  while (parents[i] != i)
    i = parents[i] = parents[parents[i]];
  return i;
}

int bw_bonds_fragments(const GArray *bonds, int n_atoms, int *fragments)
{
  g_autofree int *parents = g_new(int, n_atoms + 1);
  for (int i = 0; i < n_atoms; i++)
    parents[i] = i;
  for (guint b = 0; b < bonds->len; b++) {
    const BwBond *bond = &g_array_index(bonds, BwBond, b);
    int first = find_root(parents, bond->i), second = find_root(parents, bond->j);
    parents[MAX(first, second)] = MIN(first, second); /* a root is its fragment's first atom */
  }
  int n_fragments = 0;
  for (int i = 0; i < n_atoms; i++) {
    int root = find_root(parents, i);
    fragments[i] = root == i ? n_fragments++ : fragments[root];
  }
  return n_fragments;
}

/* From the end that is placed to the other one. */
static gboolean follow(const BwBond *bond, int (*images)[3], gboolean *placed)
{
  if (placed[bond->i] == placed[bond->j])
    return FALSE;
  for (int d = 0; d < 3; d++)
    if (placed[bond->i])
      images[bond->j][d] = images[bond->i][d] + bond->image[d];
    else
      images[bond->i][d] = images[bond->j][d] - bond->image[d];
  placed[bond->i] = placed[bond->j] = TRUE;
  return TRUE;
}

void bw_bonds_walk(const GArray *bonds, int n_atoms, const int *fragments, int n_fragments, int (*images)[3],
                   gboolean *endless)
{
  g_autofree gboolean *placed = g_new0(gboolean, n_atoms + 1), *begun = g_new0(gboolean, n_fragments + 1);
  memset(images, 0, sizeof *images * (gsize)n_atoms);
  for (int i = 0; i < n_atoms; i++)
    if (fragments[i] >= 0 && !begun[fragments[i]])
      placed[i] = begun[fragments[i]] = TRUE;
  for (gboolean moved = TRUE; moved;) { /* forth and back: chains are in order mostly */
    moved = FALSE;
    for (guint b = 0; b < bonds->len; b++)
      moved |= follow(&g_array_index(bonds, BwBond, b), images, placed);
    for (guint b = bonds->len; b > 0; b--)
      moved |= follow(&g_array_index(bonds, BwBond, b - 1), images, placed);
  }
  for (guint b = 0; b < bonds->len; b++) {
    const BwBond *bond = &g_array_index(bonds, BwBond, b);
    for (int d = 0; d < 3; d++)
      if (images[bond->i][d] + bond->image[d] != images[bond->j][d])
        endless[fragments[bond->i]] = TRUE;
  }
}
