#include "analysis/explained.h"

#include "potential/networks.h"
#include <string.h>

enum { MOST_PAIRS = 1500 }; /* as many evaluations of all of the structure */

static BwReplicas replicas_of(const BwExplained *self)
{
  return (BwReplicas){1, self->atoms->n_atoms, self->atoms->numbers, &self->cell, self->positions};
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

BwExplained *bw_explained_new(const BwNetworkFile *file, BwAtoms *atoms, const BwCell *cell,
                              const double *positions)
{
  BwExplained *self = g_new0(BwExplained, 1);
  self->file = file;
  self->atoms = bw_atoms_ref(atoms);
  self->cell = *cell;
  self->positions = g_memdup2(positions, 3 * sizeof(double) * (gsize)atoms->n_atoms);
  return self;
}

void bw_explained_free(BwExplained *self)
{
  if (!self)
    return;
  bw_atoms_unref(self->atoms);
  g_free(self->positions);
  g_free(self->blocks);
  g_clear_pointer(&self->pairs, g_array_unref);
  g_clear_pointer(&self->probes, g_ptr_array_unref);
  g_free(self);
}

/* What it is made of */

gboolean bw_explained_find_shares(BwExplained *self, BwPool *pool, const BwWatch *watch, GError **error)
{
  const double share = 1.0 / self->file->members->len;
  for (guint m = 0; m < self->file->members->len; m++) {
    g_autoptr(BwNetwork) network = bw_network_load(self->file, (int)m, error);
    if (!network || !add_blocks(self, network, share, error) ||
        !add_pairs(self, network, share, pool, watch, error))
      return FALSE;
  }
  if (self->pairs)
    bw_pair_shares_sort(self->pairs);
  return TRUE;
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

/* The probe */

static void free_probe(gpointer probe)
{
  bw_schnet_probe_free(probe);
}

static BwSchnetProbe *open_probe(const BwExplained *self, int member, GError **error)
{
  const BwReplicas in = replicas_of(self);
  g_autoptr(BwNetwork) network = bw_network_load(self->file, member, error);
  if (!network)
    return NULL;
  g_autoptr(BwPotential) potential =
      bw_network_predict(g_steal_pointer(&network), self->file->dataset_name, error);
  return potential ? bw_schnet_probe_new(potential, &in, error) : NULL;
}

static gboolean open_probes(BwExplained *self, GError **error)
{
  if (self->probes)
    return TRUE;
  g_autoptr(GPtrArray) probes = g_ptr_array_new_with_free_func(free_probe);
  for (guint m = 0; m < self->file->members->len; m++) {
    BwSchnetProbe *probe = open_probe(self, (int)m, error);
    if (!probe)
      return FALSE;
    g_ptr_array_add(probes, probe);
  }
  self->probes = g_steal_pointer(&probes);
  return TRUE;
}

/* Of members done and the one at work. */
typedef struct {
  const BwWatch *watch;
  double done, share;
} Part;

static void tell_part(double fraction, gpointer data)
{
  const Part *part = data;
  if (part->watch->progress)
    part->watch->progress(part->done + part->share * fraction, part->watch->data);
}

gboolean bw_explained_probe(BwExplained *self, int element, const double (*points)[3], gsize n,
                            double *energies, double *alone, BwPool *pool, const BwWatch *watch,
                            GError **error)
{
  static const BwWatch unwatched;
  g_autofree double *some = g_new(double, n + 1);
  if (!open_probes(self, error))
    return FALSE;
  memset(energies, 0, n * sizeof(double));
  *alone = 0;
  Part part = {watch ? watch : &unwatched, 0, 1.0 / self->probes->len};
  const BwWatch of_member = {part.watch->cancellable, tell_part, &part};
  for (guint m = 0; m < self->probes->len; m++) {
    double free_atom;
    part.done = m * part.share;
    if (!bw_schnet_probe_measure(self->probes->pdata[m], element, points, n, some, &free_atom, pool,
                                 &of_member, error))
      return FALSE;
    *alone += part.share * free_atom;
    for (gsize k = 0; k < n; k++)
      energies[k] += part.share * some[k];
  }
  return TRUE;
}

gboolean bw_explained_fill(BwExplained *self, int element, BwField *field, double *alone, BwPool *pool,
                           const BwWatch *watch, GError **error)
{
  static const BwWatch unwatched;
  gsize n = bw_field_get_n(field);
  g_autofree double *sum = g_new0(double, n);
  if (!open_probes(self, error))
    return FALSE;
  *alone = 0;
  Part part = {watch ? watch : &unwatched, 0, 1.0 / self->probes->len};
  const BwWatch of_member = {part.watch->cancellable, tell_part, &part};
  for (guint m = 0; m < self->probes->len; m++) {
    double free_atom;
    part.done = m * part.share;
    if (!bw_schnet_probe_fill(self->probes->pdata[m], element, field, &free_atom, pool, &of_member, error))
      return FALSE;
    *alone += part.share * free_atom;
    for (gsize k = 0; k < n; k++)
      sum[k] += part.share * field->values[k];
  }
  memcpy(field->values, sum, n * sizeof(double));
  return TRUE;
}
