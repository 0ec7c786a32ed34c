#include "potential/gdml/crystal/crystal-molecules.h"
#include "base/error.h"
#include "potential/gdml/crystal/crystal-parts.h"
#include "potential/gdml/symmetry.h"
#include "system/bonds.h"

#include <string.h>

enum { SYMMETRY_GEOMETRIES = 200 };

/* Equal molecules: the same elements in the same order, bonded in the same way. */
typedef struct {
  int size; /* atoms of one */
  int n_copies;
  GArray *atoms; /* int [n_copies][size] of the dataset, ascending in each */
} Kind;

static void kind_free(gpointer data)
{
  Kind *kind = data;
  g_array_unref(kind->atoms);
  g_free(kind);
}

static const int *copy_atoms(const Kind *kind, int copy)
{
  return &g_array_index(kind->atoms, int, copy * kind->size);
}

static int *atoms_of_part(const BwCrystalParts *parts, int part)
{
  int *atoms = g_new(int, parts->size[part]), n = 0;
  for (int i = 0; i < parts->n_atoms; i++)
    if (parts->part[i] == part)
      atoms[n++] = i;
  return atoms;
}

static gboolean bonded(const BwCrystalParts *parts, int i, int j)
{
  for (guint b = 0; b < parts->bonds->len; b++) {
    const BwBond *bond = &g_array_index(parts->bonds, BwBond, b);
    if ((bond->i == i && bond->j == j) || (bond->i == j && bond->j == i))
      return TRUE;
  }
  return FALSE;
}

static gboolean alike(const BwDataset *dataset, const BwCrystalParts *parts, const int *first,
                      const int *second, int n)
{
  for (int i = 0; i < n; i++)
    if (dataset->atoms->numbers[first[i]] != dataset->atoms->numbers[second[i]])
      return FALSE;
  for (int i = 1; i < n; i++)
    for (int j = 0; j < i; j++)
      if (bonded(parts, first[i], first[j]) != bonded(parts, second[i], second[j]))
        return FALSE;
  return TRUE;
}

static GPtrArray *sort_into_kinds(const BwDataset *dataset, const BwCrystalParts *parts)
{
  GPtrArray *kinds = g_ptr_array_new_with_free_func(kind_free);
  for (int part = 0; part < parts->n; part++) {
    g_autofree int *atoms = atoms_of_part(parts, part);
    int size = parts->size[part];
    Kind *same = NULL;
    for (guint k = 0; k < kinds->len && !same; k++) {
      Kind *kind = kinds->pdata[k];
      if (kind->size == size && alike(dataset, parts, copy_atoms(kind, 0), atoms, size))
        same = kind;
    }
    if (!same) {
      same = g_new0(Kind, 1);
      same->size = size;
      same->atoms = g_array_new(FALSE, FALSE, sizeof(int));
      g_ptr_array_add(kinds, same);
    }
    g_array_append_vals(same->atoms, atoms, size);
    same->n_copies++;
  }
  return kinds;
}

/* The permutations of one molecule of the kind, from the geometries of all its copies. */
static BwPermutations *own_permutations(const BwDataset *dataset, const int *frames, int n_frames,
                                        const Kind *kind, BwPool *pool, GCancellable *cancellable,
                                        GError **error)
{
  if (kind->size == 1)
    return bw_permutations_new(1);
  int total = n_frames * kind->n_copies, n = MIN(total, SYMMETRY_GEOMETRIES);
  g_autofree double *positions = g_new(double, (gsize)n * kind->size * 3);
  g_autofree int *numbers = g_new(int, kind->size);
  for (int a = 0; a < kind->size; a++)
    numbers[a] = dataset->atoms->numbers[copy_atoms(kind, 0)[a]];
  for (int s = 0; s < n; s++) {
    gint64 drawn = (gint64)s * total / n;
    const int *atoms = copy_atoms(kind, (int)(drawn % kind->n_copies));
    const double *frame =
        dataset->positions + (gsize)frames[drawn / kind->n_copies] * dataset->atoms->n_atoms * 3;
    for (int a = 0; a < kind->size; a++)
      memcpy(positions + ((gsize)s * kind->size + a) * 3, frame + 3 * atoms[a], sizeof(double[3]));
  }
  gboolean salvaged;
  return bw_symmetry_find(positions, n, kind->size, numbers, &dataset->cells[frames[0]], BW_IMAGES_NEAREST,
                          pool, NULL, NULL, cancellable, &salvaged, error);
}

/* `group` times one molecule's permutations, for each copy; takes `group`. NULL: too many. */
static BwPermutations *multiply_own(BwPermutations *group, const Kind *kind, const BwPermutations *own,
                                    int limit)
{
  g_autofree int *perm = g_new(int, group->n_atoms);
  for (int copy = 0; copy < kind->n_copies && group; copy++) {
    const int *atoms = copy_atoms(kind, copy);
    g_autoptr(BwPermutations) lifted = bw_permutations_new(group->n_atoms), before = group;
    for (int p = 1; p < own->n; p++) {
      memcpy(perm, bw_permutations_get(group, 0), sizeof(int) * group->n_atoms);
      for (int a = 0; a < kind->size; a++)
        perm[atoms[a]] = atoms[bw_permutations_get(own, p)[a]];
      bw_permutations_add(lifted, perm);
    }
    group = bw_permutations_product(before, lifted, limit);
  }
  return group;
}

/* `group` times the exchanges of the kind's copies; takes `group`. NULL: too many. */
static BwPermutations *multiply_exchanges(BwPermutations *group, const Kind *kind, int limit)
{
  g_autoptr(BwPermutations) before = group, swaps = bw_permutations_new(group->n_atoms);
  g_autofree int *perm = g_new(int, group->n_atoms);
  for (int copy = 1; copy < kind->n_copies; copy++) {
    const int *atoms = copy_atoms(kind, copy), *others = copy_atoms(kind, copy - 1);
    memcpy(perm, bw_permutations_get(group, 0), sizeof(int) * group->n_atoms);
    for (int a = 0; a < kind->size; a++) {
      perm[atoms[a]] = others[a];
      perm[others[a]] = atoms[a];
    }
    bw_permutations_add(swaps, perm);
  }
  g_autoptr(BwPermutations) exchanges = bw_permutations_close(swaps, limit + 1);
  return exchanges ? bw_permutations_product(before, exchanges, limit) : NULL;
}

BwPermutations *bw_crystal_molecules_find(const BwDataset *dataset, const int *frames, int n_frames,
                                          const gboolean *in_host, int limit, BwPool *pool,
                                          GCancellable *cancellable, int *n_molecules, GError **error)
{
  g_autoptr(BwCrystalParts) parts = bw_crystal_parts_new(dataset, frames, n_frames, in_host);
  g_autoptr(GPtrArray) kinds = sort_into_kinds(dataset, parts);
  BwPermutations *group = bw_permutations_new(dataset->atoms->n_atoms);
  *n_molecules = parts->n;
  for (guint k = 0; k < kinds->len && group; k++) {
    const Kind *kind = kinds->pdata[k];
    g_autoptr(BwPermutations) own =
        own_permutations(dataset, frames, n_frames, kind, pool, cancellable, error);
    if (!own) {
      bw_permutations_free(group);
      return NULL;
    }
    group = multiply_own(group, kind, own, limit);
    if (group)
      group = multiply_exchanges(group, kind, limit);
    if (!group)
      bw_fail(
          error, BW_ERROR_MEMORY,
          "%d equal molecules of %d atoms with %d permutations each have more than %d permutations together; "
          "leave out those of the molecules",
          kind->n_copies, kind->size, own->n, limit);
  }
  return group;
}
