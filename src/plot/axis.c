/* What an axis shows: the data's range or the one asked for, made a little wider where that is good to look
 * at. */
#include "base/format.h"
#include "plot/plot-private.h"

#include <math.h>
#include <string.h>

#define PADDING 0.06    /* of the span, above and below data */
#define REACH 0.03      /* a tick this near beyond the end is worth moving the end */
#define INVISIBLE 0.002 /* tails of a histogram below this part of its peak are left out of the view */
#define LARGEST 1e290
#define SMALLEST_SPAN 1e-12 /* relative to the values: what doubles still resolve into ticks */

static void include(double value, double *low, double *high)
{
  if (!isfinite(value))
    return;
  *low = MIN(*low, value);
  *high = MAX(*high, value);
}

static double peak(const BwLayer *layer)
{
  double highest = 0;
  for (int i = 0; i < layer->n_bins; i++)
    highest = isfinite(layer->density[i]) ? MAX(highest, layer->density[i]) : highest;
  return highest;
}

static void include_visible_bins(const BwLayer *layer, double *low, double *high)
{
  int first = 0, last = layer->n_bins - 1;
  double limit = INVISIBLE * peak(layer), width = (layer->high - layer->low) / MAX(1, layer->n_bins);
  while (first < last && !(layer->density[first] > limit))
    first++;
  while (last > first && !(layer->density[last] > limit))
    last--;
  include(layer->low + first * width, low, high);
  include(layer->low + (last + 1) * width, low, high);
}

/* Axes */

double bw_axis_fraction(const BwAxis *axis, double value)
{
  if (axis->log && value <= 0)
    return -1;
  return ((axis->log ? log10(value) : value) - axis->low) / (axis->high - axis->low);
}

double bw_axis_value(const BwAxis *axis, double fraction)
{
  double at = axis->low + fraction * (axis->high - axis->low);
  return axis->log ? pow(10, at) : at;
}

BwBox bw_axis_part(const BwBox *axes, const BwAxis *axis)
{
  return (BwBox){axes->x, axes->y + axes->height * (1 - axis->base - axis->part), axes->width,
                 axes->height * axis->part};
}

static gboolean x_extent(const BwPlot *plot, double *low, double *high)
{
  *low = INFINITY, *high = -INFINITY;
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (layer->kind == BW_LAYER_HISTOGRAM && layer->n_bins > 0)
      include_visible_bins(layer, low, high);
    include(layer->x, low, high);
    include(layer->curve.x_low, low, high);
    include(layer->curve.x_high, low, high);
  }
  return *low <= *high;
}

static void include_curve(const BwCurve *curve, const BwAxis *x, gboolean positive, double *low, double *high)
{
  gsize first = 0, end = curve->n;
  if (curve->sorted) {
    first = bw_curve_find(curve, x->low);
    end = bw_curve_find(curve, nextafter(x->high, INFINITY));
  }
  BwExtent extent = bw_curve_extent(curve, first, end);
  if (positive && extent.low <= 0) { /* rare enough to look at every point */
    for (gsize i = first; i < end; i++)
      if (curve->y[i] > 0)
        include(curve->y[i], low, high);
    return;
  }
  include(extent.low, low, high);
  include(extent.high, low, high);
}

static void include_bins(const BwLayer *layer, gboolean positive, double *low, double *high)
{
  for (int i = 0; positive && i < layer->n_bins; i++)
    if (layer->density[i] > 0)
      include(layer->density[i], low, high);
  if (positive)
    return;
  include(0, low, high);
  include(peak(layer), low, high);
}

static gboolean y_extent(const BwPlot *plot, const BwAxis *x, gboolean right, gboolean positive, double *low,
                         double *high)
{
  *low = INFINITY, *high = -INFINITY;
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (layer->right != right)
      continue;
    if (layer->kind == BW_LAYER_HISTOGRAM && layer->n_bins > 0)
      include_bins(layer, positive, low, high);
    include_curve(&layer->curve, x, positive, low, high);
  }
  return *low <= *high;
}

gboolean bw_axis_extent(const BwPlot *plot, int which, const BwAxis *x, double *low, double *high)
{
  if (which == BW_AXIS_X)
    return x_extent(plot, low, high);
  gboolean log = which == BW_AXIS_LEFT && plot->log;
  if (!y_extent(plot, x, which == BW_AXIS_RIGHT, log, low, high))
    return FALSE;
  if (log) {
    *low = log10(*low);
    *high = log10(*high);
  }
  return TRUE;
}

/* Room around a single value, and around values that doubles hardly tell apart; no room for what nothing in
 * the world measures. */
static void widen(double *low, double *high)
{
  *low = CLAMP(*low, -LARGEST, LARGEST);
  *high = CLAMP(*high, -LARGEST, LARGEST);
  double size = MAX(fabs(*low), fabs(*high)), middle = 0.5 * (*low + *high);
  if (*high - *low > MAX(SMALLEST_SPAN * size, 1 / LARGEST))
    return;
  double half = size > 1 / LARGEST ? 0.05 * size : 1;
  *low = middle - half;
  *high = middle + half;
}

/* Takes the ends that were asked for; says which ones still follow the data. */
static void take_range(const double range[2], double *low, double *high, gboolean *free_low,
                       gboolean *free_high)
{
  *free_low = !isfinite(range[0]);
  *free_high = !isfinite(range[1]);
  if (!*free_low)
    *low = *free_high ? MIN(range[0], *high) : MIN(range[0], range[1]);
  if (!*free_high)
    *high = *free_low ? MAX(range[1], *low) : MAX(range[0], range[1]);
}

static int count_visible(const BwAxis *axis)
{
  double fraction;
  int n = 0;
  for (int i = 0; i < axis->ticks.n; i++)
    n += bw_axis_tick(axis, i, &fraction);
  return n;
}

/* Whole powers of ten; where fewer than two would be seen, plain numbers in their unequal distances. */
static void find_log_ticks(BwAxis *axis, const char *title, double n_ticks)
{
  axis->powers = TRUE;
  axis->ticks = bw_ticks_find(axis->low, axis->high, n_ticks, FALSE);
  double last = bw_ticks_get(&axis->ticks, axis->ticks.n - 1), step = MAX(1, round(axis->ticks.step));
  axis->ticks.first = ceil((axis->ticks.first - 1e-9) / step) * step;
  axis->ticks.step = step;
  axis->ticks.n = MAX(2, 1 + (int)floor((last - axis->ticks.first) / step + 1e-9));
  if (count_visible(axis) < 2) {
    axis->powers = FALSE;
    axis->ticks = bw_ticks_find(pow(10, axis->low), pow(10, axis->high), n_ticks, FALSE);
    axis->format = bw_tick_format_choose(&axis->ticks);
  }
  axis->title = title ? bw_tick_format_title(&axis->format, title) : NULL;
}

/* An axis with a single number on it says nothing about its scale: there are always two. */
static void find_ticks(BwAxis *axis, const char *title, double n_ticks, gboolean free_low, gboolean free_high)
{
  enum { MOST_WANTED = 6 };
  if (axis->log) {
    find_log_ticks(axis, title, n_ticks);
    return;
  }
  do
    axis->ticks = bw_ticks_find(axis->low, axis->high, n_ticks++, FALSE);
  while (count_visible(axis) < 2 && n_ticks <= MOST_WANTED);
  double reach = REACH * (axis->high - axis->low);
  double first = bw_ticks_get(&axis->ticks, 0), last = bw_ticks_get(&axis->ticks, axis->ticks.n - 1);
  if (free_low && first < axis->low && axis->low - first < reach)
    axis->low = first;
  if (free_high && last > axis->high && last - axis->high < reach)
    axis->high = last;
  axis->format = bw_tick_format_choose(&axis->ticks);
  axis->title = title ? bw_tick_format_title(&axis->format, title) : NULL;
}

void bw_axis_init_x(BwAxis *axis, const BwPlot *plot, double n_ticks)
{
  gboolean free_low, free_high;
  memset(axis, 0, sizeof *axis);
  axis->part = 1;
  axis->used = x_extent(plot, &axis->low, &axis->high);
  if (!axis->used)
    axis->low = 0, axis->high = 1;
  take_range(plot->ranges[BW_AXIS_X], &axis->low, &axis->high, &free_low, &free_high);
  axis->used |= !free_low && !free_high;
  widen(&axis->low, &axis->high);
  if (plot->follow > 0 && free_high && axis->high - axis->low > plot->follow) {
    axis->low = axis->high - plot->follow;
    free_low = free_high = FALSE; /* the window keeps its width */
  }
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
  gboolean free_low = TRUE, free_high = TRUE;
  memset(axis, 0, sizeof *axis);
  axis->part = 1;
  int which = right ? BW_AXIS_RIGHT : BW_AXIS_LEFT;
  axis->used = bw_axis_extent(plot, which, x, &axis->low, &axis->high);
  axis->log = axis->used && plot->log && !right;
  if (!axis->used)
    axis->low = 0, axis->high = 1;
  gboolean from_zero = !axis->log && stands_on_zero(plot, right) && axis->low == 0;
  if (from_zero && axis->high == 0)
    axis->high = 1;
  double range[2] = {plot->ranges[which][0], plot->ranges[which][1]};
  for (int i = 0; axis->log && i < 2; i++)
    range[i] = range[i] > 0 ? log10(range[i]) : NAN;
  take_range(range, &axis->low, &axis->high, &free_low, &free_high);
  widen(&axis->low, &axis->high);
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

static double tick_value(const BwAxis *axis, int i)
{
  double tick = bw_ticks_get(&axis->ticks, i);
  return axis->powers ? pow(10, tick) : tick;
}

gboolean bw_axis_tick(const BwAxis *axis, int i, double *fraction)
{
  *fraction = bw_axis_fraction(axis, tick_value(axis, i));
  return *fraction >= -1e-9 && *fraction <= 1 + 1e-9;
}

char *bw_axis_tick_label(const BwAxis *axis, int i)
{
  return axis->powers ? bw_format_power_of_ten((int)lrint(bw_ticks_get(&axis->ticks, i)))
                      : bw_tick_format_label(&axis->format, bw_ticks_get(&axis->ticks, i));
}
