/* Training in closed form: labels come back, shipped models are repeated, and what cannot work is refused. */
#include "base/error.h"
#include "io/io.h"
#include "learning/kernel/kernel.h"
#include "potential/gdml/predict.h"
#include "shared-data.h"
#include "springs.h"

#include <math.h>
#include <string.h>

#define KCAL BW_KCAL_PER_MOL

static BwDataset *make_dataset(void)
{
  return make_springs(N_FRAMES);
}

/* What the observer was told. */
typedef struct {
  GString *notes;
  int n_tried;
  double last_fraction;
  GCancellable *cancel_at_solving;
} Seen;

static void see_progress(const BwTrainProgress *progress, gpointer data)
{
  Seen *seen = data;
  g_assert_cmpfloat(progress->fraction, >=, 0);
  g_assert_cmpfloat(progress->fraction, <=, 1);
  g_assert_false(progress->seconds_left < 0);
  seen->last_fraction = progress->fraction;
  if (seen->cancel_at_solving && progress->stage == BW_STAGE_ASSEMBLY)
    g_cancellable_cancel(seen->cancel_at_solving);
}

static void see_note(const BwMessage *message, gpointer data)
{
  g_string_append_printf(((Seen *)data)->notes, "%s\n", bw_message_text(message));
}

static void see_tried(double sigma, double lambda G_GNUC_UNUSED, const BwErrors *errors G_GNUC_UNUSED,
                      gpointer data)
{
  g_assert_cmpfloat(sigma, >, 0);
  ((Seen *)data)->n_tried++;
}

static BwGdmlFile *train(const BwDataset *dataset, const BwTrainSettings *settings, Seen *seen,
                         BwErrors *validation, BwPool *pool, GCancellable *cancellable, GError **error)
{
  const BwTrainObserver observer = {
      .progress = see_progress, .note = see_note, .tried = see_tried, .data = seen};
  seen->notes = g_string_new(NULL);
  return bw_kernel_train(dataset, settings, validation, pool, &observer, cancellable, error);
}

static void seen_clear(Seen *seen)
{
  g_string_free(seen->notes, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seen, seen_clear)

/* With little regularisation the training points' own labels come back; others of the kind are close. */
static void test_labels(void)
{
  const double sigma = 3, lambda = 1e-13;
  g_autoptr(BwDataset) dataset = make_dataset();
  g_autoptr(GError) error = NULL;
  g_auto(Seen) seen = {0};
  BwTrainSettings settings;
  BwErrors validation, errors;
  bw_train_settings_init(&settings);
  settings.n_train = 30, settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1,
  settings.kernel.lambdas = &lambda, settings.kernel.n_lambdas = 1;
  g_autoptr(BwGdmlFile) file = train(dataset, &settings, &seen, &validation, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(seen.notes->str, ==, "");
  g_assert_cmpint(file->n_permutations, ==, 6);
  g_assert_cmpint(validation.n, ==, 30);
  g_assert_cmpfloat(validation.force_mae, <, 0.01);
  g_assert_cmpfloat(validation.energy_mae, <, 0.002);
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, &error);
  int frames[30];
  for (int i = 0; i < 30; i++)
    frames[i] = (int)file->idxs_train[i];
  g_assert_true(bw_errors_measure(potential, dataset, frames, 30, NULL, NULL, NULL, NULL, &errors, &error));
  g_assert_cmpfloat(errors.force_rmse, <, 1e-6);
  g_assert_true(bw_kernel_test(file, dataset, NULL, &errors, NULL, &error));
  g_assert_cmpint(file->n_test, ==, N_FRAMES);
  g_assert_cmpfloat(file->f_err.mae, ==, errors.force_mae);
}

/* σ is searched upwards until the validation error rises. */
static void test_search(void)
{
  g_autoptr(BwDataset) dataset = make_dataset();
  g_autoptr(GError) error = NULL;
  g_auto(Seen) seen = {0};
  BwTrainSettings settings;
  BwErrors validation;
  bw_train_settings_init(&settings);
  int n;
  g_autofree double *sigmas = bw_train_parse_grid("sigma", "0.1,0.3,1:1:4,2000", &n, &error);
  g_assert_no_error(error);
  g_assert_cmpint(n, ==, 7);
  settings.n_train = 20, settings.kernel.sigmas = sigmas, settings.kernel.n_sigmas = n;
  g_autoptr(BwGdmlFile) file = train(dataset, &settings, &seen, &validation, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(file->sig, >, 0.3);
  g_assert_cmpfloat(file->sig, <, 2000);
  g_assert_cmpint(seen.n_tried, >, 2);
}

static void test_threads(void)
{
  const double sigma = 2;
  g_autoptr(BwDataset) dataset = make_dataset();
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  settings.n_train = 50, settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1;
  BwGdmlFile *files[3];
  for (int threads = 1; threads <= 3; threads++) {
    g_auto(Seen) seen = {0};
    g_autoptr(BwPool) pool = bw_pool_new(threads, FALSE);
    BwErrors validation;
    BwGdmlFile *file = files[threads - 1] = train(dataset, &settings, &seen, &validation, pool, NULL, NULL);
    g_assert_cmpmem(file->alphas_F, sizeof(double) * 50 * 3 * ATOMS, files[0]->alphas_F,
                    sizeof(double) * 50 * 3 * ATOMS);
    g_assert_true(file->c == files[0]->c);
  }
  for (int i = 0; i < 3; i++)
    bw_gdml_file_free(files[i]);
}

/* Labels that contradict each other are noticed. */
static void test_diagnosis(void)
{
  const double sigma = 3;
  g_autoptr(BwDataset) dataset = make_dataset();
  BwTrainSettings settings;
  BwErrors validation;
  bw_train_settings_init(&settings);
  settings.n_train = 30, settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1;
  for (int k = 0; k < N_FRAMES * 3 * ATOMS; k++)
    dataset->forces[k] *= -1;
  g_auto(Seen) gradients = {0};
  g_autoptr(BwGdmlFile) first = train(dataset, &settings, &gradients, &validation, NULL, NULL, NULL);
  g_assert_nonnull(strstr(gradients.notes->str, "gradients"));
  for (int k = 0; k < N_FRAMES * 3 * ATOMS; k++)
    dataset->forces[k] *= -27.2114;
  g_auto(Seen) units = {0};
  g_autoptr(BwGdmlFile) second = train(dataset, &settings, &units, &validation, NULL, NULL, NULL);
  g_assert_nonnull(strstr(units.notes->str, "units"));
}

/* Two equal frames make the matrix singular: λ is raised, and that is said. */
static void test_singular(void)
{
  const double sigma = 3, none = 0;
  g_autoptr(BwDataset) dataset = make_dataset();
  g_autoptr(GError) error = NULL;
  BwTrainSettings settings;
  BwErrors validation;
  bw_train_settings_init(&settings);
  settings.n_train = N_FRAMES, settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1,
  settings.kernel.lambdas = &none, settings.kernel.n_lambdas = 1;
  for (int f = 1; f < 10; f++) {
    memcpy(dataset->positions + (gsize)f * 3 * ATOMS, dataset->positions, sizeof(double) * 3 * ATOMS);
    memcpy(dataset->forces + (gsize)f * 3 * ATOMS, dataset->forces, sizeof(double) * 3 * ATOMS);
  }
  g_auto(Seen) seen = {0};
  g_autoptr(BwGdmlFile) file = train(dataset, &settings, &seen, &validation, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(file->lam, >, 0);
  g_assert_nonnull(strstr(seen.notes->str, "not positive definite"));
  g_assert_nonnull(strstr(seen.notes->str, "none is left to validate"));
}

static void expect_refusal(const BwDataset *dataset, const BwTrainSettings *settings,
                           GCancellable *cancellable, int code, const char *part)
{
  g_auto(Seen) seen = {.cancel_at_solving = cancellable};
  g_autoptr(GError) error = NULL;
  BwErrors validation;
  g_assert_null(train(dataset, settings, &seen, &validation, NULL, cancellable, &error));
  g_assert_error(error, BW_ERROR, code);
  if (!strstr(error->message, part))
    g_error("\"%s\" is not in \"%s\"", part, error->message);
}

static void test_refusals(void)
{
  const double sigma = 3, wrong = NAN;
  g_autoptr(BwDataset) dataset = make_dataset();
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  settings.n_train = N_FRAMES + 1;
  expect_refusal(dataset, &settings, NULL, BW_ERROR_ARGUMENT, "60");
  settings.n_train = N_FRAMES;
  expect_refusal(dataset, &settings, NULL, BW_ERROR_ARGUMENT, "--sigma");
  settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1, settings.max_memory = 400000;
  expect_refusal(dataset, &settings, NULL, BW_ERROR_MEMORY, "would fit");
  settings.max_memory = 0, settings.kernel.lambdas = &wrong, settings.kernel.n_lambdas = 1;
  expect_refusal(dataset, &settings, NULL, BW_ERROR_ARGUMENT, "lambda");
  settings.kernel.lambdas = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  expect_refusal(dataset, &settings, cancellable, BW_ERROR_CANCELLED, "stopped");
  dataset->positions[5] = NAN;
  expect_refusal(dataset, &settings, NULL, BW_ERROR_FORMAT, "frame 0");
  g_clear_pointer(&dataset->forces, bw_free);
  expect_refusal(dataset, &settings, NULL, BW_ERROR_ARGUMENT, "no forces");
}

static void test_sigmas(void)
{
  static const char *const wrong[] = {"",        "x",     "0",   "-3",       "5:1", "1:0:5",
                                      "1:2:3:4", "10;20", "nan", "1:1e-9:2", "1:"};
  int n;
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(bw_train_parse_grid("sigma", wrong[i], &n, &error));
    g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  }
  g_autofree double *grid = bw_train_parse_grid("sigma", "20,2:2:10 4", &n, NULL);
  const double expected[] = {2, 4, 6, 8, 10, 20};
  g_assert_cmpmem(grid, n * sizeof *grid, expected, sizeof expected);
  g_autofree double *fine = bw_train_parse_grid("sigma", "0.1:0.1:0.5", &n, NULL);
  g_assert_cmpint(n, ==, 5);
}

/* Data that were not made here */

static BwDataset *open_shared(const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = shared_data(name);
  if (!path)
    return NULL;
  BwDataset *dataset = bw_open_dataset(path, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

/* mbGDML's water model from its own frames, σ, λ and permutations. Its λ is 1e-15: α is not determined, the
 * forces are. */
static void test_like(void)
{
  g_autoptr(BwDataset) dataset = open_shared("mbgdml/tests/data/datasets/1h2o/"
                                             "140h2o.sphere.gfn2.md.500k.prod1.3h2o.dset.1h2o-dset.npz");
  if (!dataset)
    return;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = shared_data("mbgdml/tests/data/models/1h2o-model.npz");
  g_autoptr(BwGdmlFile) like = bw_gdml_file_read(path, &error);
  g_assert_no_error(error);
  BwTrainSettings settings;
  BwErrors validation, errors;
  bw_train_settings_init(&settings);
  settings.kernel.like = like;
  g_auto(Seen) seen = {0};
  g_autoptr(BwGdmlFile) file = train(dataset, &settings, &seen, &validation, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(seen.notes->str, ==, "");
  g_assert_cmpfloat_with_epsilon(validation.force_mae / KCAL, like->f_err.mae, 1e-5);
  g_autoptr(BwPotential) theirs = bw_gdml_potential_new(like, &error),
                         ours = bw_gdml_potential_new(file, &error);
  const BwReplicas in = {dataset->n_frames, 3, dataset->atoms->numbers, NULL, dataset->positions};
  BwEvaluation labels = {.energies = dataset->energies, .forces = dataset->forces};
  g_assert_true(bw_potential_evaluate(theirs, &in, &labels, NULL, &error));
  g_assert_true(bw_errors_measure(ours, dataset, NULL, 0, NULL, NULL, NULL, NULL, &errors, &error));
  g_assert_cmpfloat(errors.force_rmse / KCAL, <, 1e-4);
  g_assert_cmpfloat(errors.energy_rmse / KCAL, <, 1e-4);
}

/* 100 points of ethanol: what sgdml reaches with them. */
static void test_ethanol(void)
{
  const double sigma = 20;
  g_autoptr(BwDataset) dataset = open_shared("rmd17/rmd17_ethanol_train_01.npz");
  if (!dataset)
    return;
  g_autoptr(GError) error = NULL;
  g_auto(Seen) seen = {0};
  BwTrainSettings settings;
  BwErrors validation;
  bw_train_settings_init(&settings);
  settings.n_train = 100, settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1;
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  g_autoptr(BwGdmlFile) file = train(dataset, &settings, &seen, &validation, pool, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(file->n_permutations, ==, 6);
  g_assert_cmpstr(file->e_unit, ==, "kcal/mol");
  g_assert_cmpfloat(validation.force_mae / KCAL, <, 1.4);
  g_assert_cmpfloat(validation.energy_mae / KCAL, <, 0.3);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gdml/train/labels", test_labels);
  g_test_add_func("/gdml/train/search", test_search);
  g_test_add_func("/gdml/train/threads", test_threads);
  g_test_add_func("/gdml/train/diagnosis", test_diagnosis);
  g_test_add_func("/gdml/train/singular", test_singular);
  g_test_add_func("/gdml/train/refusals", test_refusals);
  g_test_add_func("/gdml/train/sigmas", test_sigmas);
  g_test_add_func("/gdml/train/like", test_like);
  g_test_add_func("/gdml/train/ethanol", test_ethanol);
  return g_test_run();
}
