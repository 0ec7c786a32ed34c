/* elementary.h - functions that the compiler can vectorise, for each precision (see each-precision.h): no
 * branches, no tables. */

/* e^x, to rounding: 2^n e^r with |r| ≤ ln 2/2 and the Taylor series of e^r. Saturates where the result would
 * overflow or lose its exponent. */
BW_VECTORISED_PART REAL NAME(exponential)(REAL x)
{
  const REAL magic = REAL_IS_DOUBLE ? (REAL)0x1.8p52 : (REAL)0x1.8p23; /* adding it rounds to an integer */
  const REAL largest = REAL_IS_DOUBLE ? (REAL)708 : (REAL)87;
  x = x > largest ? largest : x;
  x = x < -largest ? -largest : x;
  REAL shifted = x * (REAL)1.4426950408889634074 + magic, n = shifted - magic;
  REAL r = x - n * (REAL)(REAL_IS_DOUBLE ? 0x1.62e42fefa3800p-1 : 0x1.62e000p-1);
  r -= n * (REAL)(REAL_IS_DOUBLE ? 0x1.ef35793c76730p-45 : 0x1.0bfbe8p-15);
  REAL p = REAL_IS_DOUBLE ? (REAL)(1.0 / 6227020800) : (REAL)(1.0 / 5040);
  if (REAL_IS_DOUBLE) {
    p = p * r + (REAL)(1.0 / 479001600);
    p = p * r + (REAL)(1.0 / 39916800);
    p = p * r + (REAL)(1.0 / 3628800);
    p = p * r + (REAL)(1.0 / 362880);
    p = p * r + (REAL)(1.0 / 40320);
    p = p * r + (REAL)(1.0 / 5040);
  }
  p = p * r + (REAL)(1.0 / 720);
  p = p * r + (REAL)(1.0 / 120);
  p = p * r + (REAL)(1.0 / 24);
  p = p * r + (REAL)(1.0 / 6);
  p = p * r + (REAL)0.5;
  p = p * r + 1;
  p = p * r + 1;
  union {
    REAL real;
    WORD bits;
  } scale = {.real = shifted};
  scale.bits = (scale.bits + (REAL_IS_DOUBLE ? 1023 : 127)) << (REAL_IS_DOUBLE ? 52 : 23);
  return p * scale.real;
}

/* 1/(1 + e^−x) */
BW_VECTORISED_PART REAL NAME(sigmoid)(REAL x)
{
  return 1 / (1 + NAME(exponential)(-x));
}

/* 2 artanh(s), 0 ≤ s ≤ 1/3 */
BW_VECTORISED_PART REAL NAME(twice_artanh)(REAL s)
{
  REAL t = s * s, p = REAL_IS_DOUBLE ? (REAL)(1.0 / 33) : (REAL)(1.0 / 15);
  if (REAL_IS_DOUBLE) {
    p = p * t + (REAL)(1.0 / 31);
    p = p * t + (REAL)(1.0 / 29);
    p = p * t + (REAL)(1.0 / 27);
    p = p * t + (REAL)(1.0 / 25);
    p = p * t + (REAL)(1.0 / 23);
    p = p * t + (REAL)(1.0 / 21);
    p = p * t + (REAL)(1.0 / 19);
    p = p * t + (REAL)(1.0 / 17);
    p = p * t + (REAL)(1.0 / 15);
  }
  p = p * t + (REAL)(1.0 / 13);
  p = p * t + (REAL)(1.0 / 11);
  p = p * t + (REAL)(1.0 / 9);
  p = p * t + (REAL)(1.0 / 7);
  p = p * t + (REAL)(1.0 / 5);
  p = p * t + (REAL)(1.0 / 3);
  p = p * t + 1;
  return 2 * s * p;
}

/* ln(1 + e^x): the larger of x and 0, and ln(1 + y) = 2 artanh(s) with y = e^−|x|, s = y/(2 + y). */
BW_VECTORISED_PART REAL NAME(softplus)(REAL x)
{
  REAL size = x < 0 ? -x : x, y = NAME(exponential)(-size);
  return (x > 0 ? x : 0) + NAME(twice_artanh)(y / (2 + y));
}

/* The same with its slope, the sigmoid, by one exponential and one division for both. */
BW_VECTORISED_PART REAL NAME(softplus_and_slope)(REAL x, REAL *slope)
{
  REAL size = x < 0 ? -x : x, y = NAME(exponential)(-size);
  REAL both = 1 / ((1 + y) * (2 + y)), larger = (2 + y) * both;
  *slope = x < 0 ? y * larger : larger;
  return (x > 0 ? x : 0) + NAME(twice_artanh)(y * (1 + y) * both);
}
