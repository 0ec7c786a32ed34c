/* text-number.h - numbers in text, the same in every locale, exact, and fast enough for gigabytes.
 *
 * Reading rounds correctly: up to 19 digits go through one exact or one carefully checked operation, the rest
 * through the C library. Writing gives the fewest of 15, 16 or 17 digits that read back to the same bits. */
#pragma once

#include <glib.h>
#include <string.h>

/* mantissa × 10^exponent, correctly rounded; FALSE where only the C library can tell. */
gboolean bw_text_compose(guint64 mantissa, int exponent, double *value);
const char *bw_text_scan_double_slow(const char *text, double *value);

/* Powers that are exact in double precision. */
extern const double bw_exact_powers_of_ten[23];

/* Up to eight decimal digits at once: *value of the digits at p; returns how many there are. Reads eight
 * bytes. */
static inline int bw_text_scan_digits(const char *p, guint64 *value)
{
  guint64 v;
  memcpy(&v, p, sizeof v);
  v = GUINT64_FROM_LE(v) ^ 0x3030303030303030; /* digits become 0 … 9 */
  guint64 others = ((v + 0x7676767676767676) | v) & 0x8080808080808080;
  int n = others ? __builtin_ctzll(others) / 8 : 8;
  v = n > 0 ? v << (64 - 8 * n) : 0; /* leading zeros in front */
  v = (v * 10 + (v >> 8)) & 0x00ff00ff00ff00ff;
  v = (v * 100 + (v >> 16)) & 0x0000ffff0000ffff;
  *value = (v * 10000 + (v >> 32)) & 0xffffffff;
  return n;
}

/* Digits one by one, or by eight where `padded` says that eight bytes can be read anywhere. */
static inline const char *bw_text_scan_mantissa(const char *p, gboolean padded, guint64 *mantissa)
{
  static const guint64 powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
  for (int n = 8; padded && n == 8;) {
    guint64 value;
    n = bw_text_scan_digits(p, &value);
    *mantissa = *mantissa * powers[n] + value;
    p += n;
  }
  if (!padded)
    for (guint digit; (digit = (guint)(guchar)*p - '0') <= 9; p++)
      *mantissa = *mantissa * 10 + digit;
  return p;
}

static inline const char *bw_text_scan(const char *text, double *value, gboolean padded)
{
  const char *p = text;
  gboolean negative = *p == '-';
  p += negative | (*p == '+');
  guint64 mantissa = 0;
  const char *digits = p;
  p = bw_text_scan_mantissa(p, FALSE, &mantissa);
  gssize n_digits = p - digits;
  int exponent = 0;
  if (*p == '.') {
    const char *decimals = ++p;
    p = bw_text_scan_mantissa(p, padded, &mantissa);
    exponent = -(int)MIN(p - decimals, 1000);
    n_digits += p - decimals;
  }
  char letter = *p | 0x20;
  if (n_digits == 0 || n_digits > 19 || letter == 'd')
    return bw_text_scan_double_slow(text, value);
  if (letter == 'e') {
    gboolean down = p[1] == '-';
    const char *q = p + 1 + (down || p[1] == '+'), *first = q;
    int power = 0;
    for (guint digit; (digit = (guint)(guchar)*q - '0') <= 9 && power < 10000; q++)
      power = power * 10 + (int)digit;
    if (q > first) {
      exponent += down ? -power : power;
      p = q;
    }
  }
  double magnitude;
  if (mantissa < (guint64)1 << 53 && exponent <= 0 && exponent >= -22)
    magnitude = (double)mantissa / bw_exact_powers_of_ten[-exponent];
  else if (!bw_text_compose(mantissa, exponent, &magnitude))
    return bw_text_scan_double_slow(text, value);
  guint64 bits; /* signs are random: a branch would be mispredicted half of the time */
  memcpy(&bits, &magnitude, sizeof bits);
  bits |= (guint64)negative << 63;
  memcpy(value, &bits, sizeof bits);
  return p;
}

/* Reads the number at `text`, which begins without blanks and is followed somewhere by a byte that is part of
 * no number (buffers end with a zero byte). Returns where it stopped; NULL when there is no number. Accepts
 * Fortran's D exponents, nan and inf. */
static inline const char *bw_text_scan_double(const char *text, double *value)
{
  return bw_text_scan(text, value, FALSE);
}

enum { BW_TEXT_PADDING = 8 };

/* The same, faster, where BW_TEXT_PADDING bytes can be read after the end of the text. */
static inline const char *bw_text_scan_double_padded(const char *text, double *value)
{
  return bw_text_scan(text, value, TRUE);
}

enum { BW_TEXT_DOUBLE_BYTES = 32 };

/* Writes at most BW_TEXT_DOUBLE_BYTES − 1 characters and a zero byte; returns how many characters. Always
 * shows a point or an exponent, so that a reader sees that it is not an integer. */
int bw_text_format_double(char *out, double value);
