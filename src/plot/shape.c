/* Layers reduced to what can be seen: at most a few points per pixel column, whatever their number. */
#include "plot/plot-private.h"

#include <math.h>
#include <string.h>

#define CROWDED 4   /* points per user unit above which the mean is drawn */
#define FEW_DOTS 20 /* that many at most are drawn large */

enum { MOST_FREE_POINTS = 4000 };

static void add(BwShape *shape, double x, double y)
{
  shape->points[shape->n++] = (BwPoint){x, y};
}

/* The path of the means, each joined with its neighbours half way. */
static void trace_means(BwShape *shape, const double *mean, double half)
{
  shape->mean_low = g_new(double, shape->n);
  shape->mean_high = g_new(double, shape->n);
  for (int i = 0; i < shape->n; i++) {
    double before = i > 0 && !isnan(mean[i - 1]) ? 0.5 * (mean[i - 1] + mean[i]) : mean[i];
    double after = i + 1 < shape->n && !isnan(mean[i + 1]) ? 0.5 * (mean[i + 1] + mean[i]) : mean[i];
    shape->mean_low[i] = MAX(mean[i], MAX(before, after)) + half;
    shape->mean_high[i] = MIN(mean[i], MIN(before, after)) - half;
  }
}

static BwCurveScale scale_of(const BwLayer *layer, const BwLayout *layout)
{
  const BwAxis *y = layer->right ? &layout->right : &layout->left;
  return (layout->x.log ? BW_CURVE_LOG_X : 0) | (y->log ? BW_CURVE_LOG_Y : 0);
}

/* Do both axes know the point? */
static gboolean has_place(const BwLayer *layer, const BwLayout *layout, double x, double y)
{
  return bw_axis_has(&layout->x, x) && bw_axis_has(layer->right ? &layout->right : &layout->left, y);
}

/* `density`: points per user unit. */
static void init_columns(BwShape *shape, const BwLayout *layout, BwPainter *painter, double density)
{
  const BwLayer *layer = shape->layer;
  double half = layer->kind == BW_LAYER_BAND ? 0 : 0.5 * painter->theme->line_width;
  shape->kind = BW_SHAPE_COLUMNS;
  shape->n = MAX(1, (int)round(layout->axes.width / painter->column));
  shape->step = layout->axes.width / shape->n;
  shape->x = layout->axes.x;
  shape->low = g_new(double, shape->n);
  shape->high = g_new(double, shape->n);
  g_autofree double *mean = g_new(double, shape->n);
  double left, right;
  bw_axis_ends(&layout->x, &left, &right);
  bw_curve_columns(&layer->curve, left, right, shape->n, scale_of(layer, layout), shape->low, shape->high,
                   mean);
  for (int i = 0; i < shape->n; i++) {
    shape->low[i] = bw_layout_y(layout, layer->right, shape->low[i]) + half;
    shape->high[i] = bw_layout_y(layout, layer->right, shape->high[i]) - half;
    mean[i] = bw_layout_y(layout, layer->right, mean[i]);
  }
  if (layer->kind == BW_LAYER_LINE && density > CROWDED)
    trace_means(shape, mean, half);
}

/* Points first ≤ i < end. Where there are very many in no order, those that would not move the pen are left
 * out. */
static void init_path(BwShape *shape, const BwLayout *layout, gsize first, gsize end)
{
  const BwCurve *curve = &shape->layer->curve;
  double nearest = end - first > MOST_FREE_POINTS ? 0.5 : 0;
  shape->points = g_malloc(sizeof *shape->points * MAX(1, end - first));
  shape->kind = BW_SHAPE_PATH;
  for (gsize i = first; i < end; i++) {
    double x = bw_layout_x(layout, curve->x[i]), y = bw_layout_y(layout, shape->layer->right, curve->y[i]);
    const BwPoint *last = shape->n > 0 ? &shape->points[shape->n - 1] : NULL;
    gboolean gap = !isfinite(x) || !isfinite(y) || !has_place(shape->layer, layout, curve->x[i], curve->y[i]);
    if (gap && last && !isnan(last->y))
      add(shape, NAN, NAN);
    else if (!gap && !(last && hypot(x - last->x, y - last->y) < nearest))
      add(shape, x, y);
  }
}

static void init_line(BwShape *shape, const BwLayout *layout, BwPainter *painter)
{
  const BwCurve *curve = &shape->layer->curve;
  if (!curve->sorted) {
    init_path(shape, layout, 0, curve->n);
    return;
  }
  double left, right;
  bw_axis_ends(&layout->x, &left, &right);
  gsize first = bw_curve_find(curve, left), end = bw_curve_find(curve, right) + 1;
  first -= first > 0;
  end = MIN(curve->n, end + 1);
  if ((double)(end - first) > painter->dense * layout->axes.width || shape->layer->kind == BW_LAYER_BAND)
    init_columns(shape, layout, painter, (double)(end - first) / layout->axes.width);
  else
    init_path(shape, layout, first, end);
}

double bw_layer_dot_radius(const BwLayer *layer, double line_width)
{
  return line_width * (layer->curve.n <= FEW_DOTS ? 2.6 : 1.6);
}

/* Each dot that falls on a pixel which has one already is left out. */
static void init_dots(BwShape *shape, const BwLayout *layout)
{
  const BwCurve *curve = &shape->layer->curve;
  int n_across = (int)layout->axes.width + 1, n_down = (int)layout->axes.height + 1;
  g_autofree guint8 *seen = g_malloc0((gsize)n_across * n_down);
  shape->points =
      g_malloc(sizeof *shape->points * MIN(curve->n, (gsize)n_across * n_down + MOST_FREE_POINTS));
  shape->kind = BW_SHAPE_DOTS;
  for (gsize i = 0; i < curve->n; i++) {
    double x = bw_layout_x(layout, curve->x[i]), y = bw_layout_y(layout, shape->layer->right, curve->y[i]);
    double across = x - layout->axes.x, down = y - layout->axes.y;
    if (!(across >= 0 && across <= layout->axes.width && down >= 0 && down <= layout->axes.height))
      continue;
    guint8 *cell = &seen[(gsize)down * n_across + (gsize)across];
    if (shape->n >= MOST_FREE_POINTS && *cell)
      continue;
    *cell = 1;
    add(shape, x, y);
  }
}

static void init_steps(BwShape *shape, const BwLayout *layout)
{
  const BwLayer *layer = shape->layer;
  double width = (layer->high - layer->low) / MAX(1, layer->n_bins);
  int first = 0, end = layer->n_bins;
  while (first < end && !(layer->density[first] > 0))
    first++;
  while (end > first && !(layer->density[end - 1] > 0))
    end--;
  if (first == end)
    return;
  shape->kind = BW_SHAPE_STEPS;
  shape->points = g_malloc(sizeof *shape->points * (2 * (gsize)(end - first) + 2));
  add(shape, bw_layout_x(layout, layer->low + first * width), bw_layout_y(layout, layer->right, 0));
  for (int i = first; i < end; i++) {
    double y = bw_layout_y(layout, layer->right, isfinite(layer->density[i]) ? layer->density[i] : 0);
    add(shape, bw_layout_x(layout, layer->low + i * width), y);
    add(shape, bw_layout_x(layout, layer->low + (i + 1) * width), y);
  }
  add(shape, bw_layout_x(layout, layer->low + end * width), bw_layout_y(layout, layer->right, 0));
}

void bw_shape_init(BwShape *shape, const BwLayer *layer, const BwLayout *layout, BwPainter *painter)
{
  memset(shape, 0, sizeof *shape);
  shape->layer = layer;
  if (!bw_layer_has_data(layer))
    return;
  switch (layer->kind) {
  case BW_LAYER_LINE:
  case BW_LAYER_BAND:
    init_line(shape, layout, painter);
    break;
  case BW_LAYER_SCATTER:
    init_dots(shape, layout);
    break;
  case BW_LAYER_HISTOGRAM:
    init_steps(shape, layout);
    break;
  case BW_LAYER_MARK:
    break;
  }
}

void bw_shape_clear(BwShape *shape)
{
  g_free(shape->points);
  g_free(shape->low);
  g_free(shape->high);
  g_free(shape->mean_low);
  g_free(shape->mean_high);
}

static gboolean boxes_meet(const BwBox *box, double left, double right, double top, double bottom)
{
  return left < box->x + box->width && right > box->x && top < box->y + box->height && bottom > box->y;
}

static gboolean columns_meet(const BwShape *shape, const BwBox *box)
{
  int first = MAX(0, (int)((box->x - shape->x) / shape->step));
  int last = MIN(shape->n - 1, (int)((box->x + box->width - shape->x) / shape->step));
  for (int i = first; i <= last; i++)
    if (shape->low[i] > box->y && shape->high[i] < box->y + box->height)
      return TRUE;
  return FALSE;
}

/* Cuts the part from … to of a segment down to where the coordinate a + t·run lies between low and high. */
static void cut(double a, double run, double low, double high, double *from, double *to)
{
  if (run == 0) {
    *to = a < low || a > high ? -1 : *to;
    return;
  }
  double enter = (low - a) / run, leave = (high - a) / run;
  *from = MAX(*from, MIN(enter, leave));
  *to = MIN(*to, MAX(enter, leave));
}

/* Liang and Barsky's test. */
static gboolean segment_meets(const BwPoint *a, const BwPoint *b, const BwBox *box)
{
  double from = 0, to = 1;
  cut(a->x, b->x - a->x, box->x, box->x + box->width, &from, &to);
  cut(a->y, b->y - a->y, box->y, box->y + box->height, &from, &to);
  return from <= to;
}

static gboolean path_meets(const BwShape *shape, const BwBox *box)
{
  for (int i = 0; i < shape->n; i++) {
    const BwPoint *point = &shape->points[i], *next = i + 1 < shape->n ? point + 1 : point;
    if (!isnan(point->y) &&
        segment_meets(point, shape->kind == BW_SHAPE_PATH && !isnan(next->y) ? next : point, box))
      return TRUE;
  }
  return FALSE;
}

static gboolean steps_meet(const BwShape *shape, const BwBox *box)
{
  double base = shape->points[0].y;
  for (int i = 1; i + 1 < shape->n; i += 2)
    if (boxes_meet(box, shape->points[i].x, shape->points[i + 1].x, shape->points[i].y, base))
      return TRUE;
  return FALSE;
}

gboolean bw_shape_meets(const BwShape *shape, const BwBox *box)
{
  switch (shape->kind) {
  case BW_SHAPE_COLUMNS:
    return columns_meet(shape, box);
  case BW_SHAPE_PATH:
  case BW_SHAPE_DOTS:
    return path_meets(shape, box);
  case BW_SHAPE_STEPS:
    return steps_meet(shape, box);
  case BW_SHAPE_NOTHING:
    break;
  }
  return FALSE;
}
