#include "analysis/histogram.h"

#include <math.h>
#include <string.h>

enum { MOST_BINS = 1 << 16 };

struct _BwHistogram {
  double resolution;
  gint64 first; /* counts[0] begins at first × resolution */
  int n_bins;
  gint64 *counts;
  gint64 n;
};

BwHistogram *bw_histogram_new(double resolution)
{
  BwHistogram *self = g_new0(BwHistogram, 1);
  self->resolution = resolution;
  return self;
}

void bw_histogram_free(BwHistogram *self)
{
  if (!self)
    return;
  g_free(self->counts);
  g_free(self);
}

static gint64 floor_divide(gint64 a, gint64 b)
{
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

/* Bins for indices first ≤ i < first + n_bins, at `factor` times the old width. */
static void rebuild(BwHistogram *self, gint64 factor, gint64 first, int n_bins)
{
  gint64 *counts = g_new0(gint64, n_bins);
  for (int i = 0; i < self->n_bins; i++)
    counts[floor_divide(self->first + i, factor) - first] += self->counts[i];
  g_free(self->counts);
  self->counts = counts;
  self->first = first;
  self->n_bins = n_bins;
  self->resolution *= (double)factor;
}

/* Room for the value, with as much to spare as is in use, so that growing is amortised. */
static void make_room(BwHistogram *self, double value)
{
  for (;;) {
    double index = floor(value / self->resolution);
    double low = self->n_bins ? MIN(index, (double)self->first) : index;
    double high = self->n_bins ? MAX(index, (double)(self->first + self->n_bins - 1)) : index;
    if (high - low + 1 <= MOST_BINS && fabs(index) < 1e15) {
      int spare = self->n_bins / 2 + 8;
      gint64 first = (gint64)low - (index < (double)self->first ? spare : 0);
      rebuild(self, 1, first, (int)((gint64)high - first + 1) + (index >= (double)self->first ? spare : 0));
      return;
    }
    gint64 first = floor_divide(self->first, 10), last = floor_divide(self->first + self->n_bins, 10);
    rebuild(self, 10, first, self->n_bins ? (int)(last - first + 1) : 0);
  }
}

void bw_histogram_add(BwHistogram *self, double value)
{
  if (!isfinite(value))
    return;
  double index = floor(value / self->resolution) - (double)self->first;
  if (!(index >= 0 && index < self->n_bins)) {
    make_room(self, value);
    index = floor(value / self->resolution) - (double)self->first;
  }
  self->counts[(int)index]++;
  self->n++;
}

double bw_histogram_get_resolution(const BwHistogram *self)
{
  return self->resolution;
}

gboolean bw_histogram_get_range(const BwHistogram *self, double *low, double *high)
{
  int first = 0, last = self->n_bins - 1;
  if (self->n == 0)
    return FALSE;
  while (self->counts[first] == 0)
    first++;
  while (self->counts[last] == 0)
    last--;
  *low = (double)(self->first + first) * self->resolution;
  *high = (double)(self->first + last + 1) * self->resolution;
  return TRUE;
}

void bw_histogram_density(const BwHistogram *self, double width, gint64 first, int n_bins, double *density)
{
  gint64 factor = MAX(1, (gint64)round(width / self->resolution));
  memset(density, 0, sizeof *density * (gsize)n_bins);
  for (int i = 0; i < self->n_bins; i++) {
    gint64 bin = floor_divide(self->first + i, factor) - first;
    if (bin >= 0 && bin < n_bins)
      density[bin] += (double)self->counts[i];
  }
  for (int i = 0; i < n_bins; i++)
    density[i] /= (double)MAX(1, self->n) * width;
}

double bw_round_width(double width)
{
  static const double steps[] = {1, 2, 5, 10};
  double decade = pow(10, floor(log10(width))), best = steps[0];
  for (gsize i = 1; i < G_N_ELEMENTS(steps); i++)
    if (fabs(log(steps[i] * decade / width)) < fabs(log(best * decade / width)))
      best = steps[i];
  return best * decade;
}
