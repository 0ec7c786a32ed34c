/* format.h - how the numbers at ticks are written: all of one axis alike, with no digit too many. */
#pragma once

#include "plot/ticks.h"

/* What the labels leave out and the axis title has to say: tick = (label + offset/10^exponent) × 10^exponent.
 */
typedef struct {
  int exponent;  /* a multiple of 3; 0: plain numbers */
  double offset; /* 0: none */
  int offset_decimals;
  int decimals;
} BwTickFormat;

BwTickFormat bw_tick_format_choose(const BwTicks *ticks);

/* "−0.25", "20 000"; new, free with g_free(). */
char *bw_tick_format_label(const BwTickFormat *format, double value);

/* The axis title with what the labels leave out: "Energy − 4200 (10⁶ eV)". New. */
char *bw_tick_format_title(const BwTickFormat *format, const char *title);

/* "Time (fs)": the unit alone, "fs"; NULL when the title has none. New. */
char *bw_title_unit(const char *title);
