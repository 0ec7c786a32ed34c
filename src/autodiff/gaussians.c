/* gaussians.c - Gaussians of a distance, g_k = e^(−γ_k (d − μ_k)²), and their derivatives. */
#ifdef REAL

#include "autodiff/elementary.h"

BW_VECTORISED_PART REAL NAME(gaussian)(REAL delta, REAL gamma, int order)
{
  REAL g = NAME(exponential)(-gamma * delta * delta), u = 2 * gamma * delta;
  switch (order) {
  case 0:
    return g;
  case 1:
    return -u * g;
  case 2:
    return (u * u - 2 * gamma) * g;
  default:
    return (6 * gamma - u * u) * u * g;
  }
}

BW_VECTORISED_PART void NAME(spread_order)(const BwTensor *self, int order, int begin, int end)
{
  const BwGaussians *basis = self->context;
  const REAL *d = self->inputs[0]->data;
  for (int i = begin; i < end; i++) {
    REAL *restrict out = (REAL *)self->data + BW_FIRST(self, i);
    for (int k = 0; k < basis->n; k++)
      out[k] = NAME(gaussian)(d[i] - (REAL)basis->centres[k], (REAL)basis->gammas[k], order);
  }
}

BW_VECTORISED static void NAME(spread)(const BwTensor *self, int begin, int end)
{
  switch (self->mode) {
  case 0:
    NAME(spread_order)(self, 0, begin, end);
    break;
  case 1:
    NAME(spread_order)(self, 1, begin, end);
    break;
  case 2:
    NAME(spread_order)(self, 2, begin, end);
    break;
  default:
    NAME(spread_order)(self, 3, begin, end);
  }
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#define LARGEST_ORDER 3

#define TEMPLATE "autodiff/gaussians.c"
#include "autodiff/each-precision.h"

static BwTensor *record(BwTensor *d, const BwGaussians *gaussians, int order);

static void differentiate(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_row_products(upstream, record(self->inputs[0], self->context, self->mode + 1));
}

static const BwOperation spreading = {"gaussians", KERNELS(spread), differentiate};

static BwTensor *record(BwTensor *d, const BwGaussians *gaussians, int order)
{
  g_assert(d->columns == 1 && order <= LARGEST_ORDER);
  return bw_tape_record(d->tape, &(BwRecord){.operation = &spreading,
                                             .rows = d->rows,
                                             .columns = gaussians->n,
                                             .inputs = {d},
                                             .context = gaussians,
                                             .mode = order,
                                             .work = 64.0 * gaussians->n});
}

BwTensor *bw_gaussians(BwTensor *d, const BwGaussians *gaussians)
{
  return record(d, gaussians, 0);
}

#endif
