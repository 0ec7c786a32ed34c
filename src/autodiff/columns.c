/* columns.c - the sums of columns, [n][columns] → [1][columns], and the other way: a row, n times. Each is
 * the other's derivative. */
#ifdef REAL

/* There is one row, so this is one task: the sums are taken in the order of the rows. */
BW_VECTORISED static void NAME(sum_columns)(const BwTensor *self, G_GNUC_UNUSED int begin,
                                            G_GNUC_UNUSED int end)
{
  const BwTensor *input = self->inputs[0];
  int columns = self->columns;
  const REAL *a = input->data;
  REAL *restrict out = self->data;
  memset(out, 0, sizeof *out * columns);
  for (int i = 0; i < input->rows; i++, a += columns)
    for (int c = 0; c < columns; c++)
      out[c] += a[c];
}

static void NAME(repeat)(const BwTensor *self, int begin, int end)
{
  REAL *out = self->data;
  for (int i = begin; i < end; i++)
    memcpy(out + BW_FIRST(self, i), self->inputs[0]->data, sizeof *out * self->columns);
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#include <string.h>

#define TEMPLATE "autodiff/columns.c"
#include "autodiff/each-precision.h"

static void differentiate_sums(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_repeat_row(upstream, self->inputs[0]->rows);
}

static void differentiate_repetition(G_GNUC_UNUSED BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_column_sums(upstream);
}

static const BwOperation sums = {"column sums", KERNELS(sum_columns), differentiate_sums};
static const BwOperation repetition = {"repeat row", KERNELS(repeat), differentiate_repetition};

BwTensor *bw_column_sums(BwTensor *a)
{
  return bw_tape_record(a->tape,
                        &(BwRecord){.operation = &sums, .rows = 1, .columns = a->columns, .inputs = {a}});
}

BwTensor *bw_repeat_row(BwTensor *a, int rows)
{
  g_assert(a->rows == 1);
  return bw_tape_record(
      a->tape, &(BwRecord){.operation = &repetition, .rows = rows, .columns = a->columns, .inputs = {a}});
}

/* A total is the sum of one long column. */
BwTensor *bw_total(BwTensor *a)
{
  BwTensor *rows = bw_column_sums(a);
  return bw_column_sums(bw_reshape(rows, rows->columns, 1));
}

#endif
