/* Keys of descriptions and of settings of a training, as files of the first version called them. */
#include "io/network/network-layout.h"

static const struct {
  const char *group, *before, *now;
} renamed[] = {
    {"network", "features", "n_atom_basis"},
    {"network", "interactions", "n_interactions"},
    {"network", "gaussians", "n_rbf"},
    {"network", "filters", "n_filters"},
    {"network", "last_gaussian", "rbf_cutoff"},
    {"network", "cutoff_function", "cutoff_fn"},
    {"network", "mean_of_neighbours", "normalize_filter"},
    {"network", "shared", "shared_interactions"},
    {"network", "hidden", "n_hidden"},
    {"network", "heads", "n_heads"},
    {"training", "train", "num_train"},
    {"training", "valid", "num_val"},
    {"training", "batch", "batch_size"},
    {"training", "epochs", "max_epochs"},
    {"training", "rate", "learning_rate"},
    {"training", "smallest_rate", "min_learning_rate"},
    {"training", "stop_after", "early_stopping"},
    {"training", "decay", "weight_decay"},
    {"training", "largest_gradient", "gradient_clip"},
    {"training", "average", "ema_decay"},
};

static const char *find_name(const char *group, const char *key)
{
  for (gsize k = 0; k < G_N_ELEMENTS(renamed); k++)
    if (g_str_equal(renamed[k].group, group) && g_str_equal(renamed[k].before, key))
      return renamed[k].now;
  return key;
}

char *bw_network_update_keys(const char *text, int version)
{
  g_autoptr(GKeyFile) before = g_key_file_new(), now = g_key_file_new();
  if (!text || version > 1 ||
      !g_key_file_load_from_data(before, text, (gsize)-1, G_KEY_FILE_NONE,
                                 NULL)) /* whoever reads it says so */
    return g_strdup(text);
  g_auto(GStrv) groups = g_key_file_get_groups(before, NULL);
  for (char **group = groups; *group; group++) {
    g_auto(GStrv) keys = g_key_file_get_keys(before, *group, NULL, NULL);
    for (char **key = keys; key && *key; key++) {
      g_autofree char *value = g_key_file_get_value(before, *group, *key, NULL);
      g_key_file_set_value(now, *group, find_name(*group, *key), value ? value : "");
    }
  }
  return g_key_file_to_data(now, NULL, NULL);
}
