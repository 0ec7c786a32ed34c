#include "plot/format.h"
#include "base/format.h"

#include <math.h>
#include <string.h>

enum { MOST_DECIMALS = 12, WIDEST_LABEL = 9 };

/* Digits after the point until first and step of the ticks are exact, but for what rounding did to them. */
static int count_decimals(double first, double step)
{
  for (int decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    double scale = pow(10, decimals), tolerance = 1e-3 * step * scale;
    if (fabs(round(first * scale) - first * scale) <= tolerance &&
        fabs(round(step * scale) - step * scale) <= tolerance)
      return decimals;
  }
  return MOST_DECIMALS;
}

static double largest(const BwTicks *ticks)
{
  return MAX(fabs(bw_ticks_get(ticks, 0)), fabs(bw_ticks_get(ticks, ticks->n - 1)));
}

/* A round number near the ticks, to be taken off where their common leading digits would fill the labels. */
static void choose_offset(const BwTicks *ticks, BwTickFormat *format)
{
  int leading = (int)floor(log10(largest(ticks))), last = (int)floor(log10(ticks->step));
  if (leading - last < WIDEST_LABEL - 2)
    return;
  int place = (int)ceil(log10(ticks->step * (ticks->n - 1)));
  double unit = pow(10, place);
  format->offset = floor(bw_ticks_get(ticks, 0) / unit) * unit;
  format->offset_decimals = MAX(0, -place);
}

BwTickFormat bw_tick_format_choose(const BwTicks *ticks)
{
  BwTickFormat format = {0};
  choose_offset(ticks, &format);
  double first = bw_ticks_get(ticks, 0) - format.offset, last = first + ticks->step * (ticks->n - 1);
  double size = MAX(fabs(first), fabs(last));
  if (size >= 1e6 || size < 1e-3)
    format.exponent = (int)floor(log10(size) / 3) * 3;
  double scale = pow(10, format.exponent);
  format.decimals = count_decimals(first / scale, ticks->step / scale);
  return format;
}

/* "20000" → "20 000" with thin spaces; four digits stay together. */
static char *group_thousands(const char *digits)
{
  gsize n = strspn(digits, "0123456789");
  GString *text = g_string_new(NULL);
  for (gsize i = 0; i < n; i++) {
    if (n > 4 && i > 0 && (n - i) % 3 == 0)
      g_string_append(text, "\u2009");
    g_string_append_c(text, digits[i]);
  }
  g_string_append(text, digits + n);
  return g_string_free(text, FALSE);
}

char *bw_tick_format_label(const BwTickFormat *format, double value)
{
  double shown = (value - format->offset) / pow(10, format->exponent);
  g_autofree char *digits = bw_format_fixed(fabs(shown), format->decimals);
  g_autofree char *grouped = group_thousands(digits);
  gboolean zero = strspn(digits, "0.") == strlen(digits);
  return g_strconcat(shown < 0 && !zero ? "\u2212" : "", grouped, NULL);
}

/* Where " (unit)" begins at the end of a title, or its end. */
static gsize find_unit(const char *title)
{
  const char *open = strrchr(title, '(');
  gsize n = strlen(title);
  return open && open > title && open[-1] == ' ' && title[n - 1] == ')' ? (gsize)(open - 1 - title) : n;
}

char *bw_title_unit(const char *title)
{
  gsize at = title ? find_unit(title) : 0;
  return title && title[at] ? g_strndup(title + at + 2, strlen(title) - at - 3) : NULL;
}

char *bw_tick_format_title(const BwTickFormat *format, const char *title)
{
  gsize at = find_unit(title);
  GString *text = g_string_new_len(title, (gssize)at);
  g_autofree char *unit = bw_title_unit(title);
  if (format->offset != 0) {
    const BwTickFormat plain = {.decimals = format->offset_decimals};
    g_autofree char *offset = bw_tick_format_label(&plain, fabs(format->offset));
    g_string_append_printf(text, " %s %s", format->offset < 0 ? "+" : "\u2212", offset);
  }
  if (format->exponent != 0) {
    g_autofree char *power = bw_format_power_of_ten(format->exponent);
    g_string_append_printf(text, " (%s%s%s)", power, unit ? "\u2009" : "", unit ? unit : "");
  } else if (unit) {
    g_string_append_printf(text, " (%s)", unit);
  }
  return g_string_free(text, FALSE);
}
