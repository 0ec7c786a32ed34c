/* Which part of the data is shown: asked for, following the newest, or as a hand has it. */
#include "plot/plot-private.h"

#include <math.h>

#define THINNEST 8.0      /* user units: a rectangle less wide or high than this leaves that axis as it is */
#define FINEST 1e-10      /* of the values: there is nothing to see closer by */
#define LATEST_PART 0.2   /* of the data: the newest part that is followed at first */
#define WHOLE_MARGIN 0.15 /* of the data's span: a y axis that reaches this far beyond them follows them */

static void set_end(BwPlot *plot, double *end, double value)
{
  if (value == *end || (isnan(value) && isnan(*end)))
    return;
  *end = value;
  plot->version++;
}

static void set_axis(BwPlot *plot, int which, double low, double high)
{
  set_end(plot, &plot->ranges[which][0], low);
  set_end(plot, &plot->ranges[which][1], high);
}

void bw_plot_set_range(BwPlot *plot, double x_low, double x_high, double y_low, double y_high)
{
  set_axis(plot, BW_AXIS_X, x_low, x_high);
  set_axis(plot, BW_AXIS_LEFT, y_low, y_high);
}

static void set_log(BwPlot *plot, int which, gboolean log)
{
  if (plot->log[which] == !!log)
    return;
  plot->log[which] = !!log;
  plot->axes.width = 0; /* places mean nothing before it is painted again */
  plot->version++;
}

void bw_plot_set_log(BwPlot *plot, gboolean log)
{
  set_log(plot, BW_AXIS_LEFT, log);
}

void bw_plot_set_log_x(BwPlot *plot, gboolean log)
{
  if (plot->log[BW_AXIS_X] != !!log)
    plot->follow = 0; /* its width is of another kind */
  set_log(plot, BW_AXIS_X, log);
}

gboolean bw_plot_get_log(const BwPlot *plot)
{
  return plot->log[BW_AXIS_LEFT];
}

gboolean bw_plot_get_log_x(const BwPlot *plot)
{
  return plot->log[BW_AXIS_X];
}

gboolean bw_plot_get_axes(const BwPlot *plot, cairo_rectangle_t *axes)
{
  *axes = (cairo_rectangle_t){plot->axes.x, plot->axes.y, plot->axes.width, plot->axes.height};
  return plot->axes.width > 0;
}

/* The fraction of an axis at a place. */
static double fraction_at(const BwPlot *plot, int which, double px, double py)
{
  const BwBox box = bw_axis_part(&plot->axes, &plot->shown[which]);
  return which == BW_AXIS_X ? (px - plot->axes.x) / plot->axes.width : (box.y + box.height - py) / box.height;
}

gboolean bw_plot_from_pixel(BwPlot *plot, double px, double py, double *x, double *y)
{
  const BwBox *axes = &plot->axes;
  int which = plot->shown[BW_AXIS_LEFT].used ? BW_AXIS_LEFT : BW_AXIS_RIGHT;
  if (!(axes->width > 0 && px >= axes->x && px <= axes->x + axes->width && py >= axes->y &&
        py <= axes->y + axes->height))
    return FALSE;
  *x = bw_axis_value(&plot->shown[BW_AXIS_X], fraction_at(plot, BW_AXIS_X, px, py));
  *y = bw_axis_value(&plot->shown[which], fraction_at(plot, which, px, py));
  return TRUE;
}

gboolean bw_plot_to_pixel(const BwPlot *plot, int layer, double x, double y, double *px, double *py)
{
  const BwBox *axes = &plot->axes;
  const BwAxis *axis = &plot->shown[bw_plot_layer(plot, (guint)layer)->right ? BW_AXIS_RIGHT : BW_AXIS_LEFT];
  double across = bw_axis_fraction(&plot->shown[BW_AXIS_X], x), up = bw_axis_fraction(axis, y);
  *px = axes->x + across * axes->width;
  *py = axes->y + axes->height * (1 - axis->base - axis->part * up);
  return axes->width > 0 && across >= 0 && across <= 1 && up >= 0 && up <= 1;
}

/* Changes by a hand: low and high in the axis' own measure. What is shown changes at once, as several may
 * come between two paints. */

static void show(BwPlot *plot, int which, double low, double high)
{
  BwAxis *axis = &plot->shown[which];
  if (!(high - low > FINEST * MAX(fabs(low), fabs(high))) || !isfinite(high - low))
    return;
  axis->low = low;
  axis->high = high;
  set_axis(plot, which, bw_axis_value(axis, 0), bw_axis_value(axis, 1));
}

static void show_x(BwPlot *plot, double low, double high)
{
  double first, last, span = high - low;
  if (!bw_axis_extent(plot, BW_AXIS_X, NULL, &first, &last))
    return;
  if (span >= last - first) {
    plot->follow = 0;
    set_axis(plot, BW_AXIS_X, NAN, NAN);
    plot->version++;
    return;
  }
  low = CLAMP(low, first, last - span);
  show(plot, BW_AXIS_X, low, low + span);
}

/* An axis that shows all of its data again follows them. */
static void show_y(BwPlot *plot, int which, double low, double high)
{
  double least, most;
  if (!bw_axis_extent(plot, which, &plot->shown[BW_AXIS_X], &least, &most))
    return;
  double margin = WHOLE_MARGIN * (most - least);
  if (low < least - margin && high > most + margin)
    set_axis(plot, which, NAN, NAN);
  else
    show(plot, which, low, high);
}

/* The y axis at a height: the one in whose part it lies. */
static int y_axis_at(const BwPlot *plot, double py)
{
  double up = fraction_at(plot, BW_AXIS_RIGHT, 0, py);
  if (!plot->shown[BW_AXIS_LEFT].used)
    return BW_AXIS_RIGHT;
  return plot->shown[BW_AXIS_RIGHT].used && plot->shown[BW_AXIS_RIGHT].part < 1 && up <= 1 ? BW_AXIS_RIGHT
                                                                                           : BW_AXIS_LEFT;
}

static void zoom_axis(BwPlot *plot, int which, double at, double factor, double *low, double *high)
{
  const BwAxis *axis = &plot->shown[which];
  double fixed = axis->low + at * (axis->high - axis->low);
  *low = fixed + (axis->low - fixed) * factor;
  *high = fixed + (axis->high - fixed) * factor;
}

void bw_plot_zoom(BwPlot *plot, double px, double py, double factor, gboolean x, gboolean y)
{
  double low, high;
  if (!(plot->axes.width > 0) || !(factor > 0))
    return;
  if (x && plot->follow > 0) { /* goes on to follow, with another width */
    zoom_axis(plot, BW_AXIS_X, 1, factor, &low, &high);
    bw_plot_follow(plot, high - low);
  } else if (x) {
    zoom_axis(plot, BW_AXIS_X, CLAMP(fraction_at(plot, BW_AXIS_X, px, py), 0, 1), factor, &low, &high);
    show_x(plot, low, high);
  }
  if (!y)
    return;
  int which = y_axis_at(plot, py);
  zoom_axis(plot, which, CLAMP(fraction_at(plot, which, px, py), 0, 1), factor, &low, &high);
  show_y(plot, which, low, high);
}

gboolean bw_plot_frame(const BwPlot *plot, double x0, double y0, double x1, double y1, cairo_rectangle_t *box)
{
  const BwBox part = bw_axis_part(&plot->axes, &plot->shown[y_axis_at(plot, y0)]);
  double right = part.x + part.width, bottom = part.y + part.height;
  gboolean wide = fabs(x1 - x0) >= THINNEST, high = fabs(y1 - y0) >= THINNEST;
  if (!(plot->axes.width > 0) || (!wide && !high))
    return FALSE;
  x0 = wide ? CLAMP(x0, part.x, right) : part.x;
  x1 = wide ? CLAMP(x1, part.x, right) : right;
  y0 = high ? CLAMP(y0, part.y, bottom) : part.y;
  y1 = high ? CLAMP(y1, part.y, bottom) : bottom;
  *box = (cairo_rectangle_t){MIN(x0, x1), MIN(y0, y1), fabs(x1 - x0), fabs(y1 - y0)};
  return box->width > 0 && box->height > 0;
}

static double value_at(const BwPlot *plot, int which, double px, double py)
{
  const BwAxis *axis = &plot->shown[which];
  return axis->low + fraction_at(plot, which, px, py) * (axis->high - axis->low);
}

void bw_plot_zoom_to(BwPlot *plot, const cairo_rectangle_t *box)
{
  int which = y_axis_at(plot, box->y + 0.5 * box->height);
  const BwBox part = bw_axis_part(&plot->axes, &plot->shown[which]);
  double left = value_at(plot, BW_AXIS_X, box->x, 0),
         right = value_at(plot, BW_AXIS_X, box->x + box->width, 0);
  if (box->height < part.height - 0.5)
    show(plot, which, value_at(plot, which, 0, box->y + box->height), value_at(plot, which, 0, box->y));
  if (box->width > plot->axes.width - 0.5)
    return;
  plot->follow = 0;
  show_x(plot, left, right);
}

static gboolean is_fixed(const BwPlot *plot, int which)
{
  return isfinite(plot->ranges[which][0]) || isfinite(plot->ranges[which][1]);
}

void bw_plot_pan(BwPlot *plot, double dx, double dy)
{
  const BwAxis *x = &plot->shown[BW_AXIS_X];
  if (!(plot->axes.width > 0))
    return;
  double shift = -dx / plot->axes.width * (x->high - x->low), least, most;
  if (dx != 0 && (plot->follow > 0 || is_fixed(plot, BW_AXIS_X))) {
    plot->follow = 0;
    show_x(plot, x->low + shift, x->high + shift);
  }
  for (int which = BW_AXIS_LEFT; dy != 0 && which <= BW_AXIS_RIGHT; which++) {
    const BwAxis *y = &plot->shown[which];
    if (!is_fixed(plot, which) || !bw_axis_extent(plot, which, x, &least, &most))
      continue;
    double span = y->high - y->low, up = dy / bw_axis_part(&plot->axes, y).height * span;
    double middle =
        CLAMP(y->low + 0.5 * span + up, MIN(least, y->low + 0.5 * span), MAX(most, y->low + 0.5 * span));
    show(plot, which, middle - 0.5 * span, middle + 0.5 * span);
  }
}

void bw_plot_reset_view(BwPlot *plot)
{
  plot->version += plot->follow > 0;
  plot->follow = 0;
  for (int which = 0; which < BW_N_AXES; which++)
    set_axis(plot, which, NAN, NAN);
}

gboolean bw_plot_is_zoomed(const BwPlot *plot)
{
  return is_fixed(plot, BW_AXIS_X) || is_fixed(plot, BW_AXIS_LEFT) || is_fixed(plot, BW_AXIS_RIGHT);
}

void bw_plot_follow(BwPlot *plot, double width)
{
  double first = 0, last = 0;
  const BwAxis *x = &plot->shown[BW_AXIS_X];
  bw_axis_extent(plot, BW_AXIS_X, NULL, &first, &last);
  if (isnan(width))
    width = is_fixed(plot, BW_AXIS_X) ? x->high - x->low : LATEST_PART * (last - first);
  set_axis(plot, BW_AXIS_X, NAN, NAN);
  plot->version++;
  plot->follow = width > 0 && width < last - first ? width : 0;
}

double bw_plot_get_follow(const BwPlot *plot)
{
  return plot->follow;
}
