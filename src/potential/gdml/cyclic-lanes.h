/* cyclic-lanes.h - the part of kernel-cosets-lanes.h that is the transform of cyclic.h.
 *
 * z: [n][re, im][POINTS]; y_k = Σ_j x_j e^(2πi jk/n) in place, one factor after the other. */

/* Two complex vectors. */
typedef struct {
  Lanes re, im;
} NAME(Complex);
#define Complex NAME(Complex)

INLINE Complex NAME(get)(const double *z)
{
  return (Complex){*(const Lanes *)z, *(const Lanes *)(z + POINTS)};
}

INLINE void NAME(put)(double *z, Lanes re, Lanes im)
{
  *(Lanes *)z = re;
  *(Lanes *)(z + POINTS) = im;
}

INLINE void NAME(cycle_2)(double *z, gsize step)
{
  Complex a = NAME(get)(z), b = NAME(get)(z + step);
  NAME(put)(z, a.re + b.re, a.im + b.im);
  NAME(put)(z + step, a.re - b.re, a.im - b.im);
}

INLINE void NAME(cycle_3)(double *z, gsize step)
{
  Complex a = NAME(get)(z), b = NAME(get)(z + step), c = NAME(get)(z + 2 * step);
  Lanes sum_re = b.re + c.re, sum_im = b.im + c.im;
  Lanes even_re = a.re - 0.5 * sum_re, even_im = a.im - 0.5 * sum_im;
  Lanes odd_re = 0.8660254037844386 * (b.re - c.re), odd_im = 0.8660254037844386 * (b.im - c.im);
  NAME(put)(z, a.re + sum_re, a.im + sum_im);
  NAME(put)(z + step, even_re - odd_im, even_im + odd_re);
  NAME(put)(z + 2 * step, even_re + odd_im, even_im - odd_re);
}

INLINE void NAME(cycle_4)(double *z, gsize step)
{
  Complex a = NAME(get)(z), b = NAME(get)(z + step), c = NAME(get)(z + 2 * step), d = NAME(get)(z + 3 * step);
  Lanes even_re = a.re + c.re, even_im = a.im + c.im, odd_re = b.re + d.re, odd_im = b.im + d.im;
  NAME(put)(z, even_re + odd_re, even_im + odd_im);
  NAME(put)(z + 2 * step, even_re - odd_re, even_im - odd_im);
  even_re = a.re - c.re, even_im = a.im - c.im, odd_re = b.re - d.re, odd_im = b.im - d.im;
  NAME(put)(z + step, even_re - odd_im, even_im + odd_re);
  NAME(put)(z + 3 * step, even_re + odd_im, even_im - odd_re);
}

/* With x_j ± x_(n−j), which halves the products. */
INLINE void NAME(cycle_any)(double *z, gsize step, const int n, const double *cosines, const double *sines)
{
  Complex sums[BW_ABELIAN_MAX_FACTOR / 2], differences[BW_ABELIAN_MAX_FACTOR / 2];
  const int half = (n - 1) / 2;
  const gboolean even = n % 2 == 0;
  Complex first = NAME(get)(z), middle = even ? NAME(get)(z + n / 2 * step) : (Complex){0}, all = first;
  for (int j = 1; j <= half; j++) {
    Complex a = NAME(get)(z + j * step), b = NAME(get)(z + (n - j) * step);
    sums[j - 1] = (Complex){a.re + b.re, a.im + b.im};
    differences[j - 1] = (Complex){a.re - b.re, a.im - b.im};
    all.re += sums[j - 1].re, all.im += sums[j - 1].im;
  }
  NAME(put)(z, all.re + middle.re, all.im + middle.im);
  for (int k = 1; k <= n / 2; k++) {
    double sign = k % 2 ? -1 : 1;
    Complex a = {first.re + sign * middle.re, first.im + sign * middle.im}, b = {0};
    for (int j = 1, angle = k; j <= half; j++, angle += angle + k < n ? k : k - n) {
      a.re += cosines[angle] * sums[j - 1].re, a.im += cosines[angle] * sums[j - 1].im;
      b.re += sines[angle] * differences[j - 1].re, b.im += sines[angle] * differences[j - 1].im;
    }
    NAME(put)(z + (n - k) * step, a.re + b.im, a.im - b.re);
    NAME(put)(z + k * step, a.re - b.im, a.im + b.re);
  }
}

INLINE void NAME(cycle)(double *z, gsize step, int n, const double *cosines, const double *sines)
{
  if (n == 2)
    NAME(cycle_2)(z, step);
  else if (n == 3)
    NAME(cycle_3)(z, step);
  else if (n == 4)
    NAME(cycle_4)(z, step);
  else if (n == 5)
    NAME(cycle_any)(z, step, 5, cosines, sines);
  else
    NAME(cycle_any)(z, step, n, cosines, sines);
}

static void NAME(transform)(const BwCyclic *cyclic, double *z)
{
  int stride = 1;
  for (int f = 0; f < cyclic->n_factors; f++) {
    int n = cyclic->factors[f];
    for (int outer = 0; outer < cyclic->n; outer += stride * n)
      for (int inner = 0; inner < stride; inner++)
        NAME(cycle)
    (z + (outer + inner) * 2 * POINTS, (gsize)stride * 2 * POINTS, n, cyclic->cosines[f], cyclic->sines[f]);
    stride *= n;
  }
}
