/* bw-series-plot.h - numbers along time: columns of a trace, one line each. */
#pragma once

#include "app/session/bw-trace.h"
#include "plot/plot.h"

typedef struct {
  const BwTrace *trace; /* NULL: nothing yet */
  gboolean x_is_time;   /* fs; otherwise the frame */
  gsize n_comparable;   /* rows of the atoms of the first one: energies of others are not drawn with them */
  const char *const *columns;
  const char *const *legends; /* one for each; NULL: their own names */
} BwSeriesPlotData;

/* Total energies are among them. */
gboolean bw_series_plot_has_energies(const BwSeriesPlotData *data);

BwPlot *bw_series_plot_new(const BwSeriesPlotData *data);

/* Energies and lengths in the units that a person has chosen; total energies from that of the first row on,
 * as their zero has no meaning of its own. What has another unit than the first column counts on the right.
 */
void bw_series_plot_update(BwPlot *plot, const BwSeriesPlotData *data);
