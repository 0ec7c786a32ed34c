#include "potential/schnet/schnet.h"

#include "base/error.h"
#include "potential/schnet/predict.h"

#include <glib/gi18n.h>
#include <math.h>

void bw_schnet_settings_init(BwSchnetSettings *settings)
{
  *settings = (BwSchnetSettings){.n_features = 64,
                                 .n_filters = 64,
                                 .n_interactions = 3,
                                 .n_gaussians = 25,
                                 .cutoff = 5,
                                 .last_gaussian = 5,
                                 .cutoff_function = BW_CUTOFF_COSINE,
                                 .head_activation = BW_SILU};
}

/* Recording */

static BwTensor *record_filters(const BwSchnet *self, const BwSchnetInteraction *part, BwTensor *gaussians,
                                BwTensor *cutoff, BwTensor *const *w)
{
  BwTensor *hidden = bw_affine(gaussians, w[part->filter_weights[0]], w[part->filter_biases[0]]);
  hidden = bw_activate(hidden, BW_SHIFTED_SOFTPLUS);
  BwTensor *filters = bw_affine(hidden, w[part->filter_weights[1]], w[part->filter_biases[1]]);
  if (self->settings.active_filters)
    filters = bw_activate(filters, BW_SHIFTED_SOFTPLUS);
  return cutoff ? bw_scale_rows(filters, cutoff) : filters;
}

/* [n_atoms][1]: 1/number of neighbours, 1 where there are none. */
static BwTensor *record_shares(const BwNetworkRecord *record)
{
  const BwIndex *ends = &record->batch->pairs.ends;
  g_autofree double *shares = g_new(double, ends->n_sources + 1);
  for (int i = 0; i < ends->n_sources; i++)
    shares[i] = 1.0 / MAX(ends->first[i + 1] - ends->first[i], 1);
  return bw_tensor_new(record->tape, ends->n_sources, 1, shares);
}

BwTensor *bw_schnet_record(const BwSchnet *self, const BwNetworkRecord *record, BwTensor *const *filters)
{
  const BwBatch *batch = record->batch;
  BwTensor *const *w = record->weights;
  BwTensor *gaussians = filters ? NULL : bw_gaussians(record->distances, &self->gaussians), *cutoff = NULL;
  if (!filters && self->settings.cutoff_function == BW_CUTOFF_COSINE)
    cutoff = bw_cosine_cutoff(record->distances, self->settings.cutoff);
  BwTensor *shares = self->settings.mean_of_neighbours ? record_shares(record) : NULL;
  BwTensor *x = record->stages[0] = bw_gather(w[self->embedding], &batch->element);
  for (int t = 0; t < self->settings.n_interactions; t++) {
    const BwSchnetInteraction *part = &self->interactions[t];
    BwTensor *filter = filters ? filters[t] : record_filters(self, part, gaussians, cutoff, w);
    BwTensor *v = bw_filter_convolution(bw_product(x, FALSE, w[part->in], FALSE), filter, &batch->pairs);
    if (shares)
      v = bw_scale_rows(v, shares);
    v = bw_activate(bw_affine(v, w[part->out_weights[0]], w[part->out_biases[0]]), BW_SHIFTED_SOFTPLUS);
    x = record->stages[t + 1] = bw_add(x, bw_affine(v, w[part->out_weights[1]], w[part->out_biases[1]]));
  }
  return x;
}

static BwTensor *record_schnet(const BwNetwork *base, const BwNetworkRecord *record)
{
  return bw_schnet_record((const BwSchnet *)base, record, NULL);
}

/* Making */

static void free_schnet(BwNetwork *base)
{
  BwSchnet *self = (BwSchnet *)base;
  g_free(self->interactions);
  g_free(self->centres);
}

static gboolean check_settings(const BwSchnetSettings *s, GError **error)
{
  if (s->n_features < 1 || s->n_filters < 1 || s->n_interactions < 1 || s->n_hidden < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT, "SchNet needs at least one feature, filter and interaction");
  if (s->n_gaussians < 2 || !(s->last_gaussian > 0) || !(s->gamma >= 0))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "SchNet needs at least two Gaussians, the last beyond 0 Å, and γ ≥ 0");
  if (s->head_activation != BW_SILU && s->head_activation != BW_SHIFTED_SOFTPLUS)
    return bw_fail(error, BW_ERROR_ARGUMENT, "SchNet's head is activated by SiLU or by the shifted softplus");
  if (!(s->cutoff >= 0) || (s->cutoff_function == BW_CUTOFF_COSINE && s->cutoff == 0))
    return bw_fail(error, BW_ERROR_ARGUMENT, "SchNet's cutoff is %g Å, which is not a distance", s->cutoff);
  return TRUE;
}

static void add_layer(BwSchnet *self, int t, const char *name, int layer, const int sizes[3], int *weights,
                      int *biases)
{
  BwParameters *p = &self->base.parameters;
  weights[layer] =
      bw_parameters_add(p, sizes[layer], sizes[layer + 1], "interactions.%d.%s.%d.weight", t, name, layer);
  biases[layer] = bw_parameters_add(p, 1, sizes[layer + 1], "interactions.%d.%s.%d.bias", t, name, layer);
}

static void add_interaction(BwSchnet *self, int t)
{
  const BwSchnetSettings *s = &self->settings;
  BwSchnetInteraction *part = &self->interactions[t];
  const int filter[3] = {s->n_gaussians, s->n_filters, s->n_filters};
  const int out[3] = {s->n_filters, s->n_features, s->n_features};
  part->in =
      bw_parameters_add(&self->base.parameters, s->n_features, s->n_filters, "interactions.%d.in.weight", t);
  for (int layer = 0; layer < 2; layer++)
    add_layer(self, t, "filter", layer, filter, part->filter_weights, part->filter_biases);
  for (int layer = 0; layer < 2; layer++)
    add_layer(self, t, "out", layer, out, part->out_weights, part->out_biases);
}

static BwPotential *predict_schnet(BwNetwork *self, const char *name, GError **error)
{
  return bw_schnet_potential_new((BwSchnet *)self, name, error);
}

/* At the cutoff. Without one there is nothing to jump at. */
static const char *find_jumps(const BwNetwork *network)
{
  const BwSchnetSettings *s = &((const BwSchnet *)network)->settings;
  if (s->cutoff == 0)
    return NULL;
  if (s->cutoff_function == BW_CUTOFF_NONE)
    return N_(
        "without a cutoff function the energy jumps when an atom passes the cutoff, and dynamics does not "
        "conserve it; cutoff_fn = cosine makes it continuous");
  if (s->mean_of_neighbours)
    return N_(
        "normalize_filter divides by the number of neighbours, so that the energy jumps when an atom passes "
        "the cutoff, and dynamics does not conserve it; normalize_filter = false makes it continuous");
  return NULL;
}

BwSchnet *bw_schnet_new(const BwSchnetSettings *settings, const int *elements, int n_elements, GError **error)
{
  static const BwNetworkClass klass = {.method = "SchNet",
                                       .record = record_schnet,
                                       .describe = bw_schnet_describe,
                                       .find_jumps = find_jumps,
                                       .predict = predict_schnet,
                                       .finalize = free_schnet};
  if (!check_settings(settings, error))
    return NULL;
  BwSchnet *self = g_new0(BwSchnet, 1);
  self->settings = *settings;
  bw_network_init(&self->base, &klass, elements, n_elements, settings->n_features, settings->cutoff);
  self->base.n_interactions = settings->n_interactions;
  self->centres =
      bw_gaussians_place(&self->gaussians, settings->n_gaussians, settings->last_gaussian, settings->gamma);
  self->gammas = self->centres + settings->n_gaussians;
  self->embedding =
      bw_parameters_add(&self->base.parameters, n_elements, settings->n_features, "embedding.weight");
  self->interactions = g_new0(BwSchnetInteraction, settings->n_interactions);
  for (int t = 0; t < settings->n_interactions; t++)
    if (t == 0 || !settings->shared)
      add_interaction(self, t);
    else
      self->interactions[t] = self->interactions[0];
  int n_hidden = settings->n_hidden > 0 ? settings->n_hidden : MAX(settings->n_features / 2, 1);
  bw_head_add(&self->base.energy, &self->base, "energy", n_hidden, 1, settings->head_activation);
  return self;
}
