/* bw-card-plot.h - the plot that a card shows of its source, made and brought up to date from what a session
 * knows. Not of all bonds: those are small multiples (bw-bonds-plot.h). */
#pragma once

#include "app/plots/bw-plot-source.h"
#include "app/session/bw-session.h"
#include "plot/plot.h"

BwPlot *bw_card_plot_new(const BwPlotSource *source);
/* The caption that belongs below it now; free with g_free(). */
char *bw_card_plot_update(BwPlot *plot, const BwPlotSource *source, BwSession *session);
