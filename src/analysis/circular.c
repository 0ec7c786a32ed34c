#include "analysis/circular.h"

#include <math.h>

#define DEGREES (180 / G_PI)

/* The variance across the mean's direction needs the covariance of the two components: it follows from the
 * error of their sum. */
struct _BwCircularMean {
  BwRunningMean *cosine, *sine, *sum;
};

BwCircularMean *bw_circular_mean_new(void)
{
  BwCircularMean *self = g_new0(BwCircularMean, 1);
  self->cosine = bw_running_mean_new();
  self->sine = bw_running_mean_new();
  self->sum = bw_running_mean_new();
  return self;
}

void bw_circular_mean_free(BwCircularMean *self)
{
  if (!self)
    return;
  bw_running_mean_free(self->cosine);
  bw_running_mean_free(self->sine);
  bw_running_mean_free(self->sum);
  g_free(self);
}

void bw_circular_mean_add(BwCircularMean *self, const double *values, int n)
{
  double cosine = 0, sine = 0;
  for (int i = 0; i < n; i++)
    cosine += cos(values[i] / DEGREES), sine += sin(values[i] / DEGREES);
  bw_running_mean_add(self->cosine, cosine / n);
  bw_running_mean_add(self->sine, sine / n);
  bw_running_mean_add(self->sum, (cosine + sine) / n);
}

BwMean bw_circular_mean_get(const BwCircularMean *self)
{
  BwMean c = bw_running_mean_get(self->cosine), s = bw_running_mean_get(self->sine),
         sum = bw_running_mean_get(self->sum), mean = {NAN, NAN, NAN, NAN, c.n};
  double length = hypot(c.mean, s.mean), x = c.mean / length, y = s.mean / length;
  if (!(length > 0))
    return mean;
  mean.mean = DEGREES * atan2(s.mean, c.mean);
  if (c.n < 2)
    return mean;
  double covariance = (sum.error * sum.error - c.error * c.error - s.error * s.error) / 2;
  double across = x * x * s.error * s.error + y * y * c.error * c.error - 2 * x * y * covariance;
  mean.error = DEGREES * sqrt(MAX(0, across)) / length;
  mean.deviation = DEGREES * sqrt(MAX(0, -2 * log(MIN(1, length))));
  double naive = mean.deviation * mean.deviation / (double)c.n;
  mean.correlation_time = naive > 0 ? MAX(1, mean.error * mean.error / naive) : 1;
  return mean;
}
