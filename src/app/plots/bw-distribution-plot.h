/* bw-distribution-plot.h - the dilation plot: the distribution of one coordinate over all beads, over the
 * centroids, and in a classical run beside them. */
#pragma once

#include "app/session/bw-averages.h"
#include "plot/plot.h"

typedef struct {
  const BwCoordinate *coordinate;
  const BwAtoms *atoms;
  const BwAverages *averages;  /* NULL: nothing is known */
  const BwAverages *reference; /* of a classical run; NULL: none */
  double begin; /* fs: a run that settles counts from there on, which is said meanwhile; NAN: it does not */
} BwDistributionPlotData;

BwPlot *bw_distribution_plot_new(void);

/* With one bead there is one, classical, distribution. */
void bw_distribution_plot_update(BwPlot *plot, const BwDistributionPlotData *data);
