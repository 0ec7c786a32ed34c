/* curve.h - points of a layer, with a pyramid of minima, maxima and sums over blocks of 16, 256, … of them.
 *
 * The pyramid makes the summary of any stretch, and so one pixel column of a million points, cost a few dozen
 * comparisons. Appending keeps it up to date at amortised constant cost. */
#pragma once

#include <glib.h>

enum { BW_CURVE_LEVELS = 10 };

/* What the finite y (and y2) of some points come to. */
typedef struct {
  double low, high; /* +∞, −∞ while there are none */
  double sum, n;
} BwExtent;

typedef struct {
  BwExtent *blocks;
  gsize n, capacity;
} BwCurveLevel;

typedef struct {
  gsize n, capacity;
  double *x, *y, *y2;                   /* [n]; y2 NULL: a line, otherwise the other edge of a band */
  gboolean sorted;                      /* x is finite and never decreases */
  double x_low, x_high;                 /* of the finite x; +∞, −∞ while there are none */
  BwCurveLevel levels[BW_CURVE_LEVELS]; /* level k: complete blocks of 16^(k+1) points */
} BwCurve;

/* The axes that a curve is seen on. */
typedef enum {
  BW_CURVE_LINEAR = 0,
  BW_CURVE_LOG_X = 1,
  BW_CURVE_LOG_Y = 2,
} BwCurveScale;

void bw_curve_init(BwCurve *curve);
void bw_curve_clear(BwCurve *curve); /* frees; as after init */

/* x, y may be NaN: the line has a gap there. */
void bw_curve_append(BwCurve *curve, double x, double y);
/* Replaces all; y2 may be NULL. */
void bw_curve_set(BwCurve *curve, const double *x, const double *y, const double *y2, gsize n);

/* Of points first ≤ i < end. */
BwExtent bw_curve_extent(const BwCurve *curve, gsize first, gsize end);
/* Of those of their y (and y2) that have a logarithm. */
BwExtent bw_curve_extent_positive(const BwCurve *curve, gsize first, gsize end);
double bw_curve_least_positive_x(const BwCurve *curve); /* +∞: none */

/* Sorted curve: the first point with x[i] ≥ x (n: none). */
gsize bw_curve_find(const BwCurve *curve, double x);
/* The point nearest in x (n: none). */
gsize bw_curve_nearest(const BwCurve *curve, double x, BwCurveScale scale);

/* Sorted curve: what the line (band) covers in each of n_columns columns, equally wide on the axis from x_low
 * to x_high, segments that cross their borders included, and the mean of the points in it (`mean` may be
 * NULL); NaN where it has nothing. */
void bw_curve_columns(const BwCurve *curve, double x_low, double x_high, int n_columns, BwCurveScale scale,
                      double *low, double *high, double *mean);
