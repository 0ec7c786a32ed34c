/* The description turned into what a painter paints, back to front. */
#include "plot/plot-private.h"

#include <math.h>

#define FILL 0.2 /* opacity of histograms and bands */
#define DOT 1.6  /* a point alone in a line; line widths */

typedef struct {
  BwPlot *plot;
  BwPainter *painter;
  BwLayout layout;
  BwShape *shapes;
  int n_shapes;
  GArray *marks;
  BwPlace place;
} Picture;

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
  bw_paint_accent(painter, shape->layer, 1, full);
  bw_paint_accent(painter, shape->layer, FILL, light);
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
    painter->klass->dots(painter, shape->points, shape->n,
                         bw_layer_dot_radius(shape->layer, painter->theme->line_width), full);
    break;
  case BW_SHAPE_STEPS:
    painter->klass->steps(painter, shape->points, shape->n, light);
    painter->klass->line(painter, shape->points, shape->n, painter->theme->line_width, full);
    break;
  case BW_SHAPE_NOTHING:
    break;
  }
}

/* From one standard deviation below to one above, at the foot of the line, those of several above each other.
 */
static void paint_width(const Picture *p, const BwLayer *layer, int row, const double colour[4])
{
  const BwBox *axes = &p->layout.axes;
  double left = MAX(bw_layout_x(&p->layout, layer->x - layer->width), axes->x),
         right = MIN(bw_layout_x(&p->layout, layer->x + layer->width), axes->x + axes->width),
         y = axes->y + axes->height - (0.6 + 0.6 * row) * p->layout.em, cap = 0.22 * p->layout.em,
         thin = 0.8 * p->painter->theme->line_width;
  if (!(left < right))
    return;
  const BwPoint bar[] = {{left, y}, {right, y}}, from[] = {{left, y - cap}, {left, y + cap}},
                to[] = {{right, y - cap}, {right, y + cap}};
  p->painter->klass->line(p->painter, bar, 2, thin, colour);
  p->painter->klass->line(p->painter, from, 2, thin, colour);
  p->painter->klass->line(p->painter, to, 2, thin, colour);
}

static void paint_marks(const Picture *p)
{
  double bottom = p->layout.axes.y + p->layout.axes.height, colour[4];
  for (guint i = 0; i < p->marks->len; i++) {
    const BwMarkLabel *mark = &g_array_index(p->marks, BwMarkLabel, i);
    bw_paint_accent(p->painter, mark->layer, 1, colour);
    const BwPoint ends[2] = {{mark->x, mark->box.y}, {mark->x, bottom}};
    p->painter->klass->line(p->painter, ends, 2, 0.8 * p->painter->theme->line_width, colour);
    if (isfinite(mark->layer->width))
      paint_width(p, mark->layer, (int)i, colour);
    if (mark->box.width > 0)
      bw_paint_string(p->painter, mark->layer->label, BW_TEXT_LABEL, mark->box.x, mark->box.y, 0, 0, 0, 0,
                      colour);
  }
}

static void paint_data(const Picture *p)
{
  double slack = p->painter->theme->line_width;
  for (int i = 0; i < p->n_shapes; i++) {
    BwBox room = bw_layout_part(&p->layout, p->shapes[i].layer->right);
    room = (BwBox){room.x - slack, room.y - slack, room.width + 2 * slack, room.height + 2 * slack};
    p->painter->klass->clip(p->painter, &room);
    paint_shape(p->painter, &p->shapes[i]);
    p->painter->klass->clip(p->painter, NULL);
  }
  paint_marks(p);
}

static gboolean is_empty(const BwPlot *plot)
{
  for (guint i = 0; i < plot->layers->len; i++)
    if (bw_layer_has_data(bw_plot_layer(plot, i)))
      return FALSE;
  return TRUE;
}

/* The title, with the name of the run at the other end of its line: a picture tells where it comes from. */
static void paint_title(const Picture *p)
{
  const BwLayout *layout = &p->layout;
  const BwPlot *plot = p->plot;
  double inner = layout->width - 2 * layout->pad, title_width, height, taken = 0;
  if (!plot->title || !*plot->title)
    return;
  if (plot->source && *plot->source) {
    const BwText title = {.text = plot->title, .style = BW_TEXT_TITLE};
    p->painter->klass->measure(p->painter, &title, &title_width, &height);
    taken = MAX(MIN(inner - title_width - layout->em, 0.4 * inner), 0);
    bw_paint_string(p->painter, plot->source, BW_TEXT_TICK, layout->width - layout->pad,
                    layout->title_y + 0.55 * height, 1, 0.5, MAX(taken, layout->em), 1,
                    p->painter->theme->faint);
  }
  bw_paint_string(p->painter, plot->title, BW_TEXT_TITLE, layout->pad, layout->title_y, 0, 0, inner - taken,
                  1, p->painter->theme->text);
}

static void paint_head(const Picture *p)
{
  const BwLayout *layout = &p->layout;
  paint_title(p);
  if (layout->caption_lines > 0)
    bw_paint_string(p->painter, p->plot->caption, BW_TEXT_CAPTION, layout->pad, layout->caption_y, 0, 0,
                    layout->width - 2 * layout->pad, layout->caption_lines, p->painter->theme->faint);
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
  const BwAxis *axes[BW_N_AXES] = {&layout->x, &layout->left, &layout->right};
  plot->axes = layout->axes;
  for (int i = 0; i < BW_N_AXES; i++) {
    plot->shown[i] = *axes[i];
    plot->shown[i].title = NULL;
  }
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
    bw_axes_paint_grid(&p.layout, painter);
    paint_data(&p);
    bw_axes_paint(plot, &p.layout, painter);
    bw_legend_paint(plot, painter, &p.layout, p.place);
    if (is_empty(plot))
      bw_paint_string(painter, plot->empty_text, BW_TEXT_EMPTY, axes->x + 0.5 * axes->width,
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
