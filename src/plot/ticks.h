/* ticks.h - where the ticks of an axis are: Talbot, Lin and Hanrahan, "An extension of Wilkinson's algorithm
 * for positioning tick labels on axes", IEEE Trans. Vis. Comput. Graph. 16, 1036 (2010).
 *
 * Label sequences start + i·step are scored by how simple the step is, how well they cover the data, and how
 * near their density is to the wish; the search is exhaustive with the paper's bounds. */
#pragma once

#include <glib.h>

typedef struct {
  double first, step;
  int n; /* ≥ 2 */
} BwTicks;

/* About `wanted` ≥ 2 ticks for data from low to high, low < high, with sizes and span between 1e-300 and
 * 1e300. `loose`: they must enclose the
 * data. */
BwTicks bw_ticks_find(double low, double high, double wanted, gboolean loose);

/* Tick i; those that stand for zero are exactly zero. */
double bw_ticks_get(const BwTicks *ticks, int i);
