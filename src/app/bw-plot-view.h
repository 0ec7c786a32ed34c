/* bw-plot-view.h - a BwPlot on the screen, with what it is and what it shows in words above it.
 *
 * Properties: title (what is plotted), chooser (a widget beside it that chooses the data). */
#pragma once

#include <adwaita.h>

#include "plot/plot.h"

#define BW_TYPE_PLOT_VIEW (bw_plot_view_get_type())
G_DECLARE_FINAL_TYPE(BwPlotView, bw_plot_view, BW, PLOT_VIEW, AdwBin)

/* The plot must outlive the view, or be taken away with NULL. */
void bw_plot_view_set_plot(BwPlotView *self, BwPlot *plot);
/* The result in words. */
void bw_plot_view_set_caption(BwPlotView *self, const char *caption);
/* Paints again if the plot has changed. */
void bw_plot_view_update(BwPlotView *self);
