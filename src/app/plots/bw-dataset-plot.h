/* bw-dataset-plot.h - how the labels of a dataset are distributed, in the unit chosen in Preferences. */
#pragma once

#include "learning/summary.h"
#include "plot/plot.h"

typedef enum { BW_LABELS_ENERGIES, BW_LABELS_FORCES } BwLabels;

BwPlot *bw_dataset_plot_new(void);
/* summary NULL: not known yet. */
void bw_dataset_plot_update(BwPlot *plot, const BwDatasetSummary *summary, BwLabels labels);
