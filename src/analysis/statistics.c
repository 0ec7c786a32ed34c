#include "analysis/statistics.h"

#include <math.h>

/* Level k holds the series averaged over blocks of 2^k samples, as sums from which its variance and its
 * covariance between neighbours follow. All sums count from the first sample: as that lies within the range
 * of the series, the squares never exceed n times the variance and nothing is lost by subtracting them. */
typedef struct {
  gint64 n;
  double sum, squares, products; /* Σ x, Σ x², Σ x_i x_{i+1} */
  double first, last;
  double pending; /* the odd block that waits for its partner on the way to the next level */
} Level;

enum { MAX_LEVELS = 62 };

struct _BwRunningMean {
  double origin;
  Level levels[MAX_LEVELS];
};

BwRunningMean *bw_running_mean_new(void)
{
  return g_new0(BwRunningMean, 1);
}

void bw_running_mean_free(BwRunningMean *self)
{
  g_free(self);
}

void bw_running_mean_add(BwRunningMean *self, double value)
{
  if (self->levels[0].n == 0)
    self->origin = value;
  double x = value - self->origin;
  for (Level *level = self->levels; level < self->levels + MAX_LEVELS; level++) {
    if (level->n == 0)
      level->first = x;
    else
      level->products += level->last * x;
    level->sum += x;
    level->squares += x * x;
    level->last = x;
    if (++level->n % 2) {
      level->pending = x;
      return;
    }
    x = 0.5 * (level->pending + x);
  }
}

static double level_variance(const Level *level)
{
  double n = (double)level->n;
  return MAX(0, (level->squares - level->sum * level->sum / n) / n);
}

/* Autocovariance of neighbouring blocks. */
static double level_covariance(const Level *level)
{
  double n = (double)level->n, mean = level->sum / n;
  return (level->products - mean * (2 * level->sum - level->first - level->last) + (n - 1) * mean * mean) / n;
}

/* 99 % quantile of χ² with ν degrees of freedom, by Wilson and Hilferty (1931). */
static double chi_squared_99(int nu)
{
  double spread = 2.0 / (9.0 * nu), root = 1 - spread + 2.3263478740408408 * sqrt(spread);
  return nu * root * root * root;
}

/* The squared standard error of the mean that level k gives. */
static double level_squared_error(const Level *level)
{
  return level_variance(level) / (double)(level->n - 1);
}

/* The level at which the plateau begins, −1 when it is not reached. From the coarsest level downwards the
 * evidence is summed that blocks are still correlated; the plateau begins at the finest level at which it
 * stays below what chance gives (Jonsson, eq. 12). */
static int find_plateau(const BwRunningMean *self, int n_levels)
{
  double evidence = 0;
  int plateau = -1;
  for (int k = n_levels - 1; k >= 0; k--) {
    const Level *level = &self->levels[k];
    double n = (double)level->n, variance = level_variance(level);
    double correlation = variance > 0 ? (n - 1) / (n * n) + level_covariance(level) / variance : 0;
    evidence += n * correlation * correlation;
    if (evidence < chi_squared_99(n_levels - k))
      plateau = k;
  }
  return plateau;
}

/* Blocks that just pass the test still share a few per cent, so the error is read one level further up, which
 * halves that bias (where at least eight blocks remain to tell). Without a plateau the largest estimate of
 * the levels with a few blocks counts: the error is at least that. */
static double squared_error(const BwRunningMean *self)
{
  enum { FEW = 4 };
  int n_levels = 0;
  while (n_levels < MAX_LEVELS && self->levels[n_levels].n >= 2)
    n_levels++;
  int plateau = find_plateau(self, n_levels);
  if (plateau >= 0 && (plateau == 0 || self->levels[plateau].n < 4 * FEW))
    return level_squared_error(&self->levels[plateau]);
  if (plateau >= 0)
    return level_squared_error(&self->levels[plateau + 1]);
  double largest = 0;
  for (int k = 0; k < n_levels && (k == 0 || self->levels[k].n >= FEW); k++)
    largest = MAX(largest, level_squared_error(&self->levels[k]));
  return largest;
}

BwMean bw_running_mean_get(const BwRunningMean *self)
{
  const Level *samples = &self->levels[0];
  BwMean mean = {NAN, NAN, NAN, NAN, samples->n};
  if (samples->n == 0)
    return mean;
  double n = (double)samples->n;
  mean.mean = self->origin + samples->sum / n;
  if (samples->n < 2 || isnan(mean.mean))
    return mean;
  double naive = level_variance(samples) / (n - 1), squared = squared_error(self);
  mean.deviation = sqrt(naive * n);
  mean.error = sqrt(squared);
  mean.correlation_time = naive > 0 ? MAX(1, squared / naive) : 1;
  return mean;
}

BwMean bw_mean(const double *values, gint64 n)
{
  BwRunningMean running = {0};
  for (gint64 i = 0; i < n; i++)
    bw_running_mean_add(&running, values[i]);
  return bw_running_mean_get(&running);
}

double bw_slope(const double *x, const double *y, gint64 n)
{
  double x_mean = 0, y_mean = 0, xx = 0, xy = 0;
  for (gint64 i = 0; i < n; i++)
    x_mean += x[i] / n, y_mean += y[i] / n;
  for (gint64 i = 0; i < n; i++) {
    xx += (x[i] - x_mean) * (x[i] - x_mean);
    xy += (x[i] - x_mean) * (y[i] - y_mean);
  }
  return xx > 0 ? xy / xx : NAN;
}
