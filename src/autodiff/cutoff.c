/* cutoff.c - the cosine cutoff ½ (cos(π d/c) + 1) and its derivatives, zero from c on. */
#ifdef REAL

/* Derivatives of cos(k d) go round: −k sin, −k² cos, k³ sin. One number per pair: not worth a vector. */
static void NAME(cut)(const BwTensor *self, int begin, int end)
{
  const REAL *d = self->inputs[0]->data;
  REAL *out = self->data;
  double k = G_PI / self->number;
  for (int i = begin; i < end; i++) {
    double value = 0.5 * pow(k, self->mode) * cos(k * (double)d[i] + self->mode * G_PI_2);
    out[i] = (double)d[i] < self->number ? (REAL)(value + (self->mode == 0 ? 0.5 : 0)) : 0;
  }
}

#else

#include "autodiff/operation.h"

#include <math.h>

#define TEMPLATE "autodiff/cutoff.c"
#include "autodiff/each-precision.h"

static BwTensor *record(BwTensor *d, double cutoff, int order);

static void differentiate(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_multiply(upstream, record(self->inputs[0], self->number, self->mode + 1));
}

static const BwOperation cutting = {"cosine cutoff", KERNELS(cut), differentiate};

static BwTensor *record(BwTensor *d, double cutoff, int order)
{
  g_assert(d->columns == 1 && cutoff > 0);
  return bw_tape_record(d->tape, &(BwRecord){.operation = &cutting,
                                             .rows = d->rows,
                                             .columns = 1,
                                             .inputs = {d},
                                             .mode = order,
                                             .number = cutoff,
                                             .work = 200});
}

BwTensor *bw_cosine_cutoff(BwTensor *d, double cutoff)
{
  return record(d, cutoff, 0);
}

#endif
