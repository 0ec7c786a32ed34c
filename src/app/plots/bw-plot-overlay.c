#include "app/plots/bw-plot-overlay.h"

#include <math.h>

static GdkRGBA colour_of(const double rgb[3], float opacity)
{
  return (GdkRGBA){(float)rgb[0], (float)rgb[1], (float)rgb[2], opacity};
}

static void append_line(BwPlot *plot, double x, const GdkRGBA *colour, GtkSnapshot *snapshot)
{
  cairo_rectangle_t axes;
  if (!bw_plot_get_axes(plot, &axes) || !(x >= axes.x && x <= axes.x + axes.width))
    return;
  gtk_snapshot_append_color(snapshot, colour,
                            &GRAPHENE_RECT_INIT(floorf((float)x), (float)axes.y, 1, (float)axes.height));
}

static void append_disc(GtkSnapshot *snapshot, double x, double y, float radius, const GdkRGBA *colour)
{
  GskRoundedRect disc;
  const graphene_rect_t box =
      GRAPHENE_RECT_INIT((float)x - radius, (float)y - radius, 2 * radius, 2 * radius);
  gsk_rounded_rect_init_from_rect(&disc, &box, radius);
  gtk_snapshot_push_rounded_clip(snapshot, &disc);
  gtk_snapshot_append_color(snapshot, colour, &box);
  gtk_snapshot_pop(snapshot);
}

static void append_dot(BwPlot *plot, int layer, const BwPlotTheme *theme, double x, double y,
                       GtkSnapshot *snapshot)
{
  const GdkRGBA ring = colour_of(theme->background, 1),
                colour = colour_of(theme->accents[bw_plot_layer_get_accent(plot, layer)], 1);
  append_disc(snapshot, x, y, 4.5f, &ring);
  append_disc(snapshot, x, y, 3, &colour);
}

void bw_plot_overlay_cursor(BwPlot *plot, const BwPlotTheme *theme, GtkSnapshot *snapshot)
{
  const GdkRGBA colour = colour_of(theme->text, 0.55f);
  double x, y, px, py, cursor = bw_plot_get_cursor(plot);
  if (!isfinite(cursor) || bw_plot_get_n_layers(plot) == 0)
    return;
  bw_plot_to_pixel(plot, 0, cursor, 0, &px, &py);
  append_line(plot, px, &colour, snapshot);
  for (int i = 0; i < bw_plot_get_n_layers(plot); i++)
    if (bw_plot_layer_get_kind(plot, i) == BW_LAYER_LINE && bw_plot_layer_nearest(plot, i, cursor, &x, &y) &&
        isfinite(y) && bw_plot_to_pixel(plot, i, x, y, &px, &py))
      append_dot(plot, i, theme, px, py, snapshot);
}

void bw_plot_overlay_pointer(BwPlot *plot, const BwPlotTheme *theme, double x, double y,
                             GtkSnapshot *snapshot)
{
  const GdkRGBA colour = colour_of(theme->text, 0.2f);
  BwReading reading;
  append_line(plot, x, &colour, snapshot);
  for (int i = 0; i < bw_plot_get_n_layers(plot); i++)
    if (bw_plot_layer_read(plot, i, x, y, &reading))
      append_dot(plot, i, theme, reading.px, reading.py, snapshot);
}

void bw_plot_overlay_rubber(const cairo_rectangle_t *rubber, const BwPlotTheme *theme, GtkSnapshot *snapshot)
{
  const GdkRGBA inside = colour_of(theme->accents[BW_ACCENT_QUANTUM], 0.15f),
                edge = colour_of(theme->accents[BW_ACCENT_QUANTUM], 0.8f);
  const graphene_rect_t box =
      GRAPHENE_RECT_INIT((float)rubber->x, (float)rubber->y, (float)rubber->width, (float)rubber->height);
  GskRoundedRect outline;
  gsk_rounded_rect_init_from_rect(&outline, &box, 0);
  gtk_snapshot_append_color(snapshot, &inside, &box);
  gtk_snapshot_append_border(snapshot, &outline, (float[4]){1, 1, 1, 1},
                             (GdkRGBA[4]){edge, edge, edge, edge});
}
