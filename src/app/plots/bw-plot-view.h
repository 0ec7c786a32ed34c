/* bw-plot-view.h - a BwPlot on the screen, with what it is and what it shows in words above it.
 *
 * A drag frames what to zoom to, with Shift (or the middle button) it moves the data; scrolling zooms along
 * x, with Shift along y (in a page that scrolls itself, with Ctrl); a double click shows everything again.
 * Where x is time, a click goes to that time and the cursor can be dragged. With the focus in it: arrows
 * move, + and - zoom, Home shows everything, End follows the newest data, Ctrl+C copies the numbers. A menu
 * exports and copies.
 *
 * Properties: title (what is plotted), chooser (a widget in its place that chooses the data), controls
 * (widgets at the end of the header), x-is-time, follow
 * (the newest data), log (the left y axis). Signals: go-to (double x): a time was clicked; exported (const
 * char *path); trouble (const char *message). Actions: plot.export (s: "pdf", "svg", "png", "csv"),
 * plot.copy-picture, plot.copy-data, plot.reset-view, plot.follow and plot.log (which toggle). */
#pragma once

#include <adwaita.h>

#include "plot/multiples.h"

#define BW_TYPE_PLOT_VIEW (bw_plot_view_get_type())
G_DECLARE_FINAL_TYPE(BwPlotView, bw_plot_view, BW, PLOT_VIEW, AdwBin)

/* The plot must outlive the view, or be taken away with NULL. */
void bw_plot_view_set_plot(BwPlotView *self, BwPlot *plot);
/* Small multiples in its place, on a widget that shows them; the same rules. The view's menu exports and
 * copies them. */
void bw_plot_view_set_multiples(BwPlotView *self, BwMultiples *multiples, GtkWidget *grid);
/* The result in words. */
void bw_plot_view_set_caption(BwPlotView *self, const char *caption);
/* Shows what has changed in the plot, or its cursor. */
void bw_plot_view_update(BwPlotView *self);

/* Writes the plot as it is shown, with title and caption; the extension says how. Exported or trouble tell
 * how it went. */
void bw_plot_view_export(BwPlotView *self, const char *path);

/* Title, chooser and controls: where a plot is taken hold of. */
GtkWidget *bw_plot_view_get_header(BwPlotView *self);
