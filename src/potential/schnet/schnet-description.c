#include "potential/network/description.h"
#include "potential/schnet/schnet.h"

static const char *const cutoff_functions[] = {"none", "cosine", NULL};
static const char *const heads[] = {"ssp", "silu", NULL}; /* the first of BwActivation */

#define FIELD(name) G_STRUCT_OFFSET(BwSchnetSettings, name)

static const BwKey keys[] = {
    {"n_atom_basis", BW_KEY_COUNT, FIELD(n_features), 1, 4096, NULL},
    {"n_interactions", BW_KEY_COUNT, FIELD(n_interactions), 1, 64, NULL},
    {"cutoff", BW_KEY_NUMBER, FIELD(cutoff), 0, 1000, NULL},
    {"n_rbf", BW_KEY_COUNT, FIELD(n_gaussians), 2, 4096, NULL},
    {"n_filters", BW_KEY_COUNT, FIELD(n_filters), 1, 4096, NULL},
    {"rbf_cutoff", BW_KEY_NUMBER, FIELD(last_gaussian), 0, 1000, NULL},
    {"gamma", BW_KEY_NUMBER, FIELD(gamma), 0, 1e6, NULL},
    {"cutoff_fn", BW_KEY_CHOICE, FIELD(cutoff_function), 0, 0, cutoff_functions},
    {"active_filters", BW_KEY_SWITCH, FIELD(active_filters), 0, 0, NULL},
    {"normalize_filter", BW_KEY_SWITCH, FIELD(mean_of_neighbours), 0, 0, NULL},
    {"shared_interactions", BW_KEY_SWITCH, FIELD(shared), 0, 0, NULL},
    {"n_hidden", BW_KEY_COUNT, FIELD(n_hidden), 0, 4096, NULL},
    {"head", BW_KEY_CHOICE, FIELD(head_activation), 0, 0, heads},
};

/* As many filters as features and Gaussians up to the cutoff, where the description does not say otherwise.
 */
BwNetwork *bw_schnet_make(GKeyFile *description, const int *elements, int n_elements, GError **error)
{
  BwSchnetSettings settings;
  bw_schnet_settings_init(&settings);
  double usual = settings.last_gaussian;
  settings.n_filters = 0;
  settings.last_gaussian = 0;
  if (!bw_description_read(description, "network", "model", keys, G_N_ELEMENTS(keys), &settings, error))
    return NULL;
  if (settings.n_filters == 0)
    settings.n_filters = settings.n_features;
  if (!g_key_file_has_key(description, "network", "rbf_cutoff", NULL))
    settings.last_gaussian = settings.cutoff > 0 ? settings.cutoff : usual;
  return (BwNetwork *)bw_schnet_new(&settings, elements, n_elements, error);
}

void bw_schnet_describe(const BwNetwork *self, GKeyFile *description)
{
  g_key_file_set_string(description, "network", "model", "schnet");
  bw_description_write(description, "network", keys, G_N_ELEMENTS(keys), &((const BwSchnet *)self)->settings);
}
