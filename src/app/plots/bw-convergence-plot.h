/* bw-convergence-plot.h - how the difference that quantum nuclei make to a coordinate settles: the value and
 * its error bar against how much was averaged. */
#pragma once

#include "app/session/bw-averages.h"
#include "plot/plot.h"

typedef struct {
  const BwCoordinate *coordinate;
  const BwAverages *averages;  /* NULL: nothing is known */
  const BwAverages *reference; /* classical ones; NULL: beads are compared with centroids */
  double spacing;              /* fs between two moments; NAN: moments are frames */
} BwConvergenceData;

BwPlot *bw_convergence_plot_new(void);
void bw_convergence_plot_update(BwPlot *plot, const BwConvergenceData *data);
