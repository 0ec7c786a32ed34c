#include "cli/cli.h"
#include "cli/train-display.h"
#include "cli/train-options.h"
#include "cli/train-outcome.h"

#include <glib/gstdio.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_train = {
    "train",
    "DATASET -o MODEL",
    "Train a force field, a kernel model or a network, on energies and forces",
    "beadwork train ethanol.npz --train 1000 --sigma 10 -o ethanol.bwmodel",
    run,
};

typedef struct {
  BwTrainOptions common;
  int n_train; /* −1: not said */
  char *test;
  gboolean plan; /* only show it */
} Options;

static void options_clear(Options *options)
{
  bw_train_options_clear(&options->common);
  g_free(options->test);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* Trouble that would come after minutes of training is found before. */
static gboolean check_output(Options *options, const char *dataset, GError **error)
{
  const char *inputs[] = {dataset, options->test, options->common.like_path},
             *output = options->common.common.output;
  if (!output)
    return options->plan ||
           bw_fail(error, BW_ERROR_ARGUMENT, "say where the result goes with -o FILE; use: beadwork train %s",
                   bw_verb_train.arguments);
  g_autoptr(BwGdmlFile) any = bw_gdml_file_new(); /* what kind it will be the dataset helps to say */
  if (!bw_gdml_file_check_format(any, output, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(inputs); i++)
    if (inputs[i] && !bw_cli_check_output(output, inputs[i], error))
      return FALSE;
  return options->plan || bw_train_options_checkpoint(&options->common, output, error);
}

static gboolean read_settings(Options *options, GError **error)
{
  BwTrainOptions *common = &options->common;
  if (!bw_network_options_check(&common->network, common->settings.kind, error))
    return FALSE;
  if (common->like_path && (common->sigma || options->n_train >= 0 || common->model))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--like takes %s from the model; leave %s out",
                   common->sigma   ? "sigma"
                   : common->model ? "the kind"
                                   : "the frames",
                   common->sigma   ? "--sigma"
                   : common->model ? "--model"
                                   : "--train");
  if (options->n_train == 0 || options->n_train < -1)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--train %d: use a number of frames from 1 on",
                   options->n_train);
  if (options->n_train > 0)
    common->settings.n_train = options->n_train;
  if (common->like_path && !(common->like = bw_gdml_file_read(common->like_path, error)))
    return FALSE;
  common->settings.kernel.like = common->like;
  return TRUE;
}

static gboolean parse(int *argc, char ***argv, Options *options, GError **error)
{
  BwTrainOptions *common = &options->common;
  const GOptionEntry entries[] = {
      {"train", 0, 0, G_OPTION_ARG_INT, &options->n_train,
       "Frames to train on (default 200; networks 1000, or 80 % where there are fewer)", "N"},
      {"like", 0, 0, G_OPTION_ARG_FILENAME, &common->like_path,
       "Repeat a training: kind, frames, sigma, lambda and symmetries from this model", "MODEL"},
      {"test", 0, 0, G_OPTION_ARG_FILENAME, &options->test,
       "Measure the model on this dataset and keep the errors in its file", "DATASET"},
      {"name", 0, 0, G_OPTION_ARG_STRING, &common->name, "Of the model (default: the dataset's)", "NAME"},
      {"theory", 0, 0, G_OPTION_ARG_STRING, &common->theory,
       "Level of theory of the data, where the file does not say it", "TEXT"},
      {"plan", 0, 0, G_OPTION_ARG_NONE, &options->plan, "Only say what it will take", NULL},
      {0},
  };
  return bw_train_options_parse(&bw_verb_train, entries, common, argc, argv, error);
}

static void set_text(char **field, const char *text)
{
  if (!text)
    return;
  g_free(*field);
  *field = g_strdup(text);
}

/* Trains, tests and writes. */
static gboolean perform(const BwCollection *data, const BwCollection *test_set, const Options *options,
                        const BwTrainPlan *plan, BwPool *pool, BwTrainDisplay *display, GError **error)
{
  const BwTrainOptions *common = &options->common;
  gint64 start = g_get_monotonic_time();
  display->finish = common->network.finish;
  BwTrainOutcome outcome = {.output = common->common.output, .planned = plan->seconds, .display = display};
  const BwTrainObserver observer = bw_train_display_observer(display, common->settings.kind);
  g_autoptr(GError) inner = NULL;
  g_autoptr(BwTrained) model =
      bw_train(data, &common->settings, &outcome.validation, pool, &observer, display->cancellable, &inner);
  bw_train_display_end(display);
  if (!model)
    return bw_train_options_give_up(common, g_steal_pointer(&inner), error);
  if ((test_set && !bw_trained_test(model, test_set, pool, &outcome.test, display->cancellable, &inner)) ||
      !bw_trained_write(model, outcome.output, &inner))
    return bw_train_options_give_up(common, g_steal_pointer(&inner), error);
  g_unlink(common->checkpoint);
  outcome.model = model;
  outcome.seconds = (g_get_monotonic_time() - start) * 1e-6;
  (common->common.json ? bw_train_outcome_print_json : bw_train_outcome_print)(&outcome);
  return TRUE;
}

/* What the user says of the data is said of every part. */
static void name_data(BwCollection *data, const BwTrainOptions *common)
{
  set_text(&data->name, common->name);
  for (guint p = 0; p < data->parts->len; p++) {
    BwDataset *part = data->parts->pdata[p];
    set_text(&part->name, common->name);
    set_text(&part->theory, common->theory);
  }
}

static gboolean train(const char *path, Options *options, GError **error)
{
  BwTrainOptions *common = &options->common;
  g_autoptr(BwCollection) data = bw_train_options_open(common, path, error), test_set = NULL;
  if (!data ||
      (options->test && !(test_set = bw_train_options_open_test_set(common, options->test, data, error))))
    return FALSE;
  name_data(data, common);
  if (common->common.output && !bw_train_check_output(data, &common->settings, common->common.output, error))
    return FALSE;
  g_autoptr(BwPool) pool = bw_pool_new(common->common.threads, FALSE);
  g_auto(BwTrainPlan) plan = {0};
  if (!bw_train_plan(data, &common->settings, pool, &plan, error))
    return FALSE;
  if (options->plan && common->common.json)
    bw_train_plan_print_json(&plan);
  else if (options->plan)
    bw_train_plan_print(&plan, path);
  if (options->plan)
    return TRUE;
  bw_train_plan_note(&plan);
  const BwDataset *first = data->parts->pdata[0];
  const char *unit = common->like ? common->like->e_unit : first->units.energy ? first->units.energy : "eV";
  g_auto(BwTrainDisplay) display = {0};
  return bw_train_display_init(&display, unit, plan.n_sigmas * plan.n_lambdas > 1, error) &&
         perform(data, test_set, options, &plan, pool, &display, error);
}

static int run(int argc, char **argv)
{
  g_auto(Options) options = {.n_train = -1};
  GError *error = NULL;
  bw_train_options_init(&options.common);
  if (!parse(&argc, &argv, &options, &error))
    return bw_cli_fail(&bw_verb_train, error);
  if (argc == 0)
    return 0;
  bw_cli_catch_interrupts();
  if (!check_output(&options, argv[1], &error) || !read_settings(&options, &error) ||
      !train(argv[1], &options, &error))
    return bw_cli_fail(&bw_verb_train, error);
  return 0;
}
