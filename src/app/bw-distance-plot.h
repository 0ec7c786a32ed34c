/* bw-distance-plot.h - the dilation plot: the distribution of one distance over all beads and over the
 * centroids. */
#pragma once

#include "app/bw-averages.h"
#include "plot/plot.h"

BwPlot *bw_distance_plot_new(void);
/* When a run counts: from `begin` on (fs), said while nothing is there to show; NAN: there is no run. */
void bw_distance_plot_set_begin(BwPlot *plot, double begin);

/* With one bead there is one, classical, distribution. */
void bw_distance_plot_update(BwPlot *plot, const BwAverages *averages, int pair, const BwAtoms *atoms,
                             int n_beads);
