/* activation.c - f⁽ⁿ⁾(z) ⊙ g: an activation function, and its derivatives times what comes from above. One
 * operation for all orders: its derivative by z is of the next order, by g of the same. */
#ifdef REAL

#include "autodiff/elementary.h"

/* s⁽ⁿ⁾ of the logistic function, from s. */
BW_VECTORISED_PART REAL NAME(logistic)(REAL s, int order)
{
  switch (order) {
  case 0:
    return s;
  case 1:
    return s * (1 - s);
  case 2:
    return s * (1 - s) * (1 - 2 * s);
  default:
    return s * (1 - s) * (1 - 6 * s * (1 - s));
  }
}

BW_VECTORISED_PART REAL NAME(activation)(BwActivation function, int order, REAL z)
{
  REAL s;
  switch (function) {
  case BW_SHIFTED_SOFTPLUS:
    return order == 0 ? NAME(softplus)(z) - (REAL)G_LN2 : NAME(logistic)(NAME(sigmoid)(z), order - 1);
  case BW_SILU:
    s = NAME(sigmoid)(z);
    return z * NAME(logistic)(s, order) + (order > 0 ? order * NAME(logistic)(s, order - 1) : 0);
  case BW_TANH: /* 2 s(2z) − 1 */
    return (2 << order) * NAME(logistic)(NAME(sigmoid)(2 * z), order) - (order == 0);
  case BW_LEAKY_RELU:
    return order == 0 ? (z > 0 ? z : (REAL)0.2 * z) : order == 1 ? (z > 0 ? 1 : (REAL)0.2) : 0;
  default:
    return NAME(logistic)(NAME(sigmoid)(z), order);
  }
}

/* Compiled for each function and order, so that the loop has no branches. There is a g from order 1 on. */
BW_VECTORISED_PART void NAME(loop)(BwActivation function, int order, const REAL *restrict z,
                                   const REAL *restrict g, REAL *restrict out, gsize n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = NAME(activation)(function, order, z[i]) * (order > 0 ? g[i] : 1);
}

BW_VECTORISED_PART void NAME(loop_order)(BwActivation function, int order, const REAL *z, const REAL *g,
                                         REAL *out, gsize n)
{
  switch (order) {
  case 0:
    NAME(loop)(function, 0, z, g, out, n);
    break;
  case 1:
    NAME(loop)(function, 1, z, g, out, n);
    break;
  case 2:
    NAME(loop)(function, 2, z, g, out, n);
    break;
  default:
    NAME(loop)(function, 3, z, g, out, n);
  }
}

BW_VECTORISED static void NAME(activate)(const BwTensor *self, int begin, int end)
{
  gsize first = BW_FIRST(self, begin), n = BW_FIRST(self, end) - first;
  const REAL *z = (const REAL *)self->inputs[0]->data + first;
  int order = ORDER(self->mode);
  const REAL *g = order > 0 ? (const REAL *)self->inputs[1]->data + first : NULL;
  REAL *out = (REAL *)self->data + first;
  switch (FUNCTION(self->mode)) {
  case BW_SHIFTED_SOFTPLUS:
    NAME(loop_order)(BW_SHIFTED_SOFTPLUS, order, z, g, out, n);
    break;
  case BW_SILU:
    NAME(loop_order)(BW_SILU, order, z, g, out, n);
    break;
  case BW_TANH:
    NAME(loop_order)(BW_TANH, order, z, g, out, n);
    break;
  case BW_LEAKY_RELU:
    NAME(loop_order)(BW_LEAKY_RELU, order, z, g, out, n);
    break;
  default:
    NAME(loop_order)(BW_SIGMOID, order, z, g, out, n);
  }
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#define MODE(function, order) ((order)*BW_N_ACTIVATIONS + (int)(function))
#define FUNCTION(mode) ((BwActivation)((mode) % BW_N_ACTIVATIONS))
#define ORDER(mode) ((mode) / BW_N_ACTIVATIONS)
#define LARGEST_ORDER 3

#define TEMPLATE "autodiff/activation.c"
#include "autodiff/each-precision.h"

static BwTensor *record(BwTensor *z, BwTensor *g, BwActivation function, int order);

static void differentiate(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  int order = ORDER(self->mode);
  BwTensor *z = self->inputs[0], *g = order > 0 ? self->inputs[1] : NULL;
  if (bw_tensor_wants(self, 0))
    gradients[0] = record(z, g ? bw_multiply(upstream, g) : upstream, FUNCTION(self->mode), order + 1);
  if (g && bw_tensor_wants(self, 1))
    gradients[1] = record(z, upstream, FUNCTION(self->mode), order);
}

static const BwOperation activation = {"activate", KERNELS(activate), differentiate};

static BwTensor *record(BwTensor *z, BwTensor *g, BwActivation function, int order)
{
  g_assert(order <= LARGEST_ORDER);
  return bw_tape_record(z->tape, &(BwRecord){.operation = &activation,
                                             .rows = z->rows,
                                             .columns = z->columns,
                                             .inputs = {z, g},
                                             .mode = MODE(function, order)});
}

BwTensor *bw_activate(BwTensor *a, BwActivation function)
{
  return record(a, NULL, function, 0);
}

#endif
