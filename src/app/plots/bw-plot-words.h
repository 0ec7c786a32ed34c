/* bw-plot-words.h - what a plot shows, in words: for the pointer, and for those who do not see it. */
#pragma once

#include "plot/plot.h"

/* Pango markup, a line for the place and one for each layer; NULL when there is nothing near. New. */
char *bw_plot_words_at(BwPlot *plot, double px, double py, const BwPlotTheme *theme);

/* All of it: last value and extremes of each layer. New. */
char *bw_plot_words_all(const BwPlot *plot);
