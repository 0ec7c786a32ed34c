/* What there is to show on an axis: the reach of all data that count on it. */
#include "plot/plot-private.h"

#include <math.h>

#define INVISIBLE 0.002 /* tails of a histogram below this part of its peak are left out of the view */

static void include(double value, gboolean log, double *low, double *high)
{
  if (!isfinite(value) || (log && value <= 0))
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

static void include_visible_bins(const BwLayer *layer, gboolean log, double *low, double *high)
{
  int first = 0, last = layer->n_bins - 1;
  double limit = INVISIBLE * peak(layer), width = (layer->high - layer->low) / MAX(1, layer->n_bins);
  while (first < last && (!(layer->density[first] > limit) || (log && !(layer->low + first * width > 0))))
    first++;
  while (last > first && !(layer->density[last] > limit))
    last--;
  include(layer->low + first * width, log, low, high);
  include(layer->low + (last + 1) * width, log, low, high);
}

static void x_extent(const BwPlot *plot, gboolean log, double *low, double *high)
{
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (layer->kind == BW_LAYER_HISTOGRAM && layer->n_bins > 0)
      include_visible_bins(layer, log, low, high);
    include(layer->x, log, low, high);
    include(log ? bw_curve_least_positive_x(&layer->curve) : layer->curve.x_low, log, low, high);
    include(layer->curve.x_high, log, low, high);
  }
}

static void include_curve(const BwCurve *curve, const BwAxis *x, gboolean log, double *low, double *high)
{
  gsize first = 0, end = curve->n;
  double left, right;
  if (curve->sorted) {
    bw_axis_ends(x, &left, &right);
    first = bw_curve_find(curve, left);
    end = bw_curve_find(curve, nextafter(right, INFINITY));
  }
  BwExtent extent = log ? bw_curve_extent_positive(curve, first, end) : bw_curve_extent(curve, first, end);
  include(extent.low, log, low, high);
  include(extent.high, log, low, high);
}

static void include_densities(const BwLayer *layer, gboolean log, double *low, double *high)
{
  for (int i = 0; log && i < layer->n_bins; i++)
    include(layer->density[i], log, low, high);
  include(0, log, low, high);
  include(peak(layer), log, low, high);
}

static void y_extent(const BwPlot *plot, const BwAxis *x, gboolean right, gboolean log, double *low,
                     double *high)
{
  for (guint i = 0; i < plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(plot, i);
    if (layer->right != right)
      continue;
    if (layer->kind == BW_LAYER_HISTOGRAM && layer->n_bins > 0)
      include_densities(layer, log, low, high);
    include_curve(&layer->curve, x, log, low, high);
  }
}

gboolean bw_axis_extent(const BwPlot *plot, int which, const BwAxis *x, double *low, double *high)
{
  gboolean log = plot->log[which];
  *low = INFINITY, *high = -INFINITY;
  if (which == BW_AXIS_X)
    x_extent(plot, log, low, high);
  else
    y_extent(plot, x, which == BW_AXIS_RIGHT, log, low, high);
  if (!(*low <= *high))
    return FALSE;
  if (log) {
    *low = log10(*low);
    *high = log10(*high);
  }
  return TRUE;
}
