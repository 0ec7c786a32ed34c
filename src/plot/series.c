#include "plot/series.h"

#include <math.h>
#include <string.h>

enum { FACTOR_BITS = 4, FACTOR = 1 << FACTOR_BITS };

void bw_series_init(BwSeries *series)
{
  memset(series, 0, sizeof *series);
  series->sorted = TRUE;
  series->x_low = INFINITY;
  series->x_high = -INFINITY;
}

void bw_series_clear(BwSeries *series)
{
  g_free(series->x);
  g_free(series->y);
  g_free(series->y2);
  for (int k = 0; k < BW_SERIES_LEVELS; k++)
    g_free(series->levels[k].blocks);
  bw_series_init(series);
}

static const BwExtent nothing = {INFINITY, -INFINITY, 0, 0};

static void include(BwExtent *extent, double value)
{
  if (!isfinite(value))
    return;
  extent->low = MIN(extent->low, value);
  extent->high = MAX(extent->high, value);
  extent->sum += value;
  extent->n++;
}

static void merge(BwExtent *extent, const BwExtent *block)
{
  extent->low = MIN(extent->low, block->low);
  extent->high = MAX(extent->high, block->high);
  extent->sum += block->sum;
  extent->n += block->n;
}

static void level_append(BwSeriesLevel *level, const BwExtent *block)
{
  if (level->n == level->capacity) {
    level->capacity = MAX(16, 2 * level->capacity);
    level->blocks = g_renew(BwExtent, level->blocks, level->capacity);
  }
  level->blocks[level->n++] = *block;
}

/* Points one by one, not by blocks. */
static void scan(const BwSeries *series, gsize first, gsize end, BwExtent *extent)
{
  for (gsize i = first; i < end; i++)
    include(extent, series->y[i]);
  for (gsize i = first; series->y2 && i < end; i++)
    include(extent, series->y2[i]);
}

/* Point n − 1 is new: closes the blocks that end with it. */
static void grow_pyramid(BwSeries *series)
{
  gsize n = series->n;
  for (int k = 0; k < BW_SERIES_LEVELS && n % FACTOR == 0; k++) {
    BwExtent block = nothing;
    if (k == 0)
      scan(series, series->n - FACTOR, series->n, &block);
    else
      for (gsize i = n - FACTOR; i < n; i++)
        merge(&block, &series->levels[k - 1].blocks[i]);
    level_append(&series->levels[k], &block);
    n /= FACTOR;
  }
}

static void reserve(BwSeries *series, gsize capacity)
{
  series->capacity = capacity;
  series->x = g_renew(double, series->x, capacity);
  series->y = g_renew(double, series->y, capacity);
  if (series->y2)
    series->y2 = g_renew(double, series->y2, capacity);
}

static void push(BwSeries *series, double x, double y)
{
  gsize i = series->n++;
  series->x[i] = x;
  series->y[i] = y;
  series->sorted &= isfinite(x) && (i == 0 || x >= series->x[i - 1]);
  if (isfinite(x)) {
    series->x_low = MIN(series->x_low, x);
    series->x_high = MAX(series->x_high, x);
  }
  grow_pyramid(series);
}

void bw_series_append(BwSeries *series, double x, double y)
{
  if (series->n == series->capacity)
    reserve(series, MAX(64, 2 * series->capacity));
  if (series->y2)
    series->y2[series->n] = y;
  push(series, x, y);
}

void bw_series_set(BwSeries *series, const double *x, const double *y, const double *y2, gsize n)
{
  BwSeries fresh;
  bw_series_init(&fresh);
  if (n > 0)
    reserve(&fresh, n);
  if (y2 && n > 0)
    fresh.y2 = g_memdup2(y2, n * sizeof *y2);
  for (gsize i = 0; i < n; i++)
    push(&fresh, x[i], y[i]);
  bw_series_clear(series);
  *series = fresh;
}

BwExtent bw_series_extent(const BwSeries *series, gsize first, gsize end)
{
  BwExtent extent = nothing;
  end = MIN(end, series->n);
  while (first < end) {
    /* The largest complete block that begins here and ends in time. */
    int k = -1;
    for (gsize size = FACTOR; k + 1 < BW_SERIES_LEVELS && first % size == 0 && size <= end - first;
         size *= FACTOR)
      k++;
    if (k < 0) {
      gsize next = MIN(end, (first / FACTOR + 1) * FACTOR);
      scan(series, first, next, &extent);
      first = next;
    } else {
      gsize size = (gsize)1 << (FACTOR_BITS * (k + 1));
      merge(&extent, &series->levels[k].blocks[first / size]);
      first += size;
    }
  }
  return extent;
}

gsize bw_series_find(const BwSeries *series, double x)
{
  gsize first = 0, end = series->n;
  while (first < end) {
    gsize middle = first + (end - first) / 2;
    if (series->x[middle] < x)
      first = middle + 1;
    else
      end = middle;
  }
  return first;
}

gsize bw_series_nearest(const BwSeries *series, double x)
{
  gsize best = series->n;
  if (series->sorted) {
    gsize i = bw_series_find(series, x);
    if (i == series->n)
      return i == 0 ? i : i - 1;
    return i > 0 && x - series->x[i - 1] < series->x[i] - x ? i - 1 : i;
  }
  for (gsize i = 0; i < series->n; i++)
    if (isfinite(series->x[i]) && (best == series->n || fabs(series->x[i] - x) < fabs(series->x[best] - x)))
      best = i;
  return best;
}

/* Where the segment that ends at point i crosses x; NaN where there is no segment. */
static double crossing(const BwSeries *series, const double *y, gsize i, double x)
{
  if (i == 0 || i >= series->n)
    return NAN;
  double run = series->x[i] - series->x[i - 1];
  return run > 0 ? y[i - 1] + (y[i] - y[i - 1]) * (x - series->x[i - 1]) / run : y[i];
}

static void include_border(const BwSeries *series, gsize i, double x, BwExtent *extent)
{
  include(extent, crossing(series, series->y, i, x));
  if (series->y2)
    include(extent, crossing(series, series->y2, i, x));
}

void bw_series_columns(const BwSeries *series, double x_low, double x_high, int n_columns, double *low,
                       double *high, double *mean)
{
  gsize first = bw_series_find(series, x_low);
  for (int c = 0; c < n_columns; c++) {
    double left = x_low + (x_high - x_low) * c / n_columns,
           right = x_low + (x_high - x_low) * (c + 1) / n_columns;
    gsize end = bw_series_find(series, c + 1 < n_columns ? right : nextafter(x_high, INFINITY));
    BwExtent extent = bw_series_extent(series, first, end);
    if (mean)
      mean[c] = extent.n > 0 ? extent.sum / extent.n : NAN;
    include_border(series, first, left, &extent);
    include_border(series, end, right, &extent);
    low[c] = extent.n > 0 ? extent.low : NAN;
    high[c] = extent.n > 0 ? extent.high : NAN;
    first = end;
  }
}
