#include "app/session/bw-training-record.h"

#include <glib/gstdio.h>

#include "learning/neural/describe.h"

#define GROUP "training"

static char *folder(void)
{
  return g_build_filename(g_get_user_data_dir(), "beadwork", "trainings", NULL);
}

/* One for each model file. */
static char *place_of(const char *output)
{
  g_autofree char *canonical = g_canonicalize_filename(output, NULL);
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, canonical, -1);
  g_autofree char *name = g_strdup_printf("%.32s.ini", sum);
  g_autofree char *where = folder();
  return g_build_filename(where, name, NULL);
}

void bw_training_record_free(BwTrainingRecord *record)
{
  g_free(record->dataset_path);
  g_free(record->md5);
  bw_train_spec_clear(&record->spec);
  g_free(record);
}

/* Writing */

static void set_settings(GKeyFile *file, const BwTrainSettings *settings)
{
  g_key_file_set_string(file, GROUP, "kind", bw_model_kind_name(settings->kind));
  g_key_file_set_integer(file, GROUP, "solver", settings->kernel.solver);
  g_key_file_set_integer(file, GROUP, "function", settings->kernel.function);
  g_key_file_set_integer(file, GROUP, "n-train", settings->n_train);
  g_key_file_set_integer(file, GROUP, "n-valid", settings->n_valid);
  if (settings->kernel.sigmas)
    g_key_file_set_double_list(file, GROUP, "sigmas", (double *)settings->kernel.sigmas,
                               (gsize)settings->kernel.n_sigmas);
  if (settings->kernel.lambdas)
    g_key_file_set_double_list(file, GROUP, "lambdas", (double *)settings->kernel.lambdas,
                               (gsize)settings->kernel.n_lambdas);
  g_key_file_set_integer(file, GROUP, "symmetries", settings->kernel.symmetries);
  g_key_file_set_uint64(file, GROUP, "max-memory", settings->max_memory);
  g_key_file_set_uint64(file, GROUP, "seed", settings->seed);
  g_key_file_set_boolean(file, GROUP, "use-energies", settings->kernel.use_energies);
  g_key_file_set_double(file, GROUP, "tolerance", settings->kernel.tolerance);
  g_autofree char *learning = bw_neural_config_write(settings);
  g_key_file_set_string(file, GROUP, "learning", learning);
  if (settings->neural.description)
    g_key_file_set_string(file, GROUP, "network", settings->neural.description);
}

void bw_training_record_write(const BwTraining *training)
{
  const BwTrainSpec *spec = &training->spec;
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autofree char *where = folder(), *path = place_of(spec->output);
  g_key_file_set_string(file, GROUP, "dataset", training->dataset_path);
  g_key_file_set_string(file, GROUP, "md5", bw_collection_get_md5(spec->data));
  g_key_file_set_string(file, GROUP, "output", spec->output);
  g_key_file_set_boolean(file, GROUP, "left-out", training->left_out);
  if (spec->n_sizes > 0)
    g_key_file_set_integer_list(file, GROUP, "sizes", (int *)spec->sizes, (gsize)spec->n_sizes);
  set_settings(file, &spec->settings);
  if (g_mkdir_with_parents(where, 0700) == 0)
    g_key_file_save_to_file(file, path, NULL);
}

void bw_training_record_remove(const char *output)
{
  g_autofree char *path = place_of(output);
  g_unlink(path);
}

/* Reading */

/* FALSE: it is of another version of the program, or broken. */
static gboolean get_settings(GKeyFile *file, BwTrainSettings *settings)
{
  g_autofree char *kind = g_key_file_get_string(file, GROUP, "kind", NULL);
  gsize n_sigmas = 0, n_lambdas = 0;
  bw_train_settings_init(settings);
  if (!kind || !bw_model_kind_parse(kind, &settings->kind, NULL))
    return FALSE;
  settings->kernel.solver = (BwSolver)g_key_file_get_integer(file, GROUP, "solver", NULL);
  settings->kernel.function = (BwKernelFunction)g_key_file_get_integer(file, GROUP, "function", NULL);
  settings->n_train = g_key_file_get_integer(file, GROUP, "n-train", NULL);
  settings->n_valid = g_key_file_get_integer(file, GROUP, "n-valid", NULL);
  settings->kernel.sigmas = g_key_file_get_double_list(file, GROUP, "sigmas", &n_sigmas, NULL);
  settings->kernel.lambdas = g_key_file_get_double_list(file, GROUP, "lambdas", &n_lambdas, NULL);
  settings->kernel.n_sigmas = (int)n_sigmas;
  settings->kernel.n_lambdas = (int)n_lambdas;
  settings->kernel.symmetries = (BwCrystalSymmetries)g_key_file_get_integer(file, GROUP, "symmetries", NULL);
  settings->max_memory = g_key_file_get_uint64(file, GROUP, "max-memory", NULL);
  settings->seed = g_key_file_get_uint64(file, GROUP, "seed", NULL);
  settings->kernel.use_energies = g_key_file_get_boolean(file, GROUP, "use-energies", NULL);
  settings->kernel.tolerance = g_key_file_get_double(file, GROUP, "tolerance", NULL);
  g_autofree char *learning = g_key_file_get_string(file, GROUP, "learning", NULL);
  settings->neural.description = g_key_file_get_string(file, GROUP, "network", NULL);
  settings->resume = TRUE;
  return !learning || bw_neural_config_parse(learning, settings, NULL);
}

gboolean bw_training_record_can_resume(const BwTrainSpec *spec)
{
  return g_file_test(spec->settings.checkpoint, G_FILE_TEST_IS_REGULAR) ||
         (spec->n_sizes > 0 && g_file_test(spec->output, G_FILE_TEST_IS_REGULAR));
}

/* NULL: it is of other data, or left nothing to go on with. */
static BwTrainingRecord *read_record(const char *path, const char *dataset_path, const char *md5)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autoptr(BwTrainingRecord) record = g_new0(BwTrainingRecord, 1);
  if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  record->dataset_path = g_key_file_get_string(file, GROUP, "dataset", NULL);
  record->md5 = g_key_file_get_string(file, GROUP, "md5", NULL);
  BwTrainSpec *spec = &record->spec;
  gsize n_sizes = 0;
  spec->output = g_key_file_get_string(file, GROUP, "output", NULL);
  spec->sizes = g_key_file_get_integer_list(file, GROUP, "sizes", &n_sizes, NULL);
  spec->n_sizes = (int)n_sizes;
  record->left_out = g_key_file_get_boolean(file, GROUP, "left-out", NULL);
  if (!spec->output || !get_settings(file, &spec->settings))
    return NULL;
  spec->settings.checkpoint = g_strconcat(spec->output, ".training", NULL);
  gboolean same = g_strcmp0(record->dataset_path, dataset_path) == 0 &&
                  (record->left_out || g_strcmp0(record->md5, md5) == 0);
  return same && bw_training_record_can_resume(spec) ? g_steal_pointer(&record) : NULL;
}

static gint64 age_of(const char *path)
{
  GStatBuf there;
  return g_stat(path, &there) == 0 ? (gint64)there.st_mtime : 0;
}

BwTrainingRecord *bw_training_record_find(const char *dataset_path, const char *md5)
{
  g_autofree char *where = folder();
  g_autoptr(GDir) dir = g_dir_open(where, 0, NULL);
  BwTrainingRecord *newest = NULL;
  gint64 newest_age = 0;
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(where, name, NULL);
    gint64 age = age_of(path);
    BwTrainingRecord *record = !newest || age > newest_age ? read_record(path, dataset_path, md5) : NULL;
    if (!record)
      continue;
    g_clear_pointer(&newest, bw_training_record_free);
    newest = record;
    newest_age = age;
  }
  return newest;
}
