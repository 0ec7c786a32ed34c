/* multiply.c - a ⊙ b. */
#ifdef REAL

BW_VECTORISED static void NAME(multiply)(const BwTensor *self, int begin, int end)
{
  const REAL *a = self->inputs[0]->data, *b = self->inputs[1]->data;
  REAL *restrict out = self->data;
  for (gsize i = BW_FIRST(self, begin); i < BW_FIRST(self, end); i++)
    out[i] = a[i] * b[i];
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#define TEMPLATE "autodiff/multiply.c"
#include "autodiff/each-precision.h"

static void differentiate(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  for (int k = 0; k < 2; k++)
    if (bw_tensor_wants(self, k))
      gradients[k] = bw_multiply(upstream, self->inputs[1 - k]);
}

static const BwOperation multiplication = {"multiply", KERNELS(multiply), differentiate};

BwTensor *bw_multiply(BwTensor *a, BwTensor *b)
{
  g_assert(a->rows == b->rows && a->columns == b->columns);
  return bw_tape_record(
      a->tape,
      &(BwRecord){.operation = &multiplication, .rows = a->rows, .columns = a->columns, .inputs = {a, b}});
}

#endif
