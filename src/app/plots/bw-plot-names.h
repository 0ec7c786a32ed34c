/* bw-plot-names.h - what plots and what they show are called. */
#pragma once

#include "app/plots/bw-plot-source.h"
#include "plot/plot.h"
#include "system/atoms.h"

/* Of a trace's column in a legend: "potential"; a file's key is its own name. Borrowed. */
const char *bw_plot_names_legend(const char *column);
BwAccent bw_plot_names_accent(const char *column);

/* "Bonds", "Energies", "O2–H8 along time"; `atoms` and `chosen` may be NULL. New. */
char *bw_plot_names_title(const BwPlotSource *source, const BwAtoms *atoms, const BwCoordinate *chosen);
