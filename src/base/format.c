#include "base/format.h"

#include <math.h>
#include <string.h>

char *bw_format_fixed(double value, int decimals)
{
  char format[16], digits[G_ASCII_DTOSTR_BUF_SIZE + 320];
  if (!isfinite(value))
    return g_strdup("–");
  g_snprintf(format, sizeof format, "%%.%df", CLAMP(decimals, 0, 17));
  g_ascii_formatd(digits, sizeof digits, format, fabs(value));
  gboolean zero = strspn(digits, "0.") == strlen(digits);
  return g_strconcat(value < 0 && !zero ? "\u2212" : "", digits, NULL);
}

char *bw_format_power_of_ten(int exponent)
{
  static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  GString *text = g_string_new("10");
  g_autofree char *digits = g_strdup_printf("%d", ABS(exponent));
  if (exponent < 0)
    g_string_append(text, "⁻");
  for (const char *digit = digits; *digit; digit++)
    g_string_append(text, raised[*digit - '0']);
  return g_string_free(text, FALSE);
}

/* The power of ten of the last digit worth writing for an error bar. */
static int last_place(double error)
{
  int place = (int)floor(log10(error));
  return error / pow(10, place) < 1.95 ? place - 1 : place;
}

static int leading_place(double value)
{
  return value == 0 ? 0 : (int)floor(log10(fabs(value)));
}

char *bw_format_duration(double seconds)
{
  if (seconds < 90)
    return g_strdup_printf("%.0f s", seconds);
  if (seconds < 90 * 60)
    return g_strdup_printf("%.0f min", seconds / 60);
  g_autofree char *hours = bw_format_fixed(seconds / 3600, 1);
  return g_strdup_printf("%s h", hours);
}

char *bw_format_mean(double value, double error, const char *unit)
{
  enum { MOST_DECIMALS = 6, MOST_PLACES = 6 };
  const char *unit_text = unit ? unit : "", *gap = *unit_text && !g_str_equal(unit_text, "°") ? " " : "";
  gboolean known = isfinite(error) && error > 0 && isfinite(value);
  int lead = isfinite(value) ? leading_place(value) : 0;
  int place = known ? last_place(error) : lead - 3, exponent = 0;
  if (place < -MOST_DECIMALS || MAX(lead, place) > MOST_PLACES)
    exponent = MAX(lead, place);
  double scale = pow(10, exponent);
  g_autofree char *mantissa = bw_format_fixed(value / scale, exponent - place);
  g_autofree char *spread = known ? bw_format_fixed(error / scale, exponent - place) : NULL;
  if (exponent == 0)
    return known ? g_strconcat(mantissa, " ± ", spread, gap, unit_text, NULL)
                 : g_strconcat(mantissa, gap, unit_text, NULL);
  g_autofree char *power = bw_format_power_of_ten(exponent);
  return known ? g_strconcat("(", mantissa, " ± ", spread, ") × ", power, gap, unit_text, NULL)
               : g_strconcat(mantissa, " × ", power, gap, unit_text, NULL);
}
