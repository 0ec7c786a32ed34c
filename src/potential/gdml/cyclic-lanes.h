/* cyclic-lanes.h - the part of kernel-cosets-lanes.h that is the transform of cyclic.h.
 *
 * z: [n][re, im][POINTS]; y_k = Σ_j x_j e^(2πi jk/n) in place, one factor after the other, or two of them
 * that fit into the registers together. */

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

INLINE Complex NAME(plus)(Complex a, Complex b)
{
  return (Complex){a.re + b.re, a.im + b.im};
}

INLINE Complex NAME(minus)(Complex a, Complex b)
{
  return (Complex){a.re - b.re, a.im - b.im};
}

/* a + i b */
INLINE Complex NAME(plus_turned)(Complex a, Complex b)
{
  return (Complex){a.re - b.im, a.im + b.re};
}

INLINE Complex NAME(minus_turned)(Complex a, Complex b)
{
  return (Complex){a.re + b.im, a.im - b.re};
}

INLINE void NAME(cycle_2)(Complex *x, int step)
{
  Complex a = x[0], b = x[step];
  x[0] = NAME(plus)(a, b);
  x[step] = NAME(minus)(a, b);
}

INLINE void NAME(cycle_3)(Complex *x, int step)
{
  const double half_root = 0.8660254037844386;
  Complex a = x[0], sum = NAME(plus)(x[step], x[2 * step]), odd = NAME(minus)(x[step], x[2 * step]);
  Complex even = {a.re - 0.5 * sum.re, a.im - 0.5 * sum.im};
  odd.re *= half_root, odd.im *= half_root;
  x[0] = NAME(plus)(a, sum);
  x[step] = NAME(plus_turned)(even, odd);
  x[2 * step] = NAME(minus_turned)(even, odd);
}

INLINE void NAME(cycle_4)(Complex *x, int step)
{
  Complex even = NAME(plus)(x[0], x[2 * step]), odd = NAME(plus)(x[step], x[3 * step]),
          even_turned = NAME(minus)(x[0], x[2 * step]), odd_turned = NAME(minus)(x[step], x[3 * step]);
  x[0] = NAME(plus)(even, odd);
  x[step] = NAME(plus_turned)(even_turned, odd_turned);
  x[2 * step] = NAME(minus)(even, odd);
  x[3 * step] = NAME(minus_turned)(even_turned, odd_turned);
}

INLINE void NAME(cycle_5)(Complex *x, int step)
{
  const double c1 = 0.30901699437494745, c2 = -0.8090169943749475, s1 = 0.9510565162951535,
               s2 = 0.5877852522924731;
  Complex a = x[0], p = NAME(plus)(x[step], x[4 * step]), q = NAME(plus)(x[2 * step], x[3 * step]),
          m = NAME(minus)(x[step], x[4 * step]), n = NAME(minus)(x[2 * step], x[3 * step]);
  Complex even_1 = {a.re + c1 * p.re + c2 * q.re, a.im + c1 * p.im + c2 * q.im},
          even_2 = {a.re + c2 * p.re + c1 * q.re, a.im + c2 * p.im + c1 * q.im},
          odd_1 = {s1 * m.re + s2 * n.re, s1 * m.im + s2 * n.im},
          odd_2 = {s2 * m.re - s1 * n.re, s2 * m.im - s1 * n.im};
  x[0] = NAME(plus)(NAME(plus)(a, p), q);
  x[step] = NAME(plus_turned)(even_1, odd_1);
  x[2 * step] = NAME(plus_turned)(even_2, odd_2);
  x[3 * step] = NAME(minus_turned)(even_2, odd_2);
  x[4 * step] = NAME(minus_turned)(even_1, odd_1);
}

INLINE void NAME(cycle)(Complex *x, int step, const int n)
{
  if (n == 2)
    NAME(cycle_2)(x, step);
  else if (n == 3)
    NAME(cycle_3)(x, step);
  else if (n == 4)
    NAME(cycle_4)(x, step);
  else if (n == 5)
    NAME(cycle_5)(x, step);
}

/* Factors of n and m, m = 1: none, whose elements lie `stride` and n × stride apart. */
INLINE void NAME(pass)(double *z, int total, int stride, const int n, const int m)
{
  gsize step = (gsize)stride * 2 * POINTS;
  for (int outer = 0; outer < total; outer += stride * n * m)
    for (int inner = 0; inner < stride; inner++) {
      double *here = z + (gsize)(outer + inner) * 2 * POINTS;
      Complex x[12];
#pragma GCC unroll 12
      for (int i = 0; i < n * m; i++)
        x[i] = NAME(get)(here + i * step);
#pragma GCC unroll 4
      for (int i = 0; i < m; i++)
        NAME(cycle)(x + i * n, 1, n);
#pragma GCC unroll 5
      for (int i = 0; i < n; i++)
        NAME(cycle)(x + i, n, m);
#pragma GCC unroll 12
      for (int i = 0; i < n * m; i++)
        NAME(put)(here + i * step, x[i].re, x[i].im);
    }
}

/* Any factor, with x_j ± x_(n−j), which halves the products. */
static void NAME(pass_any)(double *z, int total, int stride, int n, const double *cosines,
                           const double *sines)
{
  Complex sums[BW_ABELIAN_MAX_FACTOR / 2], differences[BW_ABELIAN_MAX_FACTOR / 2];
  const int half = (n - 1) / 2;
  gsize step = (gsize)stride * 2 * POINTS;
  for (int line = 0; line < total / n; line++) {
    double *here = z + (gsize)(line / stride * stride * n + line % stride) * 2 * POINTS;
    Complex first = NAME(get)(here), all = first, middle = {{0}, {0}};
    if (n % 2 == 0)
      middle = NAME(get)(here + n / 2 * step);
    for (int j = 1; j <= half; j++) {
      Complex a = NAME(get)(here + j * step), b = NAME(get)(here + (n - j) * step);
      sums[j - 1] = NAME(plus)(a, b);
      differences[j - 1] = NAME(minus)(a, b);
      all = NAME(plus)(all, sums[j - 1]);
    }
    NAME(put)(here, all.re + middle.re, all.im + middle.im);
    for (int k = 1; k <= n / 2; k++) {
      double sign = k % 2 ? -1 : 1;
      Complex a = {first.re + sign * middle.re, first.im + sign * middle.im}, b = {{0}, {0}};
      for (int j = 1, angle = k; j <= half; j++, angle = (angle + k) % n) {
        a.re += cosines[angle] * sums[j - 1].re, a.im += cosines[angle] * sums[j - 1].im;
        b.re += sines[angle] * differences[j - 1].re, b.im += sines[angle] * differences[j - 1].im;
      }
      NAME(put)(here + (n - k) * step, a.re + b.im, a.im - b.re);
      NAME(put)(here + k * step, a.re - b.im, a.im + b.re);
    }
  }
}

#define PASS(n, m)                                                                                           \
  case (n)*8 + (m):                                                                                          \
    NAME(pass)(z, total, stride, n, m);                                                                      \
    break;

static void NAME(transform)(const BwCyclic *cyclic, double *z)
{
  int total = cyclic->n, stride = 1;
  for (int f = 0; f < cyclic->n_passes; f++) {
    const BwCyclicPass *pass = &cyclic->passes[f];
    switch (pass->n < 8 ? pass->n * 8 + pass->m : 0) {
      PASS(2, 1)
      PASS(3, 1)
      PASS(4, 1)
      PASS(5, 1)
      PASS(2, 2)
      PASS(3, 2)
      PASS(4, 2)
      PASS(5, 2)
      PASS(3, 3)
      PASS(4, 3)
    default:
      NAME(pass_any)(z, total, stride, pass->n, pass->cosines, pass->sines);
    }
    stride *= pass->n * pass->m;
  }
}

#undef PASS
