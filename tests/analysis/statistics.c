/* Means and their error bars against closed forms: independent samples and the first-order autoregressive
 * process x_{i+1} = φ x_i + √(1 − φ²) g_i, whose mean over n ≫ 1 samples has the variance (1 + φ)/(1 − φ)/n.
 */
#include "analysis/statistics.h"

#include <math.h>

static double gaussian(GRand *random)
{
  double u = 1 - g_rand_double(random), v = g_rand_double(random);
  return sqrt(-2 * log(u)) * cos(2 * G_PI * v);
}

static double *autoregressive(GRand *random, double phi, gint64 n)
{
  double *x = g_new(double, n), step = sqrt(1 - phi * phi);
  x[0] = gaussian(random);
  for (gint64 i = 1; i < n; i++)
    x[i] = phi * x[i - 1] + step * gaussian(random);
  return x;
}

static void test_white_noise(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(1);
  const gint64 n = 100000;
  g_autofree double *x = g_new(double, n);
  for (gint64 i = 0; i < n; i++)
    x[i] = -4200 + 0.5 * gaussian(random);
  BwMean mean = bw_mean(x, n);
  g_assert_cmpint(mean.n, ==, n);
  g_assert_cmpfloat(fabs(mean.mean + 4200), <, 4 * mean.error);
  g_assert_cmpfloat_with_epsilon(mean.deviation, 0.5, 0.005);
  g_assert_cmpfloat_with_epsilon(mean.error * sqrt(n) / 0.5, 1, 0.05);
  g_assert_cmpfloat_with_epsilon(mean.correlation_time, 1, 0.1);
}

/* One series' estimate scatters as 1/√(2 × number of blocks); the root mean square over several does not. */
static void test_autoregressive(void)
{
  const struct {
    double phi;
    gint64 n;
    double tolerance;
  } cases[] = {
      {0.5, 20000, 0.05}, {0.9, 50000, 0.07}, {0.99, 200000, 0.1}, {0.9, 12345, 0.1}, {-0.5, 20000, 0.1}};
  for (gsize c = 0; c < G_N_ELEMENTS(cases); c++) {
    g_autoptr(GRand) random = g_rand_new_with_seed(7 + c);
    double exact = sqrt((1 + cases[c].phi) / (1 - cases[c].phi) / cases[c].n), squares = 0, z_squares = 0;
    const int n_series = 40;
    for (int s = 0; s < n_series; s++) {
      g_autofree double *x = autoregressive(random, cases[c].phi, cases[c].n);
      BwMean mean = bw_mean(x, cases[c].n);
      squares += mean.error * mean.error / n_series;
      z_squares += mean.mean * mean.mean / (mean.error * mean.error) / n_series;
      g_assert_cmpfloat(mean.error / exact, >, 0.65);
      g_assert_cmpfloat(mean.error / exact, <, 1.5);
    }
    g_assert_cmpfloat_with_epsilon(sqrt(squares) / exact, 1, cases[c].tolerance);
    g_assert_cmpfloat_with_epsilon(sqrt(z_squares), 1, 0.35);
  }
}

static void test_correlation_time(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  g_autofree double *x = autoregressive(random, 0.9, 400000);
  BwMean mean = bw_mean(x, 400000);
  g_assert_cmpfloat_with_epsilon(mean.correlation_time, 19, 19 * 0.15);
}

/* A series that lasts about one correlation time must not pretend to know its mean as if independent. */
static void test_too_short(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  double ratio = 0;
  for (int s = 0; s < 50; s++) {
    g_autofree double *x = autoregressive(random, 0.99, 200);
    BwMean mean = bw_mean(x, 200);
    ratio += mean.error / (mean.deviation / sqrt(200)) / 50;
  }
  g_assert_cmpfloat(ratio, >, 3);
}

static void test_oscillation(void)
{
  const gint64 n = 10000;
  g_autofree double *x = g_new(double, n);
  for (gint64 i = 0; i < n; i++)
    x[i] = 1.1 + sin(2 * G_PI * i / 37.3);
  BwMean mean = bw_mean(x, n);
  g_assert_cmpfloat_with_epsilon(mean.mean, 1.1, 1e-3);
  g_assert_cmpfloat(mean.error, <, 0.5 * mean.deviation / sqrt(n));
  g_assert_cmpfloat(mean.correlation_time, ==, 1);
}

static void test_small(void)
{
  const double three[] = {1, 2, 6}, constant[] = {-3.25, -3.25, -3.25, -3.25, -3.25};
  g_assert_true(isnan(bw_mean(NULL, 0).mean) && isnan(bw_mean(NULL, 0).error));
  BwMean one = bw_mean(three, 1);
  g_assert_cmpfloat(one.mean, ==, 1);
  g_assert_true(isnan(one.error) && isnan(one.deviation));
  BwMean two = bw_mean(three, 2);
  g_assert_cmpfloat(two.mean, ==, 1.5);
  g_assert_cmpfloat_with_epsilon(two.deviation, sqrt(0.5), 1e-14);
  g_assert_cmpfloat_with_epsilon(two.error, 0.5, 1e-14);
  BwMean all = bw_mean(three, 3);
  g_assert_cmpfloat(all.mean, ==, 3);
  g_assert_cmpfloat_with_epsilon(all.deviation, sqrt(7), 1e-14);
  BwMean flat = bw_mean(constant, 5);
  g_assert_true(flat.mean == -3.25 && flat.error == 0 && flat.deviation == 0 && flat.correlation_time == 1);
  const double broken[] = {1, NAN, 2};
  g_assert_true(isnan(bw_mean(broken, 3).mean) && isnan(bw_mean(broken, 3).error));
}

static void test_running_is_batch(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(11);
  g_autofree double *x = autoregressive(random, 0.8, 1000);
  g_autoptr(BwRunningMean) running = bw_running_mean_new();
  for (gint64 i = 0; i < 1000; i++) {
    bw_running_mean_add(running, x[i]);
    BwMean online = bw_running_mean_get(running), batch = bw_mean(x, i + 1);
    g_assert_true(online.mean == batch.mean && online.n == batch.n);
    g_assert_true(i == 0 || (online.error == batch.error && online.deviation == batch.deviation &&
                             online.correlation_time == batch.correlation_time));
  }
}

/* A distant origin and an outlier in front must not cost digits. */
static void test_cancellation(void)
{
  const gint64 n = 4096;
  g_autofree double *x = g_new(double, n);
  for (gint64 i = 0; i < n; i++)
    x[i] = 1e6 + (i % 2 ? 1e-3 : -1e-3);
  BwMean mean = bw_mean(x, n);
  g_assert_cmpfloat_with_epsilon(mean.mean, 1e6, 1e-9);
  g_assert_cmpfloat_with_epsilon(mean.deviation, 1e-3 * sqrt(n / (n - 1.0)), 1e-9);
}

static void test_slope(void)
{
  const double x[] = {10, 11, 13, 17}, y[] = {5, 3, -1, -9}, same[] = {2, 2, 2, 2};
  g_assert_cmpfloat_with_epsilon(bw_slope(x, y, 4), -2, 1e-12);
  g_assert_true(isnan(bw_slope(same, y, 4)) && isnan(bw_slope(x, y, 1)) && isnan(bw_slope(x, y, 0)));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/statistics/white-noise", test_white_noise);
  g_test_add_func("/statistics/autoregressive", test_autoregressive);
  g_test_add_func("/statistics/correlation-time", test_correlation_time);
  g_test_add_func("/statistics/too-short", test_too_short);
  g_test_add_func("/statistics/oscillation", test_oscillation);
  g_test_add_func("/statistics/small", test_small);
  g_test_add_func("/statistics/running-is-batch", test_running_is_batch);
  g_test_add_func("/statistics/cancellation", test_cancellation);
  g_test_add_func("/statistics/slope", test_slope);
  return g_test_run();
}
