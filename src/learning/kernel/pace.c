#include "learning/kernel/pace.h"

#include <math.h>

enum { LEAST = 10 };

void bw_pace_init(BwPace *pace)
{
  *pace = (BwPace){g_array_new(FALSE, FALSE, sizeof(double)), 0};
}

void bw_pace_clear(BwPace *pace)
{
  g_clear_pointer(&pace->logs, g_array_unref);
}

static double at(const BwPace *pace, guint i)
{
  return g_array_index(pace->logs, double, i);
}

void bw_pace_add(BwPace *pace, double residual, double seconds)
{
  double value = log(residual);
  g_array_append_val(pace->logs, value);
  double share = 1.0 / MIN(pace->logs->len, LEAST);
  pace->seconds += share * (seconds - pace->seconds);
}

double bw_pace_left(const BwPace *pace, double tolerance)
{
  guint n = pace->logs->len;
  if (n < LEAST)
    return NAN;
  /* Least squares line through the last half. */
  guint first = MIN(n / 2, n - LEAST), count = n - first;
  double middle = 0.5 * (count - 1), mean = 0, product = 0, square = 0;
  for (guint i = 0; i < count; i++)
    mean += at(pace, first + i) / count;
  for (guint i = 0; i < count; i++) {
    product += (i - middle) * (at(pace, first + i) - mean);
    square += (i - middle) * (i - middle);
  }
  double slope = product / square, now = mean + slope * middle;
  if (!(slope < 0))
    return NAN;
  return MAX((log(tolerance) - now) / slope, 0) * pace->seconds;
}

int bw_pace_stalled(const BwPace *pace)
{
  double best = INFINITY;
  guint last = 0;
  for (guint i = 0; i < pace->logs->len; i++)
    if (at(pace, i) < best - 0.01)
      best = at(pace, i), last = i + 1;
  return (int)(pace->logs->len - last);
}
