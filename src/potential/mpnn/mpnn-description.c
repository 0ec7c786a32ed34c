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

const BwMpnnCombination bw_named_mpnns[BW_N_NAMED_MPNNS] = {
    [BW_MPNN_GCN] = {"GCN", BW_AGGREGATE_NORMALISED, BW_UPDATE_MLP},
    [BW_MPNN_DEEPSETS] = {"DeepSets", BW_AGGREGATE_DEEPSETS, BW_UPDATE_MLP},
    [BW_MPNN_GAT] = {"GAT", BW_AGGREGATE_ATTENTION, BW_UPDATE_MLP},
    [BW_MPNN_GGNN] = {"GGNN", BW_AGGREGATE_SUM, BW_UPDATE_GRU},
};

const BwMpnnCombination *bw_mpnn_find(const char *name)
{
  for (int k = 0; k < BW_N_NAMED_MPNNS; k++)
    if (g_ascii_strcasecmp(name, bw_named_mpnns[k].name) == 0)
      return &bw_named_mpnns[k];
  return NULL;
}

const char *bw_mpnn_name(BwAggregateKind aggregate, BwUpdateKind update)
{
  for (int k = 0; k < BW_N_NAMED_MPNNS; k++)
    if (bw_named_mpnns[k].aggregate == aggregate && bw_named_mpnns[k].update == update)
      return bw_named_mpnns[k].name;
  return "MPNN";
}

BwNetwork *bw_mpnn_make(GKeyFile *description, const int *elements, int n_elements, GError **error)
{
  BwMpnnSettings settings;
  bw_mpnn_settings_init(&settings);
  g_autofree char *model = g_key_file_get_string(description, "network", "model", NULL);
  const BwMpnnCombination *named = bw_mpnn_find(model);
  if (named) {
    settings.aggregate = named->aggregate;
    settings.update = named->update;
  }
  if (!bw_description_read(description, "network", "model", keys, G_N_ELEMENTS(keys), &settings, error))
    return NULL;
  if (named && (settings.aggregate != named->aggregate || settings.update != named->update)) {
    bw_fail(error, BW_ERROR_ARGUMENT,
            "aggregate = %s and update = %s in [network] do not make a %s, which has %s and %s; say model = "
            "mpnn for other combinations",
            bw_aggregate_names[settings.aggregate], bw_update_names[settings.update], named->name,
            bw_aggregate_names[named->aggregate], bw_update_names[named->update]);
    return NULL;
  }
  return bw_mpnn_new(&settings, elements, n_elements, error);
}

void bw_mpnn_describe(const BwNetwork *self, GKeyFile *description)
{
  g_key_file_set_string(description, "network", "model", "mpnn");
  bw_description_write(description, "network", keys, G_N_ELEMENTS(keys), &((const BwMpnn *)self)->settings);
}
