#include "potential/schnet/predict.h"

#include "base/error.h"
#include "potential/network/answers.h"
#include "potential/schnet/predict-private.h"

#include <string.h>

enum { ATOMS_PER_GROUP = 64 }; /* replicas go through the layers together until there are so many atoms */

static void forwards(const BwSchnetPotential *self, const BwSchnetPairs *pairs, BwSchnetWork *work)
{
  for (int t = 0; t < self->network->settings.n_interactions; t++) {
    memset(work->v[t % 2], 0, sizeof(float) * work->n_atoms * work->filters);
    bw_filters_convolve(&self->tables[t], &pairs->filters, work->y + (gsize)t * work->n_atoms * work->filters,
                        work->v[t % 2]);
    bw_schnet_interact(self, t, 0, work->n_atoms, work);
  }
}

static void backwards(const BwSchnetPotential *self, const BwSchnetPairs *pairs, BwSchnetWork *work)
{
  int n = work->n_atoms;
  memset(work->pair_slopes, 0, sizeof(float) * pairs->filters.n_pairs);
  for (int t = self->network->settings.n_interactions - 1; t >= 0; t--) {
    bw_schnet_interact_back(self, t, 0, n, work);
    float *y_bar = t > 0 ? bw_schnet_y_bar(work, 0) : NULL; /* embeddings do not move */
    if (y_bar)
      memset(y_bar, 0, sizeof(float) * n * work->filters);
    bw_filters_convolve_back(&self->tables[t], &pairs->filters, work->y + (gsize)t * n * work->filters,
                             work->v[t % 2], y_bar, work->pair_slopes);
    if (y_bar)
      bw_schnet_enter_back(self, t, 0, n, work);
  }
}

static void give_forces(const BwSchnetCall *call, int first, int n_replicas, const BwSchnetPairs *pairs,
                        const float *slopes)
{
  const double scale = call->self->network->base.scale;
  BwForceSums sums = bw_force_sums_begin(call->in, first, n_replicas, call->out);
  for (int p = 0; p < pairs->filters.n_pairs; p++) {
    double pull[3];
    bw_schnet_pull(scale * (double)slopes[p], pairs->lengths[p], pairs->vectors[p], pull);
    bw_force_sums_add(&sums, pairs->ends[p][0], pairs->ends[p][1], pull, pairs->vectors[p]);
  }
}

static void evaluate_group(int task, BwScratch *scratch, gpointer data)
{
  const BwSchnetCall *call = data;
  const BwSchnetPotential *self = call->self;
  BwSchnetPairs *pairs = self->pairs->pdata[task];
  int first = task * call->n_per_group, n_replicas = MIN(call->n_per_group, call->in->n_replicas - first);
  if (!bw_schnet_pairs_find(pairs, self->network, call->in, first, n_replicas, &call->errors[task]))
    return;
  BwSchnetWork work;
  BwSchnetMemory memory = {0};
  bw_schnet_work_lay_out(self, pairs->n_atoms, pairs->filters.n_pairs, FALSE, &memory, &work);
  memory = (BwSchnetMemory){bw_scratch_get(scratch, memory.used), 0};
  bw_schnet_work_lay_out(self, pairs->n_atoms, pairs->filters.n_pairs, FALSE, &memory, &work);
  work.shares = pairs->shares;
  bw_schnet_embed(self, call->elements, call->in->n_atoms, 0, work.n_atoms, &work);
  forwards(self, pairs, &work);
  bw_schnet_read_head(self, 0, work.n_atoms, &work);
  bw_answer_energies(&self->network->base, call->in, call->elements, first, n_replicas, work.energies,
                     call->out);
  if (call->out->forces || call->out->virials) {
    backwards(self, pairs, &work);
    give_forces(call, first, n_replicas, pairs, work.pair_slopes);
  }
}

/* Threads share one replica where there are too few for them: each of them takes a fourth more work then. */
static gboolean shares_replicas(const BwSchnetCall *call, int n_groups, BwPool *pool)
{
  return call->in->n_atoms >= ATOMS_PER_GROUP && call->self->network->base.cutoff > 0 &&
         3 * n_groups <= 2 * bw_pool_get_n_threads(pool);
}

gboolean bw_schnet_evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                            GError **error)
{
  BwSchnetPotential *self = (BwSchnetPotential *)base;
  g_autofree int *elements = g_new(int, in->n_atoms);
  if (!bw_network_find_elements(&self->network->base, in->numbers, in->n_atoms, elements, error))
    return FALSE;
  int n_per_group = MAX(ATOMS_PER_GROUP / MAX(in->n_atoms, 1), 1);
  int n_groups = (in->n_replicas + n_per_group - 1) / n_per_group;
  while ((int)self->pairs->len < n_groups)
    g_ptr_array_add(self->pairs, bw_schnet_pairs_new());
  g_autofree GError **errors = g_new0(GError *, n_groups);
  BwSchnetCall call = {self, in, out, elements, n_per_group, errors};
  if (shares_replicas(&call, n_groups, pool))
    for (int r = 0; r < in->n_replicas; r++)
      bw_schnet_evaluate_blocks(&call, r, pool, &errors[r]);
  else
    bw_pool_run(pool, n_groups, evaluate_group, &call);
  return bw_propagate_first(errors, n_groups, error);
}
