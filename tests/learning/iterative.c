/* The iterative solution: that of the closed form, for every kind of kernel system; and how it begins, stops,
 * goes on and gives up. */
#include "kernel-problem.h"
#include "base/error.h"
#include "learning/kernel/solve/iterative.h"
#include "learning/kernel/solve/nystrom.h"
#include "potential/gdml/assemble.h"
#include "potential/gdml/columns.h"
#include "potential/gdml/product.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

static void solve_closed(const Problem *problem, double *alphas)
{
  GError *error = NULL;
  gint64 n = bw_kernel_system_n_rows(&problem->system);
  g_autoptr(BwPackedMatrix) matrix = bw_packed_matrix_new(n);
  bw_gdml_assemble(&problem->system, problem->lambda, matrix, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  bw_packed_matrix_factorise(matrix, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  for (gint64 i = 0; i < n; i++)
    alphas[i] = -problem->labels[i];
  bw_packed_matrix_solve(matrix, alphas);
}

/* |K (a − b)| / |y|: how far predictions are apart. */
static double distance(const Problem *problem, const double *a, const double *b)
{
  gint64 n = bw_kernel_system_n_rows(&problem->system);
  g_autoptr(BwGdmlProduct) product = bw_gdml_product_new(&problem->system);
  g_autoptr(BwDoubles) difference = bw_new(double, n);
  double sum = 0, norm = 0;
  for (gint64 i = 0; i < n; i++)
    difference[i] = a[i] - b[i];
  bw_gdml_product_apply(product, difference, difference, NULL);
  for (gint64 i = 0; i < n; i++)
    sum += difference[i] * difference[i], norm += problem->labels[i] * problem->labels[i];
  return sqrt(sum / norm);
}

typedef struct {
  const char *name;
  BwLearns learns;
  BwKernelFunction function;
  int n_permutations, n_points, n_inducing, most;
} Case;

static void test_closed_form(gconstpointer data)
{
  const Case *test = data;
  g_autofree Problem *problem = g_new(Problem, 1);
  GError *error = NULL;
  make_problem(problem, test->learns, test->function, test->n_permutations, test->n_points);
  g_autofree double *closed = g_new(double, MAX_ROWS), *alphas = g_new0(double, MAX_ROWS);
  solve_closed(problem, closed);
  g_auto(BwIterativeResult) result = {0};
  const BwIterativeSettings settings = {.tolerance = 1e-6, .n_inducing = test->n_inducing};
  g_assert_true(bw_solve_iterative(&problem->system, problem->lambda, problem->labels, alphas, &settings,
                                   &result, NULL, NULL, NULL, &error));
  g_assert_no_error(error);
  g_test_message("%s: %d iterations, %d inducing, %g", test->name, result.iterations, result.n_inducing,
                 distance(problem, alphas, closed));
  g_assert_cmpfloat(result.residual, <=, 1e-6);
  g_assert_cmpint(result.iterations, <=, test->most);
  g_assert_cmpfloat(distance(problem, alphas, closed), <, 1e-5);
  g_assert_cmpfloat(result.lambda, ==, problem->lambda);
}

static const Case cases[] = {
    {"forces", BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 1, 100, 300, 120},
    {"symmetric", BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 100, 300, 120},
    {"both", BW_LEARNS_FORCES | BW_LEARNS_ENERGIES, BW_KERNEL_MATERN52, 2, 100, 300, 120},
    {"energies", BW_LEARNS_ENERGIES, BW_KERNEL_MATERN52, 2, 150, 60, 120},
    {"gaussian", BW_LEARNS_ENERGIES, BW_KERNEL_GAUSSIAN, 1, 150, 60, 150},
    {"all-inducing", BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 20, 100000, 20},
    {"one-point", BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 1, 0, 20},
    {"chosen", BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 100, 0, 120},
};

/* P, [n][n], as its definition has it, but for what is added to the blocks against rounding: K_nI K_II⁻¹ K_In
 * without the diagonal blocks, where K stands. */
static double *make_dense(const Problem *problem, const BwInducing *inducing, int part)
{
  int n = (int)bw_kernel_system_n_rows(&problem->system), k = inducing->n;
  int width = bw_kernel_system_width(&problem->system);
  g_autofree gint64 *all = g_new(gint64, n), *rows = bw_inducing_rows(inducing, &problem->system);
  for (int i = 0; i < n; i++)
    all[i] = i;
  g_autofree double *kernel = g_new(double, n *n), *columns = g_new(double, n *k),
                    *root = g_new(double, k *k);
  bw_gdml_columns(&problem->system, all, n, kernel, NULL);
  for (int c = 0; c < k; c++)
    for (int r = 0; r < n; r++) {
      columns[c * n + r] = kernel[rows[c] * n + r];
      if (r < k)
        root[c * k + r] = kernel[rows[c] * n + rows[r]] + (r == c ? 1e-12 : 0);
    }
  g_assert_cmpint(LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', k, root, k), ==, 0);
  cblas_dtrsm(CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, n, k, 1, root, k, columns, n);
  double *dense = g_new(double, n *n);
  cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, n, n, k, 1, columns, n, columns, n, 0, dense, n);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      if (i / width == j / width && i % width / part == j % width / part)
        dense[i * n + j] = kernel[i * n + j];
  return dense;
}

/* P⁻¹ (P v) = v, but where blocks were raised: those parts of P are small. */
static void test_preconditioner(gconstpointer data)
{
  int part = GPOINTER_TO_INT(data);
  g_autofree Problem *problem = g_new(Problem, 1);
  make_problem(problem, BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 30);
  GError *error = NULL;
  int n = (int)bw_kernel_system_n_rows(&problem->system);
  BwInducing *inducing = bw_inducing_new(&problem->system, 50, 1);
  g_autofree double *dense = make_dense(problem, inducing, part);
  g_autofree double *v = g_new(double, n), *image = g_new(double, n), *back = g_new(double, n);
  g_autoptr(BwNystrom) nystrom = bw_nystrom_new(&problem->system, inducing, part, 1e-3, BW_NYSTROM_NOISE,
                                                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  double floor = 0, worst = 0;
  for (int i = 0; i < n; i++)
    v[i] = noise((guint64)i);
  /* What was raised is the same everywhere: found from one vector, it explains another. */
  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < n; i++)
      v[i] = noise((guint64)(i + round * n));
    bw_nystrom_apply(nystrom, v, back, NULL);
    cblas_dsymv(CblasColMajor, CblasLower, n, 1, dense, n, back, 1, 0, image, 1);
    double product = cblas_ddot(n, v, 1, back, 1) - cblas_ddot(n, image, 1, back, 1);
    if (round == 0)
      floor = product / cblas_ddot(n, back, 1, back, 1);
    for (int i = 0; i < n && round == 1; i++)
      worst = MAX(worst, fabs(image[i] + floor * back[i] - v[i]));
  }
  g_test_message("blocks of %d: floor %g, %g", part, floor, worst);
  g_assert_cmpfloat(floor, >, 1e-3);
  g_assert_cmpfloat(worst, <, 1e-6);
}

/* A watch that stops, or cancels, after some iterations. */
typedef struct {
  int stop_after, cancel_after, calls;
  double last_residual, prepared;
  GCancellable *cancellable;
} Watcher;

static void note_preparation(double fraction, double seconds_left, gpointer data)
{
  Watcher *watcher = data;
  g_assert_cmpfloat(fraction, >, watcher->prepared);
  g_assert_cmpfloat(seconds_left, >=, 0);
  watcher->prepared = fraction;
}

static gboolean note_iteration(G_GNUC_UNUSED const double *alphas, int iteration, double residual,
                               G_GNUC_UNUSED double seconds_left, gpointer data)
{
  Watcher *watcher = data;
  g_assert_cmpint(iteration, ==, ++watcher->calls);
  watcher->last_residual = residual;
  if (iteration == watcher->cancel_after)
    g_cancellable_cancel(watcher->cancellable);
  return iteration != watcher->stop_after;
}

typedef struct {
  Problem problem;
  double alphas[MAX_ROWS];
  BwIterativeResult result;
  GError *error;
} Attempt;

static Attempt *attempt_new(void)
{
  Attempt *attempt = g_new0(Attempt, 1);
  make_problem(&attempt->problem, BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 100);
  return attempt;
}

static void attempt_free(Attempt *attempt)
{
  bw_iterative_result_clear(&attempt->result);
  g_clear_error(&attempt->error);
  g_free(attempt);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Attempt, attempt_free)

static gboolean attempt_solve(Attempt *attempt, const BwIterativeSettings *settings, BwPool *pool,
                              Watcher *watcher)
{
  const BwIterativeWatch watch = {note_preparation, note_iteration, watcher};
  bw_iterative_result_clear(&attempt->result);
  return bw_solve_iterative(&attempt->problem.system, attempt->problem.lambda, attempt->problem.labels,
                            attempt->alphas, settings, &attempt->result, pool, watcher ? &watch : NULL,
                            watcher ? watcher->cancellable : NULL, &attempt->error);
}

static void test_threads(void)
{
  g_autoptr(Attempt) one = attempt_new(), three = attempt_new();
  g_autoptr(BwPool) pool = bw_pool_new(3, FALSE);
  const BwIterativeSettings settings = {.seed = 3};
  g_assert_true(attempt_solve(one, &settings, NULL, NULL));
  g_assert_true(attempt_solve(three, &settings, pool, NULL));
  g_assert_cmpint(one->result.iterations, ==, three->result.iterations);
  g_assert_cmpmem(one->alphas, sizeof one->alphas, three->alphas, sizeof three->alphas);
  g_assert_cmpmem(one->result.inducing, sizeof(gint64) * (gsize)one->result.n_inducing,
                  three->result.inducing, sizeof(gint64) * (gsize)three->result.n_inducing);
}

/* What was interrupted goes on from where it was, and becomes the same. */
static void test_resume(void)
{
  g_autoptr(Attempt) whole = attempt_new(), parted = attempt_new();
  const BwIterativeSettings settings = {.tolerance = 1e-7};
  g_assert_true(attempt_solve(whole, &settings, NULL, NULL));
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  int half = whole->result.iterations / 2;
  Watcher cancel = {.cancel_after = half, .cancellable = cancellable};
  g_assert_false(attempt_solve(parted, &settings, NULL, &cancel));
  g_assert_error(parted->error, BW_ERROR, BW_ERROR_CANCELLED);
  g_clear_error(&parted->error);
  g_assert_cmpint(cancel.calls, ==, half);
  g_assert_cmpfloat_with_epsilon(cancel.prepared, 1, 1e-12);
  Watcher rest = {0};
  g_assert_true(attempt_solve(parted, &settings, NULL, &rest));
  g_assert_cmpint(rest.calls, <, whole->result.iterations);
  g_assert_cmpfloat(distance(&whole->problem, parted->alphas, whole->alphas), <, 1e-6);
  Watcher nothing = {0}; /* a solution is left alone */
  g_autofree double *before = g_memdup2(parted->alphas, sizeof parted->alphas);
  g_assert_true(attempt_solve(parted, &settings, NULL, &nothing));
  g_assert_cmpint(nothing.calls, ==, 0);
  g_assert_cmpmem(before, sizeof parted->alphas, parted->alphas, sizeof parted->alphas);
}

static void test_bad_start(void)
{
  g_autoptr(Attempt) zero = attempt_new(), bad = attempt_new();
  const BwIterativeSettings settings = {0};
  for (int i = 0; i < MAX_ROWS; i++)
    bad->alphas[i] = 1e6;
  g_assert_true(attempt_solve(zero, &settings, NULL, NULL));
  g_assert_true(attempt_solve(bad, &settings, NULL, NULL));
  g_assert_cmpint(bad->result.iterations, ==, zero->result.iterations);
}

static void test_good_enough(void)
{
  g_autoptr(Attempt) attempt = attempt_new();
  const BwIterativeSettings settings = {.tolerance = 1e-9};
  Watcher watcher = {.stop_after = 7};
  g_assert_true(attempt_solve(attempt, &settings, NULL, &watcher));
  g_assert_cmpint(attempt->result.iterations, ==, 7);
  g_assert_cmpfloat_with_epsilon(attempt->result.residual, watcher.last_residual,
                                 1e-6 * watcher.last_residual); /* the true one */
}

static void test_memory(void)
{
  g_autoptr(Attempt) attempt = attempt_new();
  const BwKernelSystem *system = &attempt->problem.system;
  int free_choice, limited, none;
  guint64 wanted = bw_solve_iterative_bytes(system, 0, &free_choice);
  guint64 allowed = (wanted + bw_solve_iterative_bytes(system, 1, NULL)) / 2,
          taken = bw_solve_iterative_bytes(system, allowed, &limited);
  g_assert_cmpuint(taken, <=, allowed);
  g_assert_cmpint(limited, <, free_choice);
  g_assert_cmpint(limited, >, 0);
  const BwIterativeSettings less = {.max_bytes = allowed};
  g_assert_true(attempt_solve(attempt, &less, NULL, NULL));
  g_assert_cmpint(attempt->result.n_inducing, <=, limited + 5); /* whole shares of points */
  guint64 least = bw_solve_iterative_bytes(system, 1000, &none);
  g_assert_cmpint(none, ==, 0);
  g_assert_cmpuint(least, >, 1000);
  const BwIterativeSettings nothing = {.max_bytes = 1000};
  g_assert_false(attempt_solve(attempt, &nothing, NULL, NULL));
  g_assert_error(attempt->error, BW_ERROR, BW_ERROR_MEMORY);
}

static void test_not_a_number(void)
{
  g_autoptr(Attempt) attempt = attempt_new();
  const BwIterativeSettings settings = {0};
  attempt->problem.descriptors[123] = NAN;
  g_assert_false(attempt_solve(attempt, &settings, NULL, NULL));
  g_assert_error(attempt->error, BW_ERROR, BW_ERROR_NUMERICS);
}

static void test_bad_labels(void)
{
  g_autoptr(Attempt) attempt = attempt_new();
  const BwIterativeSettings settings = {0};
  attempt->problem.labels[17] = NAN;
  g_assert_false(attempt_solve(attempt, &settings, NULL, NULL));
  g_assert_error(attempt->error, BW_ERROR, BW_ERROR_NUMERICS);
}

/* Labels that are all 0 have the solution 0. */
static void test_no_labels(void)
{
  g_autoptr(Attempt) attempt = attempt_new();
  const BwIterativeSettings settings = {0};
  memset(attempt->problem.labels, 0, sizeof attempt->problem.labels);
  g_assert_true(attempt_solve(attempt, &settings, NULL, NULL));
  g_assert_cmpint(attempt->result.iterations, ==, 0);
  g_assert_cmpfloat(attempt->alphas[3], ==, 0);
}

/* Points that are there twice, and no λ: rounding decides what is positive definite. */
static void test_singular(void)
{
  g_autoptr(Attempt) attempt = attempt_new();
  Problem *problem = &attempt->problem;
  memcpy(problem->descriptors + 50 * SIZE, problem->descriptors, sizeof(double) * 50 * SIZE);
  memcpy(problem->arms + 150 * SIZE, problem->arms, sizeof(double) * 150 * SIZE);
  memcpy(problem->labels + 750, problem->labels, sizeof(double) * 750);
  problem->lambda = 0;
  const BwIterativeSettings settings = {0};
  g_assert_true(attempt_solve(attempt, &settings, NULL, NULL));
  g_assert_cmpfloat(attempt->result.residual, <, 1e-3);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/learning/iterative/closed-form/%s", cases[i].name);
    g_test_add_data_func(path, &cases[i], test_closed_form);
  }
  g_test_add_func("/learning/iterative/threads", test_threads);
  g_test_add_func("/learning/iterative/resume", test_resume);
  g_test_add_func("/learning/iterative/bad-start", test_bad_start);
  g_test_add_func("/learning/iterative/good-enough", test_good_enough);
  g_test_add_func("/learning/iterative/memory", test_memory);
  g_test_add_func("/learning/iterative/not-a-number", test_not_a_number);
  g_test_add_func("/learning/iterative/bad-labels", test_bad_labels);
  g_test_add_func("/learning/iterative/no-labels", test_no_labels);
  g_test_add_func("/learning/iterative/singular", test_singular);
  g_test_add_data_func("/learning/iterative/preconditioner/whole", GINT_TO_POINTER(15), test_preconditioner);
  g_test_add_data_func("/learning/iterative/preconditioner/parts", GINT_TO_POINTER(6), test_preconditioner);
  return g_test_run();
}
