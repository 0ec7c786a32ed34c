#include "potential/network/outputs-potential.h"

#include "base/error.h"
#include "potential/network/answers.h"

#include <math.h>

enum { ATOMS_PER_GROUP = 256 }; /* replicas go together until there are so many atoms */

typedef struct {
  BwPotential base;
  BwPotential *energies; /* NULL: none */
  GPtrArray *networks;   /* of BwNetwork */
} OutputsPotential;

typedef struct {
  const OutputsPotential *self;
  const BwReplicas *in;
  const BwEvaluation *out;
  const int *elements; /* [n_atoms] */
  int n_per_group;     /* replicas */
  GError **errors;     /* [n_groups] */
} Call;

static const BwNetwork *first_network(const OutputsPotential *self)
{
  return g_ptr_array_index(self->networks, 0);
}

static gboolean is_of_molecule(const BwOutput *output)
{
  return output->kind == BW_OUTPUT_SUM || output->kind == BW_OUTPUT_MEAN ||
         output->kind == BW_OUTPUT_MAGNITUDE || output->kind == BW_OUTPUT_EXTENT;
}

/* How many of the first n outputs are of a molecule, or of atoms, and neither charges nor dipole. */
static int count(const BwNetwork *network, int n, gboolean of_molecule)
{
  int found = 0;
  for (int k = 0; k < n; k++)
    found += network->outputs[k].kind != BW_OUTPUT_CHARGES && network->outputs[k].kind != BW_OUTPUT_DIPOLE &&
             is_of_molecule(&network->outputs[k]) == of_molecule;
  return found;
}

BwOutputPlace bw_output_find_place(const BwNetwork *network, int o, const BwEvaluation *out, int n_atoms)
{
  const BwOutput *output = &network->outputs[o];
  int width = count(network, network->n_outputs, is_of_molecule(output));
  int rank = count(network, o, is_of_molecule(output));
  switch (output->kind) {
  case BW_OUTPUT_CHARGES:
    return (BwOutputPlace){out->charges, n_atoms, 1, n_atoms, bw_output_get_factor(output)};
  case BW_OUTPUT_DIPOLE:
    return (BwOutputPlace){out->dipoles, 3, 1, 3, bw_output_get_factor(output)};
  case BW_OUTPUT_ATOMS: {
    double *to = out->atomic_properties;
    return (BwOutputPlace){to ? to + rank : NULL, n_atoms, width, n_atoms * width, 1};
  }
  default: {
    double *to = out->properties;
    return (BwOutputPlace){to ? to + rank : NULL, 1, 1, width, 1};
  }
  }
}

static gboolean has_no_value(const Call *call, const BwOutput *output)
{
  return call->in->cell && bw_cell_is_periodic(call->in->cell) && bw_output_has_centre(output);
}

static void give_output(const Call *call, int o, const BwNetwork *network, const BwNetworkRecord *record,
                        int first)
{
  const BwOutput *output = &network->outputs[o];
  BwOutputPlace place = bw_output_find_place(network, o, call->out, call->in->n_atoms);
  double factor = place.factor / call->self->networks->len;
  if (!place.to)
    return;
  BwTensor *tensor = bw_output_record(network, output, record);
  double *values = bw_tape_alloc(record->tape, sizeof *values * (gsize)bw_tensor_get_rows(tensor) *
                                                   (gsize)bw_tensor_get_columns(tensor));
  bw_tensor_read(tensor, values);
  for (int r = 0; r < record->batch->n_molecules; r++) {
    double *here = values + (gsize)r * place.numbers;
    bw_output_add_offsets(output, call->elements, call->in->n_atoms, here);
    for (int k = 0; k < place.numbers; k++)
      place.to[(gsize)(first + r) * place.width + k * place.stride] +=
          has_no_value(call, output) ? NAN : factor * here[k];
  }
}

static void evaluate_group(int task, G_GNUC_UNUSED BwScratch *scratch, gpointer data)
{
  const Call *call = data;
  int first = task * call->n_per_group, n_replicas = MIN(call->n_per_group, call->in->n_replicas - first);
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  g_auto(BwBatch) batch;
  bw_batch_init(&batch);
  if (!bw_batch_fill(&batch, first_network(call->self), call->in, call->elements, first, n_replicas,
                     &call->errors[task]))
    return;
  for (guint m = 0; m < call->self->networks->len; m++) {
    const BwNetwork *network = g_ptr_array_index(call->self->networks, m);
    BwNetworkRecord record;
    bw_tape_clear(tape);
    bw_network_record(network, tape, &batch, &record);
    for (int o = 0; o < network->n_outputs; o++)
      give_output(call, o, network, &record, first);
  }
}

static void clear(double *values, gsize n)
{
  for (gsize i = 0; values && i < n; i++)
    values[i] = 0;
}

static gboolean evaluate_outputs(const OutputsPotential *self, const BwReplicas *in, const BwEvaluation *out,
                                 BwPool *pool, GError **error)
{
  gsize n = (gsize)in->n_replicas, n_atoms = n * (gsize)in->n_atoms;
  g_autofree int *elements = g_new(int, MAX(in->n_atoms, 1));
  if (!bw_network_find_elements(first_network(self), in->numbers, in->n_atoms, elements, error))
    return FALSE;
  clear(out->charges, n_atoms);
  clear(out->dipoles, 3 * n);
  clear(out->properties, n * (gsize)self->base.n_properties);
  clear(out->atomic_properties, n_atoms * (gsize)self->base.n_atomic_properties);
  int n_per_group = MAX(ATOMS_PER_GROUP / MAX(in->n_atoms, 1), 1);
  int n_groups = (in->n_replicas + n_per_group - 1) / n_per_group;
  g_autofree GError **errors = g_new0(GError *, MAX(n_groups, 1));
  Call call = {self, in, out, elements, n_per_group, errors};
  bw_pool_run(pool, n_groups, evaluate_group, &call);
  return bw_propagate_first(errors, n_groups, error);
}

static gboolean evaluate(BwPotential *base, const BwReplicas *in, BwEvaluation *out, BwPool *pool,
                         GError **error)
{
  OutputsPotential *self = (OutputsPotential *)base;
  gboolean wants_energies =
      out->energies || out->forces || out->virials || out->atomic_energies || out->out_of_domain;
  gboolean wants_outputs = out->charges || out->dipoles || out->properties || out->atomic_properties;
  return (!self->energies || !wants_energies ||
          self->energies->klass->evaluate(self->energies, in, out, pool, error)) &&
         (!wants_outputs || evaluate_outputs(self, in, out, pool, error));
}

static void finalize(BwPotential *base)
{
  OutputsPotential *self = (OutputsPotential *)base;
  bw_potential_unref(self->energies);
  g_ptr_array_unref(self->networks);
}

static void name_outputs(BwPotential *base, const BwNetwork *network)
{
  base->properties = g_new0(BwPropertyName, network->n_outputs);
  base->atomic_properties = g_new0(BwPropertyName, network->n_outputs);
  for (int o = 0; o < network->n_outputs; o++) {
    const BwOutput *output = &network->outputs[o];
    const BwPropertyName name = {output->name, output->unit};
    if (output->kind == BW_OUTPUT_CHARGES)
      base->can |= BW_CAN_CHARGES;
    else if (output->kind == BW_OUTPUT_DIPOLE)
      base->can |= BW_CAN_DIPOLES;
    else if (is_of_molecule(output))
      base->properties[base->n_properties++] = name;
    else
      base->atomic_properties[base->n_atomic_properties++] = name;
  }
}

BwPotential *bw_outputs_potential_new(BwPotential *energies, GPtrArray *networks, const char *name)
{
  static const BwPotentialClass klass = {evaluate, finalize};
  OutputsPotential *self = g_new0(OutputsPotential, 1);
  const BwNetwork *network = g_ptr_array_index(networks, 0);
  bw_potential_init(&self->base, &klass, network->klass->method, name);
  self->energies = energies;
  self->networks = networks;
  self->base.can = energies ? energies->can : BW_HAS_NO_ENERGY;
  self->base.cutoff = network->cutoff;
  self->base.elements = network->elements;
  self->base.n_elements = network->n_elements;
  name_outputs(&self->base, network);
  return &self->base;
}
