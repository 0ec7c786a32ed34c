#include "plot/log-ticks.h"
#include "base/format.h"
#include "plot/format.h"

#include <math.h>

#define CLOSEST 0.4     /* times the distance of as many ticks as are wanted: labels nearer would touch */
#define END 1e-9        /* of a decade: ticks at the very ends count */
#define LOWEST_PLAIN -3 /* powers of ten beyond which numbers are no longer written in full */
#define HIGHEST_PLAIN 4

/* Mantissas in every `stride`-th decade. */
typedef struct {
  int stride, n;
  int mantissas[9];
} Pattern;

static const Pattern patterns[] = {
    {1, 9, {1, 2, 3, 4, 5, 6, 7, 8, 9}},
    {1, 3, {1, 2, 5}},
    {1, 2, {1, 3}},
    {1, 1, {1}},
    {2, 1, {1}},
    {3, 1, {1}},
    {5, 1, {1}},
    {10, 1, {1}},
    {20, 1, {1}},
    {50, 1, {1}},
    {100, 1, {1}},
    {200, 1, {1}},
};

/* The values of a pattern, up to `most` of them; returns how many there are. */
static int list(const Pattern *pattern, double low, double high, double *values, int most)
{
  int n = 0;
  for (double power = floor(low / pattern->stride) * pattern->stride; power <= high + END;
       power += pattern->stride)
    for (int k = 0; k < pattern->n; k++) {
      double at = power + log10(pattern->mantissas[k]);
      if (at < low - END || at > high + END)
        continue;
      if (n < most)
        values[n] = pattern->mantissas[k] * pow(10, power);
      n++;
    }
  return n;
}

/* Labels of the pattern, if neither fewer than two nor more than `most`. */
static gboolean try_pattern(BwLogTicks *ticks, const Pattern *pattern, double low, double high, double wanted,
                            double most)
{
  int n = list(pattern, low, high, ticks->values, BW_LOG_TICKS_MOST);
  if (n < 2 || n > most || n > BW_LOG_TICKS_MOST)
    return FALSE;
  for (int i = 1; i < n; i++)
    if (log10(ticks->values[i] / ticks->values[i - 1]) * wanted < CLOSEST * (high - low))
      return FALSE;
  ticks->n = n;
  return TRUE;
}

static gboolean is_labelled(const BwLogTicks *ticks, double value)
{
  for (int i = 0; i < ticks->n; i++)
    if (fabs(ticks->values[i] / value - 1) < END)
      return TRUE;
  return FALSE;
}

/* All of 1 … 9 where they can be told apart, otherwise the powers of ten between those with a label. */
static void find_minor(BwLogTicks *ticks, double low, double high, double wanted)
{
  const Pattern *decades = &patterns[3], *all = &patterns[0];
  double values[BW_LOG_TICKS_MOST_MINOR];
  int n = list(high - low <= wanted ? all : decades, low, high, values, BW_LOG_TICKS_MOST_MINOR);
  for (int i = 0; i < n && n <= BW_LOG_TICKS_MOST_MINOR; i++)
    if (!is_labelled(ticks, values[i]))
      ticks->minor[ticks->n_minor++] = values[i];
}

void bw_log_ticks_find(BwLogTicks *ticks, double low, double high, double wanted)
{
  const gsize n_patterns = G_N_ELEMENTS(patterns);
  ticks->n = ticks->n_minor = 0;
  for (gsize i = 0; i < n_patterns; i++)
    if (try_pattern(ticks, &patterns[i], low, high, wanted, wanted))
      break;
  /* The next thinner one may have a single tick: rather a few too many. */
  for (gsize i = n_patterns; ticks->n == 0 && i-- > 0;)
    if (try_pattern(ticks, &patterns[i], low, high, wanted, 2 * wanted))
      break;
  if (ticks->n == 0)
    return;
  ticks->plain = ticks->values[0] >= pow(10, LOWEST_PLAIN) * (1 - END) &&
                 ticks->values[ticks->n - 1] <= pow(10, HIGHEST_PLAIN) * (1 + END);
  find_minor(ticks, low, high, wanted);
}

char *bw_log_ticks_label(const BwLogTicks *ticks, int i)
{
  double value = ticks->values[i];
  int exponent = (int)floor(log10(value) + END), mantissa = (int)lrint(value / pow(10, exponent));
  const BwTickFormat plain = {.decimals = MAX(0, -exponent)};
  if (ticks->plain)
    return bw_tick_format_label(&plain, value);
  g_autofree char *power = bw_format_power_of_ten(exponent);
  return mantissa == 1 ? g_steal_pointer(&power) : g_strdup_printf("%d\u2009×\u2009%s", mantissa, power);
}
