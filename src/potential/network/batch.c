#include "potential/network/batch.h"

#include "base/error.h"
#include "system/neighbours.h"

#include <math.h>
#include <string.h>

void bw_batch_init(BwBatch *self)
{
  *self = (BwBatch){.molecules = g_array_new(FALSE, FALSE, sizeof(int)),
                    .elements = g_array_new(FALSE, FALSE, sizeof(int)),
                    .places = g_array_new(FALSE, FALSE, sizeof(double)),
                    .ends = g_array_new(FALSE, FALSE, sizeof(int)),
                    .images = g_array_new(FALSE, FALSE, sizeof(double))};
}

void bw_batch_clear(BwBatch *self)
{
  bw_index_clear(&self->molecule);
  bw_index_clear(&self->element);
  bw_pairs_clear(&self->pairs);
  GArray **arrays[] = {&self->molecules, &self->elements, &self->places, &self->ends, &self->images};
  for (gsize k = 0; k < G_N_ELEMENTS(arrays); k++)
    g_clear_pointer(arrays[k], g_array_unref);
}

void bw_batch_begin(BwBatch *self)
{
  self->n_molecules = self->n_atoms = 0;
  self->shifted = FALSE;
  GArray *arrays[] = {self->molecules, self->elements, self->places, self->ends, self->images};
  for (gsize k = 0; k < G_N_ELEMENTS(arrays); k++)
    g_array_set_size(arrays[k], 0);
}

static void add_pair(BwBatch *self, int i, int j, const double shift[3])
{
  const int ends[2] = {self->n_atoms + i, self->n_atoms + j};
  g_array_append_vals(self->ends, ends, 2);
  g_array_append_vals(self->images, shift, 3);
}

/* The shift is what the neighbour list's vector has more than the difference of positions. */
static gboolean add_neighbours(BwBatch *self, const double *positions, int n_atoms, const BwCell *cell,
                               double cutoff, GError **error)
{
  g_autoptr(BwNeighbours) near = bw_neighbours_new(positions, n_atoms, cell, cutoff, TRUE, error);
  if (!near)
    return FALSE;
  for (int i = 0; i < n_atoms; i++)
    for (int p = near->first[i]; p < near->first[i + 1]; p++) {
      const int *image = near->images + 3 * (gsize)p;
      double shift[3] = {0};
      for (int k = 0; k < 3; k++)
        for (int d = 0; image[k] && d < 3; d++)
          shift[d] += image[k] * cell->vectors[k][d];
      self->shifted |= image[0] || image[1] || image[2];
      add_pair(self, i, near->j[p], shift);
    }
  return TRUE;
}

static gboolean add_all_pairs(BwBatch *self, const double *positions, int n_atoms, const BwCell *cell,
                              GError **error)
{
  if (cell && bw_cell_is_periodic(cell))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "a network without a cutoff sees all pairs, of which a periodic system has no end");
  for (int k = 0; k < 3 * n_atoms; k++)
    if (!isfinite(positions[k]))
      return bw_fail(error, BW_ERROR_NUMERICS, "position of atom %d is not finite", k / 3);
  for (int i = 0; i < n_atoms; i++)
    for (int j = i + 1; j < n_atoms; j++)
      add_pair(self, i, j, (const double[3]){0});
  return TRUE;
}

gboolean bw_batch_add(BwBatch *self, const int *elements, const double *positions, int n_atoms,
                      const BwCell *cell, double cutoff, GError **error)
{
  self->last = (int)self->ends->len / 2;
  gboolean found = cutoff > 0 ? add_neighbours(self, positions, n_atoms, cell, cutoff, error)
                              : add_all_pairs(self, positions, n_atoms, cell, error);
  if (!found)
    return FALSE;
  g_array_append_vals(self->elements, elements, (guint)n_atoms);
  g_array_append_vals(self->places, positions, 3 * (guint)n_atoms);
  for (int i = 0; i < n_atoms; i++)
    g_array_append_val(self->molecules, self->n_molecules);
  self->n_atoms += n_atoms;
  self->n_molecules++;
  return TRUE;
}

void bw_batch_remove_pair(BwBatch *self, int pair)
{
  guint at = (guint)(self->last + pair);
  g_array_remove_range(self->ends, 2 * at, 2);
  g_array_remove_range(self->images, 3 * at, 3);
}

void bw_batch_end(BwBatch *self, int n_elements)
{
  int n_pairs = (int)self->ends->len / 2;
  const int *ends = (const int *)(void *)self->ends->data;
  const int *molecules = (const int *)(void *)self->molecules->data;
  bw_index_set(&self->molecule, molecules, self->n_atoms, self->n_molecules);
  bw_index_set(&self->element, (const int *)(void *)self->elements->data, self->n_atoms, n_elements);
  bw_pairs_set(&self->pairs, ends, n_pairs, self->n_atoms);
  self->positions = (double *)(void *)self->places->data;
  self->shifts = (double *)(void *)self->images->data;
}
