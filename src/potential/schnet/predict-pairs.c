#include "base/error.h"
#include "base/vec3.h"
#include "potential/schnet/predict-private.h"
#include "system/neighbours.h"

#include <math.h>

enum { ATOMS_FOR_BINS = 200 }; /* below, looking at all pairs is faster */

/* For n more. */
static gboolean reserve(BwSchnetPairs *self, gint64 n, int n_atoms, GError **error)
{
  n += self->filters.n_pairs;
  gint64 capacity = MAX(n, MIN(2 * (gint64)self->capacity, G_MAXINT / 2));
  if (n <= self->capacity)
    return TRUE;
  if (!bw_check_n_pairs(n, n_atoms,
                        sizeof *self->ends + sizeof *self->vectors + sizeof *self->lengths +
                            sizeof *self->distances,
                        error))
    return FALSE;
  self->capacity = (int)capacity;
  self->ends = g_realloc(self->ends, sizeof *self->ends * (gsize)capacity);
  self->vectors = g_realloc(self->vectors, sizeof *self->vectors * (gsize)capacity);
  self->lengths = g_renew(double, self->lengths, capacity);
  self->distances = g_renew(float, self->distances, capacity);
  return TRUE;
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

/* One for each replica. */
static BwNearList *get_list(BwSchnetPairs *self, int replica)
{
  if (replica >= (int)self->lists->len)
    g_array_set_size(self->lists, (guint)replica + 1);
  return &g_array_index(self->lists, BwNearList, replica);
}

/* All that were near when the list was made, those within the cutoff now. */
static gboolean add_near(BwSchnetPairs *self, BwNearList *list, const BwReplicas *in, const double *positions,
                         int first, double cutoff, GError **error)
{
  if (!bw_near_list_update(list, positions, in->n_atoms, in->cell, cutoff, error) ||
      !reserve(self, list->n_pairs, in->n_atoms, error))
    return FALSE;
  double square = cutoff * cutoff;
  for (int p = 0; p < list->n_pairs; p++) {
    const BwNearPair *pair = &list->pairs[p];
    double vector[3], length;
    bw_near_pair_get_vector(pair, positions, in->cell, vector);
    if ((length = bw_dot3(vector, vector)) < square)
      add(self, first + pair->i, first + pair->j, vector, sqrt(length));
  }
  return TRUE;
}

BwNearList *bw_schnet_pairs_get_near(BwSchnetPairs *self, const BwReplicas *in, const double *positions,
                                     double cutoff, GError **error)
{
  BwNearList *list = get_list(self, 0);
  self->n_atoms = in->n_atoms;
  self->filters.n_pairs = 0;
  if (!bw_near_list_update(list, positions, in->n_atoms, in->cell, cutoff, error) ||
      !reserve(self, list->n_pairs, in->n_atoms, error))
    return NULL;
  bw_near_list_index(list);
  return list;
}

static gboolean add_all(BwSchnetPairs *self, const BwReplicas *in, const double *positions, int first,
                        double cutoff, GError **error)
{
  if (!bw_positions_check(positions, in->n_atoms, error) ||
      !reserve(self, bw_count_all_pairs(in->n_atoms), in->n_atoms, error))
    return FALSE;
  double square = cutoff > 0 ? cutoff * cutoff : INFINITY;
  for (int i = 0; i < in->n_atoms; i++)
    for (int j = i + 1; j < in->n_atoms; j++) {
      double vector[3], length = 0;
      for (int d = 0; d < 3; d++) {
        vector[d] = positions[3 * j + d] - positions[3 * i + d];
        length += vector[d] * vector[d];
      }
      if (length < square)
        add(self, first + i, first + j, vector, sqrt(length));
    }
  return TRUE;
}

gboolean bw_schnet_check_pair(double length, int i, int j, GError **error)
{
  if (length > 0)
    return TRUE;
  return bw_fail(error, BW_ERROR_NUMERICS, "atoms %d and %d are at the same place", i, j);
}

/* Pairs from `begin` on, of the replica whose atoms begin with `first`. */
static gboolean check_distances(const BwSchnetPairs *self, int begin, int first, GError **error)
{
  for (int p = begin; p < self->filters.n_pairs; p++)
    if (!bw_schnet_check_pair(self->lengths[p], self->ends[p][0] - first, self->ends[p][1] - first, error))
      return FALSE;
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
    self->shares[i] = bw_schnet_share((int)self->shares[i]);
}

/* `replica` of the group. */
static gboolean add_replica(BwSchnetPairs *self, const BwReplicas *in, const double *positions, int replica,
                            double cutoff, GError **error)
{
  int begin = self->filters.n_pairs, first = replica * in->n_atoms;
  gboolean few = in->n_atoms < ATOMS_FOR_BINS && !(in->cell && bw_cell_is_periodic(in->cell));
  gboolean added = few || !(cutoff > 0)
                       ? add_all(self, in, positions, first, cutoff, error)
                       : add_near(self, get_list(self, replica), in, positions, first, cutoff, error);
  return added && check_distances(self, begin, first, error);
}

gboolean bw_schnet_pairs_find(BwSchnetPairs *self, const BwSchnet *network, const BwReplicas *in, int first,
                              int n_replicas, GError **error)
{
  double cutoff = network->base.cutoff;
  if (in->cell && bw_cell_is_periodic(in->cell) && !(cutoff > 0))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "this SchNet has no cutoff: a periodic system has no end of pairs for it");
  self->n_atoms = n_replicas * in->n_atoms;
  self->filters.n_pairs = 0;
  for (int r = 0; r < n_replicas; r++) {
    const double *positions = in->positions + 3 * (gsize)(first + r) * in->n_atoms;
    if (!add_replica(self, in, positions, r, cutoff, error)) {
      g_prefix_error(error, "replica %d: ", first + r);
      return FALSE;
    }
  }
  if (network->settings.mean_of_neighbours)
    divide(self);
  self->filters.ends = (const int(*)[2])self->ends;
  self->filters.distances = self->distances;
  return TRUE;
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
  bw_scratch_clear(&self->memory);
  g_free(self);
}
