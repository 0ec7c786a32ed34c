#include "cli/train-network.h"

#include "base/error.h"
#include "learning/neural/describe.h"
#include "potential/networks.h"

void bw_network_options_init(BwNetworkOptions *options)
{
  *options = (BwNetworkOptions){.epochs = -1, .batch = -1, .members = -1, .rate = -1};
}

void bw_network_options_clear(BwNetworkOptions *options)
{
  g_free(options->config);
  g_free(options->description);
  g_strfreev(options->properties);
}

void bw_network_options_add_entries(BwNetworkOptions *o, GArray *entries)
{
  const GOptionEntry all[] = {
      {"config", 0, 0, G_OPTION_ARG_FILENAME, &o->config,
       "Settings of a network in a key file: [network] and [outputs] say what it is, [training] how it "
       "learns; "
       "other options go before it",
       "FILE"},
      {"epochs", 0, 0, G_OPTION_ARG_INT, &o->epochs,
       "Times that a network sees all of its data (default: as many as make 100000 steps)", "N"},
      {"rate", 0, 0, G_OPTION_ARG_DOUBLE, &o->rate, "Rate that a network begins to learn with (default 2e-3)",
       "R"},
      {"batch", 0, 0, G_OPTION_ARG_INT, &o->batch, "Structures for each step of a network (default 10)", "N"},
      {"members", 0, 0, G_OPTION_ARG_INT, &o->members,
       "Train an ensemble of so many networks: their spread tells how sure they are (default 1)", "N"},
      {"property", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->properties,
       "What a network learns, a line of [outputs]: \"energy = sum eV\", \"dipole = dipole e·Å\"; once for "
       "each (default: the energy alone)",
       "LINE"},
      {"finish", 0, 0, G_OPTION_ARG_NONE, &o->finish,
       "With --resume: learn no more, the best weights so far of the network that was interrupted are the "
       "model",
       NULL},
      {0},
  };
  for (const GOptionEntry *entry = all; entry->long_name; entry++)
    g_array_append_val(entries, *entry);
}

/* What the description's model is called as a kind, where --model does not say it. */
static gboolean find_kind(const BwNetworkOptions *options, const char *model, BwTrainSettings *settings,
                          GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autofree char *name = NULL;
  if (model || !options->config)
    return TRUE;
  if (options->description &&
      g_key_file_load_from_data(file, options->description, (gsize)-1, G_KEY_FILE_NONE, NULL))
    name = g_key_file_get_string(file, "network", "model", NULL);
  if (!name)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, options->config,
                        "does not say which model it is for; give --model, or model = schnet in [network]");
  return bw_model_kind_parse(name, &settings->kind, error);
}

const char *bw_network_options_name_said(const BwNetworkOptions *o)
{
  return o->config          ? "--config"
         : o->epochs != -1  ? "--epochs"
         : o->batch != -1   ? "--batch"
         : o->members != -1 ? "--members"
         : o->rate != -1    ? "--rate"
         : o->properties    ? "--property"
         : o->finish        ? "--finish"
                            : NULL;
}

static gboolean check_numbers(const BwNetworkOptions *o, GError **error)
{
  if (o->epochs == 0 || o->epochs < -1)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--epochs %d: use a number from 1 on", o->epochs);
  if (o->batch == 0 || o->batch < -1)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--batch %d: use a number of structures from 1 on", o->batch);
  if (o->members == 0 || o->members < -1 || o->members > 100)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--members %d: use a number from 1 to 100", o->members);
  if (o->rate != -1 && !(o->rate > 0 && o->rate <= 10))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--rate %g: use a small positive number, such as 2e-3", o->rate);
  return TRUE;
}

/* Lines of [outputs] go into the description, over those of the file of settings. */
static gboolean add_properties(BwNetworkOptions *o, GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  if (!o->properties)
    return TRUE;
  if (o->description)
    g_key_file_load_from_data(file, o->description, (gsize)-1, G_KEY_FILE_NONE, NULL);
  for (char **line = o->properties; *line; line++) {
    g_auto(GStrv) words = g_strsplit(*line, "=", 2);
    if (g_strv_length(words) != 2 || !*g_strstrip(words[0]) || !*g_strstrip(words[1]))
      return bw_fail(error, BW_ERROR_ARGUMENT,
                     "--property \"%s\": say a name, a kind and a unit, as in \"dipole = dipole e·Å\"",
                     *line);
    g_key_file_set_string(file, "outputs", words[0], words[1]);
  }
  g_free(o->description);
  o->description = g_key_file_to_data(file, NULL, NULL);
  return TRUE;
}

gboolean bw_network_options_check(const BwNetworkOptions *o, BwModelKind kind, GError **error)
{
  static const int hydrogen[] = {1};
  if (!o->description || !bw_model_kind_is_network(kind))
    return TRUE;
  g_autoptr(GKeyFile) description = bw_neural_describe(kind, o->description, error);
  g_autoptr(BwNetwork) network = description ? bw_network_make(description, hydrogen, 1, error) : NULL;
  if (!network && o->config)
    g_prefix_error(error, "%s: ", o->config);
  return network != NULL;
}

gboolean bw_network_options_apply(BwNetworkOptions *o, const char *model, BwTrainSettings *settings,
                                  GError **error)
{
  BwNeuralSettings *neural = &settings->neural;
  if ((o->config && !bw_neural_config_read(o->config, settings, &o->description, error)) ||
      !find_kind(o, model, settings, error) || !check_numbers(o, error) || !add_properties(o, error))
    return FALSE;
  if (o->finish && !settings->resume)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "--finish makes a model of an interrupted training; use it with --resume");
  neural->description = o->description;
  if (o->epochs > 0)
    neural->fit.schedule.n_epochs = o->epochs;
  if (o->batch > 0)
    neural->fit.batch_size = o->batch;
  if (o->members > 0)
    neural->n_members = o->members;
  if (o->rate > 0)
    neural->fit.schedule.rate = o->rate;
  return TRUE;
}
