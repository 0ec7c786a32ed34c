#include "learning/neural/describe.h"

#include "base/error.h"
#include "potential/mpnn/part.h"
#include "potential/network/description.h"
#include "potential/network/outputs.h"

#include <string.h>

/* A model may also be called by its kind. */
static gboolean is_said(const char *said, BwModelKind kind, const char *key, const char *value)
{
  return g_ascii_strcasecmp(said, value) == 0 ||
         (g_str_equal(key, "model") && g_ascii_strcasecmp(said, bw_model_kind_name(kind)) == 0);
}

static gboolean say(GKeyFile *description, BwModelKind kind, const char *key, const char *value,
                    GError **error)
{
  g_autofree char *said = g_key_file_get_string(description, "network", key, NULL);
  if (said && !is_said(said, kind, key, value))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "%s = %s in [network], but %s has %s = %s; leave one of them out", key, said,
                   bw_model_kind_name(kind), key, value);
  g_key_file_set_string(description, "network", key, value);
  return TRUE;
}

GKeyFile *bw_neural_describe(BwModelKind kind, const char *text, GError **error)
{
  g_autoptr(GKeyFile) description = g_key_file_new();
  g_autoptr(GError) wrong = NULL;
  if (text && !g_key_file_load_from_data(description, text, (gsize)-1, G_KEY_FILE_NONE, &wrong)) {
    bw_fail(error, BW_ERROR_ARGUMENT, "the network's description: %s", wrong->message);
    return NULL;
  }
  const BwMpnnCombination *named = bw_model_kind_get_combination(kind);
  if (!bw_model_kind_is_network(kind))
    return g_steal_pointer(&description);
  if (!say(description, kind, "model", kind == BW_MODEL_SCHNET ? "schnet" : "mpnn", error) ||
      (named && (!say(description, kind, "aggregate", bw_aggregate_names[named->aggregate], error) ||
                 !say(description, kind, "update", bw_update_names[named->update], error))))
    return NULL;
  return g_steal_pointer(&description);
}

/* [training] */

static const char *const schedules[] = {"plateau", "cosine", NULL};
static const char *const precisions[] = {"single", "double", NULL};

#define FIELD(name) offsetof(BwTrainSettings, name)
#define FIT(name) offsetof(BwTrainSettings, neural.fit.name)
#define MOST 1e9

static const BwKey keys[] = {
    {"num_train", BW_KEY_COUNT, FIELD(n_train), 0, MOST, NULL},
    {"num_val", BW_KEY_COUNT, FIELD(n_valid), 0, MOST, NULL},
    {"members", BW_KEY_COUNT, FIELD(neural.n_members), 1, 100, NULL},
    {"batch_size", BW_KEY_COUNT, FIT(batch_size), 1, 1e6, NULL},
    {"max_epochs", BW_KEY_COUNT, FIT(schedule.n_epochs), 0, MOST, NULL},
    {"schedule", BW_KEY_CHOICE, FIT(schedule.kind), 0, 0, schedules},
    {"learning_rate", BW_KEY_NUMBER, FIT(schedule.rate), 1e-12, 10, NULL},
    {"min_learning_rate", BW_KEY_NUMBER, FIT(schedule.smallest), 0, 10, NULL},
    {"factor", BW_KEY_NUMBER, FIT(schedule.factor), 0.01, 0.99, NULL},
    {"patience", BW_KEY_COUNT, FIT(schedule.patience), 1, 1e6, NULL},
    {"early_stopping", BW_KEY_COUNT, FIT(schedule.stop_after), 0, MOST, NULL},
    {"weight_decay", BW_KEY_NUMBER, FIT(adam.decay), 0, 100, NULL},
    {"gradient_clip", BW_KEY_NUMBER, FIT(adam.largest_norm), 0, 1e12, NULL},
    {"energy_weight", BW_KEY_NUMBER, FIT(weights.energy), 0, 1e6, NULL},
    {"force_weight", BW_KEY_NUMBER, FIT(weights.forces), 0, 1e6, NULL},
    {"ema_decay", BW_KEY_NUMBER, FIT(average_decay), 0, 0.999999, NULL},
    {"precision", BW_KEY_CHOICE, FIT(precision), 0, 0, precisions},
};

/* Those, and a weight in the loss for each output beside the energy: "dipole_weight". */
static GArray *list_keys(GKeyFile *description)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(BwKey));
  g_auto(GStrv) outputs = bw_network_list_outputs(description);
  g_array_append_vals(all, keys, G_N_ELEMENTS(keys));
  for (gsize o = 0; outputs[o] && o < BW_MAX_OUTPUTS; o++) {
    g_autofree char *name = g_strdup_printf("%s_weight", outputs[o]);
    const BwKey key = {
        g_intern_string(name), BW_KEY_NUMBER, FIT(weights.outputs) + o * sizeof(double), 0, 1e6, NULL};
    g_array_append_val(all, key);
  }
  return all;
}

static GKeyFile *parse_description(const BwTrainSettings *settings)
{
  const char *text = settings->neural.description;
  GKeyFile *description = g_key_file_new();
  if (text)
    g_key_file_load_from_data(description, text, (gsize)-1, G_KEY_FILE_NONE, NULL);
  return description;
}

static gboolean read_seed(GKeyFile *file, guint64 *seed, GError **error)
{
  g_autofree char *text = g_key_file_get_string(file, "training", "seed", NULL);
  if (!text || g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, seed, NULL))
    return TRUE;
  return bw_fail(error, BW_ERROR_ARGUMENT, "seed = %s in [training]: it must be a whole number from 0 on",
                 text);
}

static gboolean check_groups(GKeyFile *file, GError **error)
{
  g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
  static const char *const known[] = {"network", "outputs", "training", NULL};
  for (int g = 0; groups[g]; g++)
    if (!g_strv_contains(known, groups[g]))
      return bw_fail(error, BW_ERROR_ARGUMENT, "group [%s] is not one of [network], [outputs] and [training]",
                     groups[g]);
  return TRUE;
}

static gboolean read_training(GKeyFile *file, GKeyFile *description, BwTrainSettings *settings,
                              GError **error)
{
  g_autoptr(GArray) all = list_keys(description);
  return bw_description_read(file, "training", "seed", (const BwKey *)(const void *)all->data, (int)all->len,
                             settings, error) &&
         read_seed(file, &settings->seed, error);
}

/* The file without [training]. */
static char *take_description(GKeyFile *file)
{
  if (!g_key_file_has_group(file, "network") && !g_key_file_has_group(file, "outputs"))
    return NULL;
  g_key_file_remove_group(file, "training", NULL);
  return g_key_file_to_data(file, NULL, NULL);
}

gboolean bw_neural_config_read(const char *path, BwTrainSettings *settings, char **description,
                               GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autoptr(GError) wrong = NULL;
  *description = NULL;
  if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &wrong))
    return wrong->domain == G_FILE_ERROR
               ? bw_fail_file(error, BW_ERROR_FILE, path, "%s", wrong->message)
               : bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                              "%s: a file of settings has lines such as n_atom_basis = 64 below [network], "
                              "[outputs] or [training]",
                              wrong->message);
  if (!check_groups(file, error) || !read_training(file, file, settings, error)) {
    g_prefix_error(error, "%s: ", path);
    return FALSE;
  }
  *description = take_description(file);
  return TRUE;
}

char *bw_neural_config_write(const BwTrainSettings *settings)
{
  g_autoptr(GKeyFile) file = g_key_file_new(), description = parse_description(settings);
  g_autoptr(GArray) all = list_keys(description);
  bw_description_write(file, "training", (const BwKey *)(const void *)all->data, (int)all->len, settings);
  g_key_file_set_uint64(file, "training", "seed", settings->seed);
  return g_key_file_to_data(file, NULL, NULL);
}

gboolean bw_neural_config_parse(const char *text, BwTrainSettings *settings, GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new(), description = parse_description(settings);
  return g_key_file_load_from_data(file, text, (gsize)-1, G_KEY_FILE_NONE, error) &&
         read_training(file, description, settings, error);
}
