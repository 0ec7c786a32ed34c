#include "cli/explained.h"

#include "potential/networks.h"
#include "render/moment.h"

#include <math.h>

enum { MOST_PAIRS = 1500 }; /* as many evaluations of all of the structure */

static BwReplicas replicas_of(const BwExplained *self)
{
  return (BwReplicas){1, self->atoms->n_atoms, self->atoms->numbers, &self->cell, self->positions};
}

static int compare_ends(gconstpointer a, gconstpointer b)
{
  const BwPairShare *first = a, *second = b;
  for (int k = 0; k < 2; k++)
    if (first->atoms[k] != second->atoms[k])
      return first->atoms[k] - second->atoms[k];
  return first->distance < second->distance ? -1 : first->distance > second->distance;
}

static int compare_strength(gconstpointer a, gconstpointer b)
{
  double first = fabs(((const BwPairShare *)a)->energy), second = fabs(((const BwPairShare *)b)->energy);
  return first < second ? 1 : first > second ? -1 : compare_ends(a, b);
}

static gboolean add_pairs(BwExplained *self, const BwNetwork *network, double share, BwPool *pool,
                          const BwWatch *watch, GError **error)
{
  const BwReplicas in = replicas_of(self);
  g_autoptr(GError) reason = NULL;
  g_autoptr(GArray) pairs = bw_network_explain_pairs(network, &in, MOST_PAIRS, pool, watch, &reason);
  if (!pairs && g_error_matches(reason, BW_ERROR, BW_ERROR_ARGUMENT))
    return TRUE;
  if (!pairs) {
    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
  }
  g_array_sort(pairs, compare_ends);
  for (guint p = 0; p < pairs->len; p++) {
    BwPairShare *pair = &g_array_index(pairs, BwPairShare, p);
    pair->energy *= share;
    if (self->pairs)
      pair->energy += g_array_index(self->pairs, BwPairShare, p).energy;
  }
  if (self->pairs)
    g_array_unref(self->pairs);
  self->pairs = g_steal_pointer(&pairs);
  return TRUE;
}

static gboolean add_blocks(BwExplained *self, const BwNetwork *network, double share, GError **error)
{
  const BwReplicas in = replicas_of(self);
  int n = (network->n_interactions + 1) * self->atoms->n_atoms;
  g_autofree double *blocks = g_new(double, n);
  if (!bw_network_explain_blocks(network, &in, blocks, error))
    return FALSE;
  if (!self->blocks)
    self->blocks = g_new0(double, n);
  self->n_blocks = network->n_interactions + 1;
  for (int k = 0; k < n; k++)
    self->blocks[k] += share * blocks[k];
  return TRUE;
}

static gboolean add_member(BwExplained *self, const BwNetworkFile *file, int member, BwPool *pool,
                           const BwWatch *watch, GError **error)
{
  double share = 1.0 / file->members->len;
  g_autoptr(BwNetwork) network = bw_network_load(file, member, error);
  if (!network || !add_blocks(self, network, share, error) ||
      !add_pairs(self, network, share, pool, watch, error))
    return FALSE;
  BwPotential *(*predict)(BwNetwork *, const char *, GError **) = network->klass->predict;
  if (!predict)
    return TRUE; /* it has nothing to probe with */
  BwPotential *potential = predict(g_steal_pointer(&network), file->dataset_name, error);
  if (potential)
    g_ptr_array_add(self->members, potential);
  return potential != NULL;
}

static void unref_potential(gpointer potential)
{
  bw_potential_unref(potential);
}

BwExplained *bw_explained_new(const BwNetworkFile *file, const BwFrame *frame, BwPool *pool,
                              const BwWatch *watch, GError **error)
{
  g_autoptr(BwExplained) self = g_new0(BwExplained, 1);
  self->atoms = bw_atoms_ref(frame->atoms);
  self->cell = frame->cell;
  self->positions = g_new(double, 3 * (gsize)frame->atoms->n_atoms);
  self->members = g_ptr_array_new_with_free_func(unref_potential);
  bw_moment_find_centroid(&frame->cell, frame->positions, frame->n_beads, frame->atoms->n_atoms,
                          self->positions);
  for (guint m = 0; m < file->members->len; m++)
    if (!add_member(self, file, (int)m, pool, watch, error))
      return NULL;
  if (self->pairs)
    g_array_sort(self->pairs, compare_strength);
  return g_steal_pointer(&self);
}

void bw_explained_free(BwExplained *self)
{
  if (!self)
    return;
  bw_atoms_unref(self->atoms);
  g_free(self->positions);
  g_free(self->blocks);
  if (self->pairs)
    g_array_unref(self->pairs);
  g_ptr_array_unref(self->members);
  g_free(self);
}

double bw_explained_get_energy(const BwExplained *self, int block, int atom)
{
  int n_atoms = self->atoms->n_atoms;
  double sum = 0;
  for (int t = 0; t < self->n_blocks; t++)
    for (int i = 0; i < n_atoms; i++)
      if ((block < 0 || t == block) && (atom < 0 || i == atom))
        sum += self->blocks[(gsize)t * n_atoms + i];
  return sum;
}

gboolean bw_explained_probe(const BwExplained *self, int element, const double (*points)[3], gsize n,
                            double *energies, double *alone, BwPool *pool, const BwWatch *watch,
                            GError **error)
{
  const BwReplicas in = replicas_of(self);
  g_autofree double *some = g_new(double, n);
  if (self->members->len == 0)
    return bw_fail(error, BW_ERROR_UNSUPPORTED,
                   "only SchNet has a local chemical potential; without -o all else is explained");
  for (gsize k = 0; k < n; k++)
    energies[k] = 0;
  *alone = 0;
  for (guint m = 0; m < self->members->len; m++) {
    double free_atom, share = 1.0 / self->members->len;
    g_autoptr(BwSchnetProbe) probe = bw_schnet_probe_new(self->members->pdata[m], &in, error);
    if (!probe || !bw_schnet_probe_measure(probe, element, points, n, some, &free_atom, pool, watch, error))
      return FALSE;
    *alone += share * free_atom;
    for (gsize k = 0; k < n; k++)
      energies[k] += share * some[k];
  }
  return TRUE;
}

enum { POINTS_AT_ONCE = 1 << 16 };

gboolean bw_explained_fill(const BwExplained *self, int element, BwField *field, double *alone, BwPool *pool,
                           const BwWatch *watch, GError **error)
{
  gsize n = bw_field_get_n(field);
  g_autofree double(*points)[3] = g_malloc(sizeof *points * MIN(n, POINTS_AT_ONCE));
  const BwWatch stop = {watch ? watch->cancellable : NULL};
  for (gsize first = 0; first < n; first += POINTS_AT_ONCE) {
    gsize some = MIN(POINTS_AT_ONCE, n - first);
    bw_field_get_points(field, first, some, points);
    if (!bw_watch_tell(watch, (double)first / (double)n, error) ||
        !bw_explained_probe(self, element, (const double(*)[3])points, some, field->values + first, alone,
                            pool, &stop, error))
      return FALSE;
  }
  return bw_watch_tell(watch, 1, error);
}
