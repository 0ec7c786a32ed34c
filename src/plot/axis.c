/* What an axis shows: the data's range or the one asked for, made a little wider where that is good to look
 * at. */
#include "plot/plot-private.h"

#include <math.h>
#include <string.h>

#define PADDING 0.06 /* of the span, above and below data */
#define PADDING_X                                                                                            \
  0.03             /* on either side of data that have a logarithmic x, as they seldom begin at an end       \
                    */
#define REACH 0.03 /* a tick this near beyond the end is worth moving the end */
#define LARGEST 1e290
#define SMALLEST_SPAN 1e-12 /* relative to the values: what doubles still resolve into ticks */
#define ROUNDING 1e-12      /* of a power and back */

double bw_axis_fraction(const BwAxis *axis, double value)
{
  if (!bw_axis_has(axis, value))
    return -1;
  return ((axis->log ? log10(value) : value) - axis->low) / (axis->high - axis->low);
}

double bw_axis_value(const BwAxis *axis, double fraction)
{
  double at = axis->low + fraction * (axis->high - axis->low);
  return axis->log ? pow(10, at) : at;
}

void bw_axis_ends(const BwAxis *axis, double *low, double *high)
{
  *low = axis->log ? pow(10, axis->low) * (1 - ROUNDING) : axis->low;
  *high = axis->log ? pow(10, axis->high) * (1 + ROUNDING) : axis->high;
}

BwBox bw_axis_part(const BwBox *axes, const BwAxis *axis)
{
  return (BwBox){axes->x, axes->y + axes->height * (1 - axis->base - axis->part), axes->width,
                 axes->height * axis->part};
}

/* Room around a single value, and around values that doubles hardly tell apart; no room for what nothing in
 * the world measures. */
static void widen(BwAxis *axis)
{
  axis->low = CLAMP(axis->low, -LARGEST, LARGEST);
  axis->high = CLAMP(axis->high, -LARGEST, LARGEST);
  double size = MAX(fabs(axis->low), fabs(axis->high)), middle = 0.5 * (axis->low + axis->high);
  if (axis->high - axis->low > MAX(SMALLEST_SPAN * size, 1 / LARGEST))
    return;
  double half = axis->log ? 0.5 : (size > 1 / LARGEST ? 0.05 * size : 1);
  axis->low = middle - half;
  axis->high = middle + half;
}

/* An end that was asked for, in the axis' own measure. */
static double asked(const BwAxis *axis, double end)
{
  if (!axis->log)
    return end;
  return end > 0 ? log10(end) : NAN;
}

/* Takes the ends that were asked for; says which ones still follow the data. */
static void take_range(BwAxis *axis, const double range[2], gboolean *free_low, gboolean *free_high)
{
  double low = asked(axis, range[0]), high = asked(axis, range[1]);
  *free_low = !isfinite(low);
  *free_high = !isfinite(high);
  if (!*free_low)
    axis->low = *free_high ? MIN(low, axis->high) : MIN(low, high);
  if (!*free_high)
    axis->high = *free_low ? MAX(high, axis->low) : MAX(low, high);
}

/* Ticks */

static double tick_value(const BwAxis *axis, int i)
{
  return axis->log_ticks.n > 0 ? axis->log_ticks.values[i] : bw_ticks_get(&axis->ticks, i);
}

static gboolean is_inside(const BwAxis *axis, double value, double *fraction)
{
  *fraction = bw_axis_fraction(axis, value);
  return *fraction >= -1e-9 && *fraction <= 1 + 1e-9;
}

int bw_axis_n_ticks(const BwAxis *axis)
{
  return axis->log_ticks.n > 0 ? axis->log_ticks.n : axis->ticks.n;
}

gboolean bw_axis_tick(const BwAxis *axis, int i, double *fraction)
{
  return is_inside(axis, tick_value(axis, i), fraction);
}

gboolean bw_axis_minor_tick(const BwAxis *axis, int i, double *fraction)
{
  return is_inside(axis, axis->log_ticks.minor[i], fraction);
}

char *bw_axis_tick_label(const BwAxis *axis, int i)
{
  return axis->log_ticks.n > 0 ? bw_log_ticks_label(&axis->log_ticks, i)
                               : bw_tick_format_label(&axis->format, bw_ticks_get(&axis->ticks, i));
}

double bw_axis_tick_distance(const BwAxis *axis)
{
  double closest = INFINITY, last = NAN, fraction;
  for (int i = 0; i < bw_axis_n_ticks(axis); i++) {
    if (!bw_axis_tick(axis, i, &fraction))
      continue;
    if (!isnan(last))
      closest = MIN(closest, fraction - last);
    last = fraction;
  }
  return closest;
}

static int count_visible(const BwAxis *axis)
{
  double fraction;
  int n = 0;
  for (int i = 0; i < bw_axis_n_ticks(axis); i++)
    n += bw_axis_tick(axis, i, &fraction);
  return n;
}

/* Plain numbers in equal steps. An axis with a single number on it says nothing about its scale: there are
 * always two. */
static void find_plain_ticks(BwAxis *axis, double n_ticks)
{
  enum { MOST_WANTED = 6 };
  double low, high;
  bw_axis_ends(axis, &low, &high);
  do
    axis->ticks = bw_ticks_find(low, high, n_ticks++, FALSE);
  while (count_visible(axis) < 2 && n_ticks <= MOST_WANTED);
  axis->format = bw_tick_format_choose(&axis->ticks);
}

static void reach_for_ticks(BwAxis *axis, gboolean free_low, gboolean free_high)
{
  double reach = REACH * (axis->high - axis->low);
  double first = bw_ticks_get(&axis->ticks, 0), last = bw_ticks_get(&axis->ticks, axis->ticks.n - 1);
  if (free_low && first < axis->low && axis->low - first < reach)
    axis->low = first;
  if (free_high && last > axis->high && last - axis->high < reach)
    axis->high = last;
}

static void find_ticks(BwAxis *axis, const char *title, double n_ticks, gboolean free_low, gboolean free_high)
{
  if (axis->log)
    bw_log_ticks_find(&axis->log_ticks, axis->low, axis->high, n_ticks);
  if (axis->log_ticks.n == 0)
    find_plain_ticks(axis, n_ticks);
  if (!axis->log)
    reach_for_ticks(axis, free_low, free_high);
  axis->title = title ? bw_tick_format_title(&axis->format, title) : NULL;
}

/* Axes */

/* What the data reach, or something to look at while there are none. */
static void take_extent(BwAxis *axis, const BwPlot *plot, int which, const BwAxis *x)
{
  memset(axis, 0, sizeof *axis);
  axis->part = 1;
  axis->used = bw_axis_extent(plot, which, x, &axis->low, &axis->high);
  axis->log = axis->used && plot->log[which];
  if (!axis->used)
    axis->low = 0, axis->high = 1;
}

void bw_axis_init_x(BwAxis *axis, const BwPlot *plot, double n_ticks)
{
  gboolean free_low, free_high;
  take_extent(axis, plot, BW_AXIS_X, NULL);
  take_range(axis, plot->ranges[BW_AXIS_X], &free_low, &free_high);
  axis->used |= !free_low && !free_high;
  widen(axis);
  double padding = axis->log ? PADDING_X * (axis->high - axis->low) : 0;
  if (plot->follow > 0 && free_high && axis->high - axis->low > plot->follow) {
    axis->low = axis->high - plot->follow;
    free_low = free_high = FALSE; /* the window keeps its width */
  }
  axis->low -= free_low ? padding : 0;
  axis->high += free_high ? padding : 0;
  find_ticks(axis, plot->x_title, n_ticks, free_low, free_high);
}

static gboolean stands_on_zero(const BwPlot *plot, gboolean right)
{
  for (guint i = 0; i < plot->layers->len; i++)
    if (bw_plot_layer(plot, i)->kind == BW_LAYER_HISTOGRAM && bw_plot_layer(plot, i)->right == right)
      return TRUE;
  return FALSE;
}

void bw_axis_init_y(BwAxis *axis, const BwPlot *plot, const BwAxis *x, gboolean right, double n_ticks,
                    double headroom)
{
  gboolean free_low, free_high;
  int which = right ? BW_AXIS_RIGHT : BW_AXIS_LEFT;
  take_extent(axis, plot, which, x);
  gboolean from_zero = !axis->log && stands_on_zero(plot, right) && axis->low == 0;
  if (from_zero && axis->high == 0)
    axis->high = 1;
  take_range(axis, plot->ranges[which], &free_low, &free_high);
  widen(axis);
  if (free_low && !from_zero)
    axis->low -= PADDING * (axis->high - axis->low);
  if (free_high)
    axis->high = axis->low + (axis->high - axis->low) / (1 - MIN(0.6, PADDING + headroom));
  find_ticks(axis, right ? plot->right_title : plot->y_title, n_ticks, free_low && !from_zero, free_high);
}

void bw_axis_clear(BwAxis *axis)
{
  g_clear_pointer(&axis->title, g_free);
}
