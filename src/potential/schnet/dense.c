#include "potential/schnet/dense.h"

#include "base/array.h"
#include "base/simd.h"

#include <string.h>

#define REAL float
#define WORD guint32
#define REAL_IS_DOUBLE 0
#define NAME(x) x##_single
#include "autodiff/elementary.h"

typedef float Lanes __attribute__((vector_size(BW_DENSE_LANES * sizeof(float)), may_alias));

enum { ROWS = 4 }; /* of which sums are held in registers */

void bw_dense_init(BwDense *self, const double *weights, gboolean transposed, const double *bias, int n_in,
                   int n_out)
{
  *self = (BwDense){n_in, bw_dense_pad(n_in), bw_dense_pad(n_out)};
  self->weights = bw_new0(float, (gsize)n_in * self->n_out_padded);
  self->bias = bw_new0(float, self->n_out_padded);
  for (int i = 0; i < n_in; i++)
    for (int o = 0; o < n_out; o++)
      self->weights[(gsize)i * self->n_out_padded + o] =
          (float)weights[transposed ? (gsize)o * n_in + i : (gsize)i * n_out + o];
  for (int o = 0; bias && o < n_out; o++)
    self->bias[o] = (float)bias[o];
}

void bw_dense_clear(BwDense *self)
{
  g_clear_pointer(&self->weights, bw_free);
  g_clear_pointer(&self->bias, bw_free);
}

/* `width` vectors of columns of up to ROWS rows; rows beyond the last are that one again. */
BW_VECTORISED_PART void apply_block(const BwDense *self, const float *x, int n_rows, gboolean add, int column,
                                    int width, float *y)
{
  const float *rows[ROWS];
  Lanes sums[ROWS][2];
  for (int r = 0; r < ROWS; r++) {
    int row = r < n_rows ? r : n_rows - 1;
    rows[r] = x + (gsize)row * self->n_in_padded;
    for (int c = 0; c < width; c++) {
      int at = column + c * BW_DENSE_LANES;
      sums[r][c] = *(const Lanes *)(self->bias + at);
      if (add)
        sums[r][c] += *(const Lanes *)(y + (gsize)row * self->n_out_padded + at);
    }
  }
  const float *weights = self->weights + column;
  for (int k = 0; k < self->n_in; k++, weights += self->n_out_padded)
    for (int c = 0; c < width; c++) {
      Lanes w = *(const Lanes *)(weights + c * BW_DENSE_LANES);
      for (int r = 0; r < ROWS; r++)
        sums[r][c] += rows[r][k] * w;
    }
  for (int r = 0; r < ROWS && r < n_rows; r++)
    for (int c = 0; c < width; c++)
      *(Lanes *)(y + (gsize)r * self->n_out_padded + column + c * BW_DENSE_LANES) = sums[r][c];
}

BW_VECTORISED void bw_dense_apply(const BwDense *self, const float *x, int n_rows, gboolean add, float *y)
{
  for (int r = 0; r < n_rows; r += ROWS) {
    const float *in = x + (gsize)r * self->n_in_padded;
    float *out = y + (gsize)r * self->n_out_padded;
    int column = 0;
    for (; column + 2 * BW_DENSE_LANES <= self->n_out_padded; column += 2 * BW_DENSE_LANES)
      apply_block(self, in, n_rows - r, add, column, 2, out);
    if (column < self->n_out_padded)
      apply_block(self, in, n_rows - r, add, column, 1, out);
  }
}

BW_VECTORISED void bw_dense_softplus(const float *z, float *y, float *restrict slopes, int n)
{
  for (int i = 0; i < n; i += BW_DENSE_LANES)
    for (int l = i; l < i + BW_DENSE_LANES; l++)
      y[l] = softplus_and_slope_single(z[l], &slopes[l]) - (float)G_LN2;
}

BW_VECTORISED void bw_dense_silu(const float *z, float *y, float *restrict slopes, int n)
{
  for (int i = 0; i < n; i += BW_DENSE_LANES)
    for (int l = i; l < i + BW_DENSE_LANES; l++) {
      float s = sigmoid_single(z[l]);
      slopes[l] = s + z[l] * s * (1 - s);
      y[l] = z[l] * s;
    }
}

BW_VECTORISED void bw_dense_multiply(float *restrict y, const float *restrict x, int n)
{
  for (int i = 0; i < n; i++)
    y[i] *= x[i];
}

/* Each lane sums on its own: one sum would wait for each of its additions. */
BW_VECTORISED void bw_dense_read(const float *y, const float *weights, int n_rows, int width, double *sums)
{
  for (int r = 0; r < n_rows; r++, y += width) {
    double lanes[BW_DENSE_LANES] = {0};
    for (int i = 0; i < width; i += BW_DENSE_LANES)
      for (int l = 0; l < BW_DENSE_LANES; l++)
        lanes[l] += (double)y[i + l] * (double)weights[i + l];
    sums[r] = 0;
    for (int l = 0; l < BW_DENSE_LANES; l++)
      sums[r] += lanes[l];
  }
}
