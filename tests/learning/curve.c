/* How the error falls with the number of training points. */
#include "learning/kernel/kernel.h"
#include "springs.h"

static const int sizes[] = {5, 10, 20, 40};
static const double sigmas[] = {1, 2, 4, 8};

static gboolean count(const GArray *points, gpointer data, GError **error G_GNUC_UNUSED)
{
  *(int *)data = (int)points->len;
  return TRUE;
}

static BwLearningCurve describe(int *reached)
{
  BwLearningCurve curve = {.sizes = sizes, .n_sizes = 4, .reached = count, .data = reached};
  bw_train_settings_init(&curve.settings);
  curve.settings.n_valid = 100;
  curve.settings.kernel.sigmas = sigmas, curve.settings.kernel.n_sigmas = 4;
  return curve;
}

static void test_falls(void)
{
  int reached = 0;
  g_autoptr(BwDataset) dataset = make_springs(160);
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(BwLearningPoint));
  g_autoptr(GError) error = NULL;
  const BwLearningCurve curve = describe(&reached);
  g_assert_true(bw_kernel_curve(dataset, &curve, points, NULL, NULL, NULL, &error));
  g_assert_no_error(error);
  g_assert_cmpint(reached, ==, 4);
  for (int i = 0; i < 4; i++) {
    const BwLearningPoint *point = &g_array_index(points, BwLearningPoint, i);
    g_assert_cmpint(point->n_train, ==, sizes[i]);
    g_assert_cmpint(point->errors.n, ==, 100);
    if (i > 0)
      g_assert_cmpfloat(point->errors.force_mae, <, (point - 1)->errors.force_mae);
  }
}

/* The points that are there are not trained again, and the others are the same as without them. */
static void test_known(void)
{
  int reached = 0;
  g_autoptr(BwDataset) dataset = make_springs(160);
  g_autoptr(GArray) whole = g_array_new(FALSE, FALSE, sizeof(BwLearningPoint)),
                    part = g_array_new(FALSE, FALSE, sizeof(BwLearningPoint));
  const BwLearningCurve curve = describe(&reached);
  g_assert_true(bw_kernel_curve(dataset, &curve, whole, NULL, NULL, NULL, NULL));
  g_array_append_vals(part, whole->data, 2);
  g_assert_true(bw_kernel_curve(dataset, &curve, part, NULL, NULL, NULL, NULL));
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat(g_array_index(part, BwLearningPoint, i).errors.force_rmse, ==,
                      g_array_index(whole, BwLearningPoint, i).errors.force_rmse);
}

static void test_exponent(void)
{
  const double errors[] = {3 * pow(5, -0.7), 3 * pow(10, -0.7), 3 * pow(20, -0.7), 3 * pow(40, -0.7)};
  g_assert_cmpfloat_with_epsilon(bw_learning_curve_exponent(sizes, errors, 4), 0.7, 1e-12);
  g_assert_true(isnan(bw_learning_curve_exponent(sizes, errors, 1)));
}

static void test_refusal(void)
{
  int reached = 0;
  g_autoptr(BwDataset) dataset = make_springs(40);
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(BwLearningPoint));
  g_autoptr(GError) error = NULL;
  const BwLearningCurve curve = describe(&reached);
  g_assert_false(bw_kernel_curve(dataset, &curve, points, NULL, NULL, NULL, &error));
  g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/curve/falls", test_falls);
  g_test_add_func("/learning/curve/known", test_known);
  g_test_add_func("/learning/curve/exponent", test_exponent);
  g_test_add_func("/learning/curve/refusal", test_refusal);
  return g_test_run();
}
