/* The search for σ and λ ends at the same place however it begins. */
#include "learning/kernel/kernel.h"
#include "springs.h"

/* What was tried, in order. */
typedef struct {
  int n;
  double sigmas[32], rmses[32];
  GString *notes;
  int n_compared;
} Seen;

static void see_tried(double sigma, double lambda G_GNUC_UNUSED, const BwErrors *errors, gpointer data)
{
  Seen *seen = data;
  seen->sigmas[seen->n] = sigma;
  seen->rmses[seen->n++] = isnan(errors->force_rmse) ? errors->energy_rmse : errors->force_rmse;
}

static void see_note(const BwMessage *message, gpointer data)
{
  g_string_append(((Seen *)data)->notes, bw_message_text(message));
}

static void see_compared(const BwComparison *comparison, gpointer data)
{
  g_assert_cmpint(comparison->n_frames, >, 0);
  g_assert_cmpint(comparison->n_atoms, ==, ATOMS);
  g_assert_cmpfloat(comparison->errors.force_mae, >, 0);
  ((Seen *)data)->n_compared++;
}

static BwGdmlFile *train(const BwDataset *dataset, const BwTrainSettings *settings, Seen *seen)
{
  BwErrors validation;
  g_autoptr(GError) error = NULL;
  const BwTrainObserver observer = {
      .note = see_note, .tried = see_tried, .compared = see_compared, .data = seen};
  seen->notes = g_string_new(NULL);
  BwGdmlFile *file = bw_kernel_train(dataset, settings, &validation, NULL, &observer, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(seen->n_compared, >=, seen->n);
  return file;
}

static void seen_clear(Seen *seen)
{
  g_string_free(seen->notes, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seen, seen_clear)

/* With many points, a quarter of them says where to begin. */
static void test_part_first(void)
{
  static const double all[] = {0.25, 0.5, 1, 2, 4, 8}, few[] = {1, 2, 4};
  g_autoptr(BwDataset) dataset = make_springs(700);
  g_auto(Seen) warm = {0}, cold = {0};
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  settings.kind = BW_MODEL_KRR;
  settings.n_train = 500;
  settings.kernel.sigmas = all, settings.kernel.n_sigmas = G_N_ELEMENTS(all);
  g_autoptr(BwGdmlFile) first = train(dataset, &settings, &warm);
  settings.kernel.sigmas = few, settings.kernel.n_sigmas = G_N_ELEMENTS(few);
  g_autoptr(BwGdmlFile) second = train(dataset, &settings, &cold);
  g_assert_nonnull(strstr(warm.notes->str, "the search begins there"));
  g_assert_null(strstr(cold.notes->str, "the search begins there"));
  g_assert_cmpfloat(first->sig, ==, second->sig);
  g_assert_cmpmem(first->alphas_E, sizeof(double) * 500, second->alphas_E, sizeof(double) * 500);
  g_assert_cmpint(warm.n, <=, 4);
}

/* The iterative solver begins each σ with what the last one had; errors are those of the closed form. */
static void test_solvers_agree(void)
{
  static const double sigmas[] = {1, 2, 4, 8, 16, 32};
  g_autoptr(BwDataset) dataset = make_springs(100);
  g_auto(Seen) closed = {0}, iterative = {0};
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  settings.n_train = 30;
  settings.kernel.sigmas = sigmas, settings.kernel.n_sigmas = G_N_ELEMENTS(sigmas);
  settings.kernel.solver = BW_SOLVER_CLOSED;
  g_autoptr(BwGdmlFile) first = train(dataset, &settings, &closed);
  settings.kernel.solver = BW_SOLVER_ITERATIVE, settings.kernel.tolerance = 1e-6;
  g_autoptr(BwGdmlFile) second = train(dataset, &settings, &iterative);
  g_assert_cmpfloat(first->sig, ==, second->sig);
  g_assert_cmpint(closed.n, ==, iterative.n);
  for (int i = 0; i < closed.n; i++) {
    g_assert_cmpfloat(closed.sigmas[i], ==, iterative.sigmas[i]);
    g_assert_cmpfloat_with_epsilon(closed.rmses[i], iterative.rmses[i], 0.01 * closed.rmses[i]);
  }
  g_assert_cmpint((int)first->solver_iters, ==, -1);
  g_assert_cmpint((int)second->solver_iters, >, 0);
  g_assert_cmpfloat(second->solver_resid / second->norm_y_train, <=, 1e-6);
}

/* λ is chosen too: noise asks for more of it. */
static void test_lambda(void)
{
  static const double sigma = 4, lambdas[] = {1e-12, 1e-8, 1e-4};
  g_autoptr(BwDataset) dataset = make_springs(200);
  g_auto(Seen) seen = {0};
  BwTrainSettings settings;
  bw_train_settings_init(&settings);
  for (int k = 0; k < 200 * 3 * ATOMS; k++)
    dataset->forces[k] += 0.1 * random_number(1000000 + k);
  settings.n_train = 60;
  settings.kernel.sigmas = &sigma, settings.kernel.n_sigmas = 1;
  settings.kernel.lambdas = lambdas, settings.kernel.n_lambdas = G_N_ELEMENTS(lambdas);
  g_autoptr(BwGdmlFile) file = train(dataset, &settings, &seen);
  g_assert_cmpint(seen.n, ==, 3);
  g_assert_cmpfloat(file->lam, >=, 1e-8);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/select/part-first", test_part_first);
  g_test_add_func("/learning/select/solvers-agree", test_solvers_agree);
  g_test_add_func("/learning/select/lambda", test_lambda);
  return g_test_run();
}
