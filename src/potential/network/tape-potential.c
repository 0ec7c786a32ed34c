#include "potential/network/tape-potential.h"

#include "base/array.h"
#include "base/error.h"
#include "potential/network/answers.h"

#include <math.h>

enum { ATOMS_PER_GROUP = 96 }; /* replicas go together until there are so many atoms */

/* What one thread needs for a group; kept for the next one. */
typedef struct {
  BwTape *tape;
  BwBatch batch;
  GArray *vectors; /* of double [n_pairs][3] */
} Desk;

typedef struct {
  BwPotential base;
  BwNetwork *network;
  float *weights; /* [n_values] */
  GMutex mutex;
  GPtrArray *desks; /* of Desk: those that nobody works at */
} TapePotential;

typedef struct {
  TapePotential *self;
  const BwReplicas *in;
  const BwEvaluation *out;
  const int *elements; /* [n_atoms] */
  int n_per_group;     /* replicas */
  GError **errors;     /* [n_groups] */
} Call;

static void free_desk(gpointer data)
{
  Desk *desk = data;
  bw_tape_free(desk->tape);
  bw_batch_clear(&desk->batch);
  g_array_unref(desk->vectors);
  g_free(desk);
}

static Desk *take_desk(TapePotential *self)
{
  Desk *desk = NULL;
  g_mutex_lock(&self->mutex);
  if (self->desks->len > 0)
    desk = g_ptr_array_steal_index(self->desks, self->desks->len - 1);
  g_mutex_unlock(&self->mutex);
  if (desk)
    return desk;
  desk = g_new0(Desk, 1);
  desk->tape = bw_tape_new(BW_SINGLE, NULL);
  bw_batch_init(&desk->batch);
  desk->vectors = g_array_new(FALSE, FALSE, sizeof(double));
  return desk;
}

static void leave_desk(TapePotential *self, Desk *desk)
{
  g_mutex_lock(&self->mutex);
  g_ptr_array_add(self->desks, desk);
  g_mutex_unlock(&self->mutex);
}

/* Differences of positions before they are rounded to single precision. */
static void find_vectors(Desk *desk)
{
  const BwBatch *batch = &desk->batch;
  g_array_set_size(desk->vectors, 3 * (guint)batch->pairs.n_pairs);
  double *vectors = (double *)(void *)desk->vectors->data;
  for (int p = 0; p < batch->pairs.n_pairs; p++) {
    int i = batch->pairs.ends.source[2 * p], j = batch->pairs.ends.source[2 * p + 1];
    for (int d = 0; d < 3; d++)
      vectors[3 * p + d] =
          batch->positions[3 * j + d] - batch->positions[3 * i + d] + batch->shifts[3 * p + d];
  }
}

static void record_network(const TapePotential *self, const Desk *desk, BwNetworkRecord *record)
{
  const BwParameters *parameters = &self->network->parameters;
  int n = bw_parameters_get_n(parameters);
  *record = (BwNetworkRecord){.tape = desk->tape, .batch = &desk->batch};
  record->weights = bw_tape_alloc(desk->tape, sizeof(BwTensor *) * n);
  for (int k = 0; k < n; k++) {
    const BwParameter *parameter = bw_parameters_get(parameters, k);
    record->weights[k] = bw_tensor_new_for_data(desk->tape, parameter->rows, parameter->columns,
                                                self->weights + parameter->first);
  }
  record->vectors =
      bw_tensor_new(desk->tape, desk->batch.pairs.n_pairs, 3, (double *)(void *)desk->vectors->data);
  bw_network_record_features(self->network, record);
}

static void give_energies(const Call *call, int first, const Desk *desk, const BwTensor *energies)
{
  double *values = bw_tape_alloc(desk->tape, sizeof *values * (gsize)desk->batch.n_atoms);
  bw_tensor_read(energies, values);
  bw_answer_energies(call->self->network, call->in, call->elements, first, desk->batch.n_molecules, values,
                     call->out);
}

/* slopes[n_pairs][3]: of the energy by the vectors. */
static void give_forces(const Call *call, int first, const Desk *desk, const float *slopes)
{
  const BwBatch *batch = &desk->batch;
  const double *vectors = (const double *)(const void *)desk->vectors->data;
  BwForceSums sums = bw_force_sums_begin(call->in, first, batch->n_molecules, call->out);
  for (int p = 0; p < batch->pairs.n_pairs; p++) {
    const double slope[3] = {(double)slopes[3 * p], (double)slopes[3 * p + 1], (double)slopes[3 * p + 2]};
    bw_force_sums_add(&sums, batch->pairs.ends.source[2 * p], batch->pairs.ends.source[2 * p + 1], slope,
                      vectors + 3 * (gsize)p);
  }
}

static void evaluate_group(int task, G_GNUC_UNUSED BwScratch *scratch, gpointer data)
{
  const Call *call = data;
  int first = task * call->n_per_group, n_replicas = MIN(call->n_per_group, call->in->n_replicas - first);
  Desk *desk = take_desk(call->self);
  const BwNetwork *network = call->self->network;
  if (bw_batch_fill(&desk->batch, network, call->in, call->elements, first, n_replicas,
                    &call->errors[task])) {
    BwNetworkRecord record;
    BwTensor *slopes;
    find_vectors(desk);
    bw_tape_clear(desk->tape);
    record_network(call->self, desk, &record);
    BwTensor *energies = bw_network_record_energies(network, &record);
    give_energies(call, first, desk, energies);
    if (call->out->forces || call->out->virials) {
      bw_gradient(energies, NULL, &record.vectors, 1, &slopes);
      give_forces(call, first, desk, bw_tensor_get_data(slopes));
    }
  }
  leave_desk(call->self, desk);
}

static gboolean evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                         GError **error)
{
  TapePotential *self = (TapePotential *)base;
  g_autofree int *elements = g_new(int, in->n_atoms);
  if (!bw_network_find_elements(self->network, in->numbers, in->n_atoms, elements, error))
    return FALSE;
  int n_per_group = MAX(ATOMS_PER_GROUP / MAX(in->n_atoms, 1), 1);
  int n_groups = (in->n_replicas + n_per_group - 1) / n_per_group;
  g_autofree GError **errors = g_new0(GError *, n_groups);
  Call call = {self, in, out, elements, n_per_group, errors};
  bw_pool_run(pool, n_groups, evaluate_group, &call);
  return bw_propagate_first(errors, n_groups, error);
}

static void finalize(BwPotential *base)
{
  TapePotential *self = (TapePotential *)base;
  bw_network_free(self->network);
  bw_free(self->weights);
  g_mutex_clear(&self->mutex);
  g_ptr_array_unref(self->desks);
}

BwPotential *bw_tape_potential_new(BwNetwork *network, const char *name)
{
  static const BwPotentialClass klass = {evaluate, finalize};
  TapePotential *self = g_new0(TapePotential, 1);
  const BwParameters *parameters = &network->parameters;
  bw_potential_init(&self->base, &klass, network->klass->method, name);
  self->base.can = BW_CAN_VIRIAL | BW_CAN_ATOMIC_ENERGIES;
  self->base.cutoff = network->cutoff;
  self->base.elements = network->elements;
  self->base.n_elements = network->n_elements;
  self->network = network;
  self->weights = bw_new(float, MAX(parameters->n_values, 1));
  for (gsize k = 0; k < parameters->n_values; k++)
    self->weights[k] = (float)parameters->values[k];
  g_mutex_init(&self->mutex);
  self->desks = g_ptr_array_new_with_free_func(free_desk);
  return &self->base;
}
