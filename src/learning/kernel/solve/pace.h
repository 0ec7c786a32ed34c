/* pace.h - how much longer an iteration will take, from the residuals that it had.
 *
 * With y the decades (natural: ln) that the residual has come down after i iterations, two laws are fitted
 * that real runs lie between: y ∝ i^p, p ≤ 1, which slows down as stiff molecules do, through the last three
 * quarters, and a straight line through the last two thirds. The number of iterations is their geometric
 * mean; while there is little to fit, it is what was expected before the beginning; and it moves slowly, so
 * that what is shown does not jump. */
#pragma once

#include <glib.h>

typedef struct {
  GArray *logs;    /* of double, natural logarithms of the residuals */
  double start;    /* of the residual before the first */
  double expected; /* iterations, before anything is known */
  double total;    /* iterations, as it seems now */
  double seconds;  /* of the last iterations, on average */
} BwPace;

/* residual: at the beginning; expected: iterations that a residual of 1e-4 would take from 1. */
void bw_pace_init(BwPace *pace, double residual, double expected);
void bw_pace_clear(BwPace *pace);

/* tolerance: where it ends. */
void bw_pace_add(BwPace *pace, double residual, double tolerance, double seconds);

/* Seconds until the residual is the tolerance; NaN when it does not fall any more, or before the first. */
double bw_pace_left(const BwPace *pace);

/* How many iterations ago the residual was last smaller by a hundredth than ever before. */
int bw_pace_stalled(const BwPace *pace);
