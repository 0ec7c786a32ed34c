/* bw-energy-plot.h - potential energy and conserved quantity along time. */
#pragma once

#include "app/bw-trace.h"
#include "plot/plot.h"

typedef struct {
  const BwTrace *trace; /* NULL: nothing yet */
  gboolean x_is_time;   /* fs; otherwise the frame */
  const char *unit;     /* to show energies in */
  double per_ev;        /* how many of it make one eV */
} BwEnergyPlotData;

BwPlot *bw_energy_plot_new(void);

/* Energies are drawn from that of the first row on: their zero has no meaning of its own. */
void bw_energy_plot_update(BwPlot *plot, const BwEnergyPlotData *data);
