#include "app/timeline/bw-scrubber-line.h"

#include <math.h>

struct _BwScrubberLine {
  double *positions, *values;
  gsize n;
  GdkTexture *picture; /* NULL: to be drawn anew */
  float width, height; /* it was drawn for */
  double length;
  GdkRGBA colour;
  int scale;
};

BwScrubberLine *bw_scrubber_line_new(void)
{
  return g_new0(BwScrubberLine, 1);
}

void bw_scrubber_line_free(BwScrubberLine *self)
{
  g_free(self->positions);
  g_free(self->values);
  g_clear_object(&self->picture);
  g_free(self);
}

void bw_scrubber_line_set(BwScrubberLine *self, const double *positions, const double *values, gsize n)
{
  g_free(self->positions);
  g_free(self->values);
  self->positions = g_memdup2(positions, n * sizeof *positions);
  self->values = g_memdup2(values, n * sizeof *values);
  self->n = n;
  g_clear_object(&self->picture);
}

static gboolean find_extremes(const BwScrubberLine *self, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (gsize i = 0; i < self->n; i++)
    if (isfinite(self->values[i])) {
      *low = fmin(*low, self->values[i]);
      *high = fmax(*high, self->values[i]);
    }
  return *low <= *high;
}

/* Points of one column of pixels are drawn as the stroke from the lowest to the highest of them: however many
 * there are, the path is as long as the picture is wide. */
static void trace_path(const BwScrubberLine *self, cairo_t *cr)
{
  double low, high, column = NAN, least = 0, most = 0;
  if (!find_extremes(self, &low, &high))
    return;
  double span = high > low ? high - low : 1, middle = high > low ? 0 : 0.5;
  for (gsize i = 0; i < self->n; i++) {
    double x = 0.5 + self->positions[i] / self->length * (self->width - 1);
    double y = 0.75 + (1 - middle - (self->values[i] - low) / span) * (self->height - 1.5);
    if (!isfinite(y)) {
      cairo_new_sub_path(cr);
      column = NAN;
    } else if (floor(x) != column) {
      cairo_line_to(cr, x, y);
      column = floor(x);
      least = most = y;
    } else if (y < least || y > most) {
      cairo_line_to(cr, x, y);
      least = fmin(least, y);
      most = fmax(most, y);
    }
  }
}

static GdkTexture *draw(const BwScrubberLine *self)
{
  int width = (int)ceil(self->width * self->scale), height = (int)ceil(self->height * self->scale);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create(surface);
  cairo_scale(cr, self->scale, self->scale);
  trace_path(self, cr);
  gdk_cairo_set_source_rgba(cr, &self->colour);
  cairo_set_line_width(cr, 1);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  gsize stride = (gsize)cairo_image_surface_get_stride(surface);
  g_autoptr(GBytes) bytes = g_bytes_new(cairo_image_surface_get_data(surface), stride * (gsize)height);
  cairo_surface_destroy(surface);
  return gdk_memory_texture_new(width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

void bw_scrubber_line_paint(BwScrubberLine *self, GtkSnapshot *snapshot, const graphene_rect_t *area,
                            double length, const GdkRGBA *colour, int scale)
{
  if (self->n < 2 || area->size.width < 2 || area->size.height < 2)
    return;
  if (area->size.width != self->width || area->size.height != self->height || length != self->length ||
      !gdk_rgba_equal(colour, &self->colour) || scale != self->scale)
    g_clear_object(&self->picture);
  self->width = area->size.width;
  self->height = area->size.height;
  self->length = length;
  self->colour = *colour;
  self->scale = scale;
  if (!self->picture)
    self->picture = draw(self);
  const graphene_rect_t place = GRAPHENE_RECT_INIT(
      area->origin.x, area->origin.y, (float)gdk_texture_get_width(self->picture) / (float)scale,
      (float)gdk_texture_get_height(self->picture) / (float)scale);
  gtk_snapshot_append_texture(snapshot, self->picture, &place);
}
