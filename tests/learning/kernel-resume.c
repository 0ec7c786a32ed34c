/* Training that was interrupted goes on where it was. */
#include "base/error.h"
#include "learning/kernel/kernel.h"
#include "springs.h"

#include <glib/gstdio.h>

/* Stops after so many tries; −1: never. */
typedef struct {
  GCancellable *cancellable;
  int stop_after, n_tried;
  gboolean begun; /* something was assembled */
} Stop;

static void see_progress(const BwTrainProgress *progress, gpointer data)
{
  Stop *stop = data;
  stop->begun |= progress->stage == BW_STAGE_ASSEMBLY;
  if (stop->n_tried == stop->stop_after)
    g_cancellable_cancel(stop->cancellable);
}

static void see_tried(double sigma G_GNUC_UNUSED, double lambda G_GNUC_UNUSED,
                      const BwErrors *errors G_GNUC_UNUSED, gpointer data)
{
  ((Stop *)data)->n_tried++;
}

static BwGdmlFile *train(const BwDataset *dataset, const BwTrainSettings *settings, Stop *stop,
                         BwErrors *validation, GError **error)
{
  g_autoptr(GCancellable) cancellable = stop->cancellable = g_cancellable_new();
  const BwTrainObserver observer = {.progress = see_progress, .tried = see_tried, .data = stop};
  return bw_kernel_train(dataset, settings, validation, NULL, &observer, cancellable, error);
}

static const double sigmas[] = {1, 2, 4, 8, 16, 32};

static BwTrainSettings search_settings(const char *checkpoint, gboolean resume)
{
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  settings.n_train = 20;
  settings.kernel.sigmas = sigmas, settings.kernel.n_sigmas = G_N_ELEMENTS(sigmas);
  settings.checkpoint = checkpoint, settings.resume = resume;
  return settings;
}

static char *temporary(void)
{
  return g_strdup_printf("%s/beadwork-%u.training", g_get_tmp_dir(), g_random_int());
}

static void test_equal(void)
{
  g_autoptr(BwDataset) dataset = make_springs(N_FRAMES);
  g_autofree char *path = temporary();
  g_autoptr(GError) error = NULL;
  BwErrors errors, resumed_errors;
  BwTrainSettings settings = search_settings(NULL, FALSE);
  Stop never = {.stop_after = -1};
  g_autoptr(BwGdmlFile) whole = train(dataset, &settings, &never, &errors, &error);
  g_assert_no_error(error);
  g_assert_cmpint(never.n_tried, >, 2);

  settings = search_settings(path, FALSE);
  Stop early = {.stop_after = 1};
  g_assert_null(train(dataset, &settings, &early, &resumed_errors, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
  g_clear_error(&error);

  settings = search_settings(path, TRUE);
  Stop again = {.stop_after = -1};
  g_autoptr(BwGdmlFile) resumed = train(dataset, &settings, &again, &resumed_errors, &error);
  g_assert_no_error(error);
  g_assert_cmpint(again.n_tried, ==, never.n_tried); /* what was tried before is told again */
  g_assert_cmpfloat(resumed->sig, ==, whole->sig);
  g_assert_cmpfloat(resumed->c, ==, whole->c);
  gsize size = sizeof(double) * whole->n_train * 3 * ATOMS;
  g_assert_cmpmem(resumed->alphas_F, size, whole->alphas_F, size);
  g_assert_cmpfloat(resumed_errors.force_rmse, ==, errors.force_rmse);

  Stop done = {.stop_after = -1}; /* as when the program ends before the model is written */
  g_autoptr(BwGdmlFile) once_more = train(dataset, &settings, &done, &resumed_errors, &error);
  g_assert_no_error(error);
  g_assert_false(done.begun);
  g_assert_cmpmem(once_more->alphas_F, size, whole->alphas_F, size);
  g_unlink(path);
}

/* Stops an iterative solution on the way. */
static void stop_iterating(const BwTrainProgress *progress, gpointer data)
{
  Stop *stop = data;
  stop->n_tried = MAX(stop->n_tried, progress->iteration);
  if (progress->iteration == stop->stop_after)
    g_cancellable_cancel(stop->cancellable);
}

static BwGdmlFile *iterate(const BwDataset *dataset, BwTrainSettings *settings, Stop *stop, GError **error)
{
  BwErrors validation;
  g_autoptr(GCancellable) cancellable = stop->cancellable = g_cancellable_new();
  const BwTrainObserver observer = {.progress = stop_iterating, .data = stop};
  settings->kernel.n_sigmas = 1;
  settings->kernel.solver = BW_SOLVER_ITERATIVE;
  settings->kernel.tolerance = 1e-11;
  return bw_kernel_train(dataset, settings, &validation, NULL, &observer, cancellable, error);
}

static void test_iterations(void)
{
  g_autoptr(BwDataset) dataset = make_springs(N_FRAMES);
  g_autofree char *path = temporary();
  g_autoptr(GError) error = NULL;
  BwTrainSettings settings = search_settings(NULL, FALSE);
  Stop never = {.stop_after = -2}, early = {.stop_after = 2}, again = {.stop_after = -2};
  g_autoptr(BwGdmlFile) whole = iterate(dataset, &settings, &never, &error);
  g_assert_no_error(error);
  settings = search_settings(path, FALSE);
  g_assert_null(iterate(dataset, &settings, &early, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
  g_clear_error(&error);
  settings = search_settings(path, TRUE);
  g_autoptr(BwGdmlFile) resumed = iterate(dataset, &settings, &again, &error);
  g_assert_no_error(error);
  g_assert_cmpint((int)resumed->solver_iters, >, 2); /* those of before count */
  double difference = 0, norm = 0;
  for (int k = 0; k < whole->n_train * 3 * ATOMS; k++) {
    difference += pow(resumed->alphas_F[k] - whole->alphas_F[k], 2);
    norm += pow(whole->alphas_F[k], 2);
  }
  g_assert_cmpfloat(sqrt(difference / norm), <, 1e-4);
  g_unlink(path);
}

static void expect_refusal(const BwDataset *dataset, const BwTrainSettings *settings, const char *part)
{
  g_autoptr(GError) error = NULL;
  BwErrors validation;
  g_assert_null(bw_kernel_train(dataset, settings, &validation, NULL, NULL, NULL, &error));
  if (!error || !strstr(error->message, part))
    g_error("\"%s\" is not in \"%s\"", part, error ? error->message : "");
}

static void test_others(void)
{
  g_autoptr(BwDataset) dataset = make_springs(N_FRAMES), other = make_springs(N_FRAMES);
  g_autofree char *path = temporary();
  g_autoptr(GError) error = NULL;
  BwErrors errors;
  BwTrainSettings settings = search_settings(path, TRUE);
  g_autoptr(BwGdmlFile) file =
      bw_kernel_train(dataset, &settings, &errors, NULL, NULL, NULL, &error); /* none there */
  g_assert_no_error(error);
  other->positions[7] += 1e-9;
  expect_refusal(other, &settings, "other data");
  settings.n_train = 21;
  expect_refusal(dataset, &settings, "train 20");
  settings.n_train = 20, settings.kind = BW_MODEL_GDML;
  expect_refusal(dataset, &settings, "model sGDML");
  settings = search_settings(path, TRUE);
  settings.kernel.n_sigmas--;
  expect_refusal(dataset, &settings, "sigma");

  g_autofree char *content = NULL;
  gsize length;
  g_assert_true(g_file_get_contents(path, &content, &length, &error));
  settings = search_settings(path, TRUE);
  for (gsize part = 0; part < length; part += length / 7 + 1) {
    g_assert_true(g_file_set_contents(path, content, (gssize)part, &error));
    expect_refusal(dataset, &settings, path);
  }
  g_unlink(path);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/resume/equal", test_equal);
  g_test_add_func("/learning/resume/iterations", test_iterations);
  g_test_add_func("/learning/resume/others", test_others);
  return g_test_run();
}
