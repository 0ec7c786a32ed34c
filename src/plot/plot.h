/* plot.h - one description of a plot, painted on the screen and into files.
 *
 * A plot has one x axis, one or two y axes, and layers. Data are doubles in the units that the axis titles
 * name. The description knows nothing about where it is painted. */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct _BwPlot BwPlot;

/* Meanings, not colours: each keeps its accent through plots, beads and legends, in light and dark. */
typedef enum {
  BW_ACCENT_QUANTUM,
  BW_ACCENT_CLASSICAL,
  BW_ACCENT_CENTROID,
  BW_ACCENT_REFERENCE,
  BW_ACCENT_ENERGY,
  BW_ACCENT_TEMPERATURE,
  BW_ACCENT_CONSERVED,
  BW_ACCENT_NEUTRAL,
  BW_N_ACCENTS,
} BwAccent;

typedef enum {
  BW_LAYER_LINE,
  BW_LAYER_SCATTER,
  BW_LAYER_HISTOGRAM, /* steps, filled lightly */
  BW_LAYER_BAND,      /* between y and y2 */
  BW_LAYER_MARK,      /* a vertical line at x with a label; its legend names it in exports only */
} BwLayerKind;

typedef struct {
  double background[4], text[4], faint[4], grid[4];
  double accents[BW_N_ACCENTS][3];
  const char *font;  /* families, best first */
  double font_size;  /* of axis titles, user units; everything else follows from it */
  double line_width; /* of data */
  gboolean spines;   /* lines along the axes, as on paper; otherwise a light grid carries the eye */
} BwPlotTheme;

extern const BwPlotTheme bw_plot_theme_light, bw_plot_theme_dark, bw_plot_theme_print;

BwPlot *bw_plot_new(const char *title, const char *x_title, const char *y_title);
void bw_plot_free(BwPlot *plot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPlot, bw_plot_free)

void bw_plot_set_axis_titles(BwPlot *plot, const char *x_title, const char *y_title); /* other units */
void bw_plot_set_caption(BwPlot *plot, const char *caption); /* the result in words, under the title */
void bw_plot_set_empty_text(BwPlot *plot, const char *text); /* what to do, while there is nothing to show */
void bw_plot_set_source(BwPlot *plot, const char *source);   /* the run's name: goes into exports */

/* Layers are named by the index that is returned. */
int bw_plot_add_layer(BwPlot *plot, BwLayerKind kind, BwAccent accent, const char *legend);
void bw_plot_set_right_axis(BwPlot *plot, int layer,
                            const char *y_title); /* this layer counts on the right */
/* Amortised O(1). NaN makes a gap. A million points paint in the time of a thousand as long as x only grows.
 */
void bw_plot_layer_append(BwPlot *plot, int layer, double x, double y);
/* Copies x[n], y[n]; y2[n] for a band, NULL otherwise. */
void bw_plot_layer_set(BwPlot *plot, int layer, const double *x, const double *y, const double *y2, gsize n);
/* density[n_bins] in equal bins from low to high. */
void bw_plot_layer_set_histogram(BwPlot *plot, int layer, double low, double high, const double *density,
                                 int n_bins);
void bw_plot_layer_set_mark(BwPlot *plot, int layer, double x, const char *label);
void bw_plot_clear(BwPlot *plot); /* all layers' data */

/* View: NaN for an end that follows the data. */
void bw_plot_set_range(BwPlot *plot, double x_low, double x_high, double y_low, double y_high);
void bw_plot_set_cursor(BwPlot *plot, double x); /* NaN: none */

/* The data point of a line, scatter or band layer nearest to x, for a read-out: FALSE when it has none. O(log
 * n) where x only grows. */
gboolean bw_plot_layer_nearest(const BwPlot *plot, int layer, double x, double *nearest_x, double *nearest_y);

/* Counts every change: a widget repaints only when it moved on. */
guint64 bw_plot_get_version(const BwPlot *plot);

/* Paints into width × height user units. */
void bw_plot_paint(BwPlot *plot, cairo_t *cr, double width, double height, const BwPlotTheme *theme);

/* Where the last paint put x and y, for hover and click: FALSE outside of the axes. */
gboolean bw_plot_from_pixel(BwPlot *plot, double px, double py, double *x, double *y);

/* By extension .pdf .svg .png .csv; width × height in points (pixels at scale 1). Atomic. CSV holds all data,
 * with title, caption, source and units in comment lines and columns. */
gboolean bw_plot_export(BwPlot *plot, const char *path, double width, double height, double scale,
                        const BwPlotTheme *theme, GError **error);
