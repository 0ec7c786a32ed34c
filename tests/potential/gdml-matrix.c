/* The kernel matrix against its formula entry by entry, and its factorisation. */
#include "base/error.h"
#include "base/random.h"
#include "potential/gdml/assemble.h"
#include "potential/gdml/descriptor.h"

#include <math.h>
#include <string.h>

enum { ATOMS = 4, SIZE = 6, POINTS = 7, COORDINATES = 3 * ATOMS, PERMUTATIONS = 3 };

#define SIGMA 2.0
#define LAMBDA 1e-3

static double random_number(guint64 index)
{
  return bw_random_uniform(5, BW_STREAM_TEST, 0, index);
}

/* Atoms 1, 2 and 3 turn into each other. */
static const int pairs[PERMUTATIONS * SIZE] = {0, 1, 2, 3, 4, 5, 1, 3, 5, 0, 2, 4, 3, 0, 4, 1, 5, 2};

/* ∂D/∂r of one geometry, dense. */
static void jacobian(const double *arms, double out[SIZE][COORDINATES])
{
  memset(out, 0, sizeof(double) * SIZE * COORDINATES);
  for (int i = 1, pair = 0; i < ATOMS; i++)
    for (int j = 0; j < i; j++, pair++)
      for (int k = 0; k < 3; k++) {
        out[pair][3 * i + k] = -arms[3 * pair + k];
        out[pair][3 * j + k] = arms[3 * pair + k];
      }
}

/* K(i, j)_rc as in assemble.h. */
static double plain_entry(const double *d_i, const double *d_j, double j_i[SIZE][COORDINATES],
                          double j_j[SIZE][COORDINATES], int r, int c)
{
  double sum = 0;
  for (int p = 0; p < PERMUTATIONS; p++) {
    const int *perm = pairs + p * SIZE;
    double square = 0, left = 0, right = 0, both = 0;
    for (int a = 0; a < SIZE; a++) {
      double delta = d_i[a] - d_j[perm[a]];
      square += delta * delta;
      left += delta * j_i[a][r];
      right += delta * j_j[perm[a]][c];
      both += j_i[a][r] * j_j[perm[a]][c];
    }
    double x = sqrt(5 * square) / SIGMA, b = 5 * exp(-x) / (3 * pow(SIGMA, 4));
    sum += b * (SIGMA * SIGMA * (1 + x) * both - 5 * left * right);
  }
  return sum;
}

static void make_points(double *descriptors, double *arms)
{
  for (int m = 0; m < POINTS; m++) {
    double positions[COORDINATES];
    for (int k = 0; k < COORDINATES; k++)
      positions[k] = 2 * random_number(m * COORDINATES + k) + (k % 3 == k / 3 ? 2 : 0);
    bw_descriptor(positions, ATOMS, NULL, BW_IMAGES_ROUNDED, descriptors + m * SIZE, arms + m * SIZE * 3);
  }
}

static void test_assembly(void)
{
  double descriptors[POINTS * SIZE], arms[POINTS * SIZE * 3], j_i[SIZE][COORDINATES], j_j[SIZE][COORDINATES];
  make_points(descriptors, arms);
  const BwGdmlPoints points = {POINTS, ATOMS, SIZE, PERMUTATIONS, descriptors, arms, pairs};
  g_autoptr(BwPackedMatrix) matrix = bw_packed_matrix_new(POINTS * COORDINATES);
  g_assert_true(bw_gdml_assemble(&points, SIGMA, LAMBDA, matrix, NULL, NULL, NULL, NULL, NULL));
  for (int i = 0; i < POINTS; i++)
    for (int j = 0; j <= i; j++) {
      jacobian(arms + i * SIZE * 3, j_i);
      jacobian(arms + j * SIZE * 3, j_j);
      for (int c = 0; c < COORDINATES; c++)
        for (int r = i == j ? c : 0; r < COORDINATES; r++) {
          int row = i * COORDINATES + r, column = j * COORDINATES + c;
          double expected = plain_entry(descriptors + i * SIZE, descriptors + j * SIZE, j_i, j_j, r, c);
          g_assert_cmpfloat_with_epsilon(bw_packed_matrix_column(matrix, column)[row - column],
                                         expected + (row == column ? LAMBDA : 0), 1e-13);
        }
    }
}

/* Positive definite, and too large for one block. */
static double entry(int row, int column)
{
  return 1 / (1 + fabs((double)row - column)) + (row == column ? 0.5 : 0);
}

enum { LARGE = 2300 };

static BwPackedMatrix *make_large(void)
{
  BwPackedMatrix *matrix = bw_packed_matrix_new(LARGE);
  for (int c = 0; c < LARGE; c++)
    for (int r = c; r < LARGE; r++)
      bw_packed_matrix_column(matrix, c)[r - c] = entry(r, c);
  return matrix;
}

static void test_solution(void)
{
  g_autoptr(BwPackedMatrix) matrix = make_large();
  g_autofree double *x = g_new(double, LARGE), *b = g_new(double, LARGE);
  g_assert_true(bw_packed_matrix_factorise(matrix, NULL, NULL, NULL, NULL, NULL));
  for (int i = 0; i < LARGE; i++)
    b[i] = x[i] = random_number(i) - 0.5;
  bw_packed_matrix_solve(matrix, x);
  for (int r = 0; r < LARGE; r++) {
    double sum = 0;
    for (int c = 0; c < LARGE; c++)
      sum += entry(r, c) * x[c];
    g_assert_cmpfloat_with_epsilon(sum, b[r], 1e-12);
  }
}

static void test_threads(void)
{
  g_autoptr(BwPool) pool = bw_pool_new(3, FALSE);
  g_autoptr(BwPackedMatrix) one = make_large(), three = make_large();
  g_assert_true(bw_packed_matrix_factorise(one, NULL, NULL, NULL, NULL, NULL));
  g_assert_true(bw_packed_matrix_factorise(three, pool, NULL, NULL, NULL, NULL));
  for (int c = 0; c < LARGE; c++)
    g_assert_cmpmem(bw_packed_matrix_column(one, c), sizeof(double) * (LARGE - c),
                    bw_packed_matrix_column(three, c), sizeof(double) * (LARGE - c));
}

static void test_indefinite(void)
{
  g_autoptr(BwPackedMatrix) matrix = make_large();
  g_autoptr(GError) error = NULL;
  bw_packed_matrix_column(matrix, 2000)[0] = -1;
  g_assert_false(bw_packed_matrix_factorise(matrix, NULL, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
}

static void test_cancelled(void)
{
  g_autoptr(BwPackedMatrix) matrix = make_large();
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GError) error = NULL;
  g_cancellable_cancel(cancellable);
  g_assert_false(bw_packed_matrix_factorise(matrix, NULL, NULL, NULL, cancellable, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
}

static void test_bytes(void)
{
  g_assert_cmpuint(bw_packed_matrix_bytes(10), ==, 800);
  /* half of the square and some more */
  g_assert_cmpuint(bw_packed_matrix_bytes(27000), <, (guint64)27000 * 27000 * 8 * 53 / 100);
  g_assert_cmpuint(bw_packed_matrix_bytes(27000), >, (guint64)27000 * 27000 * 8 / 2);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gdml/matrix/assembly", test_assembly);
  g_test_add_func("/gdml/matrix/solution", test_solution);
  g_test_add_func("/gdml/matrix/threads", test_threads);
  g_test_add_func("/gdml/matrix/indefinite", test_indefinite);
  g_test_add_func("/gdml/matrix/cancelled", test_cancelled);
  g_test_add_func("/gdml/matrix/bytes", test_bytes);
  return g_test_run();
}
