/* The painter for cairo surfaces: widgets, PNG, PDF, SVG. */
#include "plot/text.h"

#include <math.h>

typedef struct {
  BwPainter base;
  cairo_t *cr;
  gboolean vector;
  PangoLayout *layout;
} CairoPainter;

static cairo_t *use(BwPainter *self, const double colour[4])
{
  cairo_t *cr = ((CairoPainter *)self)->cr;
  cairo_set_source_rgba(cr, colour[0], colour[1], colour[2], colour[3]);
  return cr;
}

static void clip(BwPainter *self, const BwBox *box)
{
  cairo_t *cr = ((CairoPainter *)self)->cr;
  if (!box) {
    cairo_restore(cr);
    return;
  }
  cairo_save(cr);
  cairo_rectangle(cr, box->x, box->y, box->width, box->height);
  cairo_clip(cr);
}

static void paint_box(BwPainter *self, const BwBox *box, const double colour[4])
{
  cairo_t *cr = use(self, colour);
  cairo_rectangle(cr, box->x, box->y, box->width, box->height);
  cairo_fill(cr);
}

static void trace(cairo_t *cr, const BwPoint *points, int n)
{
  cairo_new_path(cr);
  for (int i = 0; i < n; i++)
    cairo_line_to(cr, points[i].x, points[i].y);
}

/* The time of a stroke grows faster than its length: in short pieces, with their round ends on each other, a
 * line of some hundred points takes a third of it. Paper gets one path; so does what shines through. */
static void paint_line(BwPainter *self, const BwPoint *points, int n, double width, const double colour[4])
{
  enum { PIECE = 4 };
  cairo_t *cr = use(self, colour);
  int piece = ((CairoPainter *)self)->vector || colour[3] < 1 ? n : PIECE;
  cairo_set_line_width(cr, width);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  for (int i = 0; i == 0 || i + 1 < n; i += piece) {
    trace(cr, points + i, MIN(piece + 1, n - i));
    cairo_stroke(cr);
  }
}

static void paint_steps(BwPainter *self, const BwPoint *points, int n, const double colour[4])
{
  cairo_t *cr = use(self, colour);
  trace(cr, points, n);
  cairo_close_path(cr);
  cairo_fill(cr);
}

static void paint_dots(BwPainter *self, const BwPoint *points, int n, double radius, const double colour[4])
{
  cairo_t *cr = use(self, colour);
  cairo_set_line_width(cr, 2 * radius);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  for (int i = 0; i < n; i++) {
    cairo_move_to(cr, points[i].x, points[i].y);
    cairo_close_path(cr);
  }
  cairo_stroke(cr);
}

/* Each run of columns as one outline: boxes side by side would show their seams where a viewer smooths edges.
 */
static void trace_outline(cairo_t *cr, double x, double step, int n, const double *low, const double *high)
{
  for (int i = 0; i < n; i++) {
    cairo_line_to(cr, x + i * step, high[i]);
    cairo_line_to(cr, x + (i + 1) * step, high[i]);
  }
  for (int i = n - 1; i >= 0; i--) {
    cairo_line_to(cr, x + (i + 1) * step, low[i]);
    cairo_line_to(cr, x + i * step, low[i]);
  }
  cairo_close_path(cr);
}

/* Boxes one by one are four times quicker in cairo than the same boxes as one path, which it first cuts apart
 * where they might overlap. */
static void fill_boxes(cairo_t *cr, double x, double step, int n, const double *low, const double *high)
{
  for (int i = 0; i < n; i++) {
    cairo_rectangle(cr, x + i * step, high[i], step, low[i] - high[i]);
    cairo_fill(cr);
  }
}

static void paint_columns(BwPainter *self, double x, double step, int n, const double *low,
                          const double *high, const double colour[4])
{
  cairo_t *cr = use(self, colour);
  for (int i = 0, end; i < n; i = end + 1) {
    for (end = i; end < n && low[end] >= high[end];)
      end++;
    if (end > i && ((CairoPainter *)self)->vector)
      trace_outline(cr, x + i * step, step, end - i, low + i, high + i);
    else
      fill_boxes(cr, x + i * step, step, end - i, low + i, high + i);
  }
  cairo_fill(cr);
}

static void measure(BwPainter *self, const BwText *text, double *width, double *height)
{
  bw_text_layout_set(((CairoPainter *)self)->layout, text, self->theme, width, height);
}

static void paint_text(BwPainter *self, const BwText *text, const double colour[4])
{
  double width, height;
  cairo_t *cr = use(self, colour);
  measure(self, text, &width, &height);
  bw_text_layout_paint(((CairoPainter *)self)->layout, text, cr);
}

static gboolean is_vector(cairo_t *cr)
{
  switch (cairo_surface_get_type(cairo_get_target(cr))) {
  case CAIRO_SURFACE_TYPE_PDF:
  case CAIRO_SURFACE_TYPE_PS:
  case CAIRO_SURFACE_TYPE_SVG:
    return TRUE;
  default:
    return FALSE;
  }
}

BwPainter *bw_cairo_painter_new(cairo_t *cr, const BwPlotTheme *theme)
{
  static const BwPainterClass klass = {
      .clip = clip,
      .box = paint_box,
      .line = paint_line,
      .steps = paint_steps,
      .dots = paint_dots,
      .columns = paint_columns,
      .text = paint_text,
      .measure = measure,
  };
  CairoPainter *self = g_new0(CairoPainter, 1);
  double dx = 1, dy = 0, sx = 1, sy = 1;
  cairo_user_to_device_distance(cr, &dx, &dy);
  cairo_surface_get_device_scale(cairo_get_target(cr), &sx, &sy);
  double scale = hypot(dx * sx, dy * sy);
  self->base.klass = &klass;
  self->base.theme = theme;
  self->cr = cairo_reference(cr);
  self->vector = is_vector(cr);
  self->base.pixel = self->vector || !(scale > 0) ? 0 : 1 / scale;
  self->base.column = self->vector || !(scale > 0) ? 0.5 : 1 / scale;
  self->base.dense = self->vector ? 8 : 0.7 / self->base.column;
  self->layout = bw_text_layout_new(cr, self->vector);
  return &self->base;
}

void bw_cairo_painter_free(BwPainter *painter)
{
  CairoPainter *self = (CairoPainter *)painter;
  g_object_unref(self->layout);
  cairo_destroy(self->cr);
  g_free(self);
}
