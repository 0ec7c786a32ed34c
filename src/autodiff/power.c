/* power.c - a^exponent. */
#ifdef REAL

#if REAL_IS_DOUBLE
#define ROOT(x) sqrt(x)
#define POWER(x, y) pow(x, y)
#else
#define ROOT(x) sqrtf(x)
#define POWER(x, y) powf(x, y)
#endif

BW_VECTORISED static void NAME(raise)(const BwTensor *self, int begin, int end)
{
  const REAL *a = self->inputs[0]->data;
  REAL *restrict out = self->data;
  gsize first = BW_FIRST(self, begin), last = BW_FIRST(self, end);
  if (self->number == 2)
    for (gsize i = first; i < last; i++)
      out[i] = a[i] * a[i];
  else if (self->number == 0.5)
    for (gsize i = first; i < last; i++)
      out[i] = ROOT(a[i]);
  else if (self->number == -0.5)
    for (gsize i = first; i < last; i++)
      out[i] = 1 / ROOT(a[i]);
  else if (self->number == -1)
    for (gsize i = first; i < last; i++)
      out[i] = 1 / a[i];
  else
    for (gsize i = first; i < last; i++)
      out[i] = POWER(a[i], (REAL)self->number);
}

#undef ROOT
#undef POWER

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#include <math.h>

#define TEMPLATE "autodiff/power.c"
#include "autodiff/each-precision.h"

static void differentiate(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  BwTensor *slope = bw_power(self->inputs[0], self->number - 1);
  gradients[0] = bw_scale(bw_multiply(upstream, slope), self->number);
}

static const BwOperation raising = {"power", KERNELS(raise), differentiate};

BwTensor *bw_power(BwTensor *a, double exponent)
{
  if (exponent == 1)
    return a;
  return bw_tape_record(
      a->tape,
      &(BwRecord){
          .operation = &raising, .rows = a->rows, .columns = a->columns, .inputs = {a}, .number = exponent});
}

#endif
