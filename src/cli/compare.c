#include "cli/compare-table.h"
#include "cli/compare-time.h"
#include "cli/train-display.h"
#include "cli/train-options.h"
#include "io/io.h"
#include "learning/neural/describe.h"
#include "potential/networks.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_compare = {
    "compare",
    "DATASET -o COMPARISON.csv|.pdf",
    "Train several kinds of models on one dataset and compare them",
    "beadwork compare ethanol.npz --models sgdml,schnet,gat --train 1000 -o comparison.pdf",
    run,
};

typedef struct {
  BwTrainOptions common;
  int n_train; /* −1: not said */
  char *test;
  char *stem; /* of the names of all files: the output's without its end */
} Options;

static void options_clear(Options *options)
{
  bw_train_options_clear(&options->common);
  g_free(options->test);
  g_free(options->stem);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

typedef struct {
  Options *options;
  const BwCollection *data, *test_set; /* test_set NULL: none */
  BwPool *pool;
  BwCompareTable table;
  GArray *models;                      /* of BwComparedModel: those that are done */
  gint64 n_unknowns[BW_N_MODEL_KINDS]; /* of options->common.kinds */
} Work;

/* What is asked for */

static gboolean read_settings(Options *options, GError **error)
{
  BwTrainOptions *common = &options->common;
  if (options->n_train == 0 || options->n_train < -1)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--train %d: use a number of structures from 1 on",
                   options->n_train);
  if (options->n_train > 0)
    common->settings.n_train = options->n_train;
  for (int k = 0; k < common->n_kinds; k++)
    if (!bw_network_options_check(&common->network, common->kinds[k], error))
      return FALSE;
  return TRUE;
}

static char *name_model(const Options *options, BwModelKind kind)
{
  g_autofree char *name = g_ascii_strdown(bw_model_kind_name(kind), -1);
  return g_strdup_printf("%s-%s.bwmodel", options->stem, name);
}

/* Where what is unfinished of one model is kept, as `train` keeps it. */
static gboolean name_checkpoint(Options *options, const char *path, GError **error)
{
  g_clear_pointer(&options->common.checkpoint, g_free);
  return bw_train_options_checkpoint(&options->common, path, error);
}

/* The models lie beside the output; nothing that is unfinished may be there. */
static gboolean check_files(Options *options, const char *dataset, GError **error)
{
  static const char *const ends[] = {".csv", ".pdf", ".svg", ".png"};
  const char *output = options->common.common.output;
  if (!output)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "say where the result goes with -o FILE.csv, .pdf, .svg or .png");
  for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
    if (g_str_has_suffix(output, ends[i]))
      options->stem = g_strndup(output, strlen(output) - 4);
  if (!options->stem)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, output,
                        "the end of the name says no format; use .csv, .pdf, .svg or .png");
  for (int k = -1; k < options->common.n_kinds; k++) {
    g_autofree char *path =
        k < 0 ? g_strconcat(options->stem, ".csv", NULL) : name_model(options, options->common.kinds[k]);
    if (!bw_cli_check_output(path, dataset, error) ||
        (options->test && !bw_cli_check_output(path, options->test, error)))
      return FALSE;
    if (k >= 0 && !name_checkpoint(options, path, error))
      return FALSE;
  }
  return TRUE;
}

/* Of data and settings that the models have in common. */
static char *identify(const Work *work)
{
  const BwTrainSettings *s = &work->options->common.settings;
  g_autofree char *training = bw_neural_config_write(s);
  g_autofree char *kernel = bw_train_options_describe_kernel(&work->options->common);
  const char *md5 = bw_collection_get_md5(work->data);
  const char *test_md5 = work->test_set ? bw_collection_get_md5(work->test_set) : "";
  const char *description = s->neural.description ? s->neural.description : "";
  g_autofree char *all = g_strdup_printf("%s %s\n%s\n%s\n%s", md5, test_md5, training, description, kernel);
  return g_compute_checksum_for_string(G_CHECKSUM_MD5, all, -1);
}

/* One model */

/* file NULL: a kernel model, without outputs. */
static void take_output_errors(const BwCompareTable *table, const BwNetworkFile *file, BwComparedModel *model)
{
  for (int o = 0; o < table->n_outputs; o++) {
    model->mae[o] = model->rmse[o] = NAN;
    for (guint i = 0; file && i < file->errors->len; i++) {
      const BwNetworkError *measured = &g_array_index(file->errors, BwNetworkError, i);
      if (!g_str_equal(measured->name, table->outputs[o].name))
        continue;
      model->mae[o] = measured->mae;
      model->rmse[o] = measured->rmse;
    }
  }
}

static gboolean measure(const Work *work, BwTrained *trained, const char *path, BwTrainDisplay *display,
                        BwComparedModel *model, GError **error)
{
  if (work->test_set &&
      !bw_trained_test(trained, work->test_set, work->pool, &model->errors, display->cancellable, error))
    return FALSE;
  model->n_epochs = trained->network ? trained->network->n_epochs : 0;
  take_output_errors(&work->table, trained->network, model);
  return bw_trained_write(trained, path, error) &&
         bw_compare_time(path, work->data, &model->microseconds, error);
}

static gboolean train_one(Work *work, int k, GError **error)
{
  Options *options = work->options;
  BwModelKind kind = options->common.kinds[k];
  g_autofree char *path = name_model(options, kind);
  if (!name_checkpoint(options, path, error))
    return FALSE;
  BwTrainSettings settings = options->common.settings;
  settings.kind = kind;
  settings.resume = settings.resume && g_file_test(settings.checkpoint, G_FILE_TEST_EXISTS);
  BwComparedModel model = {.kind = kind, .n_parameters = work->n_unknowns[k]};
  g_auto(BwTrainDisplay) display = {0};
  if (!bw_train_display_init(&display, work->table.energy_unit, TRUE, error))
    return FALSE;
  const BwTrainObserver observer = bw_train_display_observer(&display, kind);
  gint64 start = g_get_monotonic_time();
  g_autoptr(GError) inner = NULL;
  bw_cli_note("%s: %d of %d models", bw_model_kind_name(kind), (int)work->models->len + 1,
              options->common.n_kinds);
  g_autoptr(BwTrained) trained =
      bw_train(work->data, &settings, &model.errors, work->pool, &observer, display.cancellable, &inner);
  bw_train_display_end(&display);
  model.seconds = (g_get_monotonic_time() - start) * 1e-6;
  if (!trained || !measure(work, trained, path, &display, &model, &inner))
    return bw_train_options_give_up(&options->common, g_steal_pointer(&inner), error);
  g_array_append_val(work->models, model);
  if (!bw_compare_table_write(&work->table, work->models, error))
    return FALSE;
  g_unlink(settings.checkpoint);
  return TRUE;
}

/* All of them */

static gboolean is_done(const GArray *models, BwModelKind kind)
{
  for (guint i = 0; i < models->len; i++)
    if (g_array_index(models, BwComparedModel, i).kind == kind)
      return TRUE;
  return FALSE;
}

static int compare_kinds(gconstpointer a, gconstpointer b)
{
  return (int)((const BwComparedModel *)a)->kind - (int)((const BwComparedModel *)b)->kind;
}

/* What would fail later fails here. Where --train is not said, all get what its first network would choose,
 * or without networks the first model. */
static gboolean plan_all(Work *work, GError **error)
{
  BwTrainOptions *common = &work->options->common;
  for (int networks = 1; networks >= 0; networks--)
    for (int k = 0; k < common->n_kinds; k++) {
      g_auto(BwTrainPlan) plan = {0};
      BwTrainSettings settings = common->settings;
      settings.kind = common->kinds[k];
      if (bw_model_kind_is_network(settings.kind) != networks)
        continue;
      if (!bw_train_plan(work->data, &settings, work->pool, &plan, error))
        return FALSE;
      common->settings.n_train = plan.n_train;
      work->n_unknowns[k] = plan.n_unknowns * MAX(plan.n_members, 1);
    }
  return TRUE;
}

/* The same of all networks: the description says it. Kernel models predict energies and forces. */
static gboolean name_outputs(const Work *work, BwCompareTable *table, GError **error)
{
  const BwTrainOptions *common = &work->options->common;
  const BwModelKind *network_kind = NULL, *kernel_kind = NULL;
  for (int k = 0; k < common->n_kinds; k++)
    *(bw_model_kind_is_network(common->kinds[k]) ? &network_kind : &kernel_kind) = &common->kinds[k];
  table->has_energy = TRUE;
  if (!network_kind)
    return TRUE;
  int n_elements;
  g_autofree int *elements = bw_collection_find_elements(work->data, NULL, 0, &n_elements);
  g_autoptr(GKeyFile) description =
      bw_neural_describe(*network_kind, common->settings.neural.description, error);
  g_autoptr(BwNetwork) network =
      description ? bw_network_make(description, elements, n_elements, error) : NULL;
  if (!network)
    return FALSE;
  if (kernel_kind && !network->has_energy)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "the networks learn no energies, and %s learns nothing else; leave it out of --models",
                   bw_model_kind_name(*kernel_kind));
  table->has_energy = network->has_energy;
  table->n_outputs = network->n_outputs;
  for (int o = 0; o < network->n_outputs; o++)
    table->outputs[o] = (BwComparedOutput){network->outputs[o].name, network->outputs[o].unit};
  return TRUE;
}

static gboolean compare(Work *work, GError **error)
{
  const Options *options = work->options;
  const char *output = options->common.common.output;
  const BwDataset *first = g_ptr_array_index(work->data->parts, 0);
  BwCompareTable *table = &work->table;
  table->path = g_strconcat(options->stem, ".csv", NULL);
  table->title = g_strdup_printf("models on %s", work->data->name ? work->data->name : work->data->path);
  table->energy_unit = g_intern_string(first->units.energy ? first->units.energy : "eV");
  table->measured_on = work->test_set ? "test" : "validation";
  if (!name_outputs(work, table, error) || !plan_all(work, error))
    return FALSE;
  table->identity = identify(work);
  if (!bw_unit_parse_as(table->energy_unit, BW_DIMENSION_ENERGY, "energy", &table->energy, error) ||
      (options->common.settings.resume && !bw_compare_table_read(table, work->models, error)))
    return FALSE;
  for (int k = 0; k < options->common.n_kinds; k++)
    if (!is_done(work->models, options->common.kinds[k]) && !train_one(work, k, error))
      return FALSE;
  g_array_sort(work->models, compare_kinds);
  if (!g_str_equal(table->path, output) && !bw_compare_table_draw(table, work->models, output, error))
    return FALSE;
  (options->common.common.json ? bw_compare_table_print_json : bw_compare_table_print)(table, work->models);
  return TRUE;
}

static gboolean perform(const char *path, Options *options, GError **error)
{
  const BwTrainOptions *common = &options->common;
  g_autoptr(BwCollection) data = bw_train_options_open(common, path, error), test_set = NULL;
  if (!data)
    return FALSE;
  if (options->test && !(test_set = bw_train_options_open_test_set(common, options->test, data, error)))
    return FALSE;
  g_autoptr(BwPool) pool = bw_pool_new(common->common.threads, FALSE);
  g_autoptr(GArray) models = g_array_new(FALSE, FALSE, sizeof(BwComparedModel));
  Work work = {.options = options, .data = data, .test_set = test_set, .pool = pool, .models = models};
  gboolean done = compare(&work, error);
  bw_compare_table_clear(&work.table);
  return done;
}

static int run(int argc, char **argv)
{
  g_auto(Options) options = {.n_train = -1};
  GError *error = NULL;
  bw_train_options_init(&options.common);
  options.common.several = TRUE;
  const GOptionEntry entries[] = {
      {"train", 0, 0, G_OPTION_ARG_INT, &options.n_train,
       "Structures to train on (default 1000, or 80 % where there are fewer; kernel models alone 200)", "N"},
      {"test", 0, 0, G_OPTION_ARG_FILENAME, &options.test,
       "Measure the models on this dataset (default: the validation set)", "DATASET"},
      {0},
  };
  if (!bw_train_options_parse(&bw_verb_compare, entries, &options.common, &argc, &argv, &error))
    return bw_cli_fail(&bw_verb_compare, error);
  if (argc == 0)
    return 0;
  bw_cli_catch_interrupts();
  if (!read_settings(&options, &error) || !check_files(&options, argv[1], &error) ||
      !perform(argv[1], &options, &error))
    return bw_cli_fail(&bw_verb_compare, error);
  return 0;
}
