#include "app/bw-coordinates.h"

#include "system/bonds.h"

#define MAX_BONDS 64 /* more of them nobody looks through; any atoms can always be clicked */

static void take_bond(BwCoordinates *self, const BwBond *bond)
{
  const int *numbers = self->atoms->numbers;
  int light = MIN(numbers[bond->i], numbers[bond->j]), heavy = MAX(numbers[bond->i], numbers[bond->j]);
  BwCoordinate coordinate = {.n_atoms = 2, .atoms = {bond->i, bond->j}};
  gboolean added;
  int index = bw_coordinates_add(self, &coordinate, &added);
  if (self->chosen < 0 || (added && light == 1 && heavy > 6))
    self->chosen = index;
}

BwCoordinates *bw_coordinates_new(BwAtoms *atoms, const GArray *bonds)
{
  BwCoordinates *self = g_new0(BwCoordinates, 1);
  self->refs = 1;
  self->atoms = bw_atoms_ref(atoms);
  self->list = g_array_new(FALSE, FALSE, sizeof(BwCoordinate));
  self->pinned = g_array_new(FALSE, FALSE, sizeof(gboolean));
  self->chosen = -1;
  for (guint b = 0; bonds && b < MIN(bonds->len, MAX_BONDS); b++)
    take_bond(self, &g_array_index(bonds, BwBond, b));
  self->n_bonds = (int)self->list->len;
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

int bw_coordinates_add(BwCoordinates *self, const BwCoordinate *coordinate, gboolean *added)
{
  const gboolean not_pinned = FALSE;
  int index = bw_coordinates_find(self, coordinate);
  if (added)
    *added = FALSE;
  if (index >= 0 || !bw_coordinate_check(coordinate, self->atoms->n_atoms, NULL))
    return index;
  g_array_append_vals(self->list, coordinate, 1);
  g_array_append_val(self->pinned, not_pinned);
  if (added)
    *added = TRUE;
  return (int)self->list->len - 1;
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
