#include "potential/network/network.h"

#include "base/elements.h"
#include "base/error.h"
#include "potential/network/outputs.h"

#include <string.h>

void bw_network_init(BwNetwork *self, const BwNetworkClass *klass, const int *elements, int n_elements,
                     int n_features, double cutoff)
{
  self->klass = klass;
  bw_parameters_init(&self->parameters);
  self->n_features = n_features;
  self->cutoff = cutoff;
  self->n_elements = n_elements;
  self->elements = g_memdup2(elements, sizeof *elements * n_elements);
  self->has_energy = TRUE;
  self->scale = 1;
  self->offsets = g_new0(double, n_elements);
}

void bw_network_free(BwNetwork *self)
{
  if (!self)
    return;
  if (self->klass->finalize)
    self->klass->finalize(self);
  bw_parameters_clear(&self->parameters);
  g_free(self->elements);
  g_free(self->offsets);
  bw_outputs_free(self->outputs, self->n_outputs);
  g_free(self);
}

void bw_network_draw(BwNetwork *self, guint64 seed)
{
  BwParameters *parameters = &self->parameters;
  for (int i = 0; i < bw_parameters_get_n(parameters); i++) {
    const char *name = bw_parameters_get(parameters, i)->name;
    if (g_str_has_prefix(name, "embedding"))
      bw_parameters_draw_normal(parameters, i, 1, seed);
    else if (!g_str_has_suffix(name, "bias"))
      bw_parameters_draw_glorot(parameters, i, seed);
  }
}

double *bw_gaussians_place(BwGaussians *gaussians, int n, double last, double gamma)
{
  double spacing = last / (n - 1);
  double *memory = g_new(double, 2 * (gsize)n);
  for (int k = 0; k < n; k++) {
    memory[k] = k * spacing;
    memory[n + k] = gamma > 0 ? gamma : 0.5 / (spacing * spacing);
  }
  *gaussians = (BwGaussians){n, memory, memory + n};
  return memory;
}

void bw_head_add(BwHead *self, BwNetwork *network, const char *name, int n_hidden, int n_outputs,
                 BwActivation activation)
{
  BwParameters *parameters = &network->parameters;
  const int sizes[3] = {network->n_features, n_hidden, n_outputs};
  for (int l = 0; l < 2; l++) {
    self->weights[l] = bw_parameters_add(parameters, sizes[l], sizes[l + 1], "%s.%d.weight", name, l);
    self->biases[l] = bw_parameters_add(parameters, 1, sizes[l + 1], "%s.%d.bias", name, l);
  }
  self->activation = activation;
}

gboolean bw_network_find_elements(const BwNetwork *self, const int *numbers, int n, int *out, GError **error)
{
  for (int i = 0; i < n; i++) {
    int e = 0;
    while (e < self->n_elements && self->elements[e] != numbers[i])
      e++;
    if (e == self->n_elements) {
      const char *symbol = bw_element(numbers[i])->symbol;
      g_autofree char *known = bw_elements_describe(self->elements, self->n_elements);
      return bw_fail(error, BW_ERROR_UNSUPPORTED,
                     "atom %d is %s, an element that the model has not seen (it knows %s); choose a model of "
                     "data with %s, or train one",
                     i, symbol, known, symbol);
    }
    out[i] = e;
  }
  return TRUE;
}

void bw_network_record(const BwNetwork *self, BwTape *tape, const BwBatch *batch, BwNetworkRecord *record)
{
  int n_parameters = bw_parameters_get_n(&self->parameters), n_pairs = batch->pairs.n_pairs;
  *record = (BwNetworkRecord){.tape = tape, .batch = batch};
  record->weights = bw_tape_alloc(tape, sizeof(BwTensor *) * n_parameters);
  bw_parameters_record(&self->parameters, tape, record->weights);
  record->positions = bw_tensor_new(tape, batch->n_atoms, 3, batch->positions);
  record->vectors = bw_pair_differences(record->positions, &batch->pairs);
  if (batch->shifted)
    record->vectors = bw_add(record->vectors, bw_tensor_new(tape, n_pairs, 3, batch->shifts));
  bw_network_record_features(self, record);
}

void bw_network_record_features(const BwNetwork *self, BwNetworkRecord *record)
{
  record->distances = bw_power(bw_row_products(record->vectors, record->vectors), 0.5);
  record->stages = bw_tape_alloc(record->tape, sizeof(BwTensor *) * (self->n_interactions + 1));
  memset(record->stages, 0, sizeof(BwTensor *) * (self->n_interactions + 1));
  record->features = self->klass->record(self, record);
}

BwTensor *bw_head_record(const BwHead *self, const BwNetworkRecord *record)
{
  BwTensor **w = record->weights;
  BwTensor *hidden = bw_affine(record->features, w[self->weights[0]], w[self->biases[0]]);
  return bw_affine(bw_activate(hidden, self->activation), w[self->weights[1]], w[self->biases[1]]);
}

BwTensor *bw_network_record_energies(const BwNetwork *self, const BwNetworkRecord *record)
{
  return bw_scale(bw_head_record(&self->energy, record), self->scale);
}
