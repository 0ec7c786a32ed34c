/* statistics.h - means whose error bars know about autocorrelation.
 *
 * Flyvbjerg and Petersen, J. Chem. Phys. 91, 461 (1989): the series is blocked pairwise, and the standard
 * error of the block means is read where it has levelled off. */
#pragma once

#include <glib.h>

typedef struct {
  double mean;
  double error;            /* standard error of the mean; NaN with fewer than 2 samples */
  double deviation;        /* standard deviation of the samples */
  double correlation_time; /* in samples: statistical inefficiency g = (error² / (σ²/n)), ≥ 1 */
  gint64 n;
} BwMean;

BwMean bw_mean(const double *values, gint64 n);

/* The same while the values still come, in O(log n) memory. */
typedef struct _BwRunningMean BwRunningMean;
BwRunningMean *bw_running_mean_new(void);
void bw_running_mean_free(BwRunningMean *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwRunningMean, bw_running_mean_free)
void bw_running_mean_add(BwRunningMean *self, double value);
BwMean bw_running_mean_get(const BwRunningMean *self);

/* Slope of a straight line through (x, y), n points. */
double bw_slope(const double *x, const double *y, gint64 n);
