#include "base/median.h"
#include "cli/compare-table.h"
#include "cli/network-facts.h"
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
    "Train several kinds of networks on one dataset and compare them",
    "beadwork compare ethanol.npz --models schnet,gcn,gat --train 1000 -o comparison.pdf",
    run,
};

/* The --model of what is common to all: some network. */
#define STAND_IN "schnet"

typedef struct {
  BwTrainOptions common;
  int n_train; /* −1: not said */
  char *models_text, *test;
  BwModelKind models[BW_N_MODEL_KINDS];
  int n_models;
  char *stem; /* of the names of all files: the output's without its end */
} Options;

static void options_clear(Options *options)
{
  bw_train_options_clear(&options->common);
  g_free(options->models_text);
  g_free(options->test);
  g_free(options->stem);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

typedef struct {
  Options *options;
  const BwCollection *data, *test_set; /* test_set NULL: none */
  BwPool *pool;
  BwCompareTable table;
  GArray *models; /* of BwComparedModel: those that are done */
} Work;

/* What is asked for */

static gboolean read_models(Options *options, GError **error)
{
  const char *text = options->models_text ? options->models_text : "schnet,gcn,deepsets,gat,ggnn";
  g_auto(GStrv) names = g_strsplit(text, ",", -1);
  gboolean known[BW_N_MODEL_KINDS] = {FALSE};
  for (int i = 0; names[i]; i++) {
    BwModelKind kind;
    if (!bw_model_kind_parse(g_strstrip(names[i]), &kind, error))
      return FALSE;
    if (!bw_model_kind_is_network(kind) || known[kind])
      return bw_fail(error, BW_ERROR_ARGUMENT, "--models %s: %s is %s", text, names[i],
                     known[kind] ? "there twice" : "no network; see learning-curve for kernel models");
    if (!bw_network_options_check(&options->common.network, kind, error))
      return FALSE;
    known[kind] = TRUE;
    options->models[options->n_models++] = kind;
  }
  return TRUE;
}

static gboolean read_settings(Options *options, GError **error)
{
  BwTrainOptions *common = &options->common;
  if (!g_str_equal(common->model, STAND_IN))
    return bw_fail(error, BW_ERROR_ARGUMENT, "--model %s: several are compared; use --models", common->model);
  if (options->n_train == 0 || options->n_train < -1)
    return bw_fail(error, BW_ERROR_ARGUMENT, "--train %d: use a number of structures from 1 on",
                   options->n_train);
  if (options->n_train > 0)
    common->settings.n_train = options->n_train;
  return read_models(options, error);
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
  for (int k = -1; k < options->n_models; k++) {
    g_autofree char *path =
        k < 0 ? g_strconcat(options->stem, ".csv", NULL) : name_model(options, options->models[k]);
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
  g_autofree char *all = g_strdup_printf("%s %s\n%s\n%s", bw_collection_get_md5(work->data),
                                         work->test_set ? bw_collection_get_md5(work->test_set) : "",
                                         training, s->neural.description ? s->neural.description : "");
  return g_compute_checksum_for_string(G_CHECKSUM_MD5, all, -1);
}

/* One model */

/* What a network is asked for: energy and forces, or what it predicts instead of them. */
typedef struct {
  double *values; /* owned */
  BwEvaluation out;
} Asked;

static void asked_init(Asked *asked, const BwPotential *potential, int n_atoms)
{
  gsize n_properties = potential->n_properties, n_atomic = (gsize)potential->n_atomic_properties * n_atoms;
  double *values = asked->values = g_new(double, 4 + 4 * (gsize)n_atoms + n_properties + n_atomic);
  BwEvaluation *out = &asked->out;
  *out = (BwEvaluation){0};
  if (!(potential->can & BW_HAS_NO_ENERGY)) {
    *out = (BwEvaluation){.energies = values, .forces = values + 1};
    return;
  }
  out->dipoles = potential->can & BW_CAN_DIPOLES ? values : NULL;
  out->charges = potential->can & BW_CAN_CHARGES ? values + 3 : NULL;
  out->properties = n_properties > 0 ? values + 3 + n_atoms : NULL;
  out->atomic_properties = n_atomic > 0 ? values + 3 + n_atoms + n_properties : NULL;
}

/* The median of many, so that other programs hardly show. */
static gboolean time_prediction(const char *path, const BwCollection *data, double *microseconds,
                                GError **error)
{
  enum { FIRST = 3, MOST = 200 };
  const gint64 enough = G_USEC_PER_SEC / 2;
  g_autoptr(BwPotential) potential = bw_potential_open(path, error);
  if (!potential)
    return FALSE;
  int frame, n = 0;
  const BwDataset *dataset = bw_collection_get(data, 0, &frame);
  int n_atoms = dataset->atoms->n_atoms;
  const BwReplicas in = {1, n_atoms, dataset->atoms->numbers, dataset->cells ? &dataset->cells[frame] : NULL,
                         dataset->positions + 3 * (gsize)frame * n_atoms};
  double times[MOST];
  Asked asked;
  asked_init(&asked, potential, n_atoms);
  g_autofree double *values = asked.values;
  gint64 begin = g_get_monotonic_time();
  for (int k = 0; n < MOST && (n < 1 || g_get_monotonic_time() - begin < enough); k++) {
    gint64 start = g_get_monotonic_time();
    if (!bw_potential_evaluate(potential, &in, &asked.out, NULL, error))
      return FALSE;
    if (k >= FIRST)
      times[n++] = (double)(g_get_monotonic_time() - start);
  }
  *microseconds = bw_median(times, n);
  return TRUE;
}

static void take_output_errors(const BwCompareTable *table, const BwNetworkFile *file, BwComparedModel *model)
{
  for (int o = 0; o < table->n_outputs; o++) {
    model->mae[o] = model->rmse[o] = NAN;
    for (guint i = 0; i < file->errors->len; i++) {
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
  model->n_parameters = bw_network_facts_count_parameters(trained->network) * trained->network->members->len;
  model->n_epochs = trained->network->n_epochs;
  take_output_errors(&work->table, trained->network, model);
  return bw_trained_write(trained, path, error) &&
         time_prediction(path, work->data, &model->microseconds, error);
}

static gboolean train_one(Work *work, BwModelKind kind, GError **error)
{
  Options *options = work->options;
  g_autofree char *path = name_model(options, kind);
  if (!name_checkpoint(options, path, error))
    return FALSE;
  BwTrainSettings settings = options->common.settings;
  settings.kind = kind;
  settings.resume = settings.resume && g_file_test(settings.checkpoint, G_FILE_TEST_EXISTS);
  BwComparedModel model = {.kind = kind};
  g_auto(BwTrainDisplay) display = {0};
  if (!bw_train_display_init(&display, work->table.energy_unit, TRUE, error))
    return FALSE;
  const BwTrainObserver observer = bw_train_display_observer(&display);
  gint64 start = g_get_monotonic_time();
  g_autoptr(GError) inner = NULL;
  bw_cli_note("%s: %d of %d models", bw_model_kind_name(kind), (int)work->models->len + 1, options->n_models);
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

/* The same of all kinds: the description says it. */
static gboolean name_outputs(const Work *work, BwCompareTable *table, GError **error)
{
  const Options *options = work->options;
  int n_elements;
  g_autofree int *elements = bw_collection_find_elements(work->data, NULL, 0, &n_elements);
  g_autoptr(GKeyFile) description =
      bw_neural_describe(options->models[0], options->common.settings.neural.description, error);
  g_autoptr(BwNetwork) network =
      description ? bw_network_make(description, elements, n_elements, error) : NULL;
  if (!network)
    return FALSE;
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
  table->title = g_strdup_printf("networks on %s", work->data->name ? work->data->name : work->data->path);
  table->energy_unit = g_intern_string(first->units.energy ? first->units.energy : "eV");
  table->measured_on = work->test_set ? "test" : "validation";
  table->identity = identify(work);
  if (!name_outputs(work, table, error) ||
      !bw_unit_parse_as(table->energy_unit, BW_DIMENSION_ENERGY, "energy", &table->energy, error) ||
      (options->common.settings.resume && !bw_compare_table_read(table, work->models, error)))
    return FALSE;
  for (int k = 0; k < options->n_models; k++)
    if (!is_done(work->models, options->models[k]) && !train_one(work, options->models[k], error))
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
  if (options->test && !(test_set = bw_open_collection(options->test, &common->common.unit_system,
                                                       common->energy_key, common->forces_key, error)))
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
  options.common.model = g_strdup(STAND_IN);
  const GOptionEntry entries[] = {
      {"models", 0, 0, G_OPTION_ARG_STRING, &options.models_text,
       "Kinds of networks (default schnet,gcn,deepsets,gat,ggnn)", "KINDS"},
      {"train", 0, 0, G_OPTION_ARG_INT, &options.n_train,
       "Structures to train on (default 1000, or 80 % where there are fewer)", "N"},
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
