#include "plot/curve.h"

#include <math.h>
#include <string.h>

enum { FACTOR_BITS = 4, FACTOR = 1 << FACTOR_BITS };

void bw_curve_init(BwCurve *curve)
{
  memset(curve, 0, sizeof *curve);
  curve->sorted = TRUE;
  curve->x_low = INFINITY;
  curve->x_high = -INFINITY;
}

void bw_curve_clear(BwCurve *curve)
{
  g_free(curve->x);
  g_free(curve->y);
  g_free(curve->y2);
  for (int k = 0; k < BW_CURVE_LEVELS; k++)
    g_free(curve->levels[k].blocks);
  bw_curve_init(curve);
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

static void level_append(BwCurveLevel *level, const BwExtent *block)
{
  if (level->n == level->capacity) {
    level->capacity = MAX(16, 2 * level->capacity);
    level->blocks = g_renew(BwExtent, level->blocks, level->capacity);
  }
  level->blocks[level->n++] = *block;
}

/* Points one by one, not by blocks. */
static void scan(const BwCurve *curve, gsize first, gsize end, BwExtent *extent)
{
  for (gsize i = first; i < end; i++)
    include(extent, curve->y[i]);
  for (gsize i = first; curve->y2 && i < end; i++)
    include(extent, curve->y2[i]);
}

/* Point n − 1 is new: closes the blocks that end with it. */
static void grow_pyramid(BwCurve *curve)
{
  gsize n = curve->n;
  for (int k = 0; k < BW_CURVE_LEVELS && n % FACTOR == 0; k++) {
    BwExtent block = nothing;
    if (k == 0)
      scan(curve, curve->n - FACTOR, curve->n, &block);
    else
      for (gsize i = n - FACTOR; i < n; i++)
        merge(&block, &curve->levels[k - 1].blocks[i]);
    level_append(&curve->levels[k], &block);
    n /= FACTOR;
  }
}

static void reserve(BwCurve *curve, gsize capacity)
{
  curve->capacity = capacity;
  curve->x = g_renew(double, curve->x, capacity);
  curve->y = g_renew(double, curve->y, capacity);
  if (curve->y2)
    curve->y2 = g_renew(double, curve->y2, capacity);
}

static void push(BwCurve *curve, double x, double y)
{
  gsize i = curve->n++;
  curve->x[i] = x;
  curve->y[i] = y;
  curve->sorted &= isfinite(x) && (i == 0 || x >= curve->x[i - 1]);
  if (isfinite(x)) {
    curve->x_low = MIN(curve->x_low, x);
    curve->x_high = MAX(curve->x_high, x);
  }
  grow_pyramid(curve);
}

void bw_curve_append(BwCurve *curve, double x, double y)
{
  if (curve->n == curve->capacity)
    reserve(curve, MAX(64, 2 * curve->capacity));
  if (curve->y2)
    curve->y2[curve->n] = y;
  push(curve, x, y);
}

void bw_curve_set(BwCurve *curve, const double *x, const double *y, const double *y2, gsize n)
{
  BwCurve fresh;
  bw_curve_init(&fresh);
  if (n > 0)
    reserve(&fresh, n);
  if (y2 && n > 0)
    fresh.y2 = g_memdup2(y2, n * sizeof *y2);
  for (gsize i = 0; i < n; i++)
    push(&fresh, x[i], y[i]);
  bw_curve_clear(curve);
  *curve = fresh;
}

BwExtent bw_curve_extent(const BwCurve *curve, gsize first, gsize end)
{
  BwExtent extent = nothing;
  end = MIN(end, curve->n);
  while (first < end) {
    /* The largest complete block that begins here and ends in time. */
    int k = -1;
    for (gsize size = FACTOR; k + 1 < BW_CURVE_LEVELS && first % size == 0 && size <= end - first;
         size *= FACTOR)
      k++;
    if (k < 0) {
      gsize next = MIN(end, (first / FACTOR + 1) * FACTOR);
      scan(curve, first, next, &extent);
      first = next;
    } else {
      gsize size = (gsize)1 << (FACTOR_BITS * (k + 1));
      merge(&extent, &curve->levels[k].blocks[first / size]);
      first += size;
    }
  }
  return extent;
}

BwExtent bw_curve_extent_positive(const BwCurve *curve, gsize first, gsize end)
{
  BwExtent extent = bw_curve_extent(curve, first, end), positive = nothing;
  if (extent.low > 0)
    return extent;
  for (gsize i = first; i < MIN(end, curve->n); i++) { /* rare enough to look at every point */
    include(&positive, curve->y[i] > 0 ? curve->y[i] : NAN);
    if (curve->y2)
      include(&positive, curve->y2[i] > 0 ? curve->y2[i] : NAN);
  }
  return positive;
}

double bw_curve_least_positive_x(const BwCurve *curve)
{
  double least = INFINITY;
  if (curve->x_low > 0)
    return curve->x_low;
  for (gsize i = curve->sorted ? bw_curve_find(curve, nextafter(0, 1)) : 0; i < curve->n; i++) {
    if (curve->x[i] > 0)
      least = MIN(least, curve->x[i]);
    if (curve->sorted)
      break;
  }
  return least;
}

gsize bw_curve_find(const BwCurve *curve, double x)
{
  gsize first = 0, end = curve->n;
  while (first < end) {
    gsize middle = first + (end - first) / 2;
    if (curve->x[middle] < x)
      first = middle + 1;
    else
      end = middle;
  }
  return first;
}

/* How far apart two x are on an axis; infinitely where one of them is not on it. */
static double distance(double a, double b, BwCurveScale scale)
{
  if (!(scale & BW_CURVE_LOG_X))
    return fabs(a - b);
  return a > 0 && b > 0 ? fabs(log(a / b)) : INFINITY;
}

gsize bw_curve_nearest(const BwCurve *curve, double x, BwCurveScale scale)
{
  gsize first = 0, end = curve->n, best = curve->n;
  double least = INFINITY;
  if (curve->sorted && curve->n > 0) { /* one of the two beside x */
    first = MIN(bw_curve_find(curve, x), curve->n - 1);
    end = first + 1;
    first -= first > 0;
  }
  for (gsize i = first; i < end; i++)
    if (distance(curve->x[i], x, scale) < least) {
      least = distance(curve->x[i], x, scale);
      best = i;
    }
  return best;
}

/* Where the segment that ends at point i crosses x, straight as the axes see it; NaN where there is none.
 * What has no logarithm has no place for a line, but for a band it is below everything. */
static double crossing(const BwCurve *curve, const double *y, gsize i, double x, BwCurveScale scale)
{
  if (i == 0 || i >= curve->n)
    return NAN;
  double from = curve->x[i - 1], to = curve->x[i], a = y[i - 1], b = y[i];
  if (!(to > from))
    return b;
  double part = scale & BW_CURVE_LOG_X ? log(x / from) / log(to / from) : (x - from) / (to - from);
  if (scale & BW_CURVE_LOG_Y && (!curve->y2 || (a > 0 && b > 0)))
    return a > 0 && b > 0 ? a * pow(b / a, part) : NAN;
  return a + (b - a) * part;
}

static void include_border(const BwCurve *curve, gsize i, double x, BwCurveScale scale, BwExtent *extent)
{
  include(extent, crossing(curve, curve->y, i, x, scale));
  if (curve->y2)
    include(extent, crossing(curve, curve->y2, i, x, scale));
}

static double border(double x_low, double x_high, double part, BwCurveScale scale)
{
  return scale & BW_CURVE_LOG_X ? x_low * pow(x_high / x_low, part) : x_low + (x_high - x_low) * part;
}

void bw_curve_columns(const BwCurve *curve, double x_low, double x_high, int n_columns, BwCurveScale scale,
                      double *low, double *high, double *mean)
{
  gsize first = bw_curve_find(curve, x_low);
  gboolean positive = scale & BW_CURVE_LOG_Y && !curve->y2;
  for (int c = 0; c < n_columns; c++) {
    double left = border(x_low, x_high, (double)c / n_columns, scale),
           right = border(x_low, x_high, (c + 1.0) / n_columns, scale);
    gsize end = bw_curve_find(curve, c + 1 < n_columns ? right : nextafter(x_high, INFINITY));
    BwExtent extent =
        positive ? bw_curve_extent_positive(curve, first, end) : bw_curve_extent(curve, first, end);
    if (mean)
      mean[c] = extent.n > 0 ? extent.sum / extent.n : NAN;
    include_border(curve, first, left, scale, &extent);
    include_border(curve, end, right, scale, &extent);
    low[c] = extent.n > 0 ? extent.low : NAN;
    high[c] = extent.n > 0 ? extent.high : NAN;
    first = end;
  }
}
