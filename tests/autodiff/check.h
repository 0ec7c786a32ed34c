/* check.h - whether the derivatives of an operation, and the derivatives of those, are what finite
 * differences say. */
#pragma once

#include "autodiff/operations.h"
#include "base/random.h"

#include <math.h>

enum { MOST_INPUTS = 3 };

typedef BwTensor *(*BwFunction)(BwTensor *const *inputs, gconstpointer data);

typedef struct {
  BwFunction function;
  gconstpointer data;
  int n_inputs;
  int rows[MOST_INPUTS], columns[MOST_INPUTS];
  double low, high; /* of the elements; both 0: −1 to 1 */
} BwCase;

static inline double *make_values(const BwCase *c, int set, int rows, int columns)
{
  gboolean plain = c->low == 0 && c->high == 0;
  double low = plain ? -1 : c->low, high = plain ? 1 : c->high;
  double *values = g_new(double, (gsize)rows *columns + 1);
  for (int i = 0; i < rows * columns; i++)
    values[i] = low + (high - low) * bw_random_uniform(3, BW_STREAM_TEST, set, i);
  return values;
}

/* A number from what the function gives: its elements, each with a weight of its own. */
static inline BwTensor *weigh(BwTensor *y, int set)
{
  BwTape *tape = bw_tensor_get_tape(y);
  int rows = bw_tensor_get_rows(y), columns = bw_tensor_get_columns(y);
  const BwCase any = {0};
  g_autofree double *weights = make_values(&any, set, rows, columns);
  return bw_total(bw_multiply(y, bw_tensor_new(tape, rows, columns, weights)));
}

/* order 0: the weighted function; 1: its gradients, weighted; each a number. */
static inline BwTensor *evaluate(const BwCase *c, BwTape *tape, double *const *values, int order,
                                 BwTensor **inputs)
{
  for (int k = 0; k < c->n_inputs; k++)
    inputs[k] = bw_tensor_new(tape, c->rows[k], c->columns[k], values[k]);
  BwTensor *number = weigh(c->function(inputs, c->data), 100);
  for (int o = 0; o < order; o++) {
    BwTensor *gradients[MOST_INPUTS], *sum = NULL;
    bw_gradient(number, NULL, inputs, c->n_inputs, gradients);
    for (int k = 0; k < c->n_inputs; k++) {
      BwTensor *part = weigh(gradients[k], 200 + 10 * o + k);
      sum = sum ? bw_add(sum, part) : part;
    }
    number = sum;
  }
  return number;
}

static inline double value_at(const BwCase *c, double *const *values, int order)
{
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwTensor *inputs[MOST_INPUTS];
  return bw_tensor_get_number(evaluate(c, tape, values, order, inputs));
}

/* By the five-point rule, whose error is of the fourth order. */
static inline double difference(const BwCase *c, double *const *values, int order, double *x)
{
  const double h = 1e-3, at = *x;
  double f[4];
  const int steps[4] = {-2, -1, 1, 2};
  for (int s = 0; s < 4; s++) {
    *x = at + steps[s] * h;
    f[s] = value_at(c, values, order);
  }
  *x = at;
  return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h);
}

/* The derivative of order `order` + 1 against differences of that of order `order`. */
static inline void check_order(const BwCase *c, int order)
{
  double *values[MOST_INPUTS] = {NULL};
  for (int k = 0; k < c->n_inputs; k++)
    values[k] = make_values(c, k, c->rows[k], c->columns[k]);
  g_autoptr(BwTape) tape = bw_tape_new(BW_DOUBLE, NULL);
  BwTensor *inputs[MOST_INPUTS], *gradients[MOST_INPUTS];
  bw_gradient(evaluate(c, tape, values, order, inputs), NULL, inputs, c->n_inputs, gradients);
  for (int k = 0; k < c->n_inputs; k++) {
    const double *gradient = bw_tensor_get_data(gradients[k]);
    for (int i = 0; i < c->rows[k] * c->columns[k]; i++) {
      double expected = difference(c, values, order, &values[k][i]);
      g_assert_cmpfloat_with_epsilon(gradient[i], expected, 1e-8 * (1 + fabs(expected)));
    }
  }
  for (int k = 0; k < c->n_inputs; k++)
    g_free(values[k]);
}

static inline void check_derivatives(gconstpointer data)
{
  check_order(data, 0);
  check_order(data, 1);
}
