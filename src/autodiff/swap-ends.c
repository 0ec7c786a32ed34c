/* swap-ends.c - the rows of a pair's two ends change places. It is its own derivative. */
#ifdef REAL

static void NAME(swap)(const BwTensor *self, int begin, int end)
{
  const REAL *a = self->inputs[0]->data;
  REAL *out = self->data;
  for (int k = begin; k < end; k++)
    memcpy(out + BW_FIRST(self, k), a + BW_FIRST(self, k ^ 1), sizeof *out * self->columns);
}

#else

#include "autodiff/operation.h"

#include <string.h>

#define TEMPLATE "autodiff/swap-ends.c"
#include "autodiff/each-precision.h"

static void differentiate(G_GNUC_UNUSED BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_swap_ends(upstream);
}

static const BwOperation swapping = {"swap ends", KERNELS(swap), differentiate};

BwTensor *bw_swap_ends(BwTensor *a)
{
  g_assert(a->rows % 2 == 0);
  return bw_tape_record(
      a->tape, &(BwRecord){.operation = &swapping, .rows = a->rows, .columns = a->columns, .inputs = {a}});
}

#endif
