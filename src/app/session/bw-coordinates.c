#include "app/session/bw-coordinates.h"

#include "system/bonds.h"

#define MAX_BONDS 64 /* more of them nobody looks through; any atoms can always be clicked */

/* The last of the most interesting ones. */
static void choose_bond(BwCoordinates *self)
{
  const int *numbers = self->atoms->numbers;
  for (int b = 0; b < self->n_bonds; b++) {
    const BwCoordinate *bond = &g_array_index(self->list, BwCoordinate, b);
    int first = numbers[bond->atoms[0]], second = numbers[bond->atoms[1]];
    if (self->chosen < 0 || (MIN(first, second) == 1 && MAX(first, second) > 6))
      self->chosen = b;
  }
}

BwCoordinates *bw_coordinates_new(BwAtoms *atoms, const GArray *bonds)
{
  BwCoordinates *self = g_new0(BwCoordinates, 1);
  self->refs = 1;
  self->atoms = bw_atoms_ref(atoms);
  self->list = g_array_new(FALSE, FALSE, sizeof(BwCoordinate));
  self->pinned = g_array_new(FALSE, FALSE, sizeof(gboolean));
  self->chosen = -1;
  if (bonds)
    bw_coordinates_add_bonds(self, bonds);
  self->n_bonds = (int)self->list->len;
  choose_bond(self);
  return self;
}

BwCoordinates *bw_coordinates_ref(BwCoordinates *self)
{
  self->refs++;
  return self;
}

void bw_coordinates_unref(BwCoordinates *self)
{
  if (--self->refs > 0)
    return;
  bw_atoms_unref(self->atoms);
  g_array_unref(self->list);
  g_array_unref(self->pinned);
  g_free(self);
}

const BwCoordinate *bw_coordinates_get(const BwCoordinates *self, int *n)
{
  *n = (int)self->list->len;
  return (const BwCoordinate *)(void *)self->list->data;
}

int bw_coordinates_find(const BwCoordinates *self, const BwCoordinate *coordinate)
{
  int n;
  const BwCoordinate *list = bw_coordinates_get(self, &n);
  for (int c = 0; c < n; c++)
    if (bw_coordinate_equal(&list[c], coordinate))
      return c;
  return -1;
}

int bw_coordinates_add(BwCoordinates *self, const BwCoordinate *coordinate)
{
  const gboolean not_pinned = FALSE;
  int index = bw_coordinates_find(self, coordinate);
  if (index >= 0 || !bw_coordinate_check(coordinate, self->atoms->n_atoms, NULL))
    return index;
  g_array_append_vals(self->list, coordinate, 1);
  g_array_append_val(self->pinned, not_pinned);
  return (int)self->list->len - 1;
}

void bw_coordinates_add_bonds(BwCoordinates *self, const GArray *bonds)
{
  for (guint b = 0; b < MIN(bonds->len, MAX_BONDS); b++) {
    const BwBond *bond = &g_array_index(bonds, BwBond, b);
    bw_coordinates_add(self, &(BwCoordinate){.n_atoms = 2, .atoms = {bond->i, bond->j}});
  }
}

gboolean bw_coordinates_is_pinned(const BwCoordinates *self, int index)
{
  return index >= 0 && index < (int)self->pinned->len && g_array_index(self->pinned, gboolean, index);
}

const char *bw_coordinates_column(const BwCoordinates *self, int index, gboolean centroid)
{
  g_autofree char *label = bw_coordinate_label(&g_array_index(self->list, BwCoordinate, index), self->atoms);
  g_autofree char *name = g_strconcat(label, centroid ? " centroid" : NULL, NULL);
  return g_intern_string(name);
}
