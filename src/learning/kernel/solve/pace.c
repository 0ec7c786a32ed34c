#include "learning/kernel/solve/pace.h"

#include <math.h>

enum {
  LEAST = 8,    /* iterations that a law is fitted to */
  SOME = 20,    /* that the time of one is averaged over */
  SLOWNESS = 8, /* what is shown follows what is known within an eighth of the iterations */
};

/* ln of how far a residual usually comes down. */
#define USUAL_SPAN (4 * G_LN10)
/* Less than this tells nothing. */
#define LEAST_FALL 0.1
/* Bounds on p. */
#define SLOWEST 0.4
#define FASTEST 1.0

void bw_pace_init(BwPace *pace, double residual, double expected)
{
  *pace = (BwPace){.logs = g_array_new(FALSE, FALSE, sizeof(double)), .start = log(residual)};
  pace->expected = expected;
}

void bw_pace_clear(BwPace *pace)
{
  g_clear_pointer(&pace->logs, g_array_unref);
}

static double at(const BwPace *pace, guint i)
{
  return g_array_index(pace->logs, double, i);
}

/* How far the residual has come down after iteration i. */
static double fall(const BwPace *pace, guint i)
{
  return pace->start - at(pace, i);
}

/* Iterations until y = span, if y ∝ i^p from the present on, with p from the last three quarters. */
static double follow_power(const BwPace *pace, double span)
{
  guint n = pace->logs->len;
  double weights = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (guint i = n / 4; i < n; i++) {
    if (fall(pace, i) < LEAST_FALL)
      continue;
    double weight = 1.0 / (i + 1), u = log(i + 1), v = log(fall(pace, i)); /* evenly along ln i */
    weights += weight, x += weight * u, y += weight * v, xx += weight * u * u, xy += weight * u * v;
  }
  double power = (weights * xy - x * y) / (weights * xx - x * x);
  return n * pow(span / fall(pace, n - 1), 1 / (isfinite(power) ? CLAMP(power, SLOWEST, FASTEST) : FASTEST));
}

/* The same along a straight line. */
static double follow_line(const BwPace *pace, double span)
{
  guint n = pace->logs->len, first = n / 3;
  double slope = (fall(pace, n - 1) - fall(pace, first)) / (n - 1 - first);
  return n + (span - fall(pace, n - 1)) / slope;
}

/* What was expected counts the less the more of it is over. */
static double estimate_total(const BwPace *pace, double span)
{
  guint n = pace->logs->len;
  double expected = pace->expected * MAX(span / USUAL_SPAN, 0);
  if (n < LEAST || fall(pace, n - 1) < LEAST_FALL)
    return n < expected ? expected : NAN;
  double share = n < expected ? (1 - n / expected) * (1 - n / expected) : 0;
  double trend = 0.5 * log(follow_power(pace, span) * follow_line(pace, span));
  return exp(share > 0 ? share * log(expected) + (1 - share) * trend : trend);
}

void bw_pace_add(BwPace *pace, double residual, double tolerance, double seconds)
{
  double value = log(residual);
  g_array_append_val(pace->logs, value);
  guint n = pace->logs->len;
  pace->seconds += (seconds - pace->seconds) / MIN(n, SOME);
  double total = estimate_total(pace, pace->start - log(tolerance));
  if (isfinite(total) && isfinite(pace->total) && pace->total > 0)
    pace->total *= pow(total / pace->total, (double)SLOWNESS / MAX(n, SLOWNESS));
  else
    pace->total = total;
}

double bw_pace_left(const BwPace *pace)
{
  guint n = pace->logs->len;
  return n > 0 && isfinite(pace->total) ? MAX(pace->total - n, 0) * pace->seconds : NAN;
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
