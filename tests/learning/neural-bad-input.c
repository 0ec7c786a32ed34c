/* What cannot be learnt by a network is said before it begins: labels that are missing, cutoffs that see
 * nothing, elements that were not learnt; and files of settings that say nonsense. */
#include "base/error.h"
#include "learning/neural/describe.h"
#include "learning/train.h"
#include "neural-problem.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  BwDataset *dataset;
  BwCollection *data;
  BwTrainSettings settings;
} Fixture;

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->dataset = make_clusters((const int[]){6, 8, 6, 6, 8}, 5, 20, 7);
  f->data = bw_collection_new(f->dataset);
  bw_train_settings_init(&f->settings);
  f->settings.kind = BW_MODEL_SCHNET;
  f->settings.n_train = 10;
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  bw_collection_unref(f->data);
  bw_dataset_unref(f->dataset);
}

static void assert_refused(const Fixture *f, const char *words)
{
  BwTrainPlan plan;
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_train_plan(f->data, &f->settings, NULL, &plan, &error));
  if (!strstr(error->message, words))
    g_test_message("%s", error->message);
  g_assert_nonnull(strstr(error->message, words));
}

static void assert_fine(const Fixture *f)
{
  BwTrainPlan plan;
  GError *error = NULL;
  bw_train_plan(f->data, &f->settings, NULL, &plan, &error);
  g_assert_no_error(error);
  bw_train_plan_clear(&plan);
}

static void test_labels(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  double *energies = f->dataset->energies, *forces = f->dataset->forces;
  assert_fine(f);
  f->dataset->energies = NULL;
  assert_fine(f);
  f->settings.neural.fit.weights.forces = 0;
  assert_refused(f, "nothing is left");
  f->settings.neural.fit.weights.forces = 1;
  f->dataset->forces = NULL;
  assert_refused(f, "neither energies nor forces");
  f->dataset->energies = energies;
  assert_fine(f);
  f->dataset->forces = forces;
}

static void test_some_labels(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref);
  g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(BwCollectionItem));
  BwDataset *bare = make_clusters((const int[]){6, 8, 8}, 3, 5, 3);
  g_ptr_array_add(parts, bw_dataset_ref(f->dataset));
  g_ptr_array_add(parts, bare);
  for (int k = 0; k < 10; k++)
    g_array_append_vals(samples, &(BwCollectionItem){k % 2, k / 2}, 1);
  bw_collection_unref(f->data);
  f->data = bw_collection_new_of_parts(parts, samples);
  f->settings.n_train = 8;
  assert_fine(f);
  double *forces = bare->forces;
  bare->forces = NULL;
  assert_refused(f, "5 of the 10 chosen structures have forces");
  bare->forces = forces;
}

static void test_neighbours(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->settings.neural.description = "[network]\ncutoff = 0.9\n";
  assert_refused(f, "within the cutoff of 0.9 Å");
}

static void test_numbers(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->settings.n_train = 21;
  assert_refused(f, "from 1 to the 20");
  f->settings.n_train = 10;
  f->settings.neural.fit.batch_size = 0;
  assert_refused(f, "numbers from 1 on");
  f->settings.neural.fit.batch_size = 5;
  f->settings.neural.fit.schedule.rate = -1;
  assert_refused(f, "rate of learning");
  f->settings.neural.fit.schedule.rate = 1e-3;
  f->settings.neural.description = "[network]\nmodel = mpnn\n";
  assert_refused(f, "SchNet has model = schnet");
  f->settings.neural.description = "[network]\nfeature = 4\n";
  assert_refused(f, "\"feature\" in [network]");
  f->settings.neural.description = "[network]\nn_atom_basis = 4096\nn_interactions = 64\n";
  assert_refused(f, "million weights"); /* before any memory is taken */
  f->settings.neural.description = "[network]\nmodel = gat\nn_atom_basis = 4\n";
  f->settings.kind = BW_MODEL_GAT;
  assert_fine(f);
}

static void test_elements(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref);
  g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(BwCollectionItem));
  g_ptr_array_add(parts, bw_dataset_ref(f->dataset));
  g_ptr_array_add(parts, make_clusters((const int[]){6, 16, 16}, 3, 10, 3));
  for (int k = 0; k < 30; k++)
    g_array_append_vals(samples, &(BwCollectionItem){k >= 20, k % 20}, 1);
  bw_collection_unref(f->data);
  f->data = bw_collection_new_of_parts(parts, samples);
  f->settings.n_train = 1;
  f->settings.n_valid = 29;
  g_autoptr(GError) error = NULL;
  BwTrainPlan plan;
  g_assert_false(bw_train_plan(f->data, &f->settings, NULL, &plan, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_nonnull(strstr(error->message, "too few to have all elements of the data"));
}

static void assert_config(Fixture *f, const char *text, const char *words)
{
  g_autofree char *path = NULL, *description = NULL;
  g_autoptr(GError) error = NULL;
  int file = g_file_open_tmp("config-XXXXXX.ini", &path, NULL);
  g_close(file, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  gboolean read = bw_neural_config_read(path, &f->settings, &description, &error);
  g_assert_true(read == !words);
  if (words)
    g_assert_true(strstr(error->message, words) && strstr(error->message, path));
  g_unlink(path);
}

static void test_config(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  assert_config(
      f,
      "[training]\nbatch_size = 7\nlearning_rate = 0.002\nschedule = plateau\nprecision = double\nseed = 5\n",
      NULL);
  const BwFitSettings *fit = &f->settings.neural.fit;
  g_assert_cmpint(fit->batch_size, ==, 7);
  g_assert_cmpfloat(fit->schedule.rate, ==, 0.002);
  g_assert_true(fit->schedule.kind == BW_SCHEDULE_PLATEAU && fit->precision == BW_DOUBLE);
  g_assert_cmpint(f->settings.seed, ==, 5);
  g_autofree char *said = bw_neural_config_write(&f->settings);
  g_assert_nonnull(strstr(said, "batch_size=7"));
  g_assert_nonnull(strstr(said, "schedule=plateau"));
  assert_config(f, "[training]\nbatches = 7\n", "\"batches\"");
  assert_config(f, "[training]\nbatch_size = many\n", "batch_size = many");
  assert_config(f, "[training]\nlearning_rate = -1\n", "learning_rate = -1");
  assert_config(f, "[training]\nseed = x\n", "seed = x");
  assert_config(f, "[trainings]\n", "[trainings]");
  assert_config(f, "batch 7\n", "");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/neural-bad-input/labels", Fixture, NULL, set_up, test_labels, tear_down);
  g_test_add("/neural-bad-input/some-labels", Fixture, NULL, set_up, test_some_labels, tear_down);
  g_test_add("/neural-bad-input/neighbours", Fixture, NULL, set_up, test_neighbours, tear_down);
  g_test_add("/neural-bad-input/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add("/neural-bad-input/elements", Fixture, NULL, set_up, test_elements, tear_down);
  g_test_add("/neural-bad-input/config", Fixture, NULL, set_up, test_config, tear_down);
  return g_test_run();
}
