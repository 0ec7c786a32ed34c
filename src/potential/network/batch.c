#include "potential/network/batch.h"

#include "base/array.h"
#include "base/error.h"
#include "system/neighbours.h"

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

gint64 bw_count_all_pairs(int n_atoms)
{
  return (gint64)n_atoms * (n_atoms - 1) / 2;
}

gboolean bw_check_n_pairs(gint64 n_pairs, int n_atoms, gsize bytes, GError **error)
{
  static const char remedy[] = "choose a network with a cutoff, or with a smaller one";
  g_autofree char *what =
      g_strdup_printf("a list of %" G_GINT64_FORMAT " pairs of %d atoms", n_pairs, n_atoms);
  if (n_pairs > G_MAXINT / 2) /* ends of pairs are counted too */
    return bw_fail(error, BW_ERROR_MEMORY, "%s is longer than can be counted; %s", what, remedy);
  return bw_memory_check((guint64)n_pairs * bytes, what, remedy, error);
}

/* Room for n more pairs: where the first of them goes. */
static gboolean make_room(BwBatch *self, gint64 n, int n_atoms, int **ends, double **images, GError **error)
{
  enum { BYTES_PER_PAIR = sizeof(int[6]) + sizeof(double[3]) }; /* with what bw_batch_end() makes of them */
  guint n_pairs = self->ends->len / 2;
  if (!bw_check_n_pairs(n_pairs + n, n_atoms, BYTES_PER_PAIR, error))
    return FALSE;
  g_array_set_size(self->ends, 2 * (n_pairs + (guint)n));
  g_array_set_size(self->images, 3 * (n_pairs + (guint)n));
  *ends = (int *)(void *)self->ends->data + 2 * (gsize)n_pairs;
  *images = (double *)(void *)self->images->data + 3 * (gsize)n_pairs;
  return TRUE;
}

/* The shift is what the neighbour list's vector has more than the difference of positions. */
static gboolean add_neighbours(BwBatch *self, const double *positions, int n_atoms, const BwCell *cell,
                               double cutoff, GError **error)
{
  int *ends;
  double *images;
  g_autoptr(BwNeighbours) near = bw_neighbours_new(positions, n_atoms, cell, cutoff, TRUE, error);
  if (!near || !make_room(self, near->n_pairs, n_atoms, &ends, &images, error))
    return FALSE;
  for (int i = 0; i < n_atoms; i++)
    for (int p = near->first[i]; p < near->first[i + 1]; p++) {
      const int *image = near->images + 3 * (gsize)p;
      double *shift = images + 3 * (gsize)p;
      shift[0] = shift[1] = shift[2] = 0;
      for (int k = 0; k < 3; k++)
        for (int d = 0; image[k] && d < 3; d++)
          shift[d] += image[k] * cell->vectors[k][d];
      self->shifted |= image[0] || image[1] || image[2];
      ends[2 * p] = self->n_atoms + i;
      ends[2 * p + 1] = self->n_atoms + near->j[p];
    }
  return TRUE;
}

static gboolean add_all_pairs(BwBatch *self, const double *positions, int n_atoms, const BwCell *cell,
                              GError **error)
{
  int *ends;
  double *images;
  gint64 n_pairs = bw_count_all_pairs(n_atoms);
  if (cell && bw_cell_is_periodic(cell))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "a network without a cutoff sees all pairs, of which a periodic system has no end");
  if (!bw_positions_check(positions, n_atoms, error) ||
      !make_room(self, n_pairs, n_atoms, &ends, &images, error))
    return FALSE;
  for (int i = 0; i < n_atoms; i++)
    for (int j = i + 1; j < n_atoms; j++) {
      *ends++ = self->n_atoms + i;
      *ends++ = self->n_atoms + j;
    }
  memset(images, 0, sizeof *images * 3 * (gsize)n_pairs);
  return TRUE;
}

/* Vectors of no length have no direction for a force. */
static gboolean check_distances(const BwBatch *self, const double *positions, GError **error)
{
  const int *ends = (const int *)(void *)self->ends->data;
  const double *images = (const double *)(void *)self->images->data;
  for (guint p = (guint)self->last; p < self->ends->len / 2; p++) {
    int i = ends[2 * p] - self->n_atoms, j = ends[2 * p + 1] - self->n_atoms;
    double square = 0;
    for (int d = 0; d < 3; d++) {
      double apart = positions[3 * j + d] - positions[3 * i + d] + images[3 * (gsize)p + d];
      square += apart * apart;
    }
    if (!(square > 0))
      return bw_fail(error, BW_ERROR_NUMERICS, "atoms %d and %d are at the same place", i, j);
  }
  return TRUE;
}

static void begin_last(BwBatch *self)
{
  self->last = (int)(self->ends->len / 2);
  self->last_atom = self->n_atoms;
}

/* Around their mean: single precision far from the origin would lose what is between them. */
static void add_positions(BwBatch *self, const double *positions, int n_atoms)
{
  guint first = self->places->len;
  double mean[3] = {0};
  g_array_append_vals(self->places, positions, 3 * (guint)n_atoms);
  double *places = (double *)(void *)self->places->data + first;
  for (int k = 0; k < 3 * n_atoms; k++)
    mean[k % 3] += positions[k] / n_atoms;
  for (int k = 0; k < 3 * n_atoms; k++)
    places[k] -= mean[k % 3];
}

static void add_atoms(BwBatch *self, const int *elements, const double *positions, int n_atoms)
{
  g_array_append_vals(self->elements, elements, (guint)n_atoms);
  add_positions(self, positions, n_atoms);
  for (int i = 0; i < n_atoms; i++)
    g_array_append_val(self->molecules, self->n_molecules);
  self->n_atoms += n_atoms;
  self->n_molecules++;
}

gboolean bw_batch_add(BwBatch *self, const int *elements, const double *positions, int n_atoms,
                      const BwCell *cell, double cutoff, GError **error)
{
  begin_last(self);
  gboolean found = cutoff > 0 ? add_neighbours(self, positions, n_atoms, cell, cutoff, error)
                              : add_all_pairs(self, positions, n_atoms, cell, error);
  if (!found || !check_distances(self, positions, error))
    return FALSE;
  add_atoms(self, elements, positions, n_atoms);
  return TRUE;
}

BwBatchPairs *bw_batch_copy_pairs(const BwBatch *self, gsize *bytes)
{
  gsize n = self->ends->len / 2 - (guint)self->last;
  const int *ends = (const int *)(void *)self->ends->data + 2 * (gsize)self->last;
  const double *images = (const double *)(void *)self->images->data + 3 * (gsize)self->last;
  gboolean shifted = FALSE;
  for (gsize k = 0; k < 3 * n && !shifted; k++)
    shifted = images[k] != 0;
  gsize images_size = shifted ? sizeof *images * 3 * n : 0, ends_size = sizeof *ends * 2 * n;
  *bytes = sizeof(BwBatchPairs) + images_size + ends_size;
  BwBatchPairs *copy = g_malloc(*bytes);
  double *shifts = (double *)(void *)(copy + 1);
  *copy = (BwBatchPairs){(int)n, (int *)(void *)((char *)shifts + images_size), shifted ? shifts : NULL};
  if (shifted)
    memcpy(shifts, images, images_size);
  for (gsize k = 0; k < 2 * n; k++)
    copy->ends[k] = ends[k] - self->last_atom;
  return copy;
}

gboolean bw_batch_add_again(BwBatch *self, const int *elements, const double *positions, int n_atoms,
                            const BwBatchPairs *pairs, GError **error)
{
  int *ends;
  double *images;
  gsize n = (gsize)pairs->n_pairs;
  begin_last(self);
  if (!make_room(self, pairs->n_pairs, n_atoms, &ends, &images, error))
    return FALSE;
  for (gsize k = 0; k < 2 * n; k++)
    ends[k] = self->n_atoms + pairs->ends[k];
  if (pairs->shifts)
    memcpy(images, pairs->shifts, sizeof *images * 3 * n);
  else
    memset(images, 0, sizeof *images * 3 * n);
  self->shifted |= pairs->shifts != NULL;
  add_atoms(self, elements, positions, n_atoms);
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
