/* What an axis shows: the data's range or the one asked for, made a little wider where that is good to look
 * at. */
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

static void include_curve(const BwCurve *curve, const BwAxis *x, double *low, double *high)
{
  gsize first = 0, end = curve->n;
  if (curve->sorted) {
    first = bw_curve_find(curve, x->low);
    end = bw_curve_find(curve, nextafter(x->high, INFINITY));
  }
  BwExtent extent = bw_curve_extent(curve, first, end);
  include(extent.low, low, high);
  include(extent.high, low, high);
}

static gboolean y_extent(const BwPlot *plot, const BwAxis *x, gboolean right, double *low, double *high)
{
  *low = INFINITY, *high = -INFINITY;
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (layer->right != right)
      continue;
    if (layer->kind == BW_LAYER_HISTOGRAM && layer->n_bins > 0) {
      include(0, low, high);
      include(peak(layer), low, high);
    }
    include_curve(&layer->curve, x, low, high);
  }
  return *low <= *high;
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

/* An axis with a single number on it says nothing about its scale: there are always two. */
static void find_ticks(BwAxis *axis, const char *title, double n_ticks, gboolean free_low, gboolean free_high)
{
  enum { MOST_WANTED = 6 };
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
  axis->used = x_extent(plot, &axis->low, &axis->high);
  if (!axis->used)
    axis->low = 0, axis->high = 1;
  take_range(plot->ranges, &axis->low, &axis->high, &free_low, &free_high);
  axis->used |= !free_low && !free_high;
  widen(&axis->low, &axis->high);
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
  axis->used = y_extent(plot, x, right, &axis->low, &axis->high);
  if (!axis->used)
    axis->low = 0, axis->high = 1;
  gboolean from_zero = stands_on_zero(plot, right) && axis->low == 0;
  if (from_zero && axis->high == 0)
    axis->high = 1;
  if (!right)
    take_range(plot->ranges + 2, &axis->low, &axis->high, &free_low, &free_high);
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

gboolean bw_axis_tick(const BwAxis *axis, int i, double *fraction)
{
  *fraction = (bw_ticks_get(&axis->ticks, i) - axis->low) / (axis->high - axis->low);
  return *fraction >= -1e-9 && *fraction <= 1 + 1e-9;
}
