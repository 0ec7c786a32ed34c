#include "base/array.h"
#include "base/random.h"
#include "base/units.h"
#include "dynamics/normal-modes.h"

#include <math.h>
#include <string.h>

enum { MAX_BEADS = 128 };

static double *draw(gsize n)
{
  double *x = bw_new(double, n);
  bw_random_normals(1, BW_STREAM_TEST, 0, 0, x, n);
  return x;
}

static void test_orthogonal(void)
{
  for (int n = 1; n <= MAX_BEADS; n++)
    for (int k = 0; k < n; k++)
      for (int l = 0; l <= k; l++) {
        double dot = 0;
        for (int b = 0; b < n; b++)
          dot += bw_normal_modes_coefficient(n, k, b) * bw_normal_modes_coefficient(n, l, b);
        g_assert_cmpfloat(fabs(dot - (k == l)), <, 2e-14);
      }
}

/* i-PI's matrix for four and three beads, row by row. */
static void test_known_matrices(void)
{
  const double h = 0.5, r = sqrt(0.5), a = sqrt(1.0 / 3), c = sqrt(2.0 / 3), s = sqrt(0.5);
  const double four[4][4] = {{h, h, h, h}, {r, 0, -r, 0}, {h, -h, h, -h}, {0, -r, 0, r}};
  const double three[3][3] = {{a, a, a}, {c, -c / 2, -c / 2}, {0, -s, s}};
  for (int k = 0; k < 4; k++)
    for (int b = 0; b < 4; b++)
      g_assert_cmpfloat(fabs(bw_normal_modes_coefficient(4, k, b) - four[k][b]), <, 1e-15);
  for (int k = 0; k < 3; k++)
    for (int b = 0; b < 3; b++)
      g_assert_cmpfloat(fabs(bw_normal_modes_coefficient(3, k, b) - three[k][b]), <, 1e-15);
}

static void test_transform_is_the_matrix(void)
{
  static const int columns[] = {3, 6, 9, 24, 27, 100};
  for (int n = 1; n <= MAX_BEADS; n++)
    for (gsize c = 0; c < G_N_ELEMENTS(columns); c++) {
      const int width = columns[c];
      g_autoptr(BwDoubles) beads = draw((gsize)n * width);
      g_autoptr(BwDoubles) modes = bw_new(double, (gsize)n *width);
      g_autoptr(BwDoubles) back = bw_new(double, (gsize)n *width);
      g_autoptr(BwNormalModes) transform = bw_normal_modes_new(n);
      bw_normal_modes_from_beads(transform, beads, modes, width);
      bw_normal_modes_to_beads(transform, modes, back, width);
      for (int k = 0; k < n; k++)
        for (int j = 0; j < width; j++) {
          double sum = 0;
          for (int b = 0; b < n; b++)
            sum += bw_normal_modes_coefficient(n, k, b) * beads[b * width + j];
          g_assert_cmpfloat(fabs(modes[k * width + j] - sum), <, 1e-13);
          g_assert_cmpfloat(fabs(back[k * width + j] - beads[k * width + j]), <, 1e-13);
        }
    }
}

/* A molecule alone and the same one among others: the same bytes. */
static void test_columns_do_not_depend_on_their_place(void)
{
  enum { BEADS = 32, WIDE = 51, NARROW = 9 };
  g_autoptr(BwDoubles) wide = draw(BEADS * WIDE);
  g_autoptr(BwDoubles) wide_modes = bw_new(double, BEADS *WIDE);
  g_autoptr(BwNormalModes) transform = bw_normal_modes_new(BEADS);
  bw_normal_modes_from_beads(transform, wide, wide_modes, WIDE);
  for (int first = 0; first + NARROW <= WIDE; first++) {
    double narrow[BEADS * NARROW], modes[BEADS * NARROW];
    for (int b = 0; b < BEADS; b++)
      memcpy(narrow + b * NARROW, wide + b * WIDE + first, NARROW * sizeof *narrow);
    bw_normal_modes_from_beads(transform, narrow, modes, NARROW);
    for (int k = 0; k < BEADS; k++)
      g_assert_cmpmem(modes + k * NARROW, NARROW * sizeof *modes, wide_modes + k * WIDE + first,
                      NARROW * sizeof *modes);
  }
}

/* Modes diagonalise the springs: Σ_b |q_{b+1} − q_b|² ω_P² = Σ_k ω_k² q_k². */
static void test_frequencies(void)
{
  const double temperature = 250;
  for (int n = 1; n <= MAX_BEADS; n++) {
    const double omega_p = n * BW_KB * temperature / BW_HBAR_INTERNAL;
    g_autoptr(BwDoubles) q = draw(n);
    double springs = 0, diagonal = 0;
    for (int b = 0; b < n; b++)
      springs += pow(omega_p * (q[(b + 1) % n] - q[b]), 2);
    for (int k = 0; k < n; k++) {
      double mode = 0;
      for (int b = 0; b < n; b++)
        mode += bw_normal_modes_coefficient(n, k, b) * q[b];
      diagonal += pow(bw_normal_modes_frequency(n, k, temperature) * mode, 2);
    }
    g_assert_cmpfloat(fabs(diagonal - springs), <=, 1e-12 * springs);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/normal-modes/orthogonal", test_orthogonal);
  g_test_add_func("/normal-modes/known-matrices", test_known_matrices);
  g_test_add_func("/normal-modes/transform-is-the-matrix", test_transform_is_the_matrix);
  g_test_add_func("/normal-modes/columns-do-not-depend-on-their-place",
                  test_columns_do_not_depend_on_their_place);
  g_test_add_func("/normal-modes/frequencies", test_frequencies);
  return g_test_run();
}
