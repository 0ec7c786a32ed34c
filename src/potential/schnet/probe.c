#include "potential/schnet/probe.h"

#include "base/array.h"
#include "base/elements.h"
#include "base/vec3.h"
#include "potential/schnet/predict-private.h"
#include "potential/schnet/predict.h"

#include <math.h>
#include <string.h>

enum { POINTS_PER_TASK = 64, POINTS_PER_ROUND = 64 * 256 };

struct _BwSchnetProbe {
  BwSchnetPotential *schnet;
  int n_atoms;
  BwCell cell;
  gboolean periodic;
  double *positions; /* [n_atoms][3] */
  float *messages;   /* [n_interactions][n_atoms][filters]: B x_j before each interaction */
};

/* The molecule */

/* Features [n_atoms][n_features] of one stage through the layer before the convolution. */
static void set_messages(BwSchnetProbe *self, int t, const BwTensor *stage)
{
  const BwSchnetPotential *schnet = self->schnet;
  int width = schnet->network->settings.n_features;
  g_autofree double *values = g_new(double, self->n_atoms *width);
  float *x = bw_new0(float, (gsize)self->n_atoms * schnet->features);
  bw_tensor_read(stage, values);
  for (int i = 0; i < self->n_atoms; i++)
    for (int f = 0; f < width; f++)
      x[(gsize)i * schnet->features + f] = (float)values[(gsize)i * width + f];
  bw_dense_apply(&schnet->layers[t].in, x, self->n_atoms, FALSE,
                 self->messages + (gsize)t * self->n_atoms * schnet->filters);
  bw_free(x);
}

static gboolean record_molecule(BwSchnetProbe *self, const BwReplicas *molecule, GError **error)
{
  const BwSchnet *network = self->schnet->network;
  const BwNetwork *base = &network->base;
  if (!base->has_energy)
    return bw_fail(error, BW_ERROR_UNSUPPORTED, "this SchNet predicts no energy, which a probe would have");
  g_autofree int *elements = g_new(int, molecule->n_atoms);
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  bw_batch_begin(&batch);
  if (!bw_network_find_elements(base, molecule->numbers, molecule->n_atoms, elements, error) ||
      !bw_batch_add(&batch, elements, molecule->positions, molecule->n_atoms, molecule->cell, base->cutoff,
                    error))
    return FALSE;
  bw_batch_end(&batch, base->n_elements);
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwNetworkRecord record;
  bw_network_record(base, tape, &batch, &record);
  for (int t = 0; t < base->n_interactions; t++)
    set_messages(self, t, record.stages[t]);
  return TRUE;
}

BwSchnetProbe *bw_schnet_probe_new(BwPotential *schnet, const BwReplicas *molecule, GError **error)
{
  if (schnet->klass->evaluate != bw_schnet_evaluate) {
    bw_fail(error, BW_ERROR_UNSUPPORTED,
            "%s has no local chemical potential: it takes a network of the SchNet kind", schnet->method);
    return NULL;
  }
  g_autoptr(BwSchnetProbe) self = g_new0(BwSchnetProbe, 1);
  self->schnet = (BwSchnetPotential *)bw_potential_ref(schnet);
  self->n_atoms = molecule->n_atoms;
  self->positions = g_memdup2(molecule->positions, sizeof(double) * 3 * (gsize)molecule->n_atoms);
  self->periodic = molecule->cell && bw_cell_is_periodic(molecule->cell);
  if (self->periodic)
    self->cell = *molecule->cell;
  self->messages = bw_new0(float, (gsize)self->schnet->network->base.n_interactions * molecule->n_atoms *
                                      self->schnet->filters);
  return record_molecule(self, molecule, error) ? g_steal_pointer(&self) : NULL;
}

void bw_schnet_probe_free(BwSchnetProbe *self)
{
  if (!self)
    return;
  bw_potential_unref(&self->schnet->base);
  g_free(self->positions);
  bw_free(self->messages);
  g_free(self);
}

/* Atoms near some points */

typedef struct {
  double place[3];
  int atom;
} Site;

typedef struct {
  int ends[2];
  float distance;
} Pair;

/* How many images of an atom there can be on either side along each vector of the cell. */
static void count_images(const BwSchnetProbe *self, double reach, int counts[3])
{
  for (int k = 0; k < 3; k++) {
    double per_length = 0; /* one over the distance of the cell's faces */
    for (int d = 0; d < 3; d++)
      per_length += self->cell.inverse[d][k] * self->cell.inverse[d][k];
    counts[k] = self->cell.periodic[k] ? (int)floor(reach * sqrt(per_length) + 1) : 0;
  }
}

static void add_site(GArray *sites, const double place[3], int atom, const double middle[3], double reach)
{
  double apart[3];
  bw_sub3(place, middle, apart);
  if (bw_dot3(apart, apart) >= reach * reach)
    return;
  Site site = {{place[0], place[1], place[2]}, atom};
  g_array_append_val(sites, site);
}

/* Atoms and their images within reach of a place. */
static GArray *find_sites(const BwSchnetProbe *self, const double middle[3], double reach)
{
  GArray *sites = g_array_new(FALSE, FALSE, sizeof(Site));
  int counts[3] = {0};
  if (self->periodic)
    count_images(self, reach, counts);
  for (int i = 0; i < self->n_atoms; i++) {
    double apart[3], nearest[3];
    bw_sub3(self->positions + 3 * (gsize)i, middle, apart);
    if (self->periodic)
      bw_cell_minimum_image(&self->cell, apart, NULL);
    for (int d = 0; d < 3; d++)
      nearest[d] = middle[d] + apart[d];
    for (int a = -counts[0]; a <= counts[0]; a++)
      for (int b = -counts[1]; b <= counts[1]; b++)
        for (int c = -counts[2]; c <= counts[2]; c++) {
          double place[3];
          for (int d = 0; d < 3; d++)
            place[d] = nearest[d] + a * self->cell.vectors[0][d] + b * self->cell.vectors[1][d] +
                       c * self->cell.vectors[2][d];
          add_site(sites, place, i, middle, reach);
        }
  }
  return sites;
}

static GArray *find_near(const BwSchnetProbe *self, const double (*points)[3], int n_points)
{
  double middle[3] = {0}, reach = 0, cutoff = self->schnet->network->base.cutoff;
  for (int d = 0; d < 3; d++) {
    double low = points[0][d], high = points[0][d];
    for (int p = 1; p < n_points; p++) {
      low = fmin(low, points[p][d]);
      high = fmax(high, points[p][d]);
    }
    middle[d] = 0.5 * (low + high);
    reach += 0.25 * (high - low) * (high - low);
  }
  return find_sites(self, middle, cutoff > 0 ? cutoff + sqrt(reach) : INFINITY);
}

/* Sites are rows 0 … of the arrays, points those that follow. */
static void find_pairs(const BwSchnetProbe *self, const GArray *sites, const double (*points)[3],
                       int n_points, BwSchnetPairs *pairs)
{
  double cutoff = self->schnet->network->base.cutoff, limit = cutoff > 0 ? cutoff : INFINITY;
  gsize most = (gsize)sites->len * (gsize)n_points;
  pairs->n_atoms = (int)sites->len + n_points;
  pairs->ends = g_malloc(sizeof *pairs->ends * (most + 1));
  pairs->distances = g_new(float, most + 1);
  pairs->shares = g_new(float, n_points);
  for (int p = 0; p < n_points; p++) {
    int before = pairs->filters.n_pairs;
    for (guint s = 0; s < sites->len; s++) {
      double apart[3];
      bw_sub3(g_array_index(sites, Site, s).place, points[p], apart);
      double distance = bw_norm3(apart);
      if (distance >= limit)
        continue;
      int k = pairs->filters.n_pairs++;
      pairs->ends[k][0] = (int)s;
      pairs->ends[k][1] = (int)sites->len + p;
      pairs->distances[k] = (float)distance;
    }
    pairs->shares[p] = 1.0f / (float)MAX(pairs->filters.n_pairs - before, 1);
  }
  pairs->filters.ends = (const int(*)[2])pairs->ends;
  pairs->filters.distances = pairs->distances;
}

/* The network */

typedef struct {
  int n_points, n_sites;
  float *x, *hidden, *slopes; /* [n_points][…] */
  float *y, *v;               /* [n_sites + n_points][filters] */
} Work;

static void interact(const BwSchnetProbe *self, int t, const GArray *sites, const BwSchnetPairs *pairs,
                     Work *work)
{
  const BwSchnetPotential *schnet = self->schnet;
  const BwSchnetLayers *layers = &schnet->layers[t];
  gsize width = (gsize)schnet->filters, rows = (gsize)work->n_sites + (gsize)work->n_points;
  const float *messages = self->messages + (gsize)t * self->n_atoms * width;
  for (guint s = 0; s < sites->len; s++)
    memcpy(work->y + s * width, messages + (gsize)g_array_index(sites, Site, s).atom * width,
           sizeof(float) * width);
  memset(work->y + (gsize)work->n_sites * width, 0, sizeof(float) * work->n_points * width); /* not felt */
  memset(work->v, 0, sizeof(float) * rows * width);
  bw_filters_convolve(&schnet->tables[t], &pairs->filters, work->y, work->v);
  float *v = work->v + (gsize)work->n_sites * width;
  if (schnet->network->settings.mean_of_neighbours)
    for (int p = 0; p < work->n_points; p++)
      for (gsize f = 0; f < width; f++)
        v[p * width + f] *= pairs->shares[p];
  bw_dense_apply(&layers->out[0], v, work->n_points, FALSE, work->hidden);
  bw_dense_softplus(work->hidden, work->hidden, work->slopes, work->n_points * schnet->features);
  bw_dense_apply(&layers->out[1], work->hidden, work->n_points, TRUE, work->x);
}

/* Without offsets. */
static void measure_points(const BwSchnetProbe *self, int element, const double (*points)[3], int n_points,
                           const GArray *sites, BwScratch *scratch, double *energies)
{
  const BwSchnetPotential *schnet = self->schnet;
  gsize wide = (gsize)MAX(MAX(schnet->features, schnet->filters), schnet->head.n_out_padded);
  gsize rows = sites->len + (gsize)n_points;
  float *memory = bw_scratch_get(scratch, sizeof(float) * wide * (3 * (gsize)n_points + 2 * rows));
  Work work = {n_points, (int)sites->len, memory, memory + wide * n_points, memory + 2 * wide * n_points};
  work.y = memory + 3 * wide * n_points;
  work.v = work.y + wide * rows;
  BwSchnetPairs *pairs = bw_schnet_pairs_new();
  find_pairs(self, sites, points, n_points, pairs);
  for (int p = 0; p < n_points; p++)
    memcpy(work.x + (gsize)p * schnet->features, schnet->embedding + (gsize)element * schnet->features,
           sizeof(float) * schnet->features);
  for (int t = 0; t < schnet->network->base.n_interactions; t++)
    interact(self, t, sites, pairs, &work);
  bw_schnet_apply_head(schnet, work.x, n_points, work.hidden, work.slopes, energies);
  bw_schnet_pairs_free(pairs);
}

typedef struct {
  const BwSchnetProbe *self;
  int element;
  const double (*points)[3];
  gsize n_points;
  double *energies, alone;
} Call;

static void run_task(int task, BwScratch *scratch, gpointer data)
{
  const Call *call = data;
  gsize first = (gsize)task * POINTS_PER_TASK;
  int n = (int)MIN(POINTS_PER_TASK, call->n_points - first);
  g_autoptr(GArray) sites = find_near(call->self, call->points + first, n);
  measure_points(call->self, call->element, call->points + first, n, sites, scratch, call->energies + first);
  for (int p = 0; p < n; p++)
    call->energies[first + p] -= call->alone;
}

static gboolean prepare(const BwSchnetProbe *self, int element, double *alone, Call *call, GError **error)
{
  const BwNetwork *base = &self->schnet->network->base;
  *call = (Call){.self = self};
  if (!bw_network_find_elements(base, &element, 1, &call->element, NULL)) {
    g_autofree char *known = bw_elements_describe(base->elements, base->n_elements);
    return bw_fail(error, BW_ERROR_UNSUPPORTED,
                   "the probe is %s, an element that the model has not seen; choose one of %s",
                   bw_element(element)->symbol, known);
  }
  g_autoptr(GArray) nothing = g_array_new(FALSE, FALSE, sizeof(Site));
  BwScratch scratch = {0};
  const double nowhere[1][3] = {{0}};
  measure_points(self, call->element, nowhere, 1, nothing, &scratch, &call->alone);
  bw_scratch_clear(&scratch);
  if (alone)
    *alone = call->alone + base->offsets[call->element];
  return TRUE;
}

gboolean bw_schnet_probe_measure(const BwSchnetProbe *self, int element, const double (*points)[3],
                                 gsize n_points, double *energies, double *alone, BwPool *pool,
                                 const BwWatch *watch, GError **error)
{
  Call call;
  if (!prepare(self, element, alone, &call, error))
    return FALSE;
  for (gsize first = 0; first < n_points; first += POINTS_PER_ROUND) {
    if (!bw_watch_tell(watch, (double)first / (double)n_points, error))
      return FALSE;
    call.points = points + first;
    call.energies = energies + first;
    call.n_points = MIN(POINTS_PER_ROUND, n_points - first);
    bw_pool_run(pool, (int)((call.n_points + POINTS_PER_TASK - 1) / POINTS_PER_TASK), run_task, &call);
  }
  return bw_watch_tell(watch, 1, error);
}

gboolean bw_schnet_probe_fill(const BwSchnetProbe *self, int element, BwField *field, double *alone,
                              BwPool *pool, const BwWatch *watch, GError **error)
{
  gsize n = bw_field_get_n(field);
  g_autofree double(*points)[3] = g_malloc(sizeof *points * POINTS_PER_ROUND);
  const BwWatch stop = {watch ? watch->cancellable : NULL};
  for (gsize first = 0; first < n; first += POINTS_PER_ROUND) {
    gsize some = MIN(POINTS_PER_ROUND, n - first);
    bw_field_get_points(field, first, some, points);
    if (!bw_watch_tell(watch, (double)first / (double)n, error) ||
        !bw_schnet_probe_measure(self, element, (const double(*)[3])points, some, field->values + first,
                                 alone, pool, &stop, error))
      return FALSE;
  }
  return bw_watch_tell(watch, 1, error);
}
