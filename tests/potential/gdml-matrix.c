/* The factorisation of a packed matrix. */
#include "base/error.h"
#include "base/random.h"
#include "potential/gdml/packed-matrix.h"

#include <math.h>

static double random_number(guint64 index)
{
  return bw_random_uniform(5, BW_STREAM_TEST, 0, index);
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
  g_autoptr(BwPool) pool = bw_pool_new(3, FALSE);
  bw_packed_matrix_column(matrix, 1200)[0] = -1;
  g_assert_false(bw_packed_matrix_factorise(matrix, pool, NULL, NULL, NULL, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_NUMERICS);
}

static void cancel(double fraction, gpointer cancellable)
{
  if (fraction > 0)
    g_cancellable_cancel(cancellable);
}

/* Before it begins, and while threads wait for each other. */
static void test_cancelled(void)
{
  for (int n_threads = 1; n_threads <= 3; n_threads++) {
    g_autoptr(BwPackedMatrix) matrix = make_large();
    g_autoptr(BwPool) pool = bw_pool_new(n_threads, FALSE);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    for (int i = 0; i < 2; i++) {
      g_autoptr(GError) error = NULL;
      g_assert_false(bw_packed_matrix_factorise(matrix, pool, cancel, cancellable, cancellable, &error));
      g_assert_error(error, BW_ERROR, BW_ERROR_CANCELLED);
    }
  }
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
  g_test_add_func("/gdml/matrix/solution", test_solution);
  g_test_add_func("/gdml/matrix/threads", test_threads);
  g_test_add_func("/gdml/matrix/indefinite", test_indefinite);
  g_test_add_func("/gdml/matrix/cancelled", test_cancelled);
  g_test_add_func("/gdml/matrix/bytes", test_bytes);
  return g_test_run();
}
