#include "base/random.h"
#include "base/simd.h"

#include <math.h>
#include <string.h>

/* Multipliers and Weyl constants of Philox4x32 (Salmon et al., SC11, table 2). */
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u

enum {
  ROUNDS = 10,
  LANES = 32, /* counters that are worked on together; each gives two normal numbers */
};

void bw_philox(const guint32 counter[4], const guint32 key[2], guint32 out[4])
{
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];
  for (int round = 0; round < ROUNDS; round++, k0 += WEYL_0, k1 += WEYL_1) {
    guint64 p0 = (guint64)MULTIPLIER_0 * c0, p1 = (guint64)MULTIPLIER_1 * c2;
    guint32 next0 = (guint32)(p1 >> 32) ^ c1 ^ k0, next2 = (guint32)(p0 >> 32) ^ c3 ^ k1;
    c0 = next0, c1 = (guint32)p1, c2 = next2, c3 = (guint32)p0;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

/* The counter of a block: 56 bits of its index, 8 of the stream, 64 of the step. */
static void fill_counter(BwStream stream, guint64 step, guint64 block, guint32 counter[4])
{
  counter[0] = (guint32)block;
  counter[1] = (guint32)(block >> 32 & 0xffffff) | (guint32)stream << 24;
  counter[2] = (guint32)step;
  counter[3] = (guint32)(step >> 32);
}

static void draw_block(guint64 seed, BwStream stream, guint64 step, guint64 block, guint64 out[2])
{
  guint32 counter[4], words[4], key[2] = {(guint32)seed, (guint32)(seed >> 32)};
  fill_counter(stream, step, block, counter);
  bw_philox(counter, key, words);
  out[0] = (guint64)words[1] << 32 | words[0];
  out[1] = (guint64)words[3] << 32 | words[2];
}

/* The same for LANES blocks that follow each other; 32-bit words lie in 64-bit lanes, as the multiplication
 * wants them. */
BW_VECTORISED_PART void draw_lanes(guint64 seed, BwStream stream, guint64 step, guint64 block,
                                   guint64 a[LANES], guint64 b[LANES])
{
  const guint64 low = 0xffffffffu;
  guint64 c0[LANES], c1[LANES], c2[LANES], c3[LANES];
  guint32 k0 = (guint32)seed, k1 = (guint32)(seed >> 32);
  for (int i = 0; i < LANES; i++) {
    c0[i] = (block + i) & low;
    c1[i] = ((block + i) >> 32 & 0xffffff) | (guint64)stream << 24;
    c2[i] = step & low;
    c3[i] = step >> 32;
  }
  for (int round = 0; round < ROUNDS; round++, k0 += WEYL_0, k1 += WEYL_1)
    for (int i = 0; i < LANES; i++) {
      guint64 p0 = (guint64)(guint32)c0[i] * MULTIPLIER_0, p1 = (guint64)(guint32)c2[i] * MULTIPLIER_1;
      c0[i] = p1 >> 32 ^ c1[i] ^ k0;
      c1[i] = p1 & low;
      c2[i] = p0 >> 32 ^ c3[i] ^ k1;
      c3[i] = p0 & low;
    }
  for (int i = 0; i < LANES; i++) {
    a[i] = c1[i] << 32 | c0[i];
    b[i] = c3[i] << 32 | c2[i];
  }
}

BW_VECTORISED_PART double double_of(guint64 bits)
{
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

BW_VECTORISED_PART guint64 bits_of(double x)
{
  guint64 bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

#define BITS_OF_ONE 0x3ff0000000000000u
#define BITS_OF_SQRT_HALF 0x3fe6a09e667f3bcdu
#define BITS_OF_TWO_TO_52 0x4330000000000000u

/* −ln u of u = (k + ½)/2⁵², k the upper 52 bits of x. With u = 2ᵉ m, √½ ≤ m < √2, ln m is the series of
 * 2 artanh s, s = (m − 1)/(m + 1); s² < 0.0295, so that ten terms are good to rounding. */
BW_VECTORISED_PART double minus_log_uniform(guint64 x)
{
  double u = double_of(x >> 12 | BITS_OF_ONE) - (1.0 - 0x1p-53);
  guint64 bits = bits_of(u), shifted = (bits + (BITS_OF_ONE - BITS_OF_SQRT_HALF)) >> 52;
  double exponent = double_of(shifted | BITS_OF_TWO_TO_52) - (0x1p52 + 1023);
  double f = double_of(bits - ((shifted - 1023) << 52)) - 1;
  double s = f / (2 + f), z = s * s;
  double series = 1.0 / 21;
  series = series * z + 1.0 / 19;
  series = series * z + 1.0 / 17;
  series = series * z + 1.0 / 15;
  series = series * z + 1.0 / 13;
  series = series * z + 1.0 / 11;
  series = series * z + 1.0 / 9;
  series = series * z + 1.0 / 7;
  series = series * z + 1.0 / 5;
  series = series * z + 1.0 / 3;
  double t = s + s;
  return -(exponent * G_LN2 + (t + t * z * series));
}

/* A uniform angle within 45° of the x axis: (k + ½)/2⁵¹ − 1 of 45°, k from bits 10–61 of x. Its sine and
 * cosine are Taylor series to 15th and 16th order, good to rounding. */
BW_VECTORISED_PART double octant_angle(guint64 x)
{
  double turn = double_of((x << 2) >> 12 | BITS_OF_ONE);
  return G_PI_4 * ((2 * turn - 3) + 0x1p-52);
}

BW_VECTORISED_PART double sine(double angle)
{
  double z = angle * angle;
  double series = -1 / 1307674368000.0;
  series = series * z + 1 / 6227020800.0;
  series = series * z - 1 / 39916800.0;
  series = series * z + 1 / 362880.0;
  series = series * z - 1 / 5040.0;
  series = series * z + 1 / 120.0;
  series = series * z - 1 / 6.0;
  return angle + angle * z * series;
}

BW_VECTORISED_PART double cosine(double angle)
{
  double z = angle * angle;
  double series = 1 / 20922789888000.0;
  series = series * z - 1 / 87178291200.0;
  series = series * z + 1 / 479001600.0;
  series = series * z - 1 / 3628800.0;
  series = series * z + 1 / 40320.0;
  series = series * z - 1 / 720.0;
  series = series * z + 1 / 24.0;
  series = series * z - 1 / 2.0;
  return 1 + z * series;
}

/* Box and Muller: radius √(−2 ln u) at a uniform angle. The angle is drawn within 45° of the x axis; the two
 * highest bits mirror it to the other side and turn it upright. */
BW_VECTORISED static void normal_lanes(guint64 seed, BwStream stream, guint64 step, guint64 block,
                                       double out[2 * LANES])
{
  guint64 a[LANES], b[LANES];
  double radius[LANES];
  draw_lanes(seed, stream, step, block, a, b);
  for (int i = 0; i < LANES; i++)
    radius[i] = sqrt(2 * minus_log_uniform(a[i]));
  for (int i = 0; i < LANES; i++) {
    double angle = octant_angle(b[i]);
    guint64 x = bits_of(radius[i] * cosine(angle)) ^ (b[i] & G_GUINT64_CONSTANT(1) << 63);
    guint64 y = bits_of(radius[i] * sine(angle));
    guint64 exchange = (x ^ y) & -(b[i] >> 62 & 1);
    out[2 * i] = double_of(x ^ exchange);
    out[2 * i + 1] = double_of(y ^ exchange);
  }
}

void bw_random_normals(guint64 seed, BwStream stream, guint64 step, guint64 first, double *out, gsize n)
{
  g_return_if_fail(first % 2 == 0);
  guint64 block = first / 2;
  gsize done = 0;
  for (; done + 2 * LANES <= n; done += 2 * LANES, block += LANES)
    normal_lanes(seed, stream, step, block, out + done);
  if (done < n) {
    double rest[2 * LANES];
    normal_lanes(seed, stream, step, block, rest);
    memcpy(out + done, rest, (n - done) * sizeof *out);
  }
}

double bw_random_uniform(guint64 seed, BwStream stream, guint64 step, guint64 index)
{
  guint64 words[2];
  draw_block(seed, stream, step, index, words);
  return (double)(words[0] >> 11) * 0x1p-53;
}

/* The product of a 128-bit random number, taken as a fraction of one, and the bound. */
guint32 bw_random_below(guint64 seed, BwStream stream, guint64 step, guint64 index, guint32 bound)
{
  guint64 words[2];
  draw_block(seed, stream, step, index, words);
  guint64 carry = 0;
  for (int i = 0; i < 4; i++)
    carry = ((guint32)(words[i / 2] >> 32 * (i % 2)) * (guint64)bound + carry) >> 32;
  return (guint32)carry;
}
