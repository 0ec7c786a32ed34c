/* bw-curve-plot.h - the plot of a learning curve: errors against the number of training points, both in
 * powers of ten, where a law of powers is a straight line. In the unit chosen in Preferences. */
#pragma once

#include "learning/curve.h"
#include "plot/plot.h"

typedef enum { BW_CURVE_FORCES, BW_CURVE_ENERGIES } BwCurveLabels;

BwPlot *bw_curve_plot_new(void); /* its layers are its own affair */
/* points: of BwLearningPoint, sizes ascending. */
void bw_curve_plot_update(BwPlot *plot, const GArray *points, BwCurveLabels labels);

/* How the errors fall, with Pango's markup: "With n points the errors fall: forces as n<sup>−0.6</sup>". New;
 * NULL: too few points to say, or they do not fall. */
char *bw_curve_plot_describe(const GArray *points);
