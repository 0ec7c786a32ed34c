#include "base/error.h"
#include "base/vec3.h"
#include "potential/schnet/predict-private.h"
#include "system/neighbours.h"

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

static gboolean add_neighbours(BwSchnetPairs *self, const BwReplicas *in, const double *positions, int first,
                               double cutoff, GError **error)
{
  g_autoptr(BwNeighbours) near = bw_neighbours_new(positions, in->n_atoms, in->cell, cutoff, TRUE, error);
  if (!near)
    return FALSE;
  reserve(self, self->filters.n_pairs + near->n_pairs);
  for (int i = 0; i < in->n_atoms; i++)
    for (int p = near->first[i]; p < near->first[i + 1]; p++)
      add(self, first + i, first + near->j[p], near->vectors + 3 * (gsize)p, near->distances[p]);
  return TRUE;
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
    else if (!add_neighbours(self, in, positions, r * in->n_atoms, cutoff, error))
      return FALSE;
  }
  if (network->settings.mean_of_neighbours)
    divide(self);
  self->filters.ends = (const int(*)[2])self->ends;
  self->filters.distances = self->distances;
  return check(self, in->n_atoms, error);
}

void bw_schnet_pairs_free(BwSchnetPairs *self)
{
  g_free(self->ends);
  g_free(self->vectors);
  g_free(self->lengths);
  g_free(self->distances);
  g_free(self->shares);
  g_free(self);
}
