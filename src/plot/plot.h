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
/* The one for the screen; `high_contrast` for those who need it: stronger lines, grid and letters. */
const BwPlotTheme *bw_plot_theme_for_screen(gboolean dark, gboolean high_contrast);

BwPlot *bw_plot_new(const char *title, const char *x_title, const char *y_title);
void bw_plot_free(BwPlot *plot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPlot, bw_plot_free)

void bw_plot_set_title(BwPlot *plot, const char *title);
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
/* How far values spread about a mark, on either side: a bracket at the foot of its line. NaN: none. */
void bw_plot_layer_set_mark_width(BwPlot *plot, int layer, double width);
void bw_plot_clear(BwPlot *plot); /* all layers' data */

/* What is shown: NaN for an end that follows the data. A y axis that follows fits what is shown of x. */
void bw_plot_set_range(BwPlot *plot, double x_low, double x_high, double y_low, double y_high);
/* The left y axis, and x, count powers of ten. What has no logarithm is left out there; a band that reaches
 * below every power ends at the foot of the axes. */
void bw_plot_set_log(BwPlot *plot, gboolean log);
gboolean bw_plot_get_log(const BwPlot *plot);
void bw_plot_set_log_x(BwPlot *plot, gboolean log);
gboolean bw_plot_get_log_x(const BwPlot *plot);

/* The newest part of x, of this width (in powers of ten where x counts them), is shown while data grow, as
 * long as they reach further; NaN: the width that is shown now, or the newest fifth when that is everything.
 * 0: no longer. Panning and zooming to a rectangle end it, other zooming changes the width. */
void bw_plot_follow(BwPlot *plot, double width);
double bw_plot_get_follow(const BwPlot *plot); /* 0: does not follow */

/* The hand on a plot; places as in the last paint. x never leaves the data. */

/* About a place; factor < 1 comes nearer. */
void bw_plot_zoom(BwPlot *plot, double px, double py, double factor, gboolean x, gboolean y);
/* The part of the axes that a drag from one corner to the other frames: a thin one only counts along its
 * length. FALSE when it is too small to mean anything. */
gboolean bw_plot_frame(const BwPlot *plot, double x0, double y0, double x1, double y1,
                       cairo_rectangle_t *box);
void bw_plot_zoom_to(BwPlot *plot, const cairo_rectangle_t *box);
/* Takes the data along; axes that follow their data go on to do so. */
void bw_plot_pan(BwPlot *plot, double dx, double dy);
void bw_plot_reset_view(BwPlot *plot);
gboolean bw_plot_is_zoomed(const BwPlot *plot); /* some end does not follow the data */

/* The time cursor. It belongs to the screen: a widget draws it above the plot (bw_plot_to_pixel()), so that
 * it moves without painting the data again; it is no change of the version. */
void bw_plot_set_cursor(BwPlot *plot, double x); /* NaN: none */
double bw_plot_get_cursor(const BwPlot *plot);

/* Reading */

int bw_plot_get_n_layers(const BwPlot *plot);
BwLayerKind bw_plot_layer_get_kind(const BwPlot *plot, int layer);
BwAccent bw_plot_layer_get_accent(const BwPlot *plot, int layer);
char *bw_plot_layer_dup_name(const BwPlot *plot, int layer); /* its legend, or what its axis is called; new */
char *bw_plot_dup_x_name(const BwPlot *plot);                /* the x axis without its unit; new */

/* The data point of a line, scatter or band layer nearest to x: FALSE when it has none. O(log n) where x only
 * grows. */
gboolean bw_plot_layer_nearest(const BwPlot *plot, int layer, double x, double *nearest_x, double *nearest_y);

/* What a layer has at a place: the point nearest in x (of dots the nearest one), or the bin. */
typedef struct {
  int layer;
  double x; /* of a bin its middle */
  double y;
  double y_high; /* a band's other edge; NaN: it has none */
  double px, py; /* where it is */
} BwReading;

/* FALSE when it has nothing there that is seen. */
gboolean bw_plot_layer_read(BwPlot *plot, int layer, double px, double py, BwReading *reading);

/* A layer in a few numbers: its extremes and its last value; NaN where it has none. A mark has last_x only.
 */
typedef struct {
  double low, high, last_x, last;
} BwSummary;

/* FALSE when it has none of them. */
gboolean bw_plot_layer_summarise(const BwPlot *plot, int layer, BwSummary *summary);

/* "12.40 ps": with as many digits as the axis resolves, and its unit. New. */
char *bw_plot_format_x(const BwPlot *plot, double x);
char *bw_plot_format_y(const BwPlot *plot, int layer, double y);

/* Counts every change: a widget repaints only when it moved on. */
guint64 bw_plot_get_version(const BwPlot *plot);

/* Paints into width × height user units. */
void bw_plot_paint(BwPlot *plot, cairo_t *cr, double width, double height, const BwPlotTheme *theme);

/* Between places and values as the last paint had them: FALSE outside of the axes. y is that of the left axis
 * if anything counts there. */
gboolean bw_plot_from_pixel(BwPlot *plot, double px, double py, double *x, double *y);
gboolean bw_plot_to_pixel(const BwPlot *plot, int layer, double x, double y, double *px, double *py);
/* Where the axes are; FALSE when they have not been painted. */
gboolean bw_plot_get_axes(const BwPlot *plot, cairo_rectangle_t *axes);

/* By extension .pdf .svg .png .csv; width × height in points (pixels at scale 1). Atomic. CSV holds all data,
 * with title, caption, source and units in comment lines and columns. */
gboolean bw_plot_export(BwPlot *plot, const char *path, double width, double height, double scale,
                        const BwPlotTheme *theme, GError **error);

/* The same in memory, for the clipboard: format "pdf", "svg", "png", "csv" or "tsv" (tabs, for spreadsheets).
 * NULL when it cannot be made. */
GBytes *bw_plot_copy(BwPlot *plot, const char *format, double width, double height, double scale,
                     const BwPlotTheme *theme, GError **error);
