/* circular.h - the mean of directions: where it lies on the circle, with an error bar that knows about
 * autocorrelation.
 *
 * Each direction is a unit vector; the mean is the direction of the mean vector, of length R, and the
 * deviation is √(−2 ln R) (Mardia and Jupp, Directional Statistics, 2000, section 2.3). The error is that of
 * the mean vector across its own direction, divided by R. */
#pragma once

#include "analysis/statistics.h"

typedef struct _BwCircularMean BwCircularMean;

BwCircularMean *bw_circular_mean_new(void);
void bw_circular_mean_free(BwCircularMean *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCircularMean, bw_circular_mean_free)

/* One moment of values[n], degrees. */
void bw_circular_mean_add(BwCircularMean *self, const double *values, int n);

/* Degrees, the mean in −180 … 180; deviation: of all values. n counts moments. */
BwMean bw_circular_mean_get(const BwCircularMean *self);
