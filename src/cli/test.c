#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/test-details.h"
#include "cli/test-network.h"
#include "io/io.h"
#include "learning/trained.h"

#include <math.h>
#include <string.h>

static int run(int argc, char **argv);

const BwVerb bw_verb_test = {"test", "MODEL DATASET", "How far a model is from labelled data",
                             "beadwork test ethanol.npz rmd17_ethanol_test_01.npz -o scatter.pdf", run};

/* An offset of the energies this many times their remaining error is another zero, not an error of the model.
 */
static const double CONSPICUOUS_OFFSET = 5;

typedef struct {
  BwCommon common;
  char *energy_key, *forces_key;
  gboolean all;
  BwPotential *potential;
  BwDataset *dataset;
  BwPool *pool;
  GCancellable *cancellable;
  BwProgress *progress;
  int *frames; /* [n_frames] those to test on */
  int n_frames;
  BwComparison *comparison;
  double energy_factor, force_factor; /* from eV, eV/Å to the dataset's units */
  char *force_unit;
} Test;

static void test_clear(Test *self)
{
  bw_common_clear(&self->common);
  g_free(self->energy_key);
  g_free(self->forces_key);
  g_free(self->frames);
  g_free(self->force_unit);
  bw_potential_unref(self->potential);
  bw_dataset_unref(self->dataset);
  bw_pool_free(self->pool);
  bw_progress_free(self->progress);
  bw_comparison_unref(self->comparison);
  g_clear_object(&self->cancellable);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Test, test_clear)

static void on_progress(double fraction, gpointer data)
{
  Test *self = data;
  bw_progress_set(self->progress, fraction * self->n_frames, NULL);
  if (bw_cli_interrupted)
    g_cancellable_cancel(self->cancellable);
}

static gboolean open_all(Test *self, const char *model, const char *data, GError **error)
{
  double energy, force;
  self->potential = bw_potential_open(model, error);
  if (!self->potential)
    return FALSE;
  self->dataset = bw_open_dataset(data, &self->common.unit_system, self->energy_key, self->forces_key, error);
  if (!self->dataset || !bw_potential_check_atoms(self->potential, self->dataset->atoms, error))
    return FALSE;
  const BwUnitSystem *units = &self->dataset->units;
  if (!self->dataset->energies && !self->dataset->forces)
    return bw_fail_file(error, BW_ERROR_FORMAT, data,
                        "has neither energies nor forces; name them with --energy-key and --forces-key");
  if (!bw_unit_system_factors(units, NULL, &energy, &force, NULL, error))
    return FALSE;
  self->energy_factor = 1 / energy;
  self->force_factor = 1 / force;
  self->force_unit =
      units->force ? g_strdup(units->force) : g_strconcat(units->energy, "/", units->length, NULL);
  if (self->dataset->units_note)
    bw_cli_note("%s: %s", data, self->dataset->units_note);
  self->pool = bw_pool_new(self->common.threads, FALSE);
  self->cancellable = g_cancellable_new();
  return TRUE;
}

static void mark(gboolean *known, int n_frames, const gint64 *indices, gint64 n)
{
  for (gint64 i = 0; indices && i < n; i++)
    if (indices[i] >= 0 && indices[i] < n_frames)
      known[indices[i]] = TRUE;
}

static void mark_all(const BwTrained *model, const BwDataset *dataset, gboolean *known)
{
  const BwGdmlFile *kernel = model->kernel;
  const BwNetworkFile *network = model->network;
  int n = dataset->n_frames;
  if (bw_dataset_has_md5(dataset, kernel ? kernel->md5_train : network->md5_train))
    mark(known, n, kernel ? kernel->idxs_train : network->idxs_train,
         kernel ? kernel->n_train : network->n_train);
  if (bw_dataset_has_md5(dataset, kernel ? kernel->md5_valid : network->md5_train))
    mark(known, n, kernel ? kernel->idxs_valid : network->idxs_valid,
         kernel ? kernel->n_valid : network->n_valid);
}

/* Like sGDML, not those frames that the model was made with. */
static void choose_frames(Test *self)
{
  int n = self->dataset->n_frames;
  g_autofree gboolean *known = g_new0(gboolean, n);
  g_autoptr(BwTrained) model = NULL;
  if (!self->all && self->potential->path)
    model = bw_trained_read(self->potential->path, NULL);
  if (model)
    mark_all(model, self->dataset, known);
  self->frames = g_new(int, n);
  for (int i = 0; i < n; i++)
    if (!known[i])
      self->frames[self->n_frames++] = i;
  if (self->n_frames < n && self->n_frames > 0)
    bw_cli_note(
        "%d of %d frames were used to train or validate the model and are left out; --all takes them too",
        n - self->n_frames, n);
}

static gboolean measure(Test *self, GError **error)
{
  choose_frames(self);
  if (self->n_frames == 0)
    return bw_fail_file(
        error, BW_ERROR_ARGUMENT, self->dataset->path,
        "every frame was used to train or validate the model; test on other data, or on these with "
        "--all");
  self->progress = bw_progress_new("testing", "frames", self->n_frames);
  bw_cli_catch_interrupts();
  self->comparison = bw_comparison_measure(self->potential, self->dataset, self->frames, self->n_frames,
                                           self->pool, on_progress, self, self->cancellable, error);
  g_clear_pointer(&self->progress, bw_progress_free);
  return self->comparison != NULL;
}

static BwTestUnits units_of(const Test *self)
{
  return (BwTestUnits){self->energy_factor, self->force_factor, self->dataset->units.energy,
                       self->force_unit};
}

static void report_offset(const Test *self)
{
  const BwErrors *errors = &self->comparison->errors;
  if (fabs(errors->energy_offset) > CONSPICUOUS_OFFSET * errors->energy_mae_shifted)
    bw_cli_note(
        "the model's energies lie %.6g %s from the data's on average: another level of theory or zero of "
        "energy; without that constant their mean absolute error is %.4g %s",
        errors->energy_offset * self->energy_factor, self->dataset->units.energy,
        errors->energy_mae_shifted * self->energy_factor, self->dataset->units.energy);
}

static void report_json(const Test *self)
{
  const BwErrors *errors = &self->comparison->errors;
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  bw_json_add_double(builder, "energy_mae", errors->energy_mae * self->energy_factor);
  bw_json_add_double(builder, "force_mae", errors->force_mae * self->force_factor);
  bw_json_add_double(builder, "energy_rmse", errors->energy_rmse * self->energy_factor);
  bw_json_add_double(builder, "force_rmse", errors->force_rmse * self->force_factor);
  bw_json_add_double(builder, "energy_offset", errors->energy_offset * self->energy_factor);
  bw_json_add_double(builder, "energy_mae_shifted", errors->energy_mae_shifted * self->energy_factor);
  bw_json_add_int(builder, "n", errors->n);
  bw_json_add_string(builder, "energy_unit", self->dataset->units.energy);
  bw_json_add_string(builder, "force_unit", self->force_unit);
  const BwTestUnits units = units_of(self);
  bw_test_add_details(builder, self->comparison, self->dataset, &units);
  json_builder_end_object(builder);
  bw_json_print(builder);
}

static void report(const Test *self)
{
  const BwErrors *errors = &self->comparison->errors;
  g_autofree char *name = g_path_get_basename(self->dataset->path);
  report_offset(self);
  if (self->common.json) {
    report_json(self);
    return;
  }
  g_print("%s on %s, %d frames\n           MAE      RMSE\n", self->potential->name, name, errors->n);
  if (self->dataset->energies)
    g_print("energy %8.4f  %8.4f  %s\n", errors->energy_mae * self->energy_factor,
            errors->energy_rmse * self->energy_factor, self->dataset->units.energy);
  if (self->dataset->forces)
    g_print("forces %8.4f  %8.4f  %s\n", errors->force_mae * self->force_factor,
            errors->force_rmse * self->force_factor, self->force_unit);
  const BwTestUnits units = units_of(self);
  bw_test_print_details(self->comparison, self->dataset, &units);
}

static gboolean write_scatter(const Test *self, GError **error)
{
  const BwTestUnits units = units_of(self);
  g_autofree char *name = g_path_get_basename(self->dataset->path),
                  *title = g_strdup_printf("%s on %s", self->potential->name, name);
  return !self->common.output ||
         bw_test_write_scatter(self->comparison, self->common.output, title, &units, error);
}

static gboolean check_output(const Test *self, const char *dataset, GError **error)
{
  static const char *const ends[] = {".csv", ".pdf", ".svg", ".png", NULL};
  const char *output = self->common.output;
  for (int i = 0; output && !g_str_has_suffix(output, ends[i]); i++)
    if (!ends[i + 1])
      return bw_fail_file(error, BW_ERROR_ARGUMENT, output,
                          "predictions against labels are written as .csv, .pdf, .svg or .png");
  return !output || bw_cli_check_output(output, dataset, error);
}

static int run(int argc, char **argv)
{
  g_auto(Test) self = {0};
  GError *error = NULL;
  const GOptionEntry entries[] = {
      {"energy-key", 0, 0, G_OPTION_ARG_STRING, &self.energy_key, "Name of the energies in the file", "KEY"},
      {"forces-key", 0, 0, G_OPTION_ARG_STRING, &self.forces_key, "Name of the forces in the file", "KEY"},
      {"all", 0, 0, G_OPTION_ARG_NONE, &self.all, "Also the frames that the model was made with", NULL},
      {NULL}};
  if (!bw_cli_parse(&bw_verb_test, entries,
                    BW_TAKES_JSON | BW_TAKES_THREADS | BW_TAKES_UNITS | BW_TAKES_OUTPUT, &self.common, 2, 2,
                    &argc, &argv, &error))
    return bw_cli_fail(&bw_verb_test, error);
  if (argc == 0)
    return 0;
  const BwTestNetwork network = {&self.common, self.energy_key, self.forces_key, self.all};
  g_autoptr(BwCollection) data = NULL;
  if (!self.common.output && bw_test_network_is_for(&network, argv[1], argv[2], &data, &error))
    return bw_test_network(&network, argv[1], data, &error) ? 0 : bw_cli_fail(&bw_verb_test, error);
  if (error || !check_output(&self, argv[2], &error) || !open_all(&self, argv[1], argv[2], &error) ||
      !measure(&self, &error) || !write_scatter(&self, &error))
    return bw_cli_fail(&bw_verb_test, error);
  report(&self);
  return 0;
}
