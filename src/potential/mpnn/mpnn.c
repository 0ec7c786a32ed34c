#include "base/error.h"
#include "potential/mpnn/part.h"

void bw_mpnn_settings_init(BwMpnnSettings *settings)
{
  *settings = (BwMpnnSettings){.n_features = 64,
                               .n_interactions = 3,
                               .n_gaussians = 25,
                               .cutoff = 5,
                               .aggregate = BW_AGGREGATE_SUM,
                               .update = BW_UPDATE_MLP,
                               .n_heads = 4,
                               .activation = BW_SILU};
}

static BwTensor *record(const BwNetwork *base, const BwNetworkRecord *record)
{
  const BwMpnn *self = (const BwMpnn *)base;
  const BwMpnnSettings *s = &self->settings;
  BwTensor *const *w = record->weights;
  BwMpnnInput in = {.settings = s,
                    .batch = record->batch,
                    .gaussians = bw_gaussians(record->distances, &self->gaussians),
                    .cutoffs = bw_cosine_cutoff(record->distances, s->cutoff)};
  BwTensor *x = record->stages[0] = bw_gather(w[self->embedding], &record->batch->element);
  for (int t = 0; t < s->n_interactions; t++) {
    BwTensor *v = bw_aggregates[s->aggregate]->record(&in, w + self->aggregates[t], x);
    x = record->stages[t + 1] = bw_updates[s->update]->record(&in, w + self->updates[t], x, v);
  }
  return x;
}

static void finalize(BwNetwork *base)
{
  BwMpnn *self = (BwMpnn *)base;
  g_free(self->aggregates);
  g_free(self->updates);
  g_free(self->radial);
}

/* One class for each name, which is all that they differ by. */
static const BwNetworkClass *find_class(const BwMpnnSettings *settings)
{
  static BwNetworkClass classes[BW_N_AGGREGATES][BW_N_UPDATES];
  static gsize made = 0;
  if (g_once_init_enter(&made)) {
    for (int a = 0; a < BW_N_AGGREGATES; a++)
      for (int u = 0; u < BW_N_UPDATES; u++)
        classes[a][u] = (BwNetworkClass){.method = bw_mpnn_name(a, u),
                                         .record = record,
                                         .describe = bw_mpnn_describe,
                                         .finalize = finalize};
    g_once_init_leave(&made, 1);
  }
  return &classes[settings->aggregate][settings->update];
}

static gboolean check_settings(const BwMpnnSettings *s, GError **error)
{
  if (s->n_features < 1 || s->n_interactions < 1 || s->n_gaussians < 2 || s->n_hidden < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "message passing needs at least one feature, one interaction and two Gaussians");
  if (!(s->cutoff > 0))
    return bw_fail(error, BW_ERROR_ARGUMENT, "message passing needs a cutoff, not %g Å", s->cutoff);
  if (s->aggregate == BW_AGGREGATE_ATTENTION && (s->n_heads < 1 || s->n_features % s->n_heads != 0))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "%d features cannot be shared out among %d heads: take a divisor of %d", s->n_features,
                   s->n_heads, s->n_features);
  if (s->activation == BW_LEAKY_RELU)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "activation = leaky-relu in [network]: forces would jump at its kink; take silu");
  return TRUE;
}

static void add_round(BwMpnn *self, int t)
{
  g_autofree char *aggregate = g_strdup_printf("rounds.%d.aggregate", t);
  g_autofree char *update = g_strdup_printf("rounds.%d.update", t);
  self->aggregates[t] = bw_parameters_get_n(&self->base.parameters);
  bw_aggregates[self->settings.aggregate]->add(self, aggregate);
  self->updates[t] = bw_parameters_get_n(&self->base.parameters);
  bw_updates[self->settings.update]->add(self, update);
}

BwNetwork *bw_mpnn_new(const BwMpnnSettings *settings, const int *elements, int n_elements, GError **error)
{
  if (!check_settings(settings, error))
    return NULL;
  BwMpnn *self = g_new0(BwMpnn, 1);
  self->settings = *settings;
  bw_network_init(&self->base, find_class(settings), elements, n_elements, settings->n_features,
                  settings->cutoff);
  self->base.n_interactions = settings->n_interactions;
  self->radial = bw_gaussians_place(&self->gaussians, settings->n_gaussians, settings->cutoff, 0);
  self->embedding =
      bw_parameters_add(&self->base.parameters, n_elements, settings->n_features, "embedding.weight");
  self->aggregates = g_new(int, settings->n_interactions);
  self->updates = g_new(int, settings->n_interactions);
  for (int t = 0; t < settings->n_interactions; t++)
    if (t == 0 || !settings->shared) {
      add_round(self, t);
    } else {
      self->aggregates[t] = self->aggregates[0];
      self->updates[t] = self->updates[0];
    }
  int n_hidden = settings->n_hidden > 0 ? settings->n_hidden : MAX(settings->n_features / 2, 1);
  bw_head_add(&self->base.energy, &self->base, "energy", n_hidden, 1, settings->activation);
  return &self->base;
}
