/* The description turned into what a painter paints, back to front. */
#include "plot/plot-private.h"

#include <math.h>

#define FILL 0.2      /* opacity of histograms and bands */
#define HAIRLINE 0.07 /* em: axes and ticks */
#define TICK 0.3      /* em */
#define DOT 1.6       /* line widths */

typedef struct {
  BwPlot *plot;
  BwPainter *painter;
  BwLayout layout;
  BwShape *shapes;
  int n_shapes;
  GArray *marks;
  BwPlace place;
} Picture;

static double snap(const BwPainter *painter, double value)
{
  return painter->pixel > 0 ? round(value / painter->pixel) * painter->pixel : value;
}

/* A straight hairline that fills whole pixels. */
static void rule(BwPainter *painter, double x, double y, double length, gboolean vertical,
                 const double colour[4])
{
  double width = HAIRLINE * painter->theme->font_size;
  width = painter->pixel > 0 ? MAX(painter->pixel, snap(painter, width)) : width;
  x = snap(painter, vertical ? x - 0.5 * width : x);
  y = snap(painter, vertical ? y : y - 0.5 * width);
  const BwBox box = vertical ? (BwBox){x, y, width, length} : (BwBox){x, y, length, width};
  painter->klass->box(painter, &box, colour);
}

static void paint_text(BwPainter *painter, const char *string, BwTextStyle style, double x, double y,
                       double anchor_x, double anchor_y, double max_width, int max_lines,
                       const double colour[4])
{
  const BwText text = {string, style, x, y, anchor_x, anchor_y, max_width, max_lines, FALSE};
  if (string && *string)
    painter->klass->text(painter, &text, colour);
}

static void accent_colour(const BwPainter *painter, const BwLayer *layer, double opacity, double colour[4])
{
  for (int k = 0; k < 3; k++)
    colour[k] = painter->theme->accents[layer->accent][k];
  colour[3] = opacity;
}

static void paint_grid(const Picture *p)
{
  const BwBox *axes = &p->layout.axes;
  double fraction;
  const BwAxis *axis = p->layout.left.used ? &p->layout.left : &p->layout.right;
  if (p->painter->theme->grid[3] == 0 || !axis->used)
    return;
  for (int i = 0; i < axis->ticks.n; i++)
    if (bw_axis_tick(axis, i, &fraction))
      rule(p->painter, axes->x, axes->y + axes->height * (1 - fraction), axes->width, FALSE,
           p->painter->theme->grid);
}

/* Colour of a y axis' title: with two axes it says which layers count on it, if they all mean the same. */
static void axis_colour(const Picture *p, gboolean right, double colour[4])
{
  const BwLayer *found = NULL;
  gboolean same = p->layout.left.used && p->layout.right.used;
  for (guint i = 0; i < p->plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(p->plot, i);
    if (layer->right != right || layer->kind == BW_LAYER_MARK)
      continue;
    same &= !found || found->accent == layer->accent;
    found = layer;
  }
  for (int k = 0; k < 4; k++)
    colour[k] = p->painter->theme->text[k];
  if (same && found)
    accent_colour(p->painter, found, 1, colour);
}

static void paint_y_axis(const Picture *p, gboolean right)
{
  const BwLayout *layout = &p->layout;
  const BwAxis *axis = right ? &layout->right : &layout->left;
  const BwBox *axes = &layout->axes;
  double edge = right ? axes->x + axes->width : axes->x, side = right ? 1 : -1, em = layout->em, fraction;
  gboolean spines = p->painter->theme->spines;
  if (!axis->used)
    return;
  if (spines)
    rule(p->painter, edge, axes->y, axes->height, TRUE, p->painter->theme->text);
  for (int i = 0; i < axis->ticks.n; i++) {
    if (!bw_axis_tick(axis, i, &fraction))
      continue;
    double y = axes->y + axes->height * (1 - fraction);
    g_autofree char *label = bw_tick_format_label(&axis->format, bw_ticks_get(&axis->ticks, i));
    if (spines)
      rule(p->painter, right ? edge : edge - TICK * em, y, TICK * em, FALSE, p->painter->theme->text);
    paint_text(p->painter, label, BW_TEXT_TICK, edge + side * 0.55 * em, y, right ? 0 : 1, 0.5, 0, 0,
               spines ? p->painter->theme->text : p->painter->theme->faint);
  }
}

/* Upright beside the axis, or flat above it. */
static void paint_y_title(const Picture *p, gboolean right)
{
  const BwLayout *layout = &p->layout;
  const BwAxis *axis = right ? &layout->right : &layout->left;
  double colour[4], side = right ? 1 : 0, length = layout->axes.height + 2 * layout->em;
  BwText title = {.text = axis->title, .style = BW_TEXT_AXIS, .max_lines = 1, .anchor_x = side};
  if (!axis->used || !axis->title || !layout->axis_titles)
    return;
  title.x = right ? layout->width - layout->pad : layout->pad;
  title.upright = !layout->y_titles_flat;
  title.y = title.upright ? layout->axes.y + 0.5 * layout->axes.height : layout->y_titles_y;
  title.anchor_y = title.upright ? 0.5 : 0;
  title.max_width = title.upright ? length : (layout->width - 2 * layout->pad) / (layout->right.used ? 2 : 1);
  axis_colour(p, right, colour);
  p->painter->klass->text(p->painter, &title, colour);
}

static void paint_x_axis(const Picture *p)
{
  const BwLayout *layout = &p->layout;
  const BwBox *axes = &layout->axes;
  const BwPlotTheme *theme = p->painter->theme;
  double bottom = axes->y + axes->height, em = layout->em, fraction;
  if (!layout->x.used)
    return;
  rule(p->painter, axes->x, bottom, axes->width, FALSE, theme->spines ? theme->text : theme->faint);
  for (int i = 0; i < layout->x.ticks.n; i++) {
    if (!bw_axis_tick(&layout->x, i, &fraction))
      continue;
    double x = axes->x + axes->width * fraction;
    g_autofree char *label = bw_tick_format_label(&layout->x.format, bw_ticks_get(&layout->x.ticks, i));
    rule(p->painter, x, bottom, TICK * em, TRUE, theme->spines ? theme->text : theme->faint);
    paint_text(p->painter, label, BW_TEXT_TICK, x, bottom + 0.45 * em, 0.5, 0, 0, 0,
               theme->spines ? theme->text : theme->faint);
  }
  if (layout->axis_titles)
    paint_text(p->painter, layout->x.title, BW_TEXT_AXIS, axes->x + 0.5 * axes->width,
               layout->height - layout->pad, 0.5, 1, layout->width - 2 * layout->pad, 1, theme->text);
}

/* Stretches between gaps; a point alone becomes a dot. */
static void paint_path(BwPainter *painter, const BwShape *shape, const double colour[4])
{
  double width = painter->theme->line_width;
  for (int i = 0; i < shape->n; i++) {
    int end = i;
    while (end < shape->n && !isnan(shape->points[end].y))
      end++;
    if (end == i + 1)
      painter->klass->dots(painter, shape->points + i, 1, DOT * width, colour);
    else if (end > i)
      painter->klass->line(painter, shape->points + i, end - i, width, colour);
    i = end;
  }
}

static void paint_shape(BwPainter *painter, const BwShape *shape)
{
  double full[4], light[4];
  accent_colour(painter, shape->layer, 1, full);
  accent_colour(painter, shape->layer, FILL, light);
  switch (shape->kind) {
  case BW_SHAPE_COLUMNS:
    painter->klass->columns(painter, shape->x, shape->step, shape->n, shape->low, shape->high,
                            shape->layer->kind == BW_LAYER_BAND || shape->mean_low ? light : full);
    if (shape->mean_low)
      painter->klass->columns(painter, shape->x, shape->step, shape->n, shape->mean_low, shape->mean_high,
                              full);
    break;
  case BW_SHAPE_PATH:
    paint_path(painter, shape, full);
    break;
  case BW_SHAPE_DOTS:
    painter->klass->dots(painter, shape->points, shape->n, DOT * painter->theme->line_width, full);
    break;
  case BW_SHAPE_STEPS:
    painter->klass->area(painter, shape->points, shape->n, light);
    painter->klass->line(painter, shape->points, shape->n, painter->theme->line_width, full);
    break;
  case BW_SHAPE_NOTHING:
    break;
  }
}

static void paint_marks(const Picture *p)
{
  double bottom = p->layout.axes.y + p->layout.axes.height, colour[4];
  for (guint i = 0; i < p->marks->len; i++) {
    const BwMarkLabel *mark = &g_array_index(p->marks, BwMarkLabel, i);
    accent_colour(p->painter, mark->layer, 1, colour);
    const BwPoint ends[2] = {{mark->x, mark->box.y}, {mark->x, bottom}};
    p->painter->klass->line(p->painter, ends, 2, 0.8 * p->painter->theme->line_width, colour);
    if (mark->box.width > 0)
      paint_text(p->painter, mark->layer->label, BW_TEXT_LABEL, mark->box.x, mark->box.y, 0, 0, 0, 0, colour);
  }
}

static void paint_cursor(const Picture *p)
{
  const BwBox *axes = &p->layout.axes;
  const double *text = p->painter->theme->text, colour[4] = {text[0], text[1], text[2], 0.55};
  double x = p->plot->cursor, accent[4];
  if (!(x >= p->layout.x.low && x <= p->layout.x.high) || !p->layout.x.used)
    return;
  rule(p->painter, bw_layout_x(&p->layout, x), axes->y, axes->height, TRUE, colour);
  for (guint i = 0; i < p->plot->layers->len; i++) {
    const BwLayer *layer = bw_plot_layer(p->plot, i);
    double near_x, near_y;
    if (layer->kind != BW_LAYER_LINE || !bw_plot_layer_nearest(p->plot, (int)i, x, &near_x, &near_y) ||
        !isfinite(near_y))
      continue;
    const BwPoint at = {bw_layout_x(&p->layout, near_x), bw_layout_y(&p->layout, layer->right, near_y)};
    accent_colour(p->painter, layer, 1, accent);
    p->painter->klass->dots(p->painter, &at, 1, (DOT + 1.2) * p->painter->theme->line_width,
                            p->painter->theme->background);
    p->painter->klass->dots(p->painter, &at, 1, (DOT + 0.4) * p->painter->theme->line_width, accent);
  }
}

static void paint_data(const Picture *p)
{
  const BwBox *axes = &p->layout.axes;
  double slack = p->painter->theme->line_width;
  const BwBox room = {axes->x - slack, axes->y - slack, axes->width + 2 * slack, axes->height + 2 * slack};
  p->painter->klass->clip(p->painter, &room);
  for (int i = 0; i < p->n_shapes; i++)
    paint_shape(p->painter, &p->shapes[i]);
  paint_marks(p);
  paint_cursor(p);
  p->painter->klass->clip(p->painter, NULL);
}

static gboolean is_empty(const BwPlot *plot)
{
  for (guint i = 0; i < plot->layers->len; i++)
    if (bw_layer_has_data(bw_plot_layer(plot, i)))
      return FALSE;
  return TRUE;
}

static void paint_head(const Picture *p)
{
  const BwLayout *layout = &p->layout;
  double inner = layout->width - 2 * layout->pad;
  paint_text(p->painter, p->plot->title, BW_TEXT_TITLE, layout->pad, layout->title_y, 0, 0, inner, 1,
             p->painter->theme->text);
  if (layout->caption_lines > 0)
    paint_text(p->painter, p->plot->caption, BW_TEXT_CAPTION, layout->pad, layout->caption_y, 0, 0, inner,
               layout->caption_lines, p->painter->theme->faint);
}

static void clear_picture(Picture *p)
{
  for (int i = 0; i < p->n_shapes; i++)
    bw_shape_clear(&p->shapes[i]);
  g_clear_pointer(&p->shapes, g_free);
  g_clear_pointer(&p->marks, g_array_unref);
  bw_layout_clear(&p->layout);
}

static void compose(Picture *p, double width, double height, gboolean legend_above)
{
  double unused;
  bw_layout_init(&p->layout, p->plot, p->painter, width, height, legend_above);
  p->n_shapes = p->layout.axes.width > 0 ? (int)p->plot->layers->len : 0;
  p->shapes = g_new0(BwShape, p->n_shapes + 1);
  for (int i = 0; i < p->n_shapes; i++)
    bw_shape_init(&p->shapes[i], bw_plot_layer(p->plot, (guint)i), &p->layout, p->painter);
  p->marks = bw_marks_place(p->plot, p->painter, &p->layout, &unused);
}

/* The legend goes where the data leave room, which is known only once they are laid out; when they leave
 * none, everything is laid out again beneath it. */
static void compose_with_legend(Picture *p, double width, double height)
{
  compose(p, width, height, FALSE);
  if (p->layout.axes.width <= 0)
    return;
  p->place = bw_legend_find_place(p->plot, p->painter, &p->layout, p->shapes, p->n_shapes, p->marks);
  if (p->place != BW_PLACE_ABOVE)
    return;
  clear_picture(p);
  compose(p, width, height, TRUE);
}

static void remember(BwPlot *plot, const BwLayout *layout)
{
  const BwAxis *y = layout->left.used ? &layout->left : &layout->right;
  plot->axes = layout->axes;
  plot->shown[0] = layout->x.low;
  plot->shown[1] = layout->x.high;
  plot->shown[2] = y->low;
  plot->shown[3] = y->high;
}

void bw_plot_paint_with(BwPlot *plot, BwPainter *painter, double width, double height)
{
  Picture p = {.plot = plot, .painter = painter};
  const BwBox all = {0, 0, width, height};
  painter->klass->box(painter, &all, painter->theme->background);
  compose_with_legend(&p, width, height);
  paint_head(&p);
  if (p.layout.axes.width > 0) {
    const BwBox *axes = &p.layout.axes;
    paint_grid(&p);
    paint_data(&p);
    paint_x_axis(&p);
    paint_y_axis(&p, FALSE);
    paint_y_axis(&p, TRUE);
    paint_y_title(&p, FALSE);
    paint_y_title(&p, TRUE);
    bw_legend_paint(plot, painter, &p.layout, p.place);
    if (is_empty(plot))
      paint_text(painter, plot->empty_text, BW_TEXT_EMPTY, axes->x + 0.5 * axes->width,
                 axes->y + 0.5 * axes->height, 0.5, 0.5, 0.85 * axes->width, 4, painter->theme->faint);
  }
  remember(plot, &p.layout);
  clear_picture(&p);
}

void bw_plot_paint(BwPlot *plot, cairo_t *cr, double width, double height, const BwPlotTheme *theme)
{
  BwPainter *painter = bw_cairo_painter_new(cr, theme);
  bw_plot_paint_with(plot, painter, width, height);
  bw_cairo_painter_free(painter);
}
