/* slices.c - some of the columns, and the other way: columns with zeros around them. Each is the other's
 * derivative. */
#ifdef REAL

static void NAME(cut)(const BwTensor *self, int begin, int end)
{
  const BwTensor *a = self->inputs[0];
  REAL *out = self->data;
  for (int i = begin; i < end; i++)
    memcpy(out + BW_FIRST(self, i), (const REAL *)a->data + BW_FIRST(a, i) + self->mode,
           sizeof *out * self->columns);
}

static void NAME(widen)(const BwTensor *self, int begin, int end)
{
  const BwTensor *a = self->inputs[0];
  REAL *out = self->data;
  memset(out + BW_FIRST(self, begin), 0, sizeof *out * (end - begin) * self->columns);
  for (int i = begin; i < end; i++)
    memcpy(out + BW_FIRST(self, i) + self->mode, (const REAL *)a->data + BW_FIRST(a, i),
           sizeof *out * a->columns);
}

static void NAME(join)(const BwTensor *self, int begin, int end)
{
  REAL *out = self->data;
  for (int i = begin; i < end; i++)
    for (int k = 0, column = 0; k < 2; column += self->inputs[k++]->columns)
      memcpy(out + BW_FIRST(self, i) + column,
             (const REAL *)self->inputs[k]->data + BW_FIRST(self->inputs[k], i),
             sizeof *out * self->inputs[k]->columns);
}

#else

#include "autodiff/operation.h"

#include <string.h>

#define TEMPLATE "autodiff/slices.c"
#include "autodiff/each-precision.h"

static void differentiate_cut(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_widen(upstream, self->mode, self->inputs[0]->columns);
}

static void differentiate_widening(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_columns(upstream, self->mode, self->inputs[0]->columns);
}

static void differentiate_joint(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  for (int k = 0, column = 0; k < 2; column += self->inputs[k++]->columns)
    if (bw_tensor_wants(self, k))
      gradients[k] = bw_columns(upstream, column, self->inputs[k]->columns);
}

static const BwOperation cutting = {"columns", KERNELS(cut), differentiate_cut};
static const BwOperation widening = {"widen", KERNELS(widen), differentiate_widening};
static const BwOperation joining = {"join", KERNELS(join), differentiate_joint};

BwTensor *bw_columns(BwTensor *a, int first, int n)
{
  g_assert(first >= 0 && n >= 0 && first + n <= a->columns);
  return bw_tape_record(
      a->tape,
      &(BwRecord){.operation = &cutting, .rows = a->rows, .columns = n, .inputs = {a}, .mode = first});
}

BwTensor *bw_widen(BwTensor *a, int first, int total)
{
  g_assert(first >= 0 && first + a->columns <= total);
  return bw_tape_record(
      a->tape,
      &(BwRecord){.operation = &widening, .rows = a->rows, .columns = total, .inputs = {a}, .mode = first});
}

BwTensor *bw_join(BwTensor *a, BwTensor *b)
{
  g_assert(a->rows == b->rows);
  return bw_tape_record(a->tape, &(BwRecord){.operation = &joining,
                                             .rows = a->rows,
                                             .columns = a->columns + b->columns,
                                             .inputs = {a, b}});
}

#endif
