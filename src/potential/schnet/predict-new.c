#include "base/array.h"
#include "potential/schnet/predict-private.h"
#include "potential/schnet/predict.h"

#define FILTER_TOLERANCE 6e-8 /* of the largest filter: single precision's rounding */

static void set_dense(BwDense *dense, const BwParameters *p, int weights, int bias, gboolean back)
{
  const BwParameter *shape = bw_parameters_get(p, weights);
  const double *values = bw_parameters_get_values(p, weights);
  if (back)
    bw_dense_init(dense, values, TRUE, NULL, shape->columns, shape->rows);
  else
    bw_dense_init(dense, values, FALSE, bias < 0 ? NULL : bw_parameters_get_values(p, bias), shape->rows,
                  shape->columns);
}

static void set_layers(BwSchnetLayers *layers, const BwParameters *p, const BwSchnetInteraction *part)
{
  set_dense(&layers->in, p, part->in, -1, FALSE);
  set_dense(&layers->in_back, p, part->in, -1, TRUE);
  for (int l = 0; l < 2; l++) {
    set_dense(&layers->out[l], p, part->out_weights[l], part->out_biases[l], FALSE);
    set_dense(&layers->out_back[l], p, part->out_weights[l], -1, TRUE);
  }
}

static void set_head(BwSchnetPotential *self)
{
  const BwParameters *p = &self->network->base.parameters;
  const BwHead *head = &self->network->base.energy;
  set_dense(&self->head, p, head->weights[0], head->biases[0], FALSE);
  set_dense(&self->head_back, p, head->weights[0], -1, TRUE);
  self->head_weights = bw_new0(float, self->head.n_out_padded);
  for (int h = 0; h < bw_parameters_get(p, head->weights[1])->rows; h++)
    self->head_weights[h] = (float)bw_parameters_get_values(p, head->weights[1])[h];
  self->head_bias = bw_parameters_get_values(p, head->biases[1])[0];
}

static void set_embedding(BwSchnetPotential *self)
{
  const BwSchnet *network = self->network;
  int width = network->settings.n_features;
  const double *values = bw_parameters_get_values(&network->base.parameters, network->embedding);
  self->embedding = bw_new0(float, (gsize)network->base.n_elements * self->features);
  for (int e = 0; e < network->base.n_elements; e++)
    for (int f = 0; f < width; f++)
      self->embedding[(gsize)e * self->features + f] = (float)values[e * width + f];
}

/* What all atoms of an element have before they know of each other. */
static void set_first(BwSchnetPotential *self)
{
  self->first = bw_new0(float, (gsize)self->network->base.n_elements * self->filters);
  bw_dense_apply(&self->layers[0].in, self->embedding, self->network->base.n_elements, FALSE, self->first);
}

static void finalize(BwPotential *base)
{
  BwSchnetPotential *self = (BwSchnetPotential *)base;
  for (int t = 0; t < self->network->settings.n_interactions; t++) {
    BwSchnetLayers *layers = &self->layers[t];
    BwDense *all[] = {&layers->in,     &layers->in_back,     &layers->out[0],
                      &layers->out[1], &layers->out_back[0], &layers->out_back[1]};
    for (gsize k = 0; k < G_N_ELEMENTS(all); k++)
      bw_dense_clear(all[k]);
    bw_filter_table_clear(&self->tables[t]);
  }
  bw_dense_clear(&self->head);
  bw_dense_clear(&self->head_back);
  bw_free(self->head_weights);
  bw_free(self->embedding);
  bw_free(self->first);
  g_free(self->layers);
  g_free(self->tables);
  g_ptr_array_unref(self->pairs);
  bw_network_free(&self->network->base);
}

static void free_pairs(gpointer pairs)
{
  bw_schnet_pairs_free(pairs);
}

BwPotential *bw_schnet_potential_new(BwSchnet *network, const char *name, GError **error)
{
  static const BwPotentialClass klass = {bw_schnet_evaluate, finalize};
  BwSchnetPotential *self = g_new0(BwSchnetPotential, 1);
  bw_potential_init(&self->base, &klass, "SchNet", name);
  self->base.can = BW_CAN_VIRIAL | BW_CAN_ATOMIC_ENERGIES | BW_CAN_PROBE;
  self->base.cutoff = network->base.cutoff;
  self->base.elements = network->base.elements;
  self->base.n_elements = network->base.n_elements;
  self->network = network;
  self->features = bw_dense_pad(network->settings.n_features);
  self->filters = bw_dense_pad(network->settings.n_filters);
  self->layers = g_new0(BwSchnetLayers, network->settings.n_interactions);
  self->tables = g_new0(BwFilterTable, network->settings.n_interactions);
  self->pairs = g_ptr_array_new_with_free_func(free_pairs);
  set_embedding(self);
  set_head(self);
  for (int t = 0; t < network->settings.n_interactions; t++)
    set_layers(&self->layers[t], &network->base.parameters, &network->interactions[t]);
  for (int t = 0; t < network->settings.n_interactions; t++)
    bw_filter_table_init(&self->tables[t], network, t, FILTER_TOLERANCE);
  set_first(self);
  if (!bw_schnet_check_tables(self, error)) {
    bw_potential_unref(&self->base);
    return NULL;
  }
  return &self->base;
}
