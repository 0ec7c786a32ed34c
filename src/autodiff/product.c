/* product.c - products of matrices, op(a) op(b), alone and with a bias: BLAS for a block of rows. */
#ifdef REAL

#if REAL_IS_DOUBLE
#define GEMM cblas_dgemm
#else
#define GEMM cblas_sgemm
#endif

/* Rows begin … end − 1 of op(a) op(b), added to what is in out[…][columns] if `add`. */
static void NAME(multiply)(const BwTensor *self, int mode, gboolean add, int begin, int end)
{
  const BwTensor *a = self->inputs[0], *b = self->inputs[1];
  gboolean ta = mode & TRANSPOSE_A, tb = mode & TRANSPOSE_B;
  int inner = ta ? a->rows : a->columns;
  REAL *out = (REAL *)self->data + BW_FIRST(self, begin);
  if (inner == 0 || self->columns == 0) {
    if (!add)
      memset(out, 0, sizeof(REAL) * (end - begin) * self->columns);
    return;
  }
  const REAL *rows = (const REAL *)a->data + (ta ? (gsize)begin : BW_FIRST(a, begin));
  GEMM(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans, end - begin,
       self->columns, inner, 1, rows, a->columns, b->data, b->columns, add, out, self->columns);
}

static void NAME(product)(const BwTensor *self, int begin, int end)
{
  NAME(multiply)(self, self->mode, FALSE, begin, end);
}

static void NAME(affine)(const BwTensor *self, int begin, int end)
{
  REAL *out = self->data;
  for (int i = begin; i < end; i++)
    memcpy(out + BW_FIRST(self, i), self->inputs[2]->data, sizeof *out * self->columns);
  NAME(multiply)(self, 0, TRUE, begin, end);
}

#undef GEMM

#else

#include "autodiff/operation.h"

#include <cblas.h>
#include <string.h>

enum { TRANSPOSE_A = 1, TRANSPOSE_B = 2 };

#define TEMPLATE "autodiff/product.c"
#include "autodiff/each-precision.h"

static void differentiate_product(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  BwTensor *a = self->inputs[0], *b = self->inputs[1];
  gboolean ta = (self->mode & TRANSPOSE_A) != 0, tb = (self->mode & TRANSPOSE_B) != 0;
  if (bw_tensor_wants(self, 0))
    gradients[0] = ta ? bw_product(b, tb, upstream, TRUE) : bw_product(upstream, FALSE, b, !tb);
  if (bw_tensor_wants(self, 1))
    gradients[1] = tb ? bw_product(upstream, TRUE, a, ta) : bw_product(a, !ta, upstream, FALSE);
}

static void differentiate_affine(BwTensor *self, BwTensor *upstream, BwTensor **gradients)
{
  differentiate_product(self, upstream, gradients);
  if (bw_tensor_wants(self, 2))
    gradients[2] = bw_column_sums(upstream);
}

static const BwOperation product = {"product", KERNELS(product), differentiate_product};
static const BwOperation affine = {"affine", KERNELS(affine), differentiate_affine};

BwTensor *bw_product(BwTensor *a, gboolean transpose_a, BwTensor *b, gboolean transpose_b)
{
  int rows = transpose_a ? a->columns : a->rows, inner = transpose_a ? a->rows : a->columns;
  int columns = transpose_b ? b->rows : b->columns;
  g_assert(inner == (transpose_b ? b->columns : b->rows));
  return bw_tape_record(a->tape,
                        &(BwRecord){.operation = &product,
                                    .rows = rows,
                                    .columns = columns,
                                    .inputs = {a, b},
                                    .mode = (transpose_a ? TRANSPOSE_A : 0) | (transpose_b ? TRANSPOSE_B : 0),
                                    .work = (double)inner * columns});
}

BwTensor *bw_affine(BwTensor *x, BwTensor *weights, BwTensor *bias)
{
  if (!bias)
    return bw_product(x, FALSE, weights, FALSE);
  g_assert(x->columns == weights->rows && bias->rows == 1 && bias->columns == weights->columns);
  return bw_tape_record(x->tape, &(BwRecord){.operation = &affine,
                                             .rows = x->rows,
                                             .columns = weights->columns,
                                             .inputs = {x, weights, bias},
                                             .work = (double)x->columns * weights->columns});
}

#endif
