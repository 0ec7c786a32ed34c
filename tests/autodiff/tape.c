/* The tape: its memory, its threads, its precisions, and functions against the C library's. */
#include "autodiff/operations.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

enum { ROWS = 700, COLUMNS = 48 };

static double *make_values(int set, gsize n)
{
  double *values = g_new(double, n);
  for (gsize i = 0; i < n; i++)
    values[i] = bw_random_uniform(5, BW_STREAM_TEST, set, i) - 0.5;
  return values;
}

/* Two layers, and the gradient of the gradient by x: what it gives by the weights. */
static BwTensor *compute(BwTape *tape, int rows)
{
  g_autofree double *values = make_values(1, (gsize)rows * COLUMNS);
  g_autofree double *matrix = make_values(2, COLUMNS * COLUMNS), *row = make_values(3, COLUMNS);
  BwTensor *x = bw_tensor_new(tape, rows, COLUMNS, values);
  BwTensor *weights = bw_tensor_new(tape, COLUMNS, COLUMNS, matrix);
  BwTensor *bias = bw_tensor_new(tape, 1, COLUMNS, row);
  BwTensor *y = bw_activate(bw_affine(x, weights, bias), BW_SHIFTED_SOFTPLUS);
  BwTensor *z = bw_activate(bw_affine(y, weights, bias), BW_SILU), *slope, *gradient;
  bw_gradient(bw_total(z), NULL, &x, 1, &slope);
  bw_gradient(bw_total(bw_power(slope, 2)), NULL, &weights, 1, &gradient);
  return gradient;
}

static void test_memory(void)
{
  g_autoptr(BwTape) tape = bw_tape_new(BW_SINGLE, NULL);
  compute(tape, ROWS);
  bw_tape_clear(tape);
  gsize held = bw_tape_get_memory(tape);
  const void *first = bw_tensor_get_data(compute(tape, ROWS));
  for (int step = 0; step < 3; step++) {
    bw_tape_clear(tape);
    compute(tape, ROWS / (step + 1));
    bw_tape_clear(tape);
    g_assert_true(bw_tensor_get_data(compute(tape, ROWS)) == first);
    g_assert_cmpuint(bw_tape_get_memory(tape), ==, held);
  }
}

static void test_threads(void)
{
  const BwPrecision precisions[] = {BW_SINGLE, BW_DOUBLE};
  for (int p = 0; p < 2; p++) {
    g_autoptr(BwTape) alone = bw_tape_new(precisions[p], NULL);
    BwTensor *expected = compute(alone, ROWS);
    for (int n_threads = 2; n_threads <= 5; n_threads++) {
      g_autoptr(BwPool) pool = bw_pool_new(n_threads, FALSE);
      g_autoptr(BwTape) tape = bw_tape_new(precisions[p], pool);
      BwTensor *result = compute(tape, ROWS);
      gsize bytes = COLUMNS * COLUMNS * bw_precision_size(precisions[p]);
      g_assert_cmpmem(bw_tensor_get_data(result), bytes, bw_tensor_get_data(expected), bytes);
    }
  }
}

/* Single precision is what double precision is, to rounding. */
static void test_precisions(void)
{
  g_autoptr(BwTape) single = bw_tape_new(BW_SINGLE, NULL), wide = bw_tape_new(BW_DOUBLE, NULL);
  double a[COLUMNS * COLUMNS], b[COLUMNS * COLUMNS], largest = 0, error = 0;
  bw_tensor_read(compute(single, ROWS), a);
  bw_tensor_read(compute(wide, ROWS), b);
  for (int i = 0; i < COLUMNS * COLUMNS; i++) {
    largest = MAX(largest, fabs(b[i]));
    error = MAX(error, fabs(a[i] - b[i]));
  }
  g_assert_cmpfloat(error, <, 1e-5 * largest);
}

typedef struct {
  BwActivation function;
  double (*expected)(double x);
} Known;

static double shifted_softplus(double x)
{
  return (x > 0 ? x : 0) + log1p(exp(-fabs(x))) - G_LN2;
}

static double silu(double x)
{
  return x / (1 + exp(-x));
}

static double sigmoid(double x)
{
  return 1 / (1 + exp(-x));
}

/* Also far out, where exponentials would overflow. */
static void test_activations(void)
{
  const Known known[] = {
      {BW_SHIFTED_SOFTPLUS, shifted_softplus}, {BW_SILU, silu}, {BW_SIGMOID, sigmoid}, {BW_TANH, tanh}};
  enum { POINTS = 4001 };
  double x[POINTS], y[POINTS];
  for (int i = 0; i < POINTS; i++)
    x[i] = i < 3001 ? (i - 1500) / 50.0 : (i - 3501) * 3.0;
  for (gsize k = 0; k < G_N_ELEMENTS(known); k++)
    for (int p = 0; p < 2; p++) {
      g_autoptr(BwTape) tape = bw_tape_new(p == 0 ? BW_SINGLE : BW_DOUBLE, NULL);
      bw_tensor_read(bw_activate(bw_tensor_new(tape, 1, POINTS, x), known[k].function), y);
      for (int i = 0; i < POINTS; i++) {
        double at = p == 0 ? (double)(float)x[i] : x[i], expected = known[k].expected(at);
        double epsilon = (p == 0 ? 3e-7 : 6e-16) * (1 + fabs(expected));
        g_assert_cmpfloat_with_epsilon(y[i], expected, epsilon);
      }
    }
}

static void test_exponential(void)
{
  enum { POINTS = 2001 };
  double x[POINTS], y[POINTS];
  for (int i = 0; i < POINTS; i++)
    x[i] = (i - 1000) * 0.08;
  for (int p = 0; p < 2; p++) {
    g_autoptr(BwTape) tape = bw_tape_new(p == 0 ? BW_SINGLE : BW_DOUBLE, NULL);
    bw_tensor_read(bw_exponential(bw_tensor_new(tape, POINTS, 1, x)), y);
    for (int i = 0; i < POINTS; i++) {
      double expected = exp(p == 0 ? (double)(float)x[i] : x[i]);
      g_assert_cmpfloat_with_epsilon(y[i], expected, (p == 0 ? 2e-7 : 4e-16) * expected);
    }
  }
}

/* What does not depend on x has no gradient by it; a seed weighs. */
static void test_gradient(void)
{
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  const double values[] = {1, 2, 3}, weights[] = {10, 20, 30};
  BwTensor *x = bw_tensor_new(tape, 1, 3, values), *other = bw_tensor_new(tape, 2, 2, (double[4]){0});
  BwTensor *wrt[] = {x, other}, *gradients[2];
  bw_gradient(bw_power(x, 2), bw_tensor_new(tape, 1, 3, weights), wrt, 2, gradients);
  double by_x[3], by_other[4];
  bw_tensor_read(gradients[0], by_x);
  bw_tensor_read(gradients[1], by_other);
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat(by_x[i], ==, 2 * values[i] * weights[i]);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat(by_other[i], ==, 0);
  bw_gradient(x, NULL, wrt, 1, gradients); /* by itself */
  bw_tensor_read(gradients[0], by_x);
  g_assert_cmpfloat(by_x[1], ==, 1);
}

/* No pairs, no atoms, no rows: nothing to do, and nothing goes wrong. */
static void test_empty(void)
{
  g_autoptr(BwTape) tape = bw_tape_new(BW_SINGLE, NULL);
  g_auto(BwPairs) pairs = {0};
  bw_pairs_set(&pairs, NULL, 0, 3);
  g_autofree double *values = make_values(1, 12);
  BwTensor *x = bw_tensor_new(tape, 3, 4, values), *w = bw_tensor_new(tape, 0, 4, values), *gradient;
  BwTensor *y = bw_filter_convolution(x, w, &pairs);
  g_assert_cmpfloat(bw_tensor_get_number(bw_total(y)), ==, 0);
  bw_gradient(y, NULL, &w, 1, &gradient);
  g_assert_cmpint(bw_tensor_get_rows(gradient), ==, 0);
  BwTensor *product = bw_product(w, TRUE, w, FALSE); /* a sum over nothing */
  g_assert_cmpfloat(bw_tensor_get_number(bw_total(product)), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/tape/memory", test_memory);
  g_test_add_func("/tape/threads", test_threads);
  g_test_add_func("/tape/precisions", test_precisions);
  g_test_add_func("/tape/activations", test_activations);
  g_test_add_func("/tape/exponential", test_exponential);
  g_test_add_func("/tape/gradient", test_gradient);
  g_test_add_func("/tape/empty", test_empty);
  return g_test_run();
}
