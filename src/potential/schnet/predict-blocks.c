/* One large system on several threads: blocks of atoms, and everything by the atom that it belongs to, so
 * that no two threads add to one number. What two atoms need of each other they both interpolate; their sums
 * are in the order of pairs, as where one thread adds to both ends, and have the same bytes. */
#include "base/phases.h"
#include "potential/network/answers.h"
#include "potential/schnet/predict-private.h"

#include <math.h>
#include <string.h>

enum { ATOMS_PER_BLOCK = 8 };

typedef struct {
  const BwSchnetCall *call;
  const BwNearList *list;
  BwSchnetPairs *pairs; /* vectors, lengths and distances of all of the list */
  const double *positions;
  BwForceSums sums;
  BwSchnetWork work;             /* pair_slopes: of all of the list */
  BwFilterNeighbour *neighbours; /* [2 n_pairs] within the cutoff, from list->begin[i] on */
  int *n_neighbours;             /* [n_atoms] */
  float *shares;                 /* [n_atoms] */
  double (*pulls)[3];            /* [n_pairs] */
} Blocks;

static void lay_out(Blocks *self, BwSchnetMemory *memory)
{
  gsize n_atoms = (gsize)self->list->n_atoms, n_pairs = (gsize)self->list->n_pairs;
  bw_schnet_work_lay_out(self->call->self, self->list->n_atoms, self->list->n_pairs, TRUE, memory,
                         &self->work);
  self->neighbours = bw_schnet_take(memory, 2 * n_pairs, sizeof *self->neighbours);
  self->n_neighbours = bw_schnet_take(memory, n_atoms, sizeof *self->n_neighbours);
  self->shares = bw_schnet_take(memory, n_atoms, sizeof *self->shares);
  self->pulls = bw_schnet_take(memory, n_pairs, sizeof *self->pulls);
  if (self->call->self->network->settings.mean_of_neighbours)
    self->work.shares = self->shares;
}

/* All that may be near atom i as the first of the pair; INFINITY: beyond the cutoff. */
static void measure(Blocks *self, int i)
{
  BwSchnetPairs *pairs = self->pairs;
  double square = self->list->cutoff * self->list->cutoff;
  for (int p = self->list->pairs_begin[i]; p < self->list->pairs_begin[i + 1]; p++) {
    double *vector = pairs->vectors[p];
    bw_near_pair_get_vector(&self->list->pairs[p], self->positions, self->call->in->cell, vector);
    double length = bw_dot3(vector, vector);
    pairs->lengths[p] = length < square ? sqrt(length) : INFINITY;
    pairs->distances[p] = (float)pairs->lengths[p];
    self->work.pair_slopes[p] = 0;
  }
}

static void keep_near(Blocks *self, int i)
{
  int begin = self->list->begin[i], n = 0;
  for (int k = begin; k < self->list->begin[i + 1]; k++) {
    int pair = self->list->neighbours[k].pair, p = MAX(pair, ~pair);
    self->neighbours[begin + n] =
        (BwFilterNeighbour){self->list->neighbours[k].other, pair, self->pairs->distances[p]};
    n += self->pairs->lengths[p] < INFINITY;
  }
  self->n_neighbours[i] = n;
  self->shares[i] = bw_schnet_share(n);
}

static void gather(const Blocks *self, int t, int i, const float *all, float *sum)
{
  bw_filters_gather(&self->call->self->tables[t], self->neighbours + self->list->begin[i],
                    self->n_neighbours[i], all, sum);
}

static const float *get_y(const Blocks *self, int t)
{
  return self->work.y + (gsize)t * self->work.n_atoms * self->work.filters;
}

static void go_forwards(Blocks *self, int t, int first, int n)
{
  BwSchnetPotential *schnet = self->call->self;
  int last = schnet->network->settings.n_interactions - 1;
  for (int i = first; i < first + n; i++) {
    if (t == 0)
      keep_near(self, i);
    gather(self, t, i, get_y(self, t), self->work.v[t % 2] + (gsize)i * self->work.filters);
  }
  bw_schnet_interact(schnet, t, first, n, &self->work);
  if (t < last)
    return;
  bw_schnet_read_head(schnet, first, n, &self->work);
  if (self->sums.forces || self->sums.virials)
    bw_schnet_interact_back(schnet, t, first, n, &self->work);
}

/* When the slopes are those of all interactions. */
static void pull(Blocks *self, int i)
{
  const double scale = self->call->self->network->base.scale;
  const BwSchnetPairs *pairs = self->pairs;
  for (int p = self->list->pairs_begin[i]; p < self->list->pairs_begin[i + 1]; p++)
    if (pairs->lengths[p] < INFINITY)
      bw_schnet_pull(scale * (double)self->work.pair_slopes[p], pairs->lengths[p], pairs->vectors[p],
                     self->pulls[p]);
}

static void go_backwards(Blocks *self, int t, int first, int n)
{
  BwSchnetPotential *schnet = self->call->self;
  const float *v_bar = self->work.v[t % 2];
  for (int i = first; i < first + n; i++) {
    bw_filters_gather_slopes(&schnet->tables[t], i, self->neighbours + self->list->begin[i],
                             self->n_neighbours[i], get_y(self, t), v_bar, self->work.pair_slopes);
    if (t > 0)
      gather(self, t, i, v_bar,
             bw_schnet_y_bar(&self->work, first) + (gsize)(i - first) * self->work.filters);
    else
      pull(self, i);
  }
  if (t == 0)
    return;
  bw_schnet_enter_back(schnet, t, first, n, &self->work);
  bw_schnet_interact_back(schnet, t - 1, first, n, &self->work);
}

static void add_forces(Blocks *self, int i)
{
  double *force = self->sums.forces + 3 * (gsize)i;
  for (int k = self->list->begin[i]; k < self->list->begin[i] + self->n_neighbours[i]; k++) {
    int pair = self->neighbours[k].pair;
    const double *along = self->pulls[MAX(pair, ~pair)];
    for (int d = 0; d < 3; d++)
      force[d] += pair < 0 ? -along[d] : along[d];
  }
}

static void run_phase(int phase, int block, gpointer data)
{
  Blocks *self = data;
  const BwSchnetCall *call = self->call;
  int n_interactions = call->self->network->settings.n_interactions;
  int first = block * ATOMS_PER_BLOCK, n = MIN(ATOMS_PER_BLOCK, call->in->n_atoms - first);
  if (phase == 0)
    bw_schnet_embed(call->self, call->elements, call->in->n_atoms, first, n, &self->work);
  else if (phase <= n_interactions)
    go_forwards(self, phase - 1, first, n);
  else if (phase <= 2 * n_interactions)
    go_backwards(self, 2 * n_interactions - phase, first, n);
  for (int i = first; i < first + n; i++)
    if (phase == 0)
      measure(self, i);
    else if (phase > 2 * n_interactions)
      add_forces(self, i);
}

static gboolean check(const Blocks *self, GError **error)
{
  for (int p = 0; p < self->list->n_pairs; p++) {
    const BwNearPair *pair = &self->list->pairs[p];
    if (!bw_schnet_check_pair(self->pairs->lengths[p], pair->i, pair->j, error))
      return FALSE;
  }
  return TRUE;
}

/* By one thread: little, and not often wanted. */
static void add_virial(const Blocks *self)
{
  const BwForceSums sums = {.n_atoms = self->list->n_atoms, .virials = self->sums.virials};
  for (int p = 0; sums.virials && p < self->list->n_pairs; p++)
    if (self->pairs->lengths[p] < INFINITY)
      bw_force_sums_add(&sums, self->list->pairs[p].i, self->list->pairs[p].j, self->pulls[p],
                        self->pairs->vectors[p]);
}

static void compute(Blocks *self, BwPool *pool)
{
  int n_atoms = self->list->n_atoms, n = self->call->self->network->settings.n_interactions;
  BwSchnetMemory memory = {0};
  lay_out(self, &memory);
  memory = (BwSchnetMemory){bw_scratch_get(&self->pairs->memory, memory.used), 0};
  lay_out(self, &memory);
  int n_phases = self->sums.forces ? 2 * n + 2 : self->sums.virials ? 2 * n + 1 : n + 1;
  bw_pool_run_phases(pool, n_phases, (n_atoms + ATOMS_PER_BLOCK - 1) / ATOMS_PER_BLOCK, run_phase, self);
}

gboolean bw_schnet_evaluate_blocks(const BwSchnetCall *call, int replica, BwPool *pool, GError **error)
{
  const BwNetwork *network = &call->self->network->base;
  BwSchnetPairs *pairs = call->self->pairs->pdata[replica];
  const double *positions = call->in->positions + 3 * (gsize)replica * call->in->n_atoms;
  Blocks self = {.call = call, .pairs = pairs, .positions = positions};
  self.list = bw_schnet_pairs_get_near(pairs, call->in, positions, network->cutoff, error);
  if (self.list) {
    self.sums = bw_force_sums_begin(call->in, replica, 1, call->out);
    compute(&self, pool);
  }
  if (!self.list || !check(&self, error)) {
    g_prefix_error(error, "replica %d: ", replica);
    return FALSE;
  }
  bw_answer_energies(network, call->in, call->elements, replica, 1, self.work.energies, call->out);
  add_virial(&self);
  return TRUE;
}
