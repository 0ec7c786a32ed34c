/* bw-plot-overlay.h - what lies above the picture of a plot and moves without painting it again. */
#pragma once

#include <gtk/gtk.h>

#include "plot/plot.h"

/* The plot's cursor, with a dot on each line. */
void bw_plot_overlay_cursor(BwPlot *plot, const BwPlotTheme *theme, GtkSnapshot *snapshot);
/* A line beneath the pointer, and a dot where each layer is read. */
void bw_plot_overlay_pointer(BwPlot *plot, const BwPlotTheme *theme, double x, double y,
                             GtkSnapshot *snapshot);
/* The frame that a hand draws. */
void bw_plot_overlay_rubber(const cairo_rectangle_t *rubber, const BwPlotTheme *theme, GtkSnapshot *snapshot);
