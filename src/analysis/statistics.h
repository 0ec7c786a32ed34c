/* statistics.h - means whose error bars know about autocorrelation.
 *
 * Flyvbjerg and Petersen, J. Chem. Phys. 91, 461 (1989): the series is blocked pairwise, and the standard
 * error of the block means is read where it has levelled off. Where that is, is told by Jonsson's test for
 * blocks that are no longer correlated, Phys. Rev. E 98, 043304 (2018). A series of fewer than about ten
 * correlation times cannot show its own error: the value given is then a lower bound. */
#pragma once

#include <glib.h>

typedef struct {
  double mean;
  double error;            /* standard error of the mean; NaN with fewer than 2 samples */
  double deviation;        /* standard deviation of the samples; NaN with fewer than 2 */
  double correlation_time; /* in samples: statistical inefficiency g = (error² / (σ²/n)); 1 for a series that
                              oscillates so that its mean is better known than that of independent samples */
  gint64 n;
} BwMean;

/* Of values[n]; n = 0 gives NaN. */
BwMean bw_mean(const double *values, gint64 n);

/* The same to the last bit while the values still come, in O(log n) memory. A NaN makes all of it NaN. */
typedef struct _BwRunningMean BwRunningMean;
BwRunningMean *bw_running_mean_new(void);
void bw_running_mean_free(BwRunningMean *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwRunningMean, bw_running_mean_free)
void bw_running_mean_add(BwRunningMean *self, double value);
BwMean bw_running_mean_get(const BwRunningMean *self);

/* Least-squares slope of a straight line through (x, y), n points; NaN unless two of them differ in x. */
double bw_slope(const double *x, const double *y, gint64 n);
