/* pair-differences.c - the difference of the rows of a pair's atoms, and the other way: what belongs to
 * pairs, added at the one atom and subtracted at the other. Each is the other's derivative. */
#ifdef REAL

static void NAME(subtract)(const BwTensor *self, int begin, int end)
{
  const BwPairs *pairs = self->context;
  int columns = self->columns;
  REAL *out = self->data;
  const REAL *a = self->inputs[0]->data;
  for (int k = begin; k < end; k++) {
    const REAL *i = a + BW_FIRST(self, pairs->ends.source[2 * k]);
    const REAL *j = a + BW_FIRST(self, pairs->ends.source[2 * k + 1]);
    for (int c = 0; c < columns; c++)
      out[BW_FIRST(self, k) + c] = j[c] - i[c];
  }
}

static void NAME(scatter)(const BwTensor *self, int begin, int end)
{
  const BwPairs *pairs = self->context;
  int columns = self->columns;
  const REAL *a = self->inputs[0]->data;
  for (int i = begin; i < end; i++) {
    REAL *out = (REAL *)self->data + BW_FIRST(self, i);
    memset(out, 0, sizeof *out * columns);
    for (int m = pairs->ends.first[i]; m < pairs->ends.first[i + 1]; m++) {
      int at = pairs->ends.members[m];
      REAL sign = at % 2 ? 1 : -1;
      for (int c = 0; c < columns; c++)
        out[c] += sign * a[BW_FIRST(self, at / 2) + c];
    }
  }
}

#else

#include "autodiff/operation.h"

#include <string.h>

#define TEMPLATE "autodiff/pair-differences.c"
#include "autodiff/each-precision.h"

static void differentiate_subtraction(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_pair_scatter(upstream, self->context);
}

static void differentiate_scattering(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  gradients[0] = bw_pair_differences(upstream, self->context);
}

static const BwOperation subtraction = {"pair differences", KERNELS(subtract), differentiate_subtraction};
static const BwOperation scattering = {"pair scatter", KERNELS(scatter), differentiate_scattering};

BwTensor *bw_pair_differences(BwTensor *a, const BwPairs *pairs)
{
  g_assert(a->rows == pairs->n_atoms);
  return bw_tape_record(a->tape, &(BwRecord){.operation = &subtraction,
                                             .rows = pairs->n_pairs,
                                             .columns = a->columns,
                                             .inputs = {a},
                                             .context = pairs});
}

BwTensor *bw_pair_scatter(BwTensor *a, const BwPairs *pairs)
{
  g_assert(a->rows == pairs->n_pairs);
  return bw_tape_record(a->tape, &(BwRecord){.operation = &scattering,
                                             .rows = pairs->n_atoms,
                                             .columns = a->columns,
                                             .inputs = {a},
                                             .context = pairs,
                                             .work = 1024});
}

#endif
