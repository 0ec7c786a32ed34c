/* dense.h - layers of a network without a tape: rows of single-precision numbers, padded to whole vectors.
 *
 * Batches are small (nine atoms of ethanol), so the products are ours: a library packs its operands first,
 * which takes longer than the product. A row's result does not depend on the rows around it. */
#pragma once

#include <glib.h>

#define BW_DENSE_LANES 16

/* n rounded up to whole vectors. */
static inline int bw_dense_pad(int n)
{
  return (n + BW_DENSE_LANES - 1) / BW_DENSE_LANES * BW_DENSE_LANES;
}

typedef struct {
  int n_in, n_in_padded, n_out_padded;
  float *weights; /* [n_in][n_out_padded], owned */
  float *bias;    /* [n_out_padded], owned; zeros where there is none */
} BwDense;

/* weights [n_in][n_out], or [n_out][n_in] if transposed; bias [n_out] or NULL. */
void bw_dense_init(BwDense *self, const double *weights, gboolean transposed, const double *bias, int n_in,
                   int n_out);
void bw_dense_clear(BwDense *self);

/* y[rows][n_out_padded] = bias + x[rows][n_in_padded] · weights, added to what is there if `add`. Both
 * 64-byte aligned. */
void bw_dense_apply(const BwDense *self, const float *x, int n_rows, gboolean add, float *y);

/* y = ln(1 + e^z) − ln 2, slope = 1/(1 + e^−z); y may be z. n whole vectors. */
void bw_dense_softplus(const float *z, float *y, float *slopes, int n);
/* The same of z/(1 + e^−z). */
void bw_dense_silu(const float *z, float *y, float *slopes, int n);
/* y ⊙= x */
void bw_dense_multiply(float *y, const float *x, int n);
/* A last layer of one output, without its bias: sums[rows] = y[rows][width] · weights[width], in double
 * precision. width whole vectors. */
void bw_dense_read(const float *y, const float *weights, int n_rows, int width, double *sums);
