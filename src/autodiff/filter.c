/* filter.c - continuous-filter convolutions over pairs, Σ_j x_j ⊙ w_ij, and the products over a pair,
 * a_i ⊙ b_j + a_j ⊙ b_i. A filter depends on the distance alone, so that a pair has one for both its atoms:
 * half the work of directed edges, and the two operations are all there is in each other's derivatives. */
#ifdef REAL

BW_VECTORISED static void NAME(convolve)(const BwTensor *self, int begin, int end)
{
  const BwPairs *pairs = self->context;
  int columns = self->columns;
  const REAL *x = self->inputs[0]->data, *w = self->inputs[1]->data;
  for (int i = begin; i < end; i++) {
    REAL *restrict out = (REAL *)self->data + BW_FIRST(self, i);
    memset(out, 0, sizeof *out * columns);
    for (int m = pairs->ends.first[i]; m < pairs->ends.first[i + 1]; m++) {
      int at = pairs->ends.members[m];
      const REAL *other = x + BW_FIRST(self, bw_pairs_other(pairs, at));
      const REAL *filter = w + BW_FIRST(self, at / 2);
      for (int c = 0; c < columns; c++)
        out[c] += other[c] * filter[c];
    }
  }
}

BW_VECTORISED static void NAME(multiply_pairs)(const BwTensor *self, int begin, int end)
{
  const BwPairs *pairs = self->context;
  int columns = self->columns;
  const REAL *a = self->inputs[0]->data, *b = self->inputs[1]->data;
  for (int k = begin; k < end; k++) {
    gsize i = BW_FIRST(self, pairs->ends.source[2 * k]), j = BW_FIRST(self, pairs->ends.source[2 * k + 1]);
    REAL *restrict out = (REAL *)self->data + BW_FIRST(self, k);
    for (int c = 0; c < columns; c++)
      out[c] = a[i + c] * b[j + c] + a[j + c] * b[i + c];
  }
}

#else

#include "autodiff/operation.h"
#include "base/simd.h"

#include <string.h>

#define TEMPLATE "autodiff/filter.c"
#include "autodiff/each-precision.h"

static void differentiate_convolution(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  if (bw_tensor_wants(self, 0))
    gradients[0] = bw_filter_convolution(upstream, self->inputs[1], self->context);
  if (bw_tensor_wants(self, 1))
    gradients[1] = bw_pair_products(upstream, self->inputs[0], self->context);
}

static void differentiate_products(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  for (int k = 0; k < 2; k++)
    if (bw_tensor_wants(self, k))
      gradients[k] = bw_filter_convolution(self->inputs[1 - k], upstream, self->context);
}

static const BwOperation convolution = {"filter convolution", KERNELS(convolve), differentiate_convolution};
static const BwOperation products = {"pair products", KERNELS(multiply_pairs), differentiate_products};

BwTensor *bw_filter_convolution(BwTensor *x, BwTensor *w, const BwPairs *pairs)
{
  g_assert(x->rows == pairs->n_atoms && w->rows == pairs->n_pairs && x->columns == w->columns);
  double neighbours = 2.0 * pairs->n_pairs / MAX(pairs->n_atoms, 1);
  return bw_tape_record(x->tape, &(BwRecord){.operation = &convolution,
                                             .rows = pairs->n_atoms,
                                             .columns = x->columns,
                                             .inputs = {x, w},
                                             .context = pairs,
                                             .work = 16 * MAX(neighbours, 1) * x->columns});
}

BwTensor *bw_pair_products(BwTensor *a, BwTensor *b, const BwPairs *pairs)
{
  g_assert(a->rows == pairs->n_atoms && b->rows == pairs->n_atoms && a->columns == b->columns);
  return bw_tape_record(a->tape, &(BwRecord){.operation = &products,
                                             .rows = pairs->n_pairs,
                                             .columns = a->columns,
                                             .inputs = {a, b},
                                             .context = pairs});
}

#endif
