#include "cli/checked.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "io/io.h"
#include "learning/train.h"

#include <math.h>
#include <stdio.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_train = {
    "train",
    "DATASET -o MODEL",
    "Train an sGDML force field on energies and forces",
    "beadwork train ethanol.npz --train 1000 --sigma 10 -o ethanol.bwmodel",
    run,
};

typedef struct {
  BwTrainSettings settings;
  char *sigma, *lambda, *model, *symmetries, *seed, *like, *test, *energy_key, *forces_key, *name, *theory;
  double max_memory; /* GB */
  int n_train;       /* −1: not said */
  gboolean skip_bad_frames, no_check;
} Options;

/* What the observer shows: one bar after the other. */
typedef struct {
  BwProgress *bar;
  const char *stage;
  GCancellable *cancellable;
  double energy, force; /* factors to eV, eV/Å of the units to report in */
  const char *energy_unit;
  gboolean search;
} Display;

static void options_clear(Options *options)
{
  g_free(options->sigma);
  g_free(options->seed);
  g_free(options->like);
  g_free(options->test);
  g_free(options->energy_key);
  g_free(options->forces_key);
  g_free(options->name);
  g_free(options->theory);
  g_free(options->lambda);
  g_free(options->model);
  g_free(options->symmetries);
  g_free((double *)options->settings.sigmas);
  g_free((double *)options->settings.lambdas);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static void show_progress(const BwTrainProgress *progress, gpointer data)
{
  Display *display = data;
  if (display->stage != progress->stage) {
    bw_progress_free(display->bar);
    display->bar = bw_progress_new(progress->stage, NULL, 100);
    display->stage = progress->stage;
  }
  bw_progress_set(display->bar, 100 * progress->fraction, NULL);
  if (bw_cli_interrupted)
    g_cancellable_cancel(display->cancellable);
}

static void end_bar(Display *display)
{
  g_clear_pointer(&display->bar, bw_progress_free);
  display->stage = NULL;
}

static void show_note(const char *message, gpointer data)
{
  end_bar(data);
  bw_cli_note("%s", message);
}

static void show_tried(double sigma, double lambda, const BwErrors *errors, gpointer data)
{
  Display *display = data;
  end_bar(display);
  if (display->search)
    bw_cli_note("sigma %g, lambda %g: force MAE %.4g, RMSE %.4g %s/Å on %d validation frames", sigma, lambda,
                errors->force_mae / display->force, errors->force_rmse / display->force, display->energy_unit,
                errors->n);
}

/* Trouble that would come after minutes of training is found before. */
static gboolean check_output(const char *output, const char *dataset, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(output);
  if (!g_str_has_suffix(output, ".npz") && !g_str_has_suffix(output, ".bwmodel"))
    return bw_fail_file(error, BW_ERROR_ARGUMENT, output,
                        "the end of the name says no model format; use .npz (sGDML's) or .bwmodel (ours)");
  if (!bw_cli_check_output(output, dataset, error))
    return FALSE;
  if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
    return bw_fail_file(error, BW_ERROR_FILE, output, "there is no folder %s", folder);
  return TRUE;
}

static gboolean read_settings(Options *options, GError **error)
{
  BwTrainSettings *settings = &options->settings;
  if (options->like && (options->sigma || options->n_train >= 0))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--like takes %s from the model; leave %s out",
                   options->sigma ? "sigma" : "the frames", options->sigma ? "--sigma" : "--train");
  if (options->sigma) {
    settings->sigmas = bw_train_parse_grid("sigma", options->sigma, &settings->n_sigmas, error);
    if (!settings->sigmas)
      return FALSE;
  }
  if (options->lambda &&
      !(settings->lambdas = bw_train_parse_grid("lambda", options->lambda, &settings->n_lambdas, error)))
    return FALSE;
  if (options->model && !bw_model_kind_parse(options->model, &settings->kind, error))
    return FALSE;
  if (options->symmetries && settings->kind != BW_MODEL_BIGDML)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "--symmetries chooses those of a crystal; use it with --model bigdml");
  if (options->symmetries && !bw_crystal_parse(options->symmetries, &settings->symmetries, error))
    return FALSE;
  if (options->n_train == 0 || options->n_train < -1)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--train %d: use a number of frames from 1 on",
                   options->n_train);
  if (options->n_train > 0)
    settings->n_train = options->n_train;
  if (settings->n_valid < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--valid %d: use a number of frames, 0 for none",
                   settings->n_valid);
  if (options->seed && !g_ascii_string_to_unsigned(options->seed, 10, 0, G_MAXUINT64, &settings->seed, NULL))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--seed %s: use a whole number from 0 on", options->seed);
  if (!(options->max_memory >= 0 && options->max_memory < 1e9))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--max-memory %g: use a number of GB", options->max_memory);
  settings->max_memory = (guint64)(options->max_memory * 1e9);
  return TRUE;
}

static gboolean parse(int *argc, char ***argv, Options *options, BwCommon *common, GError **error)
{
  BwTrainSettings *settings = &options->settings;
  const GOptionEntry entries[] = {
      {"model", 0, 0, G_OPTION_ARG_STRING, &options->model, "krr, gdml, sgdml (default) or bigdml", "KIND"},
      {"train", 0, 0, G_OPTION_ARG_INT, &options->n_train, "Frames to train on (default 200)", "N"},
      {"valid", 0, 0, G_OPTION_ARG_INT, &settings->n_valid,
       "Frames to validate on (default 1000, if there are)", "N"},
      {"sigma", 0, 0, G_OPTION_ARG_STRING, &options->sigma,
       "Length scale: 10, or 10,20,40, or first:step:last; of several, tried upwards while the validation "
       "error falls, "
       "the best is taken (default 10:10:100)",
       "S"},
      {"lambda", 0, 0, G_OPTION_ARG_STRING, &options->lambda,
       "Regularisation, as --sigma: one or several to try (default 1e-10)", "L"},
      {"symmetries", 0, 0, G_OPTION_ARG_STRING, &options->symmetries,
       "That BIGDML looks for: all (default), none, or translations, point and molecules joined by +",
       "WHICH"},
      {"seed", 0, 0, G_OPTION_ARG_STRING, &options->seed, "Of the choice of frames (default 0)", "N"},
      {"like", 0, 0, G_OPTION_ARG_FILENAME, &options->like,
       "Repeat a training: frames, sigma, lambda and symmetries from this model", "MODEL"},
      {"test", 0, 0, G_OPTION_ARG_FILENAME, &options->test,
       "Measure the model on this dataset and keep the errors in its file", "DATASET"},
      {"energy-key", 0, 0, G_OPTION_ARG_STRING, &options->energy_key, "Name of the energies in the datasets",
       "KEY"},
      {"forces-key", 0, 0, G_OPTION_ARG_STRING, &options->forces_key, "Name of the forces in the datasets",
       "KEY"},
      {"skip-bad-frames", 0, 0, G_OPTION_ARG_NONE, &options->skip_bad_frames,
       "Train without the frames in which beadwork check finds errors, and without duplicates", NULL},
      {"no-check", 0, 0, G_OPTION_ARG_NONE, &options->no_check, "Do not look for errors in the data first",
       NULL},
      {"name", 0, 0, G_OPTION_ARG_STRING, &options->name, "Of the model (default: the dataset's)", "NAME"},
      {"theory", 0, 0, G_OPTION_ARG_STRING, &options->theory,
       "Level of theory of the data, where the file does not say it", "TEXT"},
      {"max-memory", 0, 0, G_OPTION_ARG_DOUBLE, &options->max_memory,
       "Take no more than this (default: what is free)", "GB"},
      {0},
  };
  return bw_cli_parse(&bw_verb_train, entries,
                      BW_TAKES_JSON | BW_TAKES_THREADS | BW_TAKES_UNITS | BW_TAKES_OUTPUT | BW_NEEDS_OUTPUT,
                      common, 1, 1, argc, argv, error);
}

static BwDataset *open_dataset(const char *path, const Options *options, const BwCommon *common,
                               GError **error)
{
  BwDataset *dataset =
      bw_open_dataset(path, &common->unit_system, options->energy_key, options->forces_key, error);
  if (dataset && dataset->units_note)
    bw_cli_note("%s: %s", path, dataset->units_note);
  return dataset;
}

/* Looked at before it is learnt from. */
static BwDataset *open_training_set(const char *path, const Options *options, const BwCommon *common,
                                    GError **error)
{
  const BwCheckSettings settings = {options->energy_key, options->forces_key, &common->unit_system};
  if (options->no_check)
    return open_dataset(path, options, common, error);
  BwDataset *dataset = bw_cli_open_checked(path, &settings, options->skip_bad_frames, error);
  if (dataset && dataset->units_note)
    bw_cli_note("%s: %s", path, dataset->units_note);
  return dataset;
}

static void set_text(char **field, const char *text)
{
  if (!text)
    return;
  g_free(*field);
  *field = g_strdup(text);
}

static void add_errors(JsonBuilder *builder, const char *name, const BwErrors *errors, const Display *display)
{
  if (errors->n == 0)
    return;
  json_builder_set_member_name(builder, name);
  json_builder_begin_object(builder);
  bw_json_add_double(builder, "energy_mae", errors->energy_mae / display->energy);
  bw_json_add_double(builder, "force_mae", errors->force_mae / display->force);
  bw_json_add_double(builder, "energy_rmse", errors->energy_rmse / display->energy);
  bw_json_add_double(builder, "force_rmse", errors->force_rmse / display->force);
  bw_json_add_int(builder, "n", errors->n);
  json_builder_end_object(builder);
}

static void print_json(const BwGdmlFile *file, const char *output, const BwErrors *validation,
                       const BwErrors *test, double seconds, const Display *display)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  g_autofree char *force_unit = g_strdup_printf("%s/Å", file->e_unit);
  json_builder_begin_object(builder);
  bw_json_add_string(builder, "file", output);
  bw_json_add_int(builder, "n_train", file->n_train);
  bw_json_add_int(builder, "n_valid", file->n_valid);
  bw_json_add_double(builder, "sigma", file->sig);
  bw_json_add_double(builder, "lambda", file->lam);
  bw_json_add_int(builder, "n_permutations", file->n_permutations);
  bw_json_add_string(builder, "energy_unit", file->e_unit);
  bw_json_add_string(builder, "force_unit", force_unit);
  add_errors(builder, "validation", validation, display);
  add_errors(builder, "test", test, display);
  bw_json_add_double(builder, "wall_s", seconds);
  json_builder_end_object(builder);
  bw_json_print(builder);
}

static void print_errors(const char *set, const BwErrors *errors, const Display *display)
{
  if (errors->n == 0)
    return;
  g_print("  %-10s ", set);
  if (!isnan(errors->energy_mae)) /* data may have forces alone */
    g_print("energy MAE %.4g, RMSE %.4g %s; ", errors->energy_mae / display->energy,
            errors->energy_rmse / display->energy, display->energy_unit);
  g_print("force MAE %.4g, RMSE %.4g %s/Å (%d frames)\n", errors->force_mae / display->force,
          errors->force_rmse / display->force, display->energy_unit, errors->n);
}

static void print_text(const BwGdmlFile *file, const char *output, const BwErrors *validation,
                       const BwErrors *test, double seconds, const Display *display)
{
  g_print("%s: %d training points, sigma %g, lambda %g, %d symmetries, %.1f s\n", output, file->n_train,
          file->sig, file->lam, file->n_permutations, seconds);
  print_errors("validation", validation, display);
  print_errors("test", test, display);
}

static gboolean train(const char *path, Options *options, const BwCommon *common, GError **error)
{
  gint64 start = g_get_monotonic_time();
  g_autoptr(BwDataset) dataset = open_training_set(path, options, common, error);
  g_autoptr(BwGdmlFile) like = NULL;
  g_autoptr(BwDataset) test_set = NULL;
  if (!dataset || (options->test && !(test_set = open_dataset(options->test, options, common, error))) ||
      (options->like && !(like = bw_gdml_file_read(options->like, error))))
    return FALSE;
  options->settings.like = like;
  set_text(&dataset->name, options->name);
  set_text(&dataset->theory, options->theory);

  g_autoptr(BwPool) pool = bw_pool_new(common->threads, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  Display display = {.cancellable = cancellable, .search = options->settings.n_sigmas != 1 && !like};
  display.energy_unit = like ? like->e_unit : dataset->units.energy ? dataset->units.energy : "eV";
  if (!bw_unit_parse_as(display.energy_unit, BW_DIMENSION_ENERGY, "energy", &display.energy, error))
    return FALSE;
  display.force = display.energy; /* per Å */
  const BwTrainObserver observer = {show_progress, show_note, show_tried, NULL, &display};
  BwErrors validation = {0}, test = {0};
  g_autoptr(BwGdmlFile) file =
      bw_train(dataset, &options->settings, &validation, pool, &observer, cancellable, error);
  end_bar(&display);
  if (!file || (test_set && !bw_train_test(file, test_set, pool, &test, cancellable, error)) ||
      !bw_gdml_file_write(file, common->output, error))
    return FALSE;
  double seconds = (g_get_monotonic_time() - start) * 1e-6;
  (common->json ? print_json : print_text)(file, common->output, &validation, &test, seconds, &display);
  return TRUE;
}

static int run(int argc, char **argv)
{
  g_auto(Options) options = {.n_train = -1};
  g_auto(BwCommon) common = {0};
  GError *error = NULL;
  bw_train_settings_init(&options.settings);
  if (!parse(&argc, &argv, &options, &common, &error))
    return bw_cli_fail(&bw_verb_train, error);
  if (argc == 0)
    return 0;
  bw_cli_catch_interrupts();
  if (!check_output(common.output, argv[1], &error) || !read_settings(&options, &error) ||
      !train(argv[1], &options, &common, &error))
    return bw_cli_fail(&bw_verb_train, error);
  return 0;
}
