#include "potential/schnet/predict.h"

#include "base/array.h"
#include "base/error.h"
#include "potential/network/answers.h"
#include "potential/schnet/convolution.h"
#include "potential/schnet/dense.h"
#include "potential/schnet/predict-private.h"

#include <math.h>
#include <string.h>

enum { ATOMS_PER_GROUP = 64 }; /* replicas go through the layers together until there are so many atoms */

typedef struct {
  BwSchnetPotential *self;
  const BwReplicas *in;
  BwEvaluation *out;
  const int *elements; /* [n_atoms] */
  int n_per_group;     /* replicas */
  GError **errors;     /* [n_groups] */
} Call;

/* The arrays of one group; all rows are atoms. */
typedef struct {
  int n_atoms, features, filters; /* padded */
  float *x, *x_bar;               /* [n_atoms][features] */
  float *hidden, *hidden_slopes;  /* of the head; hidden also of each interaction */
  float *v;                       /* [n_atoms][filters] */
  float *y, *slopes;              /* [n_interactions][n_atoms][filters], [features] */
  float *pair_slopes;             /* [n_pairs] */
  double *energies;               /* [n_atoms], eV, without offsets */
} Work;

typedef struct {
  char *memory; /* NULL: only measures */
  gsize used;   /* bytes */
} Memory;

static void *take(Memory *memory, gsize n, gsize size)
{
  void *result = memory->memory ? memory->memory + memory->used : NULL;
  memory->used += (n * size + BW_ALIGNMENT - 1) / BW_ALIGNMENT * BW_ALIGNMENT;
  return result;
}

static void lay_out(const BwSchnetPotential *self, int n_atoms, int n_pairs, Memory *memory, Work *work)
{
  int n_interactions = self->network->settings.n_interactions;
  *work = (Work){n_atoms, self->features, self->filters};
  int widest = MAX(MAX(work->features, work->filters), self->head.n_out_padded);
  gsize rows[] = {(gsize)n_atoms * work->features, (gsize)n_atoms * work->filters, (gsize)n_atoms * widest};
  work->x = take(memory, rows[0], sizeof(float));
  work->x_bar = take(memory, rows[0], sizeof(float));
  work->v = take(memory, rows[1], sizeof(float));
  work->hidden = take(memory, rows[2], sizeof(float));
  work->hidden_slopes = take(memory, rows[2], sizeof(float));
  work->y = take(memory, n_interactions * rows[1], sizeof(float));
  work->slopes = take(memory, n_interactions * rows[0], sizeof(float));
  work->pair_slopes = take(memory, (gsize)n_pairs, sizeof(float));
  work->energies = take(memory, (gsize)n_atoms, sizeof(double));
}

static void share(const BwSchnetPairs *pairs, int width, float *v)
{
  for (int i = 0; pairs->shares && i < pairs->n_atoms; i++)
    for (int f = 0; f < width; f++)
      v[(gsize)i * width + f] *= pairs->shares[i];
}

static void forwards(const BwSchnetPotential *self, const BwSchnetPairs *pairs, Work *work)
{
  int n = work->n_atoms;
  for (int t = 0; t < self->network->settings.n_interactions; t++) {
    const BwSchnetLayers *layers = &self->layers[t];
    float *y = work->y + (gsize)t * n * work->filters, *slopes = work->slopes + (gsize)t * n * work->features;
    if (t > 0)
      bw_dense_apply(&layers->in, work->x, n, FALSE, y);
    memset(work->v, 0, sizeof(float) * n * work->filters);
    bw_filters_convolve(&self->tables[t], &pairs->filters, y, work->v);
    share(pairs, work->filters, work->v);
    bw_dense_apply(&layers->out[0], work->v, n, FALSE, work->hidden);
    bw_dense_softplus(work->hidden, work->hidden, slopes, n * work->features);
    bw_dense_apply(&layers->out[1], work->hidden, n, TRUE, work->x);
  }
}

/* Fills energies and x_bar. */
static void read_head(const BwSchnetPotential *self, Work *work)
{
  int n = work->n_atoms, width = self->head.n_out_padded;
  bw_dense_apply(&self->head, work->x, n, FALSE, work->hidden);
  void (*activate)(const float *, float *, float *, int) =
      self->network->base.energy.activation == BW_SILU ? bw_dense_silu : bw_dense_softplus;
  activate(work->hidden, work->hidden, work->hidden_slopes, n * width);
  for (int i = 0; i < n; i++) {
    const float *hidden = work->hidden + (gsize)i * width;
    float *slopes = work->hidden_slopes + (gsize)i * width;
    double sum = self->head_bias;
    for (int h = 0; h < width; h++) {
      sum += (double)hidden[h] * (double)self->head_weights[h];
      slopes[h] *= self->head_weights[h];
    }
    work->energies[i] = self->network->base.scale * sum;
  }
  bw_dense_apply(&self->head_back, work->hidden_slopes, n, FALSE, work->x_bar);
}

static void backwards(const BwSchnetPotential *self, const BwSchnetPairs *pairs, Work *work)
{
  int n = work->n_atoms;
  float *y_bar = work->hidden_slopes;
  memset(work->pair_slopes, 0, sizeof(float) * pairs->filters.n_pairs);
  for (int t = self->network->settings.n_interactions - 1; t >= 0; t--) {
    const BwSchnetLayers *layers = &self->layers[t];
    bw_dense_apply(&layers->out_back[1], work->x_bar, n, FALSE, work->hidden);
    bw_dense_multiply(work->hidden, work->slopes + (gsize)t * n * work->features, n * work->features);
    bw_dense_apply(&layers->out_back[0], work->hidden, n, FALSE, work->v);
    share(pairs, work->filters, work->v);
    gboolean last = t == 0; /* embeddings do not move */
    if (!last)
      memset(y_bar, 0, sizeof(float) * n * work->filters);
    bw_filters_convolve_back(&self->tables[t], &pairs->filters, work->y + (gsize)t * n * work->filters,
                             work->v, last ? NULL : y_bar, work->pair_slopes);
    if (!last)
      bw_dense_apply(&layers->in_back, y_bar, n, TRUE, work->x_bar);
  }
}

/* Features, and what the first interaction makes of them. */
static void embed(const Call *call, Work *work)
{
  gsize features = work->features, filters = work->filters;
  for (gsize i = 0; i < (gsize)work->n_atoms; i++) {
    gsize element = call->elements[i % call->in->n_atoms];
    memcpy(work->x + i * features, call->self->embedding + element * features, sizeof(float) * features);
    memcpy(work->y + i * filters, call->self->first + element * filters, sizeof(float) * filters);
  }
}

static void give_forces(const Call *call, int first, int n_replicas, const BwSchnetPairs *pairs,
                        const float *slopes)
{
  BwForceSums sums = bw_force_sums_begin(call->in, first, n_replicas, call->out);
  for (int p = 0; p < pairs->filters.n_pairs; p++) {
    const double *vector = pairs->vectors[p];
    double pull = call->self->network->base.scale * (double)slopes[p] / pairs->lengths[p];
    const double slope[3] = {pull * vector[0], pull * vector[1], pull * vector[2]};
    bw_force_sums_add(&sums, pairs->ends[p][0], pairs->ends[p][1], slope, vector);
  }
}

static void evaluate_group(int task, BwScratch *scratch, gpointer data)
{
  const Call *call = data;
  const BwSchnetPotential *self = call->self;
  BwSchnetPairs *pairs = self->pairs->pdata[task];
  int first = task * call->n_per_group, n_replicas = MIN(call->n_per_group, call->in->n_replicas - first);
  if (!bw_schnet_pairs_find(pairs, self->network, call->in, first, n_replicas, &call->errors[task]))
    return;
  Work work;
  Memory memory = {0};
  lay_out(self, pairs->n_atoms, pairs->filters.n_pairs, &memory, &work);
  memory = (Memory){bw_scratch_get(scratch, memory.used), 0};
  lay_out(self, pairs->n_atoms, pairs->filters.n_pairs, &memory, &work);
  embed(call, &work);
  forwards(self, pairs, &work);
  read_head(self, &work);
  bw_answer_energies(&self->network->base, call->in, call->elements, first, n_replicas, work.energies,
                     call->out);
  if (call->out->forces || call->out->virials) {
    backwards(self, pairs, &work);
    give_forces(call, first, n_replicas, pairs, work.pair_slopes);
  }
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
  Call call = {self, in, out, elements, n_per_group, errors};
  bw_pool_run(pool, n_groups, evaluate_group, &call);
  return bw_propagate_first(errors, n_groups, error);
}
