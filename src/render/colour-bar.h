/* colour-bar.h - what the colours of bw_colour_of_level() mean: a bar with numbers and their unit. */
#pragma once

#include "plot/plot.h"

typedef struct {
  const char *title; /* "Ω(C) (eV)" */
  double low, high;
} BwColourBar;

/* How wide it is at this height, user units: for those who leave room. */
double bw_colour_bar_measure(cairo_t *cr, const BwColourBar *bar, const BwPlotTheme *theme, double height);
/* Upright, from (x, y) down; the numbers stand to its right. */
void bw_colour_bar_paint(cairo_t *cr, const BwColourBar *bar, const BwPlotTheme *theme, double x, double y,
                         double height);
