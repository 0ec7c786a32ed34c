#include "potential/mpnn/part.h"

const BwAggregate *const bw_aggregates[BW_N_AGGREGATES] = {
    [BW_AGGREGATE_SUM] = &bw_aggregate_sum,
    [BW_AGGREGATE_MEAN] = &bw_aggregate_mean,
    [BW_AGGREGATE_MIN] = &bw_aggregate_min,
    [BW_AGGREGATE_MAX] = &bw_aggregate_max,
    [BW_AGGREGATE_NORMALISED] = &bw_aggregate_normalised,
    [BW_AGGREGATE_DEEPSETS] = &bw_aggregate_deepsets,
    [BW_AGGREGATE_ATTENTION] = &bw_aggregate_attention,
};

const char *const bw_aggregate_names[BW_N_AGGREGATES + 1] = {
    [BW_AGGREGATE_SUM] = "sum",
    [BW_AGGREGATE_MEAN] = "mean",
    [BW_AGGREGATE_MIN] = "min",
    [BW_AGGREGATE_MAX] = "max",
    [BW_AGGREGATE_NORMALISED] = "normalised",
    [BW_AGGREGATE_DEEPSETS] = "deepsets",
    [BW_AGGREGATE_ATTENTION] = "attention",
};

const BwUpdate *const bw_updates[BW_N_UPDATES] = {
    [BW_UPDATE_MLP] = &bw_update_mlp,
    [BW_UPDATE_GRU] = &bw_update_gru,
};

const char *const bw_update_names[BW_N_UPDATES + 1] = {
    [BW_UPDATE_MLP] = "mlp",
    [BW_UPDATE_GRU] = "gru",
};

/* Layers */

void bw_mpnn_add_dense(BwMpnn *self, const char *place, const char *name, int n_in, int n_out, gboolean bias)
{
  bw_parameters_add(&self->base.parameters, n_in, n_out, "%s.%s.weight", place, name);
  if (bias)
    bw_parameters_add(&self->base.parameters, 1, n_out, "%s.%s.bias", place, name);
}

void bw_mpnn_add_layers(BwMpnn *self, const char *place, const char *name, int n_in)
{
  for (int l = 0; l < 2; l++) {
    g_autofree char *layer = g_strdup_printf("%s.%d", name, l);
    int n_features = self->settings.n_features;
    bw_mpnn_add_dense(self, place, layer, l == 0 ? n_in : n_features, n_features, TRUE);
  }
}

BwTensor *bw_mpnn_layers(const BwMpnnInput *in, BwTensor *const *w, BwTensor *x)
{
  return bw_affine(bw_activate(bw_affine(x, w[0], w[1]), in->settings->activation), w[2], w[3]);
}

/* Messages */

void bw_mpnn_add_message(BwMpnn *self, const char *place)
{
  bw_mpnn_add_dense(self, place, "in", self->settings.n_features, self->settings.n_features, FALSE);
  bw_mpnn_add_layers(self, place, "filter", self->settings.n_gaussians);
}

BwTensor *bw_mpnn_message_features(BwTensor *const *w, BwTensor *x)
{
  return bw_product(x, FALSE, w[0], FALSE);
}

BwTensor *bw_mpnn_message_filters(const BwMpnnInput *in, BwTensor *const *w)
{
  return bw_mpnn_layers(in, w + 1, in->gaussians);
}

BwTensor *bw_mpnn_sum_messages(const BwMpnnInput *in, BwTensor *const *w, BwTensor *y)
{
  BwTensor *filters = bw_scale_rows(bw_mpnn_message_filters(in, w), in->cutoffs);
  return bw_filter_convolution(y, filters, &in->batch->pairs);
}

/* Ends of pairs */

BwTensor *bw_mpnn_at_ends(const BwMpnnInput *in, BwTensor *x)
{
  return bw_gather(x, &in->batch->pairs.ends);
}

BwTensor *bw_mpnn_at_other_ends(const BwMpnnInput *in, BwTensor *x)
{
  return bw_swap_ends(bw_gather(x, &in->batch->pairs.ends));
}

BwTensor *bw_mpnn_at_both_ends(BwTensor *p)
{
  return bw_reshape(bw_join(p, p), 2 * bw_tensor_get_rows(p), bw_tensor_get_columns(p));
}

BwTensor *bw_mpnn_sum_ends(const BwMpnnInput *in, BwTensor *e)
{
  return bw_scatter(e, &in->batch->pairs.ends);
}

BwTensor *bw_mpnn_degrees(BwMpnnInput *in)
{
  if (!in->degrees) {
    BwTensor *self = bw_tensor_new_filled(bw_tensor_get_tape(in->cutoffs), in->batch->n_atoms, 1, 1);
    in->degrees = bw_add(self, bw_mpnn_sum_ends(in, bw_mpnn_at_both_ends(in->cutoffs)));
  }
  return in->degrees;
}
