/* Strips hold training points side by side, the matrix one after the other. */
#include "base/simd.h"
#include "potential/gdml/strip.h"

typedef double Lanes __attribute__((vector_size(BW_STRIP * sizeof(double)), may_alias));

/* Eight rows of all points; three rounds of exchanging halves. */
BW_VECTORISED_PART void transpose(const Lanes *in, gsize stride, double *out)
{
  typedef gint64 Choice __attribute__((vector_size(sizeof(Lanes))));
  typedef double Loose __attribute__((vector_size(sizeof(Lanes)), may_alias, aligned(sizeof(double))));
  Lanes a[BW_STRIP], b[BW_STRIP];
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    a[2 * i] = __builtin_shuffle(in[2 * i], in[2 * i + 1], (Choice){0, 8, 2, 10, 4, 12, 6, 14});
    a[2 * i + 1] = __builtin_shuffle(in[2 * i], in[2 * i + 1], (Choice){1, 9, 3, 11, 5, 13, 7, 15});
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    int k = i / 2 * 4 + i % 2;
    b[k] = __builtin_shuffle(a[k], a[k + 2], (Choice){0, 1, 8, 9, 4, 5, 12, 13});
    b[k + 2] = __builtin_shuffle(a[k], a[k + 2], (Choice){2, 3, 10, 11, 6, 7, 14, 15});
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    *(Loose *)(out + i * stride) = __builtin_shuffle(b[i], b[i + 4], (Choice){0, 1, 2, 3, 8, 9, 10, 11});
    *(Loose *)(out + (i + 4) * stride) =
        __builtin_shuffle(b[i], b[i + 4], (Choice){4, 5, 6, 7, 12, 13, 14, 15});
  }
}

BW_VECTORISED void bw_strip_write(const double *in, int n_rows, int n_points, double *out)
{
  int row = 0;
  for (; n_points == BW_STRIP && row + BW_STRIP <= n_rows; row += BW_STRIP)
    transpose((const Lanes *)in + row, (gsize)n_rows, out + row);
  for (int point = 0; point < n_points; point++)
    for (int r = row; r < n_rows; r++)
      out[(gsize)point * n_rows + r] = in[r * BW_STRIP + point];
}

void bw_strip_write_float(const double *in, int n_rows, int n_points, float *out)
{
  for (int point = 0; point < n_points; point++)
    for (int row = 0; row < n_rows; row++)
      out[(gsize)point * n_rows + row] = (float)in[row * BW_STRIP + point];
}
