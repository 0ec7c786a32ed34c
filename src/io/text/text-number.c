#include "io/text/text-number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const double bw_exact_powers_of_ten[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                           1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                           1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* 5^27 < 2^64: exact with the 64 bits of x87's extended precision, and with quadruple precision. */
enum { MAX_EXACT = 27 };
static const long double extended_powers[MAX_EXACT + 1] = {
    1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
    1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};

/* Rounding twice, to 64 bits and then to 53, is wrong only where the first result lies next to the middle
 * between two doubles; there the C library decides. */
static gboolean round_safely(long double extended, double *value)
{
#if LDBL_MANT_DIG == 64
  guint64 bits;
  memcpy(&bits, &extended, sizeof bits);
  guint64 tail = bits & 0x7ff;
  if (tail >= 0x3ff && tail <= 0x401)
    return FALSE;
  *value = (double)extended;
  return TRUE;
#else
  (void)extended, (void)value;
  return FALSE;
#endif
}

gboolean bw_text_compose(guint64 mantissa, int exponent, double *value)
{
  if (mantissa == 0) {
    *value = 0;
    return TRUE;
  }
  if (exponent < -MAX_EXACT || exponent > MAX_EXACT)
    return FALSE;
  long double exact = (long double)mantissa;
  if (exponent == 0 && mantissa < (guint64)1 << 53) {
    *value = (double)mantissa;
    return TRUE;
  }
  return round_safely(exponent < 0 ? exact / extended_powers[-exponent] : exact * extended_powers[exponent],
                      value);
}

static locale_t c_locale(void)
{
  static gsize locale;
  if (g_once_init_enter(&locale))
    g_once_init_leave(&locale, (gsize)newlocale(LC_ALL_MASK, "C", (locale_t)0));
  return (locale_t)locale;
}

static double string_to_double(const char *text, char **end)
{
  locale_t locale = c_locale();
  return locale ? strtod_l(text, end, locale) : g_ascii_strtod(text, end);
}

/* Decimal digits, signs, points, exponents, nan and inf; strtod's hexadecimal numbers and nan(…) are none. */
static gsize token_length(const char *text)
{
  static const char *const words[] = {"nan", "infinity", "inf"};
  gsize sign = *text == '-' || *text == '+';
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_ascii_strncasecmp(text + sign, words[i], strlen(words[i])) == 0)
      return sign + strlen(words[i]);
  gsize n = sign + strspn(text + sign, "0123456789.");
  if (n > sign && strchr("eEdD", text[n]) && text[n]) {
    gsize exponent_sign = text[n + 1] == '-' || text[n + 1] == '+';
    gsize digits = strspn(text + n + 1 + exponent_sign, "0123456789");
    if (digits > 0)
      n += 1 + exponent_sign + digits;
  }
  return n;
}

const char *bw_text_scan_double_slow(const char *text, double *value)
{
  enum { MAX_DIGITS = 4000 };
  char small[64], *end;
  gsize n = token_length(text);
  if (n == 0 || n > MAX_DIGITS)
    return NULL;
  g_autofree char *large = n < sizeof small ? NULL : g_malloc(n + 1);
  char *copy = large ? large : small;
  for (gsize i = 0; i < n; i++)
    copy[i] = text[i] == 'd' || text[i] == 'D' ? 'e' : text[i];
  copy[n] = '\0';
  *value = string_to_double(copy, &end);
  return end == copy + n ? text + n : NULL;
}

/* Decimal digits d₁d₂…dₙ of value = 0.d₁d₂… × 10^*point that read back to the same bits; n as small as 15, 16
 * or 17 digits without their trailing zeros allow. */
static int shortest_digits(double value, char *digits, int *point)
{
  int exponent =
      (int)floor(log10(value)); /* of the first digit; may be one too low or high at powers of ten */
  for (int n = 15; n <= 17; n++) {
    int shift = n - 1 - exponent;
    double back;
    if (ABS(shift) > MAX_EXACT)
      break;
    long double scaled = shift >= 0 ? value * extended_powers[shift] : value / extended_powers[-shift];
    guint64 mantissa = (guint64)llrintl(scaled);
    if (!bw_text_compose(mantissa, -shift, &back) || back != value)
      continue;
    int length = snprintf(digits, BW_TEXT_DOUBLE_BYTES, "%" G_GUINT64_FORMAT, mantissa);
    *point = length - shift;
    return length;
  }
  char text[BW_TEXT_DOUBLE_BYTES];
  for (int n = 15; n <= 17; n++) {
    snprintf(text, sizeof text, "%.*e", n - 1,
             value); /* d,ddd…e±xx: whatever stands for the point is skipped */
    char *e = strchr(text, 'e');
    digits[0] = text[0];
    memcpy(digits + 1, e - (n - 1), n - 1);
    digits[n] = '\0';
    *point = (int)strtol(e + 1, NULL, 10) + 1;
    g_autofree char *plain = g_strdup_printf("0.%se%d", digits, *point);
    if (string_to_double(plain, NULL) == value || n == 17)
      return n;
  }
  return 17;
}

int bw_text_format_double(char *out, double value)
{
  enum { MIN_FIXED = -4, MAX_FIXED = 17 }; /* position of the point beyond which an exponent is shorter */
  char digits[BW_TEXT_DOUBLE_BYTES], *p = out;
  int point;
  if (isnan(value))
    return (int)g_strlcpy(out, "nan", BW_TEXT_DOUBLE_BYTES);
  if (signbit(value))
    *p++ = '-';
  if (isinf(value) || value == 0)
    return (int)(p - out) + (int)g_strlcpy(p, value == 0 ? "0.0" : "inf", BW_TEXT_DOUBLE_BYTES - 1);
  int n = shortest_digits(fabs(value), digits, &point);
  while (n > 1 && digits[n - 1] == '0')
    n--;
  digits[n] = '\0';
  int room = BW_TEXT_DOUBLE_BYTES - (int)(p - out);
  if (point < MIN_FIXED || point > MAX_FIXED)
    p += snprintf(p, room, "%c.%se%d", digits[0], n > 1 ? digits + 1 : "0", point - 1);
  else if (point <= 0)
    p += snprintf(p, room, "0.%.*s%s", -point, "0000", digits);
  else if (n > point)
    p += snprintf(p, room, "%.*s.%s", point, digits, digits + point);
  else
    p += snprintf(p, room, "%s%.*s.0", digits, point - n, "00000000000000000");
  return (int)(p - out);
}
