/* bw-distance-plot.h - the dilation plot: the distribution of one coordinate over all beads, over the
 * centroids, and in a classical run beside them. */
#pragma once

#include "app/bw-averages.h"
#include "plot/plot.h"

BwPlot *bw_distance_plot_new(void);
/* When a run counts: from `begin` on (fs), said while nothing is there to show; NAN: there is no run. */
void bw_distance_plot_set_begin(BwPlot *plot, double begin);

/* With one bead there is one, classical, distribution. `reference`: of a classical run; NULL: none. */
void bw_distance_plot_update(BwPlot *plot, const BwCoordinate *coordinate, const BwAtoms *atoms,
                             const BwAverages *averages, const BwAverages *reference);
