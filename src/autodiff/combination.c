/* combination.c - factor_a a + factor_b b, and what follows from it. */
#ifdef REAL

BW_VECTORISED static void NAME(combine)(const BwTensor *self, int begin, int end)
{
  const BwFactors *factors = self->context;
  REAL fa = (REAL)factors->a, fb = (REAL)factors->b;
  const REAL *a = self->inputs[0]->data, *b = self->inputs[1]->data;
  REAL *restrict out = self->data;
  for (gsize i = BW_FIRST(self, begin); i < BW_FIRST(self, end); i++)
    out[i] = fa * a[i] + fb * b[i];
}

BW_VECTORISED static void NAME(scale)(const BwTensor *self, int begin, int end)
{
  REAL factor = (REAL)self->number;
  const REAL *a = self->inputs[0]->data;
  REAL *restrict out = self->data;
  for (gsize i = BW_FIRST(self, begin); i < BW_FIRST(self, end); i++)
    out[i] = factor * a[i];
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

typedef struct {
  double a, b;
} BwFactors;

#define TEMPLATE "autodiff/combination.c"
#include "autodiff/each-precision.h"

static void differentiate_combination(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  const BwFactors *factors = self->context;
  if (bw_tensor_wants(self, 0))
    gradients[0] = bw_scale(upstream, factors->a);
  if (bw_tensor_wants(self, 1))
    gradients[1] = bw_scale(upstream, factors->b);
}

static void differentiate_scale(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_scale(upstream, self->number);
}

static const BwOperation combination = {"combination", KERNELS(combine), differentiate_combination};
static const BwOperation scaling = {"scale", KERNELS(scale), differentiate_scale};

BwTensor *bw_combine(BwTensor *a, double factor_a, BwTensor *b, double factor_b)
{
  g_assert(a->rows == b->rows && a->columns == b->columns);
  BwFactors *factors = bw_tape_alloc(a->tape, sizeof *factors);
  *factors = (BwFactors){factor_a, factor_b};
  return bw_tape_record(a->tape, &(BwRecord){.operation = &combination,
                                             .rows = a->rows,
                                             .columns = a->columns,
                                             .inputs = {a, b},
                                             .context = factors});
}

BwTensor *bw_add(BwTensor *a, BwTensor *b)
{
  return bw_combine(a, 1, b, 1);
}

BwTensor *bw_subtract(BwTensor *a, BwTensor *b)
{
  return bw_combine(a, 1, b, -1);
}

/* By one: the same tensor. */
BwTensor *bw_scale(BwTensor *a, double factor)
{
  if (factor == 1)
    return a;
  return bw_tape_record(
      a->tape,
      &(BwRecord){
          .operation = &scaling, .rows = a->rows, .columns = a->columns, .inputs = {a}, .number = factor});
}

#endif
