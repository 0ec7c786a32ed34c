/* The iterative solution: that of the closed form, for every kind of kernel system; and how it begins, stops,
 * goes on and gives up. */
#include "base/error.h"
#include "base/random.h"
#include "learning/kernel/iterative.h"
#include "potential/gdml/assemble.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/product.h"

#include <math.h>
#include <string.h>

enum { MAX_POINTS = 150, MAX_ATOMS = 5, SIZE = 10, MAX_ROWS = MAX_POINTS * (3 * MAX_ATOMS + 1) };

typedef struct {
  BwKernelSystem system;
  double lambda;
  double descriptors[MAX_POINTS * SIZE], arms[MAX_POINTS * SIZE * 3], labels[MAX_ROWS];
  int pairs[2 * SIZE];
} Problem;

static double noise(guint64 index)
{
  return 2 * bw_random_uniform(5, BW_STREAM_TEST, 0, index) - 1;
}

/* Shaken geometries of five atoms, the last two alike; labels that a smooth function has. */
static void make_problem(Problem *problem, BwLearns learns, BwKernelFunction function, int n_permutations,
                         int n_points)
{
  const double start[3 * MAX_ATOMS] = {0, 0, 0, 1.4, 0, 0, -0.5, 1.2, 0, -0.5, -0.6, 1.0, -0.5, -0.6, -1.0};
  const int swapped[MAX_ATOMS] = {0, 1, 2, 4, 3};
  *problem = (Problem){
      {{n_points, MAX_ATOMS, SIZE, n_permutations, problem->descriptors, problem->arms, problem->pairs},
       function,
       learns,
       function == BW_KERNEL_GAUSSIAN ? 0.8 : 2},
      1e-8};
  for (int i = 1, pair = 0; i < MAX_ATOMS; i++)
    for (int j = 0; j < i; j++, pair++) {
      int k = MAX(swapped[i], swapped[j]), l = MIN(swapped[i], swapped[j]);
      problem->pairs[pair] = pair;
      problem->pairs[SIZE + pair] = k * (k - 1) / 2 + l;
    }
  for (int m = 0; m < n_points; m++) {
    double positions[3 * MAX_ATOMS];
    for (int k = 0; k < 3 * MAX_ATOMS; k++)
      positions[k] = start[k] + 0.12 * noise((guint64)(m * 3 * MAX_ATOMS + k));
    bw_descriptor(positions, MAX_ATOMS, NULL, BW_IMAGES_ROUNDED, problem->descriptors + m * SIZE,
                  problem->arms + m * SIZE * 3);
    double slopes[SIZE], *labels = problem->labels;
    for (int a = 0; a < SIZE; a++)
      slopes[a] = sin(5 * problem->descriptors[m * SIZE + a]);
    if (learns & BW_LEARNS_FORCES) {
      bw_descriptor_forces(slopes, problem->arms + m * SIZE * 3, MAX_ATOMS, labels + m * 3 * MAX_ATOMS);
      labels += n_points * 3 * MAX_ATOMS;
    }
    for (int a = 0; a < SIZE && learns & BW_LEARNS_ENERGIES; a++)
      labels[m] -= cos(5 * problem->descriptors[m * SIZE + a]) / 5;
  }
}

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
    {"gaussian", BW_LEARNS_ENERGIES, BW_KERNEL_GAUSSIAN, 1, 150, 60, 120},
    {"all-inducing", BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 20, 100000, 20},
    {"one-point", BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 1, 0, 20},
    {"chosen", BW_LEARNS_FORCES, BW_KERNEL_MATERN52, 2, 100, 0, 120},
};

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/learning/iterative/closed-form/%s", cases[i].name);
    g_test_add_data_func(path, &cases[i], test_closed_form);
  }
  return g_test_run();
}
