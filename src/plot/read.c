/* What the data say at a place: for the pointer, for the cursor, and for those who do not see the picture. */
#include "base/format.h"
#include "plot/plot-private.h"

#include <math.h>
#include <string.h>

#define RESOLUTION 1e-3 /* of what an axis shows: no more digits than that */

void bw_plot_set_cursor(BwPlot *plot, double x)
{
  plot->cursor = x;
}

double bw_plot_get_cursor(const BwPlot *plot)
{
  return plot->cursor;
}

int bw_plot_get_n_layers(const BwPlot *plot)
{
  return (int)plot->layers->len;
}

static BwCurveScale x_scale(const BwPlot *plot)
{
  return plot->shown[BW_AXIS_X].log ? BW_CURVE_LOG_X : BW_CURVE_LINEAR;
}

gboolean bw_plot_layer_nearest(const BwPlot *plot, int layer, double x, double *nearest_x, double *nearest_y)
{
  g_return_val_if_fail(layer >= 0 && (guint)layer < plot->layers->len, FALSE);
  const BwCurve *curve = &bw_plot_layer(plot, (guint)layer)->curve;
  gsize i = bw_curve_nearest(curve, x, x_scale(plot));
  if (i >= curve->n)
    return FALSE;
  *nearest_x = curve->x[i];
  *nearest_y = curve->y[i];
  return TRUE;
}

/* Of points in no order the nearest one as the eye sees it. */
static gsize nearest_dot(const BwPlot *plot, int layer, double px, double py)
{
  const BwCurve *curve = &bw_plot_layer(plot, (guint)layer)->curve;
  gsize best = curve->n;
  double least = INFINITY, x, y;
  for (gsize i = 0; i < curve->n; i++) {
    if (!bw_plot_to_pixel(plot, layer, curve->x[i], curve->y[i], &x, &y) || !(hypot(x - px, y - py) < least))
      continue;
    least = hypot(x - px, y - py);
    best = i;
  }
  return best;
}

static gboolean read_curve(const BwPlot *plot, int layer, double x, double px, double py, BwReading *reading)
{
  const BwLayer *self = bw_plot_layer(plot, (guint)layer);
  const BwCurve *curve = &self->curve;
  gsize i = self->kind == BW_LAYER_SCATTER ? nearest_dot(plot, layer, px, py)
                                           : bw_curve_nearest(curve, x, x_scale(plot));
  if (i >= curve->n || !isfinite(curve->y[i]))
    return FALSE;
  reading->x = curve->x[i];
  reading->y = curve->y[i];
  if (curve->y2)
    reading->y_high = curve->y2[i];
  return TRUE;
}

static gboolean read_bin(const BwLayer *layer, double x, BwReading *reading)
{
  double width = (layer->high - layer->low) / MAX(1, layer->n_bins), bin = floor((x - layer->low) / width);
  if (!(bin >= 0 && bin < layer->n_bins) || !isfinite(layer->density[(int)bin]))
    return FALSE;
  reading->x = layer->low + (bin + 0.5) * width;
  reading->y = layer->density[(int)bin];
  return TRUE;
}

gboolean bw_plot_layer_read(BwPlot *plot, int layer, double px, double py, BwReading *reading)
{
  const BwLayer *self = bw_plot_layer(plot, (guint)layer);
  double x = bw_axis_value(&plot->shown[BW_AXIS_X], (px - plot->axes.x) / plot->axes.width);
  *reading = (BwReading){.layer = layer, .x = NAN, .y = NAN, .y_high = NAN};
  if (!(plot->axes.width > 0) || self->kind == BW_LAYER_MARK || !bw_layer_has_data(self))
    return FALSE;
  if (self->kind == BW_LAYER_HISTOGRAM ? !read_bin(self, x, reading)
                                       : !read_curve(plot, layer, x, px, py, reading))
    return FALSE;
  return bw_plot_to_pixel(plot, layer, reading->x, reading->y, &reading->px, &reading->py);
}

gboolean bw_plot_layer_summarise(const BwPlot *plot, int layer, BwSummary *summary)
{
  const BwLayer *self = bw_plot_layer(plot, (guint)layer);
  const BwCurve *curve = &self->curve;
  *summary = (BwSummary){.low = NAN, .high = NAN, .last_x = NAN, .last = NAN};
  if (!bw_layer_has_data(self) || self->kind == BW_LAYER_HISTOGRAM)
    return FALSE;
  if (self->kind == BW_LAYER_MARK) {
    summary->last_x = self->x;
    return TRUE;
  }
  BwExtent extent = bw_curve_extent(curve, 0, curve->n);
  if (!(extent.n > 0))
    return FALSE;
  summary->low = extent.low;
  summary->high = extent.high;
  for (gsize i = curve->n; i-- > 0 && isnan(summary->last);)
    if (isfinite(curve->y[i])) {
      summary->last = curve->y[i];
      summary->last_x = curve->x[i];
    }
  return TRUE;
}

BwAccent bw_plot_layer_get_accent(const BwPlot *plot, int layer)
{
  return bw_plot_layer(plot, (guint)layer)->accent;
}

BwLayerKind bw_plot_layer_get_kind(const BwPlot *plot, int layer)
{
  return bw_plot_layer(plot, (guint)layer)->kind;
}

/* The title of an axis without its unit. */
static char *title_stem(const char *title)
{
  g_autofree char *unit = bw_title_unit(title);
  return g_strndup(title ? title : "", (title ? strlen(title) : 0) - (unit ? strlen(unit) + 3 : 0));
}

char *bw_plot_layer_dup_name(const BwPlot *plot, int layer)
{
  const BwLayer *self = bw_plot_layer(plot, (guint)layer);
  return self->legend && *self->legend ? g_strdup(self->legend) : title_stem(bw_plot_y_title(plot, self));
}

/* As many digits as the axis resolves; a whole number on a logarithmic axis is likely to count something. */
static char *format_on(const BwAxis *axis, const char *title, double value)
{
  g_autofree char *unit = bw_title_unit(title);
  double span = axis->log ? fabs(value) : axis->high - axis->low, size = MAX(fabs(value), span);
  if (axis->log && fabs(value) < 1e6 && value == round(value))
    span = 0;
  int exponent = size >= 1e6 || (size < 1e-3 && size > 0) ? (int)floor(log10(size) / 3) * 3 : 0;
  double scale = pow(10, exponent);
  int decimals = span > 0 ? (int)CLAMP(ceil(-log10(RESOLUTION * span / scale) - 1e-9), 0, 12) : 0;
  g_autofree char *digits = bw_format_fixed(value / scale, decimals);
  g_autofree char *power = exponent ? bw_format_power_of_ten(exponent) : NULL;
  gboolean inverse = unit && g_str_has_prefix(unit, "1/"); /* "0.98 1/Å" would read badly */
  return g_strconcat(digits, power ? "\u2009×\u2009" : "", power ? power : "", unit ? "\u202f" : "",
                     inverse ? unit + 2 : (unit ? unit : ""), inverse ? "⁻¹" : "", NULL);
}

char *bw_plot_format_x(const BwPlot *plot, double x)
{
  return format_on(&plot->shown[BW_AXIS_X], plot->x_title, x);
}

char *bw_plot_format_y(const BwPlot *plot, int layer, double y)
{
  const BwLayer *self = bw_plot_layer(plot, (guint)layer);
  return format_on(&plot->shown[self->right ? BW_AXIS_RIGHT : BW_AXIS_LEFT], bw_plot_y_title(plot, self), y);
}

char *bw_plot_dup_x_name(const BwPlot *plot)
{
  return title_stem(plot->x_title);
}
