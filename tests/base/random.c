#include "base/array.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

enum { MANY = 1 << 20, SEED = 20240607 };

/* Random123's published answers (kat_vectors, philox4x32 10). */
static void test_known_answers(void)
{
  static const struct {
    guint32 counter[4], key[2], answer[4];
  } known[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
       {0xffffffff, 0xffffffff},
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
    guint32 out[4];
    bw_philox(known[i].counter, known[i].key, out);
    g_assert_cmpmem(out, sizeof out, known[i].answer, sizeof out);
  }
}

static double *draw_many(BwStream stream, guint64 step)
{
  double *x = bw_new(double, MANY);
  bw_random_normals(SEED, stream, step, 0, x, MANY);
  return x;
}

/* The definition in extended precision, from the plain generator: Box–Muller on (k + ½)/2⁵² and on an angle
 * within 45° of an axis. */
static void test_normals_are_exact(void)
{
  enum { N = 20000 };
  const guint64 first = (G_GUINT64_CONSTANT(1) << 33) - 1000, step = (G_GUINT64_CONSTANT(1) << 40) + 7;
  g_autoptr(BwDoubles) x = bw_new(double, N);
  bw_random_normals(SEED, BW_STREAM_TEST, step, first, x, N);
  for (guint64 i = 0; i < N; i += 2) {
    guint64 block = (first + i) / 2;
    const guint32 key[2] = {SEED, 0};
    const guint32 counter[4] = {(guint32)block, (guint32)(block >> 32) | (guint32)BW_STREAM_TEST << 24,
                                (guint32)step, (guint32)(step >> 32)};
    guint32 w[4];
    bw_philox(counter, key, w);
    guint64 a = (guint64)w[1] << 32 | w[0], b = (guint64)w[3] << 32 | w[2];
    long double radius = sqrtl(-2 * logl(((a >> 12) + 0.5L) * 0x1p-52L));
    long double turn = ((b << 2 >> 12) + 0.5L) * 0x1p-51L - 1, angle = turn * acosl(-1) / 4;
    long double c = radius * cosl(angle) * (b >> 63 ? -1 : 1), s = radius * sinl(angle);
    gboolean upright = b >> 62 & 1;
    g_assert_cmpfloat(fabsl(x[i] / (upright ? s : c) - 1), <, 1.5e-15);
    g_assert_cmpfloat(fabsl(x[i + 1] / (upright ? c : s) - 1), <, 1.5e-15);
  }
}

static void test_cuts(void)
{
  enum { N = 1000 };
  double whole[N], part[N];
  bw_random_normals(SEED, BW_STREAM_TEST, 3, 0, whole, N);
  for (gsize size = 1; size < 200; size++)
    for (gsize first = 0; first + size <= N; first += 2 * ((size + 1) / 2)) {
      bw_random_normals(SEED, BW_STREAM_TEST, 3, first, part, size);
      g_assert_cmpmem(part, size * sizeof *part, whole + first, size * sizeof *part);
    }
}

static void test_moments(void)
{
  g_autoptr(BwDoubles) x = draw_many(BW_STREAM_TEST, 0);
  const double expected[] = {0, 1, 0, 3}, variance[] = {1, 2, 15, 96};
  double sum[4] = {0};
  for (int i = 0; i < MANY; i++)
    for (int k = 0; k < 4; k++)
      sum[k] += pow(x[i], k + 1);
  for (int k = 0; k < 4; k++)
    g_assert_cmpfloat(fabs(sum[k] / MANY - expected[k]), <, 4 * sqrt(variance[k] / MANY));
}

static int compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov: 1.95/√n is exceeded once in a thousand times. */
static void test_kolmogorov_smirnov(void)
{
  g_autoptr(BwDoubles) x = draw_many(BW_STREAM_TEST, 1);
  double distance = 0;
  qsort(x, MANY, sizeof *x, compare_doubles);
  for (int i = 0; i < MANY; i++) {
    double p = 0.5 * erfc(-x[i] * G_SQRT2 / 2);
    distance = MAX(distance, MAX(fabs(p - (double)i / MANY), fabs(p - (i + 1.0) / MANY)));
  }
  g_assert_cmpfloat(distance * sqrt(MANY), <, 1.95);
  g_assert_cmpfloat(x[MANY - 1], >, 4.2);
  g_assert_cmpfloat(x[0], <, -4.2);
}

static double correlation(const double *x, const double *y, int n)
{
  double sum = 0, squares = 0;
  for (int i = 0; i < n; i++) {
    sum += x[i] * y[i];
    squares += (x[i] * x[i] - 1) * (y[i] * y[i] - 1) / 2;
  }
  return MAX(fabs(sum), fabs(squares)) / sqrt(n);
}

static void test_independence(void)
{
  g_autoptr(BwDoubles) x = draw_many(BW_STREAM_TEST, 0);
  g_autoptr(BwDoubles) other_step = draw_many(BW_STREAM_TEST, 1);
  g_autoptr(BwDoubles) other_seed = bw_new(double, MANY);
  bw_random_normals(SEED + 1, BW_STREAM_TEST, 0, 0, other_seed, MANY);
  g_assert_cmpfloat(correlation(x, other_step, MANY), <, 4);
  g_assert_cmpfloat(correlation(x, other_seed, MANY), <, 4);
  for (int lag = 1; lag <= 64; lag++)
    g_assert_cmpfloat(correlation(x, x + lag, MANY - lag), <, 4.5);
  for (BwStream stream = BW_STREAM_MOMENTA; stream < BW_STREAM_TEST; stream++) {
    g_autoptr(BwDoubles) y = draw_many(stream, 0);
    g_assert_cmpfloat(correlation(x, y, MANY), <, 4);
  }
}

static void test_uniform(void)
{
  enum { BINS = 64, N = 64 * 4096 };
  int counts[BINS] = {0};
  double chi_squared = 0;
  for (int i = 0; i < N; i++) {
    double u = bw_random_uniform(SEED, BW_STREAM_TEST, 5, i);
    g_assert_true(u >= 0 && u < 1);
    counts[(int)(u * BINS)]++;
  }
  for (int b = 0; b < BINS; b++)
    chi_squared += (counts[b] - N / BINS) * (double)(counts[b] - N / BINS) / (N / BINS);
  g_assert_cmpfloat(fabs(chi_squared - (BINS - 1)), <, 4 * sqrt(2 * (BINS - 1)));
}

/* A bound just above half of 2³² is where taking the remainder would show. */
static void test_below(void)
{
  enum { N = 100000 };
  const guint32 bound = 0xC0000000u;
  int thirds[3] = {0};
  for (int i = 0; i < N; i++) {
    guint32 k = bw_random_below(SEED, BW_STREAM_TEST, 9, i, bound);
    g_assert_cmpuint(k, <, bound);
    thirds[k / 0x40000000u]++;
    g_assert_cmpuint(bw_random_below(SEED, BW_STREAM_TEST, 10, i, 1), ==, 0);
  }
  for (int t = 0; t < 3; t++)
    g_assert_cmpfloat(fabs(thirds[t] - N / 3.0), <, 4 * sqrt(N * 2.0 / 9));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/random/known-answers", test_known_answers);
  g_test_add_func("/random/normals-are-exact", test_normals_are_exact);
  g_test_add_func("/random/cuts", test_cuts);
  g_test_add_func("/random/moments", test_moments);
  g_test_add_func("/random/kolmogorov-smirnov", test_kolmogorov_smirnov);
  g_test_add_func("/random/independence", test_independence);
  g_test_add_func("/random/uniform", test_uniform);
  g_test_add_func("/random/below", test_below);
  return g_test_run();
}
