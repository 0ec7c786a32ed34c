/* gather.c - the row of its source for each item, and the other way: the sum over the items of each source.
 * Each is the other's derivative. */
#ifdef REAL

static void NAME(gather)(const BwTensor *self, int begin, int end)
{
  const BwIndex *index = self->context;
  REAL *out = self->data;
  const REAL *a = self->inputs[0]->data;
  for (int k = begin; k < end; k++)
    memcpy(out + BW_FIRST(self, k), a + BW_FIRST(self, index->source[k]), sizeof *out * self->columns);
}

BW_VECTORISED static void NAME(scatter)(const BwTensor *self, int begin, int end)
{
  const BwIndex *index = self->context;
  int columns = self->columns;
  const REAL *a = self->inputs[0]->data;
  for (int s = begin; s < end; s++) {
    REAL *restrict out = (REAL *)self->data + BW_FIRST(self, s);
    memset(out, 0, sizeof *out * columns);
    for (int m = index->first[s]; m < index->first[s + 1]; m++) {
      const REAL *row = a + (gsize)index->members[m] * columns;
      for (int c = 0; c < columns; c++)
        out[c] += row[c];
    }
  }
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#include <string.h>

#define TEMPLATE "autodiff/gather.c"
#include "autodiff/each-precision.h"

static void differentiate_gathering(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_scatter(upstream, self->context);
}

static void differentiate_scattering(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_gather(upstream, self->context);
}

static const BwOperation gathering = {"gather", KERNELS(gather), differentiate_gathering};
static const BwOperation scattering = {"scatter", KERNELS(scatter), differentiate_scattering};

BwTensor *bw_gather(BwTensor *a, const BwIndex *index)
{
  g_assert(a->rows == index->n_sources);
  return bw_tape_record(a->tape, &(BwRecord){.operation = &gathering,
                                             .rows = index->n_items,
                                             .columns = a->columns,
                                             .inputs = {a},
                                             .context = index});
}

BwTensor *bw_scatter(BwTensor *a, const BwIndex *index)
{
  g_assert(a->rows == index->n_items);
  double members = (double)index->n_items / MAX(index->n_sources, 1);
  return bw_tape_record(a->tape, &(BwRecord){.operation = &scattering,
                                             .rows = index->n_sources,
                                             .columns = a->columns,
                                             .inputs = {a},
                                             .context = index,
                                             .work = 32 * MAX(members, 1) * a->columns});
}

#endif
