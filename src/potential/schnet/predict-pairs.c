#include "base/error.h"
#include "base/vec3.h"
#include "potential/schnet/predict-private.h"

#include <math.h>

enum { ATOMS_FOR_BINS = 200 }; /* below, looking at all pairs is faster */

static void reserve(BwSchnetPairs *self, int n)
{
  if (n <= self->capacity)
    return;
  self->capacity = MAX(n, 2 * self->capacity);
  self->ends = g_realloc(self->ends, sizeof *self->ends * self->capacity);
  self->vectors = g_realloc(self->vectors, sizeof *self->vectors * self->capacity);
  self->lengths = g_renew(double, self->lengths, self->capacity);
  self->distances = g_renew(float, self->distances, self->capacity);
}

static void add(BwSchnetPairs *self, int i, int j, const double vector[3], double length)
{
  int p = self->filters.n_pairs++;
  self->ends[p][0] = i;
  self->ends[p][1] = j;
  for (int d = 0; d < 3; d++)
    self->vectors[p][d] = vector[d];
  self->lengths[p] = length;
  self->distances[p] = (float)length;
}

/* All that were near when the list was made, those within the cutoff now. */
static gboolean add_near(BwSchnetPairs *self, BwNearList *list, const BwReplicas *in, const double *positions,
                         int first, double cutoff, GError **error)
{
  if (!bw_near_list_update(list, positions, in->n_atoms, in->cell, cutoff, error))
    return FALSE;
  reserve(self, self->filters.n_pairs + list->n_pairs);
  double square = cutoff * cutoff;
  for (int p = 0; p < list->n_pairs; p++) {
    const BwNearPair *pair = &list->pairs[p];
    double vector[3], length;
    bw_sub3(positions + 3 * pair->j, positions + 3 * pair->i, vector);
    for (int k = 0; k < 3; k++)
      for (int d = 0; d < 3 && pair->image[k] != 0; d++)
        vector[d] += pair->image[k] * in->cell->vectors[k][d];
    if ((length = bw_dot3(vector, vector)) < square)
      add(self, first + pair->i, first + pair->j, vector, sqrt(length));
  }
  return TRUE;
}

/* One for each replica. */
static BwNearList *get_list(BwSchnetPairs *self, int replica)
{
  if (replica >= (int)self->lists->len)
    g_array_set_size(self->lists, (guint)replica + 1);
  return &g_array_index(self->lists, BwNearList, replica);
}

static void add_all(BwSchnetPairs *self, const BwReplicas *in, const double *positions, int first,
                    double cutoff)
{
  reserve(self, self->filters.n_pairs + in->n_atoms * (in->n_atoms - 1) / 2);
  double square = cutoff > 0 ? cutoff * cutoff : INFINITY;
  for (int i = 0; i < in->n_atoms; i++)
    for (int j = i + 1; j < in->n_atoms; j++) {
      double vector[3], length = 0;
      for (int d = 0; d < 3; d++) {
        vector[d] = positions[3 * j + d] - positions[3 * i + d];
        length += vector[d] * vector[d];
      }
      if (!(length >= square)) /* also what is not a number, for which check() looks */
        add(self, first + i, first + j, vector, sqrt(length));
    }
}

static gboolean check(const BwSchnetPairs *self, int n_atoms, GError **error)
{
  for (int p = 0; p < self->filters.n_pairs; p++)
    if (!(self->lengths[p] > 0 && self->lengths[p] < INFINITY))
      return bw_fail(error, BW_ERROR_NUMERICS, "atoms %d and %d of replica %d are %s",
                     self->ends[p][0] % n_atoms, self->ends[p][1] % n_atoms, self->ends[p][0] / n_atoms,
                     self->lengths[p] == 0 ? "at the same place" : "not both at a place in space");
  return TRUE;
}

static void divide(BwSchnetPairs *self)
{
  self->shares = g_renew(float, self->shares, MAX(self->n_atoms, 1));
  for (int i = 0; i < self->n_atoms; i++)
    self->shares[i] = 0;
  for (int p = 0; p < self->filters.n_pairs; p++)
    for (int k = 0; k < 2; k++)
      self->shares[self->ends[p][k]]++;
  for (int i = 0; i < self->n_atoms; i++)
    self->shares[i] = 1 / MAX(self->shares[i], 1);
}

gboolean bw_schnet_pairs_find(BwSchnetPairs *self, const BwSchnet *network, const BwReplicas *in, int first,
                              int n_replicas, GError **error)
{
  double cutoff = network->base.cutoff;
  gboolean periodic = in->cell && bw_cell_is_periodic(in->cell);
  if (periodic && !(cutoff > 0))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "this SchNet has no cutoff: a periodic system has no end of pairs for it");
  self->n_atoms = n_replicas * in->n_atoms;
  self->filters.n_pairs = 0;
  for (int r = 0; r < n_replicas; r++) {
    const double *positions = in->positions + 3 * (gsize)(first + r) * in->n_atoms;
    if (!periodic && (in->n_atoms < ATOMS_FOR_BINS || !(cutoff > 0)))
      add_all(self, in, positions, r * in->n_atoms, cutoff);
    else if (!add_near(self, get_list(self, r), in, positions, r * in->n_atoms, cutoff, error))
      return FALSE;
  }
  if (network->settings.mean_of_neighbours)
    divide(self);
  self->filters.ends = (const int(*)[2])self->ends;
  self->filters.distances = self->distances;
  return check(self, in->n_atoms, error);
}

static void clear_list(gpointer list)
{
  bw_near_list_clear(list);
}

BwSchnetPairs *bw_schnet_pairs_new(void)
{
  BwSchnetPairs *self = g_new0(BwSchnetPairs, 1);
  self->lists = g_array_new(FALSE, TRUE, sizeof(BwNearList));
  g_array_set_clear_func(self->lists, clear_list);
  return self;
}

void bw_schnet_pairs_free(BwSchnetPairs *self)
{
  g_array_unref(self->lists);
  g_free(self->ends);
  g_free(self->vectors);
  g_free(self->lengths);
  g_free(self->distances);
  g_free(self->shares);
  g_free(self);
}
