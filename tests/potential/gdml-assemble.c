/* The kernel matrix against its formula entry by entry, against derivatives of the kernel between energies,
 * and against the sgdml package; its columns against the whole. */
#include "base/error.h"
#include "base/random.h"
#include "potential/gdml/assemble.h"
#include "potential/gdml/columns.h"
#include "potential/gdml/descriptor.h"

#include <math.h>
#include <string.h>

enum { ATOMS = 4, SIZE = 6, POINTS = 19, COORDINATES = 3 * ATOMS, PERMUTATIONS = 3, REPEATED = 80 };

#define SIGMA 2.0
#define LAMBDA 1e-3

static double random_number(guint64 index)
{
  return bw_random_uniform(5, BW_STREAM_TEST, 0, index);
}

/* Atoms 1, 2 and 3 turn into each other, again and again: more than are worked on together. */
static const int rotations[PERMUTATIONS][SIZE] = {{0, 1, 2, 3, 4, 5}, {1, 3, 5, 0, 2, 4}, {3, 0, 4, 1, 5, 2}};
static int pairs[REPEATED * PERMUTATIONS * SIZE];
static double positions[POINTS * COORDINATES], descriptors[POINTS * SIZE], arms[POINTS * SIZE * 3];

static void make_points(void)
{
  for (int i = 0; i < REPEATED * PERMUTATIONS; i++)
    memcpy(pairs + i * SIZE, rotations[i % PERMUTATIONS], sizeof rotations[0]);
  for (int m = 0; m < POINTS; m++) {
    double *r = positions + m * COORDINATES;
    for (int k = 0; k < COORDINATES; k++)
      r[k] = 2 * random_number(m * COORDINATES + k) + (k % 3 == k / 3 ? 2 : 0);
    bw_descriptor(r, ATOMS, NULL, BW_IMAGES_ROUNDED, descriptors + m * SIZE, arms + m * SIZE * 3);
  }
}

static BwKernelSystem make_system(BwKernelFunction function, int learns, int n_permutations)
{
  return (BwKernelSystem){
      {POINTS, ATOMS, SIZE, n_permutations, descriptors, arms, pairs}, function, (BwLearns)learns, SIGMA};
}

static BwPackedMatrix *assemble(const BwKernelSystem *system, double lambda, BwPool *pool)
{
  BwPackedMatrix *matrix = bw_packed_matrix_new(bw_kernel_system_n_rows(system));
  g_assert_true(bw_gdml_assemble(system, lambda, matrix, pool, NULL, NULL, NULL, NULL));
  return matrix;
}

static double element(BwPackedMatrix *matrix, int row, int column)
{
  return bw_packed_matrix_column(matrix, MIN(row, column))[ABS(row - column)];
}

/* ∂D/∂r of one geometry, dense. */
static void jacobian(int point, double out[SIZE][COORDINATES])
{
  const double *arm = arms + point * SIZE * 3;
  memset(out, 0, sizeof(double) * SIZE * COORDINATES);
  for (int i = 1, pair = 0; i < ATOMS; i++)
    for (int j = 0; j < i; j++, pair++)
      for (int k = 0; k < 3; k++) {
        out[pair][3 * i + k] = -arm[3 * pair + k];
        out[pair][3 * j + k] = arm[3 * pair + k];
      }
}

/* k and its first two derivatives by −|Δ|²/2. */
static void evaluate(BwKernelFunction function, double square, double k[3])
{
  double x = sqrt(5 * square) / SIGMA, b = 5 * exp(-x) / (3 * pow(SIGMA, 4));
  double gauss = exp(-square / (2 * SIGMA * SIGMA));
  k[0] = function == BW_KERNEL_GAUSSIAN ? gauss : exp(-x) * (1 + x + x * x / 3);
  k[1] = function == BW_KERNEL_GAUSSIAN ? gauss / pow(SIGMA, 2) : b * SIGMA * SIGMA * (1 + x);
  k[2] = function == BW_KERNEL_GAUSSIAN ? gauss / pow(SIGMA, 4) : 5 * b;
}

/* The entry of gradient r (−1: the energy) of point i, and c of point j. */
static double plain_entry(const BwKernelSystem *system, int i, int r, int j, int c)
{
  double sum = 0, j_i[SIZE][COORDINATES], j_j[SIZE][COORDINATES];
  jacobian(i, j_i);
  jacobian(j, j_j);
  for (int p = 0; p < system->points.n_permutations; p++) {
    const int *perm = pairs + p * SIZE;
    double square = 0, left = 0, right = 0, both = 0, k[3];
    for (int a = 0; a < SIZE; a++) {
      double delta = descriptors[i * SIZE + a] - descriptors[j * SIZE + perm[a]];
      square += delta * delta;
      left += r < 0 ? 0 : delta * j_i[a][r];
      right += c < 0 ? 0 : delta * j_j[perm[a]][c];
      both += r < 0 || c < 0 ? 0 : j_i[a][r] * j_j[perm[a]][c];
    }
    evaluate(system->function, square, k);
    if (r < 0 && c < 0)
      sum += k[0];
    else
      sum += r < 0 ? k[1] * right : c < 0 ? -k[1] * left : k[1] * both - k[2] * left * right;
  }
  return sum;
}

/* Which point an unknown belongs to, and which of its gradients it is. */
static void locate(const BwKernelSystem *system, int index, int *point, int *component)
{
  int n_gradients = system->learns & BW_LEARNS_FORCES ? POINTS * COORDINATES : 0;
  *point = index < n_gradients ? index / COORDINATES : index - n_gradients;
  *component = index < n_gradients ? index % COORDINATES : -1;
}

static void check_formula(BwKernelFunction function, int learns, int n_permutations)
{
  BwKernelSystem system = make_system(function, learns, n_permutations);
  g_autoptr(BwPackedMatrix) matrix = assemble(&system, LAMBDA, NULL);
  int n = (int)bw_kernel_system_n_rows(&system);
  for (int row = 0; row<n; row += n_permutations> PERMUTATIONS ? 7 : 1)
    for (int column = 0; column <= row; column++) {
      int i, r, j, c;
      locate(&system, row, &i, &r);
      locate(&system, column, &j, &c);
      double expected = plain_entry(&system, i, r, j, c) + (row == column ? LAMBDA : 0);
      g_assert_cmpfloat_with_epsilon(element(matrix, row, column), expected, 1e-13 * n_permutations);
    }
}

static void test_formula(void)
{
  check_formula(BW_KERNEL_MATERN52, BW_LEARNS_FORCES, PERMUTATIONS);
  check_formula(BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES, PERMUTATIONS);
  check_formula(BW_KERNEL_MATERN52, BW_LEARNS_ENERGIES, 1);
  check_formula(BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES, PERMUTATIONS);
  check_formula(BW_KERNEL_GAUSSIAN, BW_LEARNS_ENERGIES, PERMUTATIONS);
}

static void test_large_group(void)
{
  check_formula(BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES, REPEATED * PERMUTATIONS);
}

/* k between the energies of two geometries displaced by h times unit vectors (−1: not at all). */
static double displaced(BwKernelFunction function, int i, int r, double h_i, int j, int c, double h_j)
{
  double moved[2][COORDINATES], d[2 * SIZE], a[2 * SIZE * 3];
  memcpy(moved[0], positions + i * COORDINATES, sizeof moved[0]);
  memcpy(moved[1], positions + j * COORDINATES, sizeof moved[1]);
  if (r >= 0)
    moved[0][r] += h_i;
  if (c >= 0)
    moved[1][c] += h_j;
  for (int m = 0; m < 2; m++)
    bw_descriptor(moved[m], ATOMS, NULL, BW_IMAGES_ROUNDED, d + m * SIZE, a + m * SIZE * 3);
  const BwKernelSystem system = {
      {2, ATOMS, SIZE, PERMUTATIONS, d, NULL, pairs}, function, BW_LEARNS_ENERGIES, SIGMA};
  g_autoptr(BwPackedMatrix) matrix = assemble(&system, 0, NULL);
  return element(matrix, 1, 0);
}

static void check_derivatives(BwKernelFunction function)
{
  const double h = 2e-4;
  BwKernelSystem system = make_system(function, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES, PERMUTATIONS);
  g_autoptr(BwPackedMatrix) matrix = assemble(&system, 0, NULL);
  for (int r = 0; r < COORDINATES; r++) {
    double slope =
        (displaced(function, 12, r, h, 3, -1, 0) - displaced(function, 12, r, -h, 3, -1, 0)) / (2 * h);
    g_assert_cmpfloat_with_epsilon(element(matrix, 12 * COORDINATES + r, POINTS * COORDINATES + 3), slope,
                                   1e-6);
    for (int c = 0; c < COORDINATES; c++) {
      double same = displaced(function, 12, r, h, 3, c, h) + displaced(function, 12, r, -h, 3, c, -h);
      double other = displaced(function, 12, r, h, 3, c, -h) + displaced(function, 12, r, -h, 3, c, h);
      g_assert_cmpfloat_with_epsilon(element(matrix, 12 * COORDINATES + r, 3 * COORDINATES + c),
                                     (same - other) / (4 * h * h), 2e-6);
    }
  }
}

static void test_derivatives(void)
{
  check_derivatives(BW_KERNEL_MATERN52);
  check_derivatives(BW_KERNEL_GAUSSIAN);
}

static void check_definite(BwKernelFunction function, int learns)
{
  BwKernelSystem system = make_system(function, learns, PERMUTATIONS);
  g_autoptr(BwPackedMatrix) matrix = assemble(&system, 1e-12, NULL);
  g_assert_true(bw_packed_matrix_factorise(matrix, NULL, NULL, NULL, NULL, NULL));
}

static void test_definite(void)
{
  check_definite(BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES);
  check_definite(BW_KERNEL_MATERN52, BW_LEARNS_ENERGIES);
  check_definite(BW_KERNEL_GAUSSIAN, BW_LEARNS_FORCES);
  check_definite(BW_KERNEL_GAUSSIAN, BW_LEARNS_ENERGIES);
}

/* The sgdml package's matrix (1.0.3, times −1) for two water-like geometries, hydrogens exchanged, σ = 3. */
static void test_peer(void)
{
  enum { N = 3, M = 2 };
  static const double r[M][3 * N] = {{0, 0, 0.1, 0.9, 0.1, 0.5, -0.8, 0.2, 0.6},
                                     {0.05, 0, 0, 1.0, 0, 0.55, -0.75, -0.1, 0.5}};
  static const int exchange[2 * N] = {0, 1, 2, 1, 0, 2};
  static const struct {
    int row, column;
    double value;
  } golden[] = {
      {0, 0, 0.0005937368079682018},   {10, 2, -0.020990145331387475}, {17, 7, 0.02411323112471988},
      {18, 4, -0.0005113497672879322}, {19, 4, 0.0009346145394156861}, {18, 18, 1.999867027164575},
      {19, 18, 1.9973720403711688},
  };
  double d[M * N], a[M * N * 3];
  for (int m = 0; m < M; m++)
    bw_descriptor(r[m], N, NULL, BW_IMAGES_ROUNDED, d + m * N, a + m * N * 3);
  const BwKernelSystem system = {
      {M, N, N, 2, d, a, exchange}, BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES, 3};
  g_autoptr(BwPackedMatrix) matrix = assemble(&system, 0, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(golden); i++)
    g_assert_cmpfloat_with_epsilon(element(matrix, golden[i].row, golden[i].column), golden[i].value, 1e-15);
}

static void test_threads(void)
{
  BwKernelSystem system =
      make_system(BW_KERNEL_MATERN52, BW_LEARNS_FORCES | BW_LEARNS_ENERGIES, PERMUTATIONS);
  g_autoptr(BwPool) pool = bw_pool_new(3, FALSE);
  g_autoptr(BwPackedMatrix) one = assemble(&system, 0, NULL), three = assemble(&system, 0, pool);
  int n = (int)bw_kernel_system_n_rows(&system);
  for (int c = 0; c < n; c++)
    g_assert_cmpmem(bw_packed_matrix_column(one, c), sizeof(double) * (n - c),
                    bw_packed_matrix_column(three, c), sizeof(double) * (n - c));
}

static void check_columns(int learns, const gint64 *columns, int n)
{
  BwKernelSystem system = make_system(BW_KERNEL_MATERN52, learns, PERMUTATIONS);
  g_autoptr(BwPackedMatrix) matrix = assemble(&system, 0, NULL);
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  int n_rows = (int)bw_kernel_system_n_rows(&system);
  g_autofree double *out = g_new(double, n *n_rows);
  g_autofree float *rounded = g_new(float, n *n_rows);
  bw_gdml_columns(&system, columns, n, out, pool);
  bw_gdml_columns_float(&system, columns, n, rounded, NULL);
  for (int i = 0; i < n; i++)
    for (int row = 0; row < n_rows; row++) {
      double value = out[i * n_rows + row];
      g_assert_cmpfloat_with_epsilon(value, element(matrix, row, (int)columns[i]), 1e-14);
      g_assert_true(rounded[i * n_rows + row] == (float)value);
    }
}

/* Single ones, neighbours, whole atoms and points; an energy with its gradients and one alone. */
static void test_columns(void)
{
  static const gint64 gradients[] = {0,   5,   6,   7,   8,   40,  41,  100, 120, 121, 122,
                                     123, 124, 125, 126, 127, 128, 129, 130, 131, 227};
  static const gint64 both[] = {
      3, 4, 5, 60, POINTS * COORDINATES, POINTS * COORDINATES + 5, POINTS * COORDINATES + 18};
  static const gint64 energies[] = {0, 7, 18};
  check_columns(BW_LEARNS_FORCES, gradients, G_N_ELEMENTS(gradients));
  check_columns(BW_LEARNS_FORCES | BW_LEARNS_ENERGIES, both, G_N_ELEMENTS(both));
  check_columns(BW_LEARNS_ENERGIES, energies, G_N_ELEMENTS(energies));
}

static void test_cancelled(void)
{
  BwKernelSystem system = make_system(BW_KERNEL_MATERN52, BW_LEARNS_FORCES, PERMUTATIONS);
  g_autoptr(BwPackedMatrix) matrix = bw_packed_matrix_new(bw_kernel_system_n_rows(&system));
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GError) error = NULL;
  g_cancellable_cancel(cancellable);
  g_assert_false(bw_gdml_assemble(&system, 0, matrix, NULL, NULL, NULL, cancellable, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  make_points();
  g_test_add_func("/gdml/assemble/formula", test_formula);
  g_test_add_func("/gdml/assemble/large-group", test_large_group);
  g_test_add_func("/gdml/assemble/derivatives", test_derivatives);
  g_test_add_func("/gdml/assemble/definite", test_definite);
  g_test_add_func("/gdml/assemble/peer", test_peer);
  g_test_add_func("/gdml/assemble/threads", test_threads);
  g_test_add_func("/gdml/assemble/columns", test_columns);
  g_test_add_func("/gdml/assemble/cancelled", test_cancelled);
  return g_test_run();
}
