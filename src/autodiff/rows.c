/* rows.c - the products of rows with rows, [n][columns] · [n][columns] → [n][1], and of rows with numbers,
 * [n][columns] [n][1] → [n][columns]: each is in the other's derivative. */
#ifdef REAL

#define LANES 16 /* sums taken side by side */

BW_VECTORISED static void NAME(row_products)(const BwTensor *self, int begin, int end)
{
  const BwTensor *a = self->inputs[0];
  int columns = a->columns, whole = columns - columns % LANES;
  const REAL *x = (const REAL *)a->data + BW_FIRST(a, begin);
  const REAL *y = (const REAL *)self->inputs[1]->data + BW_FIRST(a, begin);
  REAL *out = self->data;
  for (int i = begin; i < end; i++, x += columns, y += columns) {
    REAL lanes[LANES] = {0}, sum = 0;
    for (int c = 0; c < whole; c += LANES)
      for (int l = 0; l < LANES; l++)
        lanes[l] += x[c + l] * y[c + l];
    for (int half = LANES / 2; half > 0; half /= 2)
      for (int l = 0; l < half; l++)
        lanes[l] += lanes[l + half];
    for (int c = whole; c < columns; c++)
      sum += x[c] * y[c];
    out[i] = lanes[0] + sum;
  }
}

#undef LANES

BW_VECTORISED static void NAME(scale_rows)(const BwTensor *self, int begin, int end)
{
  int columns = self->columns;
  const REAL *a = (const REAL *)self->inputs[0]->data + BW_FIRST(self, begin), *s = self->inputs[1]->data;
  REAL *restrict out = (REAL *)self->data + BW_FIRST(self, begin);
  for (int i = begin; i < end; i++, a += columns, out += columns)
    for (int c = 0; c < columns; c++)
      out[c] = a[c] * s[i];
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#define TEMPLATE "autodiff/rows.c"
#include "autodiff/each-precision.h"

static void differentiate_products(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  for (int k = 0; k < 2; k++)
    if (bw_tensor_wants(self, k))
      gradients[k] = bw_scale_rows(self->inputs[1 - k], upstream);
}

static void differentiate_scaling(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  if (bw_tensor_wants(self, 0))
    gradients[0] = bw_scale_rows(upstream, self->inputs[1]);
  if (bw_tensor_wants(self, 1))
    gradients[1] = bw_row_products(upstream, self->inputs[0]);
}

static const BwOperation products = {"row products", KERNELS(row_products), differentiate_products};
static const BwOperation scaling = {"scale rows", KERNELS(scale_rows), differentiate_scaling};

BwTensor *bw_row_products(BwTensor *a, BwTensor *b)
{
  g_assert(a->rows == b->rows && a->columns == b->columns);
  return bw_tape_record(a->tape, &(BwRecord){.operation = &products,
                                             .rows = a->rows,
                                             .columns = 1,
                                             .inputs = {a, b},
                                             .work = MAX(a->columns, 32)});
}

BwTensor *bw_scale_rows(BwTensor *a, BwTensor *s)
{
  g_assert(a->rows == s->rows && s->columns == 1);
  return bw_tape_record(
      a->tape, &(BwRecord){.operation = &scaling, .rows = a->rows, .columns = a->columns, .inputs = {a, s}});
}

#endif
