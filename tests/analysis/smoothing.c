/* Moving averages and interpolation against closed forms, in free space and across the sides of a cell. */
#include "analysis/smoothing.h"

#include <math.h>

#define N_FRAMES 7

static void make_cell(BwCell *cell)
{
  const double vectors[3][3] = {{10, 0, 0}, {2, 8, 0}, {0, 1, 9}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  g_assert_true(bw_cell_init(cell, vectors, periodic, NULL));
}

/* The mean of a straight line over a window is its value at the middle of the window. */
static void test_straight_line(void)
{
  double x[N_FRAMES][6], smooth[6];
  const double *frames[N_FRAMES];
  BwCell none;
  bw_cell_init_none(&none);
  for (int f = 0; f < N_FRAMES; f++) {
    frames[f] = x[f];
    for (int k = 0; k < 6; k++)
      x[f][k] = k - 0.25 * f;
  }
  for (int middle = 0; middle < N_FRAMES; middle++) {
    bw_smooth_positions(frames, N_FRAMES, middle, 2, &none, smooth);
    for (int k = 0; k < 6; k++)
      g_assert_cmpfloat_with_epsilon(smooth[k], x[3][k], 1e-14);
  }
  bw_smooth_positions(frames, 1, 0, 2, &none, smooth);
  for (int k = 0; k < 6; k++)
    g_assert_cmpfloat(smooth[k], ==, x[0][k]);
}

/* Wrapped into the cell again and again, and further than half of it within the window: the mean is near the
 * middle frame, as if nothing had been wrapped. */
static void test_across_the_cell(void)
{
  double x[N_FRAMES][3], smooth[3], expected[3];
  const double *frames[N_FRAMES], velocity[3] = {1.9, 1.1, -0.7};
  BwCell cell;
  make_cell(&cell);
  for (int f = 0; f < N_FRAMES; f++) {
    frames[f] = x[f];
    for (int k = 0; k < 3; k++)
      x[f][k] = 1 + velocity[k] * f;
    bw_cell_wrap(&cell, x[f], 1);
  }
  for (int middle = 0; middle < N_FRAMES; middle++) {
    bw_smooth_positions(frames, N_FRAMES, middle, 1, &cell, smooth);
    for (int k = 0; k < 3; k++) {
      expected[k] = x[middle][k] + velocity[k] * (3 - middle);
      g_assert_cmpfloat_with_epsilon(smooth[k], expected[k], 1e-12);
    }
  }
}

static void test_interpolation(void)
{
  const double from[3] = {9.8, 4, 4}, next[3] = {0.3, 4.2, 4};
  double between[3];
  BwCell cell, none;
  make_cell(&cell);
  bw_cell_init_none(&none);
  bw_interpolate_positions(from, next, 0, 1, &cell, between);
  g_assert_cmpfloat(between[0], ==, from[0]);
  bw_interpolate_positions(from, next, 0.5, 1, &cell, between);
  g_assert_cmpfloat_with_epsilon(between[0], 10.05, 1e-12);
  g_assert_cmpfloat_with_epsilon(between[1], 4.1, 1e-12);
  bw_interpolate_positions(from, next, 0.5, 1, &none, between);
  g_assert_cmpfloat_with_epsilon(between[0], 5.05, 1e-12);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/smoothing/straight-line", test_straight_line);
  g_test_add_func("/smoothing/across-the-cell", test_across_the_cell);
  g_test_add_func("/smoothing/interpolation", test_interpolation);
  return g_test_run();
}
