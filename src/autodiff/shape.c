/* shape.c - the same elements in another shape, or as a constant. */
#include "autodiff/operation.h"

static void differentiate(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_reshape(upstream, self->inputs[0]->rows, self->inputs[0]->columns);
}

static const BwOperation reshaping = {"reshape", {NULL, NULL}, differentiate};

BwTensor *bw_reshape(BwTensor *a, int rows, int columns)
{
  g_assert((gsize)rows * columns == (gsize)a->rows * a->columns);
  return bw_tape_record(
      a->tape,
      &(BwRecord){.operation = &reshaping, .rows = rows, .columns = columns, .inputs = {a}, .data = a->data});
}

BwTensor *bw_detach(BwTensor *a)
{
  return bw_tensor_new_for_data(a->tape, a->rows, a->columns, a->data);
}
