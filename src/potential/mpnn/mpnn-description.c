#include "base/error.h"
#include "potential/mpnn/part.h"
#include "potential/network/description.h"

#define FIELD(name) G_STRUCT_OFFSET(BwMpnnSettings, name)

static const BwKey keys[] = {
    {"n_atom_basis", BW_KEY_COUNT, FIELD(n_features), 1, 4096, NULL},
    {"n_interactions", BW_KEY_COUNT, FIELD(n_interactions), 1, 64, NULL},
    {"cutoff", BW_KEY_NUMBER, FIELD(cutoff), 0, 1000, NULL},
    {"n_rbf", BW_KEY_COUNT, FIELD(n_gaussians), 2, 4096, NULL},
    {"aggregate", BW_KEY_CHOICE, FIELD(aggregate), 0, 0, bw_aggregate_names},
    {"update", BW_KEY_CHOICE, FIELD(update), 0, 0, bw_update_names},
    {"n_heads", BW_KEY_COUNT, FIELD(n_heads), 1, 4096, NULL},
    {"activation", BW_KEY_CHOICE, FIELD(activation), 0, 0, bw_activation_names},
    {"shared_interactions", BW_KEY_SWITCH, FIELD(shared), 0, 0, NULL},
    {"n_hidden", BW_KEY_COUNT, FIELD(n_hidden), 0, 4096, NULL},
};

/* Combinations that the literature has names for. */
static const struct {
  const char *model, *name;
  BwAggregateKind aggregate;
  BwUpdateKind update;
} named[] = {
    {"gcn", "GCN", BW_AGGREGATE_NORMALISED, BW_UPDATE_MLP},
    {"deepsets", "DeepSets", BW_AGGREGATE_DEEPSETS, BW_UPDATE_MLP},
    {"gat", "GAT", BW_AGGREGATE_ATTENTION, BW_UPDATE_MLP},
    {"ggnn", "GGNN", BW_AGGREGATE_SUM, BW_UPDATE_GRU},
};

const char *bw_mpnn_name(BwAggregateKind aggregate, BwUpdateKind update)
{
  for (gsize k = 0; k < G_N_ELEMENTS(named); k++)
    if (named[k].aggregate == aggregate && named[k].update == update)
      return named[k].name;
  return "MPNN";
}

BwNetwork *bw_mpnn_make(GKeyFile *description, const int *elements, int n_elements, GError **error)
{
  BwMpnnSettings settings;
  bw_mpnn_settings_init(&settings);
  g_autofree char *model = g_key_file_get_string(description, "network", "model", NULL);
  gsize k = 0;
  while (k < G_N_ELEMENTS(named) && g_ascii_strcasecmp(model, named[k].model) != 0)
    k++;
  if (k < G_N_ELEMENTS(named)) {
    settings.aggregate = named[k].aggregate;
    settings.update = named[k].update;
  }
  if (!bw_description_read(description, "network", "model", keys, G_N_ELEMENTS(keys), &settings, error))
    return NULL;
  if (k < G_N_ELEMENTS(named) &&
      (settings.aggregate != named[k].aggregate || settings.update != named[k].update)) {
    bw_fail(error, BW_ERROR_ARGUMENT,
            "aggregate = %s and update = %s in [network] do not make a %s, which has %s and %s; say model = "
            "mpnn for other combinations",
            bw_aggregate_names[settings.aggregate], bw_update_names[settings.update], named[k].name,
            bw_aggregate_names[named[k].aggregate], bw_update_names[named[k].update]);
    return NULL;
  }
  return bw_mpnn_new(&settings, elements, n_elements, error);
}

void bw_mpnn_describe(const BwNetwork *self, GKeyFile *description)
{
  g_key_file_set_string(description, "network", "model", "mpnn");
  bw_description_write(description, "network", keys, G_N_ELEMENTS(keys), &((const BwMpnn *)self)->settings);
}
