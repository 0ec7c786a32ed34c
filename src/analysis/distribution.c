#include "analysis/distribution.h"
#include "analysis/circular.h"
#include "analysis/histogram.h"
#include "base/array.h"
#include "base/format.h"

#include <math.h>

#define FINEST_DISTANCE 1e-4 /* Å */
#define FINEST_ANGLE 1e-2    /* ° */
#define WIDEST_ANGLE 20.0    /* ° */
#define MOST_SHOWN_BINS 2000

/* The mean of one kind of value, on the line or on the circle. */
typedef struct {
  BwRunningMean *line;
  BwCircularMean *circle; /* of dihedrals */
} Average;

struct _BwDistribution {
  BwCoordinate coordinate;
  gboolean cyclic;
  Average beads, centroid;
  BwRunningMean *dilation; /* of each moment */
  BwHistogram *bead_counts, *centroid_counts;
  double origin, sum, squares; /* of all beads, counted from the first */
  gint64 n_bead_samples;
  BwScratch scratch;
};

static void average_init(Average *average, gboolean cyclic)
{
  average->line = cyclic ? NULL : bw_running_mean_new();
  average->circle = cyclic ? bw_circular_mean_new() : NULL;
}

static void average_clear(Average *average)
{
  g_clear_pointer(&average->line, bw_running_mean_free);
  g_clear_pointer(&average->circle, bw_circular_mean_free);
}

static BwMean average_get(const Average *average)
{
  return average->circle ? bw_circular_mean_get(average->circle) : bw_running_mean_get(average->line);
}

BwDistribution *bw_distribution_new(const BwCoordinate *coordinate)
{
  BwDistribution *self = g_new0(BwDistribution, 1);
  const double finest = coordinate->n_atoms == 2 ? FINEST_DISTANCE : FINEST_ANGLE;
  self->coordinate = *coordinate;
  self->cyclic = bw_coordinate_is_cyclic(coordinate);
  average_init(&self->beads, self->cyclic);
  average_init(&self->centroid, self->cyclic);
  self->dilation = bw_running_mean_new();
  self->bead_counts = bw_histogram_new(finest);
  self->centroid_counts = bw_histogram_new(finest);
  return self;
}

void bw_distribution_free(BwDistribution *self)
{
  if (!self)
    return;
  average_clear(&self->beads);
  average_clear(&self->centroid);
  bw_running_mean_free(self->dilation);
  bw_histogram_free(self->bead_counts);
  bw_histogram_free(self->centroid_counts);
  bw_scratch_clear(&self->scratch);
  g_free(self);
}

const BwCoordinate *bw_distribution_get_coordinate(const BwDistribution *self)
{
  return &self->coordinate;
}

/* Moments */

static void add_to_average(Average *average, const double *values, int n, double mean)
{
  if (average->circle)
    bw_circular_mean_add(average->circle, values, n);
  else
    bw_running_mean_add(average->line, mean);
}

void bw_distribution_add(BwDistribution *self, const double *values, int n_beads)
{
  double sum = 0, centroid = values[n_beads];
  for (int b = 0; b <= n_beads; b++)
    if (!isfinite(values[b]))
      return;
  if (self->n_bead_samples == 0)
    self->origin = values[0];
  for (int b = 0; b < n_beads; b++) {
    double x = values[b] - self->origin;
    sum += x;
    self->squares += x * x;
    bw_histogram_add(self->bead_counts, values[b]);
  }
  self->sum += sum;
  self->n_bead_samples += n_beads;
  double mean =
      self->cyclic ? bw_coordinate_mean(&self->coordinate, values, n_beads) : self->origin + sum / n_beads;
  add_to_average(&self->beads, values, n_beads, mean);
  add_to_average(&self->centroid, &centroid, 1, centroid);
  bw_running_mean_add(self->dilation, bw_coordinate_difference(&self->coordinate, mean, centroid));
  bw_histogram_add(self->centroid_counts, centroid);
}

gboolean bw_distribution_add_frame(BwDistribution *self, const BwFrame *frame, GError **error)
{
  if (!bw_coordinate_check(&self->coordinate, frame->atoms->n_atoms, error))
    return FALSE;
  double *values = bw_scratch_get(&self->scratch, sizeof(double) * ((gsize)frame->n_beads + 1));
  bw_coordinate_of(&self->coordinate, frame->positions, frame->n_beads, frame->atoms->n_atoms, &frame->cell,
                   values);
  bw_distribution_add(self, values, frame->n_beads);
  return TRUE;
}

gboolean bw_distribution_add_trajectory(BwDistribution *self, BwTrajectory *trajectory, gint64 first,
                                        gint64 end, GError **error)
{
  if (end < 0) {
    if (!bw_trajectory_wait(trajectory, NULL, error))
      return FALSE;
    end = bw_trajectory_get_n_frames(trajectory, NULL);
  }
  for (gint64 f = first; f < end; f++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, f, error);
    if (!frame || !bw_distribution_add_frame(self, frame, error))
      return FALSE;
  }
  return TRUE;
}

/* Numbers */

BwMean bw_distribution_beads(const BwDistribution *self)
{
  return average_get(&self->beads);
}

BwMean bw_distribution_centroid(const BwDistribution *self)
{
  return average_get(&self->centroid);
}

BwMean bw_distribution_dilation(const BwDistribution *self)
{
  return bw_running_mean_get(self->dilation);
}

gint64 bw_distribution_get_n(const BwDistribution *self)
{
  return bw_distribution_dilation(self).n;
}

double bw_distribution_width(const BwDistribution *self)
{
  double n = (double)self->n_bead_samples;
  if (n < 2)
    return NAN;
  if (self->cyclic)
    return bw_distribution_beads(self).deviation;
  return sqrt(MAX(0, (self->squares - self->sum * self->sum / n) / (n - 1)));
}

/* Bins */

/* Scott's rule, 3.49 σ n^(−1/3), with n the number of independent moments; never so coarse or so fine that
 * the narrower of the two distributions loses its shape or drowns in bins. */
static double best_width(const BwDistribution *self)
{
  BwMean centroid = bw_distribution_centroid(self);
  double wide = bw_distribution_width(self);
  double finest =
      MAX(bw_histogram_get_resolution(self->bead_counts), bw_histogram_get_resolution(self->centroid_counts));
  if (!(wide > 0))
    return MAX(finest, 100 * (self->coordinate.n_atoms == 2 ? FINEST_DISTANCE : FINEST_ANGLE));
  double narrow = centroid.deviation > 0 ? MIN(wide, centroid.deviation) : wide;
  double independent = centroid.n > 1 ? (double)centroid.n / centroid.correlation_time : 1;
  double scott = 3.49 * wide / cbrt(independent);
  return bw_round_width(MAX(finest, CLAMP(scott, narrow / 5, narrow / 2.5)));
}

/* One width for all: between what is best for each. */
static double common_width(const BwDistribution *const *distributions, int n)
{
  double logarithms = 0, finest = 0;
  for (int i = 0; i < n; i++) {
    logarithms += log(best_width(distributions[i])) / n;
    finest = MAX(finest, MAX(bw_histogram_get_resolution(distributions[i]->bead_counts),
                             bw_histogram_get_resolution(distributions[i]->centroid_counts)));
  }
  double width = MAX(finest, bw_round_width(exp(logarithms)));
  return distributions[0]->cyclic ? MIN(width, WIDEST_ANGLE) : width;
}

static gboolean find_range(const BwDistribution *const *distributions, int n, double *low, double *high)
{
  *low = INFINITY, *high = -INFINITY;
  for (int i = 0; i < n; i++) {
    double from, to, centroid_from, centroid_to;
    if (!bw_histogram_get_range(distributions[i]->bead_counts, &from, &to) ||
        !bw_histogram_get_range(distributions[i]->centroid_counts, &centroid_from, &centroid_to))
      continue;
    *low = MIN(*low, MIN(from, centroid_from));
    *high = MAX(*high, MAX(to, centroid_to));
  }
  return *low <= *high;
}

/* The circle is cut in the middle of the longest arc where nothing is; what is left is the range. */
static void find_arc(const BwDistribution *const *distributions, int n, double *low, double *high)
{
  enum { N = 360 };
  double beads[N], centroid[N];
  gboolean used[N] = {FALSE};
  int first = 0, longest = 0;
  for (int i = 0; i < n; i++) {
    bw_distribution_density(distributions[i], (BwBins){-180, 1, N}, beads, centroid);
    for (int k = 0; k < N; k++)
      used[k] = used[k] || beads[k] > 0 || centroid[k] > 0;
  }
  for (int k = 0; k < N; k++) { /* arcs that end before bin k */
    int length = 0;
    while (length < N && !used[(k + N - 1 - length) % N])
      length++;
    if (used[k] && length > longest)
      first = k, longest = length;
  }
  *low = first - 180;
  *high = *low + N - longest;
}

BwBins bw_distribution_bins(const BwDistribution *const *distributions, int n)
{
  double low, high;
  if (!find_range(distributions, n, &low, &high))
    return (BwBins){0};
  double width = common_width(distributions, n);
  if (distributions[0]->cyclic)
    find_arc(distributions, n, &low, &high);
  while ((high - low) / width > MOST_SHOWN_BINS)
    width *= 10;
  double first = floor(low / width * (1 + (low < 0 ? -1 : 1) * 1e-12));
  double last = ceil(high / width * (1 - (high < 0 ? -1 : 1) * 1e-12));
  double n_bins = distributions[0]->cyclic ? MIN(last - first, round(360 / width)) : last - first;
  return (BwBins){first * width, width, (int)n_bins};
}

static void density_of(const BwDistribution *self, const BwHistogram *counts, BwBins bins, double *density)
{
  const gint64 first = (gint64)round(bins.low / bins.width), turn = (gint64)round(360 / bins.width);
  bw_histogram_density(counts, bins.width, first, bins.n_bins, density);
  if (!self->cyclic)
    return;
  g_autofree double *other = g_new(double, bins.n_bins);
  for (int side = -1; side <= 1; side += 2) {
    bw_histogram_density(counts, bins.width, first + side * turn, bins.n_bins, other);
    for (int i = 0; i < bins.n_bins; i++)
      density[i] += other[i];
  }
}

void bw_distribution_density(const BwDistribution *self, BwBins bins, double *beads, double *centroid)
{
  if (beads)
    density_of(self, self->bead_counts, bins, beads);
  if (centroid)
    density_of(self, self->centroid_counts, bins, centroid);
}

double bw_distribution_place(const BwDistribution *self, BwBins bins, double value)
{
  return self->cyclic && value < bins.low ? value + 360 : value;
}

/* Comparing */

BwMean bw_distribution_difference(const BwDistribution *quantum, const BwDistribution *classical)
{
  BwMean q = bw_distribution_beads(quantum), c = bw_distribution_beads(classical);
  return (BwMean){bw_coordinate_difference(&quantum->coordinate, q.mean, c.mean), hypot(q.error, c.error),
                  NAN, NAN, MIN(q.n, c.n)};
}

char *bw_distribution_describe_difference(const BwCoordinate *coordinate, BwMean difference)
{
  static const struct {
    const char *what, *less, *more;
  } words[] = {
      {"bond", "shorter", "longer"}, {"angle", "narrower", "wider"}, {"dihedral", "turned", "turned"}};
  const int kind = CLAMP(coordinate->n_atoms - 2, 0, 2);
  const char *unit = bw_coordinate_unit(coordinate), *what = words[kind].what;
  const char *how = difference.mean < 0 ? words[kind].less : words[kind].more;
  g_autofree char *with_sign = bw_format_mean(difference.mean, difference.error, unit);
  g_autofree char *amount = bw_coordinate_is_cyclic(coordinate)
                                ? g_strdup(with_sign)
                                : bw_format_mean(fabs(difference.mean), difference.error, unit);
  if (isnan(difference.mean))
    return g_strdup("no difference yet");
  if (isnan(difference.error))
    return g_strdup_printf("quantum %s %s by %s (error not known yet)", what, how, amount);
  if (fabs(difference.mean) < 2 * difference.error)
    return g_strdup_printf("no difference between quantum and classical %s seen (%s)", what, with_sign);
  return g_strdup_printf("quantum %s %s by %s", what, how, amount);
}
