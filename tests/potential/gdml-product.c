/* K times a vector against the kernel matrix, and against itself on several threads. */
#include "base/random.h"
#include "potential/gdml/assemble.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/product.h"

#include <math.h>

enum {
  ATOMS = 5,
  SIZE = 10,
  POINTS = 37,
  COORDINATES = 3 * ATOMS,
  PERMUTATIONS = 3,
  ROWS = POINTS * COORDINATES
};

#define SIGMA 2.0

static double random_number(guint64 index)
{
  return bw_random_uniform(11, BW_STREAM_TEST, 0, index);
}

/* Atoms 1, 2 and 3 turn into each other; atoms 0 and 4 stay. */
static const int pairs[PERMUTATIONS * SIZE] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 3, 5, 0, 2,
                                               4, 6, 8, 9, 7, 3, 0, 4, 1, 5, 2, 6, 9, 7, 8};

static void make_points(double *descriptors, double *arms)
{
  for (int m = 0; m < POINTS; m++) {
    double positions[COORDINATES];
    for (int k = 0; k < COORDINATES; k++)
      positions[k] = random_number(m * COORDINATES + k) + (k % 3 == k / 3 % 3 ? 2 : 0) + (k / 9);
    bw_descriptor(positions, ATOMS, NULL, BW_IMAGES_ROUNDED, descriptors + m * SIZE, arms + m * SIZE * 3);
  }
}

static void test_matrix(void)
{
  static double descriptors[POINTS * SIZE], arms[POINTS * SIZE * 3], x[ROWS], y[ROWS], expected[ROWS];
  make_points(descriptors, arms);
  const BwKernelSystem system = {{POINTS, ATOMS, SIZE, PERMUTATIONS, descriptors, arms, pairs},
                                 BW_KERNEL_MATERN52,
                                 BW_LEARNS_FORCES,
                                 SIGMA};
  g_assert_cmpint(bw_kernel_system_n_rows(&system), ==, ROWS);
  g_autoptr(BwPackedMatrix) matrix = bw_packed_matrix_new(ROWS);
  g_assert_true(bw_gdml_assemble(&system, 0, matrix, NULL, NULL, NULL, NULL, NULL));
  double largest = 0;
  for (int c = 0; c < ROWS; c++)
    x[c] = random_number(10000 + c) - 0.5;
  for (int c = 0; c < ROWS; c++) {
    const double *column = bw_packed_matrix_column(matrix, c);
    for (int r = c; r < ROWS; r++) {
      expected[r] += column[r - c] * x[c];
      if (r > c)
        expected[c] += column[r - c] * x[r];
    }
  }
  g_autoptr(BwGdmlProduct) product = bw_gdml_product_new(&system);
  for (int i = 0; i < ROWS; i++)
    largest = MAX(largest, fabs(expected[i]));
  bw_gdml_product_apply(product, x, y, NULL);
  for (int i = 0; i < ROWS; i++)
    g_assert_cmpfloat_with_epsilon(y[i], expected[i], 1e-12 * largest);
  bw_gdml_product_apply(product, x, x, NULL); /* in place */
  g_assert_cmpmem(x, sizeof x, y, sizeof y);
}

static const BwLearns learned[] = {BW_LEARNS_FORCES, BW_LEARNS_ENERGIES,
                                   BW_LEARNS_FORCES | BW_LEARNS_ENERGIES};

/* x'(K x) = x (K x'), and the same bytes on any number of threads, for everything that can be learned. */
static void test_symmetric(gconstpointer data)
{
  enum { MOST = ROWS + POINTS };
  static double descriptors[POINTS * SIZE], arms[POINTS * SIZE * 3], x[2][MOST], y[2][MOST], again[MOST];
  make_points(descriptors, arms);
  BwKernelSystem system = {{POINTS, ATOMS, SIZE, PERMUTATIONS, descriptors, arms, pairs},
                           GPOINTER_TO_INT(data),
                           BW_LEARNS_FORCES,
                           SIGMA};
  for (gsize i = 0; i < G_N_ELEMENTS(learned); i++) {
    system.learns = learned[i];
    int n = (int)bw_kernel_system_n_rows(&system);
    double left = 0, right = 0, norm = 0;
    g_autoptr(BwGdmlProduct) product = bw_gdml_product_new(&system);
    for (int v = 0; v < 2; v++) {
      for (int k = 0; k < n; k++)
        x[v][k] = random_number((v + 2) * 10000 + k) - 0.5;
      bw_gdml_product_apply(product, x[v], y[v], NULL);
    }
    for (int k = 0; k < n; k++) {
      left += x[1][k] * y[0][k];
      right += x[0][k] * y[1][k];
      norm += x[0][k] * y[0][k];
    }
    g_assert_cmpfloat(norm, >, 0);
    g_assert_cmpfloat_with_epsilon(left, right, 1e-12 * norm);
    for (int threads = 2; threads <= 3; threads++) {
      g_autoptr(BwPool) pool = bw_pool_new(threads, FALSE);
      bw_gdml_product_apply(product, x[1], again, pool);
      g_assert_cmpmem(again, sizeof(double) * n, y[1], sizeof(double) * n);
    }
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gdml/product/matrix", test_matrix);
  g_test_add_data_func("/gdml/product/symmetric/matern", GINT_TO_POINTER(BW_KERNEL_MATERN52), test_symmetric);
  g_test_add_data_func("/gdml/product/symmetric/gaussian", GINT_TO_POINTER(BW_KERNEL_GAUSSIAN),
                       test_symmetric);
  return g_test_run();
}
