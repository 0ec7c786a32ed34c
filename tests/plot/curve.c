/* The pyramid against looking at every point. */
#include "plot/curve.h"

#include <math.h>

static void fill(BwCurve *curve, GRand *random, int n)
{
  double x = 0;
  for (int i = 0; i < n; i++) {
    double kind = g_rand_double(random);
    x += kind < 0.1 ? 0 : g_rand_double(random);
    bw_curve_append(curve, x,
                    kind > 0.97   ? NAN
                    : kind > 0.96 ? INFINITY
                                  : g_rand_double_range(random, -5, 5));
  }
}

static void assert_extent(const BwCurve *curve, gsize first, gsize end)
{
  double low = INFINITY, high = -INFINITY, sum = 0, n = 0;
  for (gsize i = first; i < MIN(end, curve->n); i++)
    if (isfinite(curve->y[i])) {
      low = MIN(low, curve->y[i]);
      high = MAX(high, curve->y[i]);
      sum += curve->y[i];
      n++;
    }
  BwExtent extent = bw_curve_extent(curve, first, end);
  g_assert_true(extent.low == low && extent.high == high && extent.n == n);
  g_assert_cmpfloat_with_epsilon(extent.sum, sum, 1e-8);
}

static void test_extent(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(21);
  BwCurve curve;
  bw_curve_init(&curve);
  fill(&curve, random, 70001);
  for (int i = 0; i < 2000; i++) {
    gsize a = g_rand_int_range(random, 0, 70001), b = g_rand_int_range(random, 0, 70010);
    assert_extent(&curve, MIN(a, b), MAX(a, b));
  }
  for (gsize a = 0; a < 40; a++)
    for (gsize b = a; b < 80; b++)
      assert_extent(&curve, a, b);
  assert_extent(&curve, 0, curve.n);
  bw_curve_clear(&curve);
}

static void test_find(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(22);
  BwCurve curve;
  bw_curve_init(&curve);
  fill(&curve, random, 500);
  g_assert_true(curve.sorted);
  for (int i = 0; i < 1000; i++) {
    double x = g_rand_double_range(random, -1, curve.x_high + 1);
    gsize found = 0, nearest = 0;
    while (found < curve.n && curve.x[found] < x)
      found++;
    for (gsize k = 1; k < curve.n; k++)
      if (fabs(curve.x[k] - x) < fabs(curve.x[nearest] - x))
        nearest = k;
    g_assert_cmpuint(bw_curve_find(&curve, x), ==, found);
    g_assert_cmpfloat(curve.x[bw_curve_nearest(&curve, x, BW_CURVE_LINEAR)], ==, curve.x[nearest]);
  }
  bw_curve_append(&curve, 0, 0);
  g_assert_false(curve.sorted);
  g_assert_cmpuint(bw_curve_nearest(&curve, -3, BW_CURVE_LINEAR), ==, 500);
  bw_curve_clear(&curve);
}

/* What a line through all points covers in one column, by walking along every segment. */
static void walk(const BwCurve *curve, double left, double right, double *low, double *high)
{
  *low = INFINITY, *high = -INFINITY;
  for (gsize i = 0; i + 1 < curve->n; i++) {
    double a = curve->x[i], b = curve->x[i + 1], ya = curve->y[i], yb = curve->y[i + 1];
    if (!isfinite(ya) || !isfinite(yb) || b < left || a > right || a == b)
      continue;
    double from = MAX(a, left), to = MIN(b, right);
    for (int end = 0; end < 2; end++) {
      double y = ya + (yb - ya) * ((end ? to : from) - a) / (b - a);
      *low = MIN(*low, y);
      *high = MAX(*high, y);
    }
  }
}

static void test_columns(void)
{
  BwCurve curve;
  bw_curve_init(&curve);
  for (int i = 0; i < 1000; i++)
    bw_curve_append(&curve, 0.1 * i, i > 300 && i < 420 ? NAN : sin(i * 0.7) * i);
  const int counts[] = {7, 100, 997, 3000};
  for (gsize k = 0; k < G_N_ELEMENTS(counts); k++) {
    int n = counts[k];
    g_autofree double *low = g_new(double, n), *high = g_new(double, n), *mean = g_new(double, n);
    double x_low = -5.03, x_high = 103.17;
    bw_curve_columns(&curve, x_low, x_high, n, BW_CURVE_LINEAR, low, high, mean);
    for (int c = 0; c < n; c++) {
      double a, b;
      walk(&curve, x_low + (x_high - x_low) * c / n, x_low + (x_high - x_low) * (c + 1) / n, &a, &b);
      if (isinf(a)) {
        g_assert_true(isnan(low[c]) && isnan(high[c]) && isnan(mean[c]));
        continue;
      }
      g_assert_cmpfloat_with_epsilon(low[c], a, 1e-6);
      g_assert_cmpfloat_with_epsilon(high[c], b, 1e-6);
      g_assert_true(isnan(mean[c]) || (mean[c] >= low[c] - 1e-9 && mean[c] <= high[c] + 1e-9));
    }
  }
  bw_curve_clear(&curve);
}

static void test_band(void)
{
  const double x[] = {0, 1, 2}, y[] = {1, 2, 1}, y2[] = {3, 5, 3};
  double low[4], high[4];
  BwCurve curve;
  bw_curve_init(&curve);
  bw_curve_set(&curve, x, y, y2, 3);
  bw_curve_columns(&curve, 0, 2, 4, BW_CURVE_LINEAR, low, high, NULL);
  g_assert_cmpfloat(low[0], ==, 1);
  g_assert_cmpfloat(high[0], ==, 4);
  g_assert_cmpfloat(low[1], ==, 1.5);
  g_assert_cmpfloat(high[1], ==, 5);
  bw_curve_set(&curve, x, y, NULL, 0);
  g_assert_cmpuint(curve.n, ==, 0);
  bw_curve_columns(&curve, 0, 2, 4, BW_CURVE_LINEAR, low, high, NULL);
  g_assert_true(isnan(low[0]));
  bw_curve_clear(&curve);
}

/* A power law is straight on logarithmic axes: between its points the columns follow it to the last digit.
 * What has no logarithm makes a gap in a line, and lets a band reach below everything. */
static void test_log_columns(void)
{
  enum { N = 64 };
  double low[N], high[N];
  BwCurve curve;
  bw_curve_init(&curve);
  for (int k = 0; k < 4; k++)
    bw_curve_append(&curve, pow(10, k), 7 * pow(10, -1.5 * k));
  bw_curve_columns(&curve, 1, 1000, N, BW_CURVE_LOG_X | BW_CURVE_LOG_Y, low, high, NULL);
  for (int c = 0; c < N; c++) {
    double left = pow(1000, c / (double)N), right = pow(1000, (c + 1) / (double)N);
    g_assert_cmpfloat_with_epsilon(high[c] / (7 * pow(left, -1.5)), 1, 1e-12);
    g_assert_cmpfloat_with_epsilon(low[c] / (7 * pow(right, -1.5)), 1, 1e-12);
  }
  const double x[] = {-5, 0, 1, 10, 100, 1000}, y[] = {1, 1, 1, -3, 2, 4}, y2[] = {2, 2, 2, 2, 3, 5};
  bw_curve_set(&curve, x, y, NULL, 6);
  g_assert_cmpfloat(bw_curve_least_positive_x(&curve), ==, 1);
  g_assert_cmpfloat(bw_curve_extent_positive(&curve, 0, 6).low, ==, 1);
  g_assert_cmpfloat(bw_curve_extent_positive(&curve, 3, 4).n, ==, 0);
  bw_curve_columns(&curve, 1, 1000, N, BW_CURVE_LOG_X | BW_CURVE_LOG_Y, low, high, NULL);
  g_assert_cmpfloat(low[0], ==, 1); /* the point itself, no line to it or from it */
  for (int c = 1; c < N; c++)
    g_assert_true(isnan(low[c]) == (c < N * 2 / 3) && !(low[c] <= 0));
  bw_curve_set(&curve, x, y, y2, 6);
  bw_curve_columns(&curve, 1, 1000, N, BW_CURVE_LOG_X | BW_CURVE_LOG_Y, low, high, NULL);
  for (int c = 0; c < N; c++)
    g_assert_cmpfloat(high[c], >=, 2);
  g_assert_cmpfloat(low[N / 3], <, 0);
  g_assert_cmpuint(bw_curve_nearest(&curve, 4, BW_CURVE_LOG_X), ==, 3);
  g_assert_cmpuint(bw_curve_nearest(&curve, 4, BW_CURVE_LINEAR), ==, 2);
  bw_curve_clear(&curve);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/curve/extent", test_extent);
  g_test_add_func("/curve/find", test_find);
  g_test_add_func("/curve/columns", test_columns);
  g_test_add_func("/curve/band", test_band);
  g_test_add_func("/curve/log-columns", test_log_columns);
  return g_test_run();
}
