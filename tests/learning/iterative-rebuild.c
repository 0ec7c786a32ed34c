/* What becomes of iterations that lose their way: a preconditioner whose blocks leave rounding too little
 * room is made again with more of it, and a system that has no solution in double precision ends with an
 * error. */
#include "base/array.h"
#include "base/error.h"
#include "kernel-problem.h"
#include "learning/kernel/solve/iterative.h"
#include "potential/gdml/product.h"

/* A kernel that is nearly flat over the training points leaves little of K but rounding. */
#define FLAT 320.0

enum { N_FLAT = 3 };

typedef struct {
  int n_prepared, n_iterations;
  double best, last; /* residuals */
} Watcher;

static void note_preparation(double fraction, G_GNUC_UNUSED double seconds_left, gpointer data)
{
  Watcher *watcher = data;
  watcher->n_prepared += fraction >= 1;
}

static gboolean note_iteration(G_GNUC_UNUSED const double *alphas, int iteration, double residual,
                               G_GNUC_UNUSED double seconds_left, gpointer data)
{
  Watcher *watcher = data;
  g_assert_cmpint(iteration, ==, ++watcher->n_iterations); /* counted through */
  watcher->best = MIN(watcher->best, residual);
  watcher->last = residual;
  return TRUE;
}

static gboolean solve(const Problem *problem, int n_inducing, double *alphas, BwIterativeResult *result,
                      Watcher *watcher, GError **error)
{
  const BwIterativeSettings settings = {.tolerance = 1e-4, .n_inducing = n_inducing};
  const BwIterativeWatch watch = {note_preparation, note_iteration, watcher};
  *watcher = (Watcher){.best = INFINITY};
  return bw_solve_iterative(&problem->system, problem->lambda, problem->labels, alphas, &settings, result,
                            NULL, &watch, NULL, error);
}

/* |−y − (K + λ) α| / |y|, from the definition. */
static double find_residual(const Problem *problem, double lambda, const double *alphas)
{
  gint64 n = bw_kernel_system_n_rows(&problem->system);
  g_autoptr(BwGdmlProduct) product = bw_gdml_product_new(&problem->system);
  g_autoptr(BwDoubles) image = bw_new(double, n);
  double sum = 0, norm = 0;
  bw_gdml_product_apply(product, alphas, image, NULL);
  for (gint64 i = 0; i < n; i++) {
    double left = problem->labels[i] + image[i] + lambda * alphas[i];
    sum += left * left;
    norm += problem->labels[i] * problem->labels[i];
  }
  return sqrt(sum / norm);
}

/* Which of them loses its way is decided by rounding; that at least one does is not. */
static void test_finds_its_way(void)
{
  const int n_points[N_FLAT] = {40, 95, 150};
  int n_lost = 0;
  for (int i = 0; i < N_FLAT; i++) {
    g_autofree Problem *problem = g_new(Problem, 1);
    g_autofree double *alphas = g_new0(double, MAX_ROWS);
    g_auto(BwIterativeResult) result = {0};
    GError *error = NULL;
    Watcher watcher;
    make_problem(problem, BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, n_points[i]);
    problem->system.sigma = FLAT;
    problem->lambda = 1e-14;
    gboolean solved = solve(problem, 270, alphas, &result, &watcher, &error);
    g_assert_no_error(error);
    g_assert_true(solved);
    g_test_message("%d points: %d preconditioners, %d iterations, residual %g", n_points[i],
                   watcher.n_prepared, result.iterations, result.residual);
    g_assert_cmpint(result.n_rebuilds, ==, watcher.n_prepared - 1);
    g_assert_cmpfloat(result.residual, <=, 1e-4);
    g_assert_cmpfloat_with_epsilon(find_residual(problem, result.lambda, alphas), result.residual, 1e-6);
    n_lost += result.n_rebuilds > 0;
  }
  g_assert_cmpint(n_lost, >, 0);
}

/* Labels that no flat kernel explains: all rebuilds are tried, and what is left is not called a model. */
static void test_gives_up(void)
{
  g_autofree Problem *problem = g_new(Problem, 1);
  g_autofree double *alphas = g_new0(double, MAX_ROWS);
  g_auto(BwIterativeResult) result = {0};
  g_autoptr(GError) error = NULL;
  Watcher watcher;
  make_problem(problem, BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 40);
  problem->system.sigma = FLAT;
  problem->lambda = 1e-18;
  for (int i = 0; i < MAX_ROWS; i++)
    problem->labels[i] = noise(100000 + (guint64)i);
  g_assert_false(solve(problem, 270, alphas, &result, &watcher, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
  g_test_message("%s", error->message);
  g_assert_cmpint(watcher.n_prepared, ==, 3);
  g_assert_nonnull(strstr(error->message, "take a larger lambda"));
}

/* A well-posed system needs no second preconditioner. */
static void test_needs_none(void)
{
  g_autofree Problem *problem = g_new(Problem, 1);
  g_autofree double *alphas = g_new0(double, MAX_ROWS);
  g_auto(BwIterativeResult) result = {0};
  GError *error = NULL;
  Watcher watcher;
  make_problem(problem, BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 95);
  g_assert_true(solve(problem, 270, alphas, &result, &watcher, &error));
  g_assert_no_error(error);
  g_assert_cmpint(watcher.n_prepared, ==, 1);
  g_assert_cmpint(result.n_rebuilds, ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/learning/iterative/rebuild/finds-its-way", test_finds_its_way);
  g_test_add_func("/learning/iterative/rebuild/gives-up", test_gives_up);
  g_test_add_func("/learning/iterative/rebuild/needs-none", test_needs_none);
  return g_test_run();
}
