#include "app/view/bw-overlay-paint.h"

#include <math.h>

#define LINE 1.5
#define HALO 4.5 /* of the same line, behind it */
#define SPRING_TURNS 9
#define SPRING_WIDTH 5 /* pixels, half */

static void trace(cairo_t *cr, double places[][2], int n)
{
  for (int i = 0; i < n; i++)
    cairo_line_to(cr, places[i][0], places[i][1]);
}

void bw_overlay_paint_line(GtkSnapshot *snapshot, double places[][2], int n, const BwOverlayColours *colours)
{
  double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
  for (int i = 0; i < n; i++)
    for (int d = 0; d < 2; d++) {
      low[d] = fmin(low[d], places[i][d] - HALO);
      high[d] = fmax(high[d], places[i][d] + HALO);
    }
  if (n < 2 || high[0] - low[0] > 1e4 || high[1] - low[1] > 1e4)
    return;
  cairo_t *cr = gtk_snapshot_append_cairo(
      snapshot, &GRAPHENE_RECT_INIT((float)floor(low[0]), (float)floor(low[1]),
                                    (float)ceil(high[0] - low[0] + 1), (float)ceil(high[1] - low[1] + 1)));
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  trace(cr, places, n);
  gdk_cairo_set_source_rgba(cr, &colours->halo);
  cairo_set_line_width(cr, HALO);
  cairo_stroke_preserve(cr);
  gdk_cairo_set_source_rgba(cr, &colours->accent);
  cairo_set_line_width(cr, LINE);
  cairo_stroke(cr);
  cairo_destroy(cr);
}

void bw_overlay_find_colours(GtkWidget *widget, BwOverlayColours *colours)
{
  GtkStyleContext *context = gtk_widget_get_style_context(widget);
  if (!gtk_style_context_lookup_color(context, "accent_color", &colours->accent))
    gdk_rgba_parse(&colours->accent, "#1c71d8");
  if (!gtk_style_context_lookup_color(context, "view_bg_color", &colours->halo))
    gdk_rgba_parse(&colours->halo, "white");
  colours->halo.alpha = 0.7f;
}

void bw_overlay_paint_spring(GtkSnapshot *snapshot, const double from[2], const double to[2],
                             const BwOverlayColours *colours)
{
  double places[2 * SPRING_TURNS + 2][2];
  double dx = to[0] - from[0], dy = to[1] - from[1], length = fmax(hypot(dx, dy), 1e-3);
  int n = 0;
  for (int i = 0; i <= 2 * SPRING_TURNS + 1; i++, n++) {
    double fraction = i / (2.0 * SPRING_TURNS + 1), side = 0;
    if (i > 0 && i < 2 * SPRING_TURNS + 1)
      side = (i % 2 ? 1 : -1) * fmin(SPRING_WIDTH, length / SPRING_TURNS);
    places[n][0] = from[0] + fraction * dx - side * dy / length;
    places[n][1] = from[1] + fraction * dy + side * dx / length;
  }
  bw_overlay_paint_line(snapshot, places, n, colours);
}

void bw_overlay_paint_band(GtkSnapshot *snapshot, const graphene_rect_t *band,
                           const BwOverlayColours *colours)
{
  const float widths[4] = {1, 1, 1, 1};
  const GdkRGBA edges[4] = {colours->accent, colours->accent, colours->accent, colours->accent};
  GdkRGBA inside = colours->accent;
  GskRoundedRect outline;
  inside.alpha = 0.15f;
  gtk_snapshot_append_color(snapshot, &inside, band);
  gsk_rounded_rect_init_from_rect(&outline, band, 0);
  gtk_snapshot_append_border(snapshot, &outline, widths, edges);
}
