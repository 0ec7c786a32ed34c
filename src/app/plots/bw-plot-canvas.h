/* bw-plot-canvas.h - the picture of a BwPlot.
 *
 * Data are painted again only when the plot, its size or the theme have changed; the time cursor, the points
 * beneath the pointer and the rubber band lie above the picture and cost next to nothing. OpenGL paints where
 * there is a graphics card, cairo everywhere else; $BW_PLOT_PAINTER ("gl", "cairo") decides otherwise. */
#pragma once

#include <gtk/gtk.h>

#include "plot/plot.h"

#define BW_TYPE_PLOT_CANVAS (bw_plot_canvas_get_type())
G_DECLARE_FINAL_TYPE(BwPlotCanvas, bw_plot_canvas, BW, PLOT_CANVAS, GtkWidget)

/* Borrowed; NULL: none. */
void bw_plot_canvas_set_plot(BwPlotCanvas *self, BwPlot *plot);
/* Shows what has changed in the plot; TRUE when it is painted again. */
gboolean bw_plot_canvas_update(BwPlotCanvas *self);

/* Values near this place are marked and told; NAN: the pointer is elsewhere. */
void bw_plot_canvas_set_pointer(BwPlotCanvas *self, double x, double y);
/* A frame that is being drawn; NULL: none. */
void bw_plot_canvas_set_rubber(BwPlotCanvas *self, const cairo_rectangle_t *rubber);

const BwPlotTheme *bw_plot_canvas_get_theme(BwPlotCanvas *self);
/* What is told about the place of the pointer; NULL: nothing. */
const char *bw_plot_canvas_get_readout(BwPlotCanvas *self);
/* How many times data have been painted. */
gint64 bw_plot_canvas_get_n_painted(BwPlotCanvas *self);
