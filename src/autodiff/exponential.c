/* exponential.c - e^a. */
#ifdef REAL

#include "autodiff/elementary.h"

BW_VECTORISED static void NAME(exponentiate)(const BwTensor *self, int begin, int end)
{
  const REAL *a = self->inputs[0]->data;
  REAL *restrict out = self->data;
  for (gsize i = BW_FIRST(self, begin); i < BW_FIRST(self, end); i++)
    out[i] = NAME(exponential)(a[i]);
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#define TEMPLATE "autodiff/exponential.c"
#include "autodiff/each-precision.h"

static void differentiate(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_multiply(upstream, self);
}

static const BwOperation exponentiation = {"exponential", KERNELS(exponentiate), differentiate};

BwTensor *bw_exponential(BwTensor *a)
{
  return bw_tape_record(
      a->tape,
      &(BwRecord){.operation = &exponentiation, .rows = a->rows, .columns = a->columns, .inputs = {a}});
}

#endif
