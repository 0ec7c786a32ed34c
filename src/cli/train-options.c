#include "cli/train-options.h"
#include "cli/checked.h"
#include "io/io.h"

#include <string.h>

void bw_train_options_init(BwTrainOptions *options)
{
  *options = (BwTrainOptions){0};
  bw_train_settings_init(&options->settings);
  bw_network_options_init(&options->network);
  options->n_valid = -1;
}

void bw_train_options_clear(BwTrainOptions *options)
{
  char *texts[] = {options->symmetries, options->model,      options->kernel, options->solver,
                   options->sigma,      options->lambda,     options->seed,   options->like_path,
                   options->energy_key, options->forces_key, options->name,   options->theory,
                   options->checkpoint};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
    g_free(texts[i]);
  g_free((double *)options->settings.kernel.sigmas);
  g_free((double *)options->settings.kernel.lambdas);
  bw_network_options_clear(&options->network);
  bw_gdml_file_free(options->like);
  bw_common_clear(&options->common);
}

#define FAMILY "schnet,gcn,deepsets,gat,ggnn"

static void add_model_entries(GArray *entries, BwTrainOptions *o)
{
  static const char one[] = "Kernel models: krr (energies alone), gdml (forces), sgdml (forces and the "
                            "molecule's symmetries; default), "
                            "bigdml (a crystal and what is on it). Networks: schnet, gcn, deepsets, gat, "
                            "ggnn, or mpnn as --config describes it";
  static const char many[] = "Kinds of models, as train has them for --model (default " FAMILY ")";
  const GOptionEntry all[] = {
      {o->several ? "models" : "model", 0, 0, G_OPTION_ARG_STRING, &o->model, o->several ? many : one,
       o->several ? "KINDS" : "KIND"},
      {"energies", 0, 0, G_OPTION_ARG_NONE, &o->settings.kernel.use_energies,
       "Learn energies together with forces (krr always does)", NULL},
      {"kernel", 0, 0, G_OPTION_ARG_STRING, &o->kernel, "matern (default) or gaussian (krr only)", "NAME"},
      {"sigma", 0, 0, G_OPTION_ARG_STRING, &o->sigma,
       "Length scale: 10, or 10,20,40, or first:step:last; of several, tried upwards while the validation "
       "error "
       "falls, the best is taken (default 10:10:100; krr 0.5,1,2,…,64)",
       "S"},
      {"lambda", 0, 0, G_OPTION_ARG_STRING, &o->lambda,
       "Regularisation, one or several like --sigma (default 1e-10)", "L"},
      {"symmetries", 0, 0, G_OPTION_ARG_STRING, &o->symmetries,
       "That bigdml looks for: all, none, or translations, point and molecules joined by + (default: "
       "permutations that are stored with the data, otherwise all)",
       "WHICH"},
      {"valid", 0, 0, G_OPTION_ARG_INT, &o->n_valid, "Frames to validate on (default 1000, if there are)",
       "N"},
      {"seed", 0, 0, G_OPTION_ARG_STRING, &o->seed,
       "Of the choice of frames, and of a network's first weights (default 0)", "N"},
      {0},
  };
  for (const GOptionEntry *entry = all; entry->long_name; entry++)
    g_array_append_val(entries, *entry);
}

static void add_work_entries(GArray *entries, BwTrainOptions *o)
{
  const GOptionEntry all[] = {
      {"solver", 0, 0, G_OPTION_ARG_STRING, &o->solver,
       "closed (the kernel matrix in memory), iterative, or auto: what is faster and fits (default)", "NAME"},
      {"tolerance", 0, 0, G_OPTION_ARG_DOUBLE, &o->settings.kernel.tolerance,
       "Relative residual at which the iterative solver stops (default 1e-4)", "T"},
      {"max-memory", 0, 0, G_OPTION_ARG_DOUBLE, &o->max_memory,
       "Take no more than this (default: what is free)", "GB"},
      {"resume", 0, 0, G_OPTION_ARG_NONE, &o->settings.resume,
       "Go on with what was interrupted, from OUTPUT.training", NULL},
      {"energy-key", 0, 0, G_OPTION_ARG_STRING, &o->energy_key, "Name of the energies in the datasets",
       "KEY"},
      {"forces-key", 0, 0, G_OPTION_ARG_STRING, &o->forces_key, "Name of the forces in the datasets", "KEY"},
      {"skip-bad-frames", 0, 0, G_OPTION_ARG_NONE, &o->skip_bad_frames,
       "Leave out frames that would spoil the training", NULL},
      {"no-check", 0, 0, G_OPTION_ARG_NONE, &o->no_check, "Do not look for flaws of the data first", NULL},
      {0},
  };
  for (const GOptionEntry *entry = all; entry->long_name; entry++)
    g_array_append_val(entries, *entry);
}

static gboolean read_kernel(const char *text, BwKernelFunction *function, GError **error)
{
  if (g_ascii_strcasecmp(text, "matern") == 0)
    *function = BW_KERNEL_MATERN52;
  else if (g_ascii_strcasecmp(text, "gaussian") == 0)
    *function = BW_KERNEL_GAUSSIAN;
  else
    return bw_fail(error, BW_ERROR_ARGUMENT, "there is no kernel \"%s\"; use matern or gaussian", text);
  return TRUE;
}

static gboolean read_kinds(BwTrainOptions *o, GError **error)
{
  BwModelKind kind;
  if (!o->several)
    return !o->model || bw_model_kind_parse(o->model, &o->settings.kind, error);
  if (!o->model)
    o->model = g_strdup(FAMILY);
  g_auto(GStrv) names = g_strsplit(o->model, ",", -1);
  for (int i = 0; names[i]; i++) {
    if (!bw_model_kind_parse(g_strstrip(names[i]), &kind, error))
      return FALSE;
    for (int k = 0; k < o->n_kinds; k++)
      if (o->kinds[k] == kind)
        return bw_fail(error, BW_ERROR_ARGUMENT, "--models %s: %s is there twice", o->model, names[i]);
    o->kinds[o->n_kinds++] = kind;
  }
  o->settings.kind = o->kinds[0];
  return TRUE;
}

static gboolean read_names(BwTrainOptions *o, GError **error)
{
  BwTrainSettings *settings = &o->settings;
  return read_kinds(o, error) && (!o->kernel || read_kernel(o->kernel, &settings->kernel.function, error)) &&
         (!o->solver || bw_solver_parse(o->solver, &settings->kernel.solver, error)) &&
         (!o->sigma || (settings->kernel.sigmas =
                            bw_train_parse_grid("sigma", o->sigma, &settings->kernel.n_sigmas, error))) &&
         (!o->lambda || (settings->kernel.lambdas =
                             bw_train_parse_grid("lambda", o->lambda, &settings->kernel.n_lambdas, error)));
}

/* Whether one is of that family. */
static gboolean has_any(const BwTrainOptions *o, gboolean networks)
{
  for (int k = 0; k < o->n_kinds; k++)
    if (bw_model_kind_is_network(o->kinds[k]) == networks)
      return TRUE;
  return FALSE;
}

gboolean bw_train_options_are_networks(const BwTrainOptions *options)
{
  return !has_any(options, FALSE);
}

/* Options that networks do not have, and those that kernel models do not have. */
static gboolean check_families(const BwTrainOptions *o, GError **error)
{
  const char *kernel = o->sigma                            ? "--sigma"
                       : o->lambda                         ? "--lambda"
                       : o->kernel                         ? "--kernel"
                       : o->solver                         ? "--solver"
                       : o->like_path                      ? "--like"
                       : o->settings.kernel.use_energies   ? "--energies"
                       : o->settings.kernel.tolerance != 0 ? "--tolerance"
                                                           : NULL;
  const char *network = bw_network_options_name_said(&o->network), *name = bw_model_kind_name(o->kinds[0]);
  if (kernel && !has_any(o, FALSE))
    return bw_fail(error, BW_ERROR_ARGUMENT, "%s is for kernel models, and %s is a network; leave it out",
                   kernel, name);
  return !network || has_any(o, TRUE) ||
         bw_fail(
             error, BW_ERROR_ARGUMENT,
             "%s is for networks, and %s is a kernel model; choose one with --model%s schnet, gcn, deepsets, "
             "gat, ggnn or mpnn",
             network, name, o->several ? "s" : "");
}

static gboolean read_symmetries(BwTrainOptions *o, GError **error)
{
  gboolean crystal = FALSE;
  for (int k = 0; k < o->n_kinds; k++)
    crystal = crystal || o->kinds[k] == BW_MODEL_BIGDML;
  if (o->symmetries && !crystal)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "--symmetries chooses those of a crystal; use it with --model%s bigdml",
                   o->several ? "s" : "");
  o->settings.kernel.search_symmetries = o->symmetries != NULL;
  return !o->symmetries || bw_crystal_parse(o->symmetries, &o->settings.kernel.symmetries, error);
}

char *bw_train_options_describe_kernel(const BwTrainOptions *o)
{
  const char *texts[] = {o->kernel, o->sigma, o->lambda, o->symmetries};
  GString *all = g_string_new(NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
    g_string_append_printf(all, "%s;", texts[i] ? texts[i] : "");
  g_string_append_printf(all, "%d;%.17g", o->settings.kernel.use_energies, o->settings.kernel.tolerance);
  return g_string_free(all, FALSE);
}

static gboolean read_numbers(BwTrainOptions *o, GError **error)
{
  BwTrainSettings *settings = &o->settings;
  if (o->n_valid < -1)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--valid %d: use a number of frames, 0 for none", o->n_valid);
  if (o->n_valid >= 0)
    settings->n_valid = o->n_valid;
  if (o->seed && !g_ascii_string_to_unsigned(o->seed, 10, 0, G_MAXUINT64, &settings->seed, NULL))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--seed %s: use a whole number from 0 on", o->seed);
  if (!(o->max_memory >= 0 && o->max_memory < 1e9))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--max-memory %g: use a number of GB", o->max_memory);
  if (!(settings->kernel.tolerance >= 0 && settings->kernel.tolerance < 1))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--tolerance %g: use a small number, such as 1e-4",
                   settings->kernel.tolerance);
  settings->max_memory = (guint64)(o->max_memory * 1e9);
  return TRUE;
}

gboolean bw_train_options_parse(const BwVerb *verb, const GOptionEntry *own, BwTrainOptions *options,
                                int *argc, char ***argv, GError **error)
{
  g_autoptr(GArray) entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
  for (; own->long_name; own++)
    g_array_append_val(entries, *own);
  add_model_entries(entries, options);
  bw_network_options_add_entries(&options->network, entries);
  add_work_entries(entries, options);
  if (!bw_cli_parse(verb, (const GOptionEntry *)(void *)entries->data,
                    BW_TAKES_JSON | BW_TAKES_THREADS | BW_TAKES_UNITS | BW_TAKES_OUTPUT, &options->common, 1,
                    1, argc, argv, error))
    return FALSE;
  if (*argc == 0)
    return TRUE;
  if (!read_names(options, error) ||
      !bw_network_options_apply(&options->network, options->model, &options->settings, error))
    return FALSE;
  if (!options->several) /* --model, or the file of settings, said it */
    options->kinds[options->n_kinds++] = options->settings.kind;
  return check_families(options, error) && read_symmetries(options, error) && read_numbers(options, error);
}

BwCollection *bw_train_options_open(const BwTrainOptions *options, const char *path, GError **error)
{
  const BwCheckSettings settings = {options->energy_key, options->forces_key, &options->common.unit_system,
                                    bw_train_options_are_networks(options)};
  BwCollection *data =
      options->no_check
          ? bw_open_collection(path, settings.units, settings.energy_key, settings.forces_key, error)
          : bw_cli_open_checked(path, &settings, options->skip_bad_frames, error);
  const BwDataset *first = data ? data->parts->pdata[0] : NULL;
  if (first && first->units_note)
    bw_cli_note("%s: %s", path, first->units_note);
  return data;
}

gboolean bw_train_options_checkpoint(BwTrainOptions *options, const char *output, GError **error)
{
  options->checkpoint = g_strconcat(output, ".training", NULL);
  options->settings.checkpoint = options->checkpoint;
  return options->settings.resume || !g_file_test(options->checkpoint, G_FILE_TEST_EXISTS) ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, options->checkpoint,
                      "an unfinished training is there; go on with it with --resume, or delete it");
}

gboolean bw_train_options_give_up(const BwTrainOptions *common, GError *why, GError **error)
{
  gboolean again = g_error_matches(why, BW_ERROR, BW_ERROR_CANCELLED) ||
                   g_error_matches(why, BW_ERROR, BW_ERROR_FILE) ||
                   g_error_matches(why, BW_ERROR, BW_ERROR_DISK);
  if (again && g_file_test(common->checkpoint, G_FILE_TEST_EXISTS))
    g_set_error(error, why->domain, why->code, "%s; the same command with --resume goes on from %s",
                why->message, common->checkpoint);
  else
    g_propagate_error(error, g_error_copy(why));
  g_error_free(why);
  return FALSE;
}
