#include "analysis/distances.h"
#include "analysis/histogram.h"
#include "base/array.h"
#include "base/error.h"
#include "base/format.h"
#include "base/vec3.h"

#include <math.h>
#include <string.h>

#define FINEST_BIN 1e-4 /* Å */
#define MOST_SHOWN_BINS 2000

struct _BwDistances {
  int i, j;
  BwRunningMean *bead_means, *centroid_mean; /* of each moment */
  BwHistogram *beads, *centroids;
  double origin, sum, squares; /* of the beads' distances, counted from the first */
  gint64 n_bead_samples;
  BwScratch scratch;
};

BwDistances *bw_distances_new(int i, int j)
{
  BwDistances *self = g_new0(BwDistances, 1);
  self->i = i;
  self->j = j;
  self->bead_means = bw_running_mean_new();
  self->centroid_mean = bw_running_mean_new();
  self->beads = bw_histogram_new(FINEST_BIN);
  self->centroids = bw_histogram_new(FINEST_BIN);
  return self;
}

void bw_distances_free(BwDistances *self)
{
  if (!self)
    return;
  bw_running_mean_free(self->bead_means);
  bw_running_mean_free(self->centroid_mean);
  bw_histogram_free(self->beads);
  bw_histogram_free(self->centroids);
  bw_scratch_clear(&self->scratch);
  g_free(self);
}

void bw_distances_add(BwDistances *self, const double *beads, int n_beads, double centroid)
{
  double sum = 0;
  if (self->n_bead_samples == 0)
    self->origin = beads[0];
  for (int b = 0; b < n_beads; b++) {
    double x = beads[b] - self->origin;
    sum += x;
    self->squares += x * x;
    bw_histogram_add(self->beads, beads[b]);
  }
  self->sum += sum;
  self->n_bead_samples += n_beads;
  bw_running_mean_add(self->bead_means, self->origin + sum / n_beads);
  bw_running_mean_add(self->centroid_mean, centroid);
  bw_histogram_add(self->centroids, centroid);
}

void bw_distances_of(const double *positions, int n_beads, int n_atoms, const BwCell *cell, int i, int j,
                     double *distances_out)
{
  double first[3] = {0}, mean[3] = {0};
  gboolean periodic = cell && bw_cell_is_periodic(cell);
  for (int b = 0; b < n_beads; b++) {
    const double *bead = positions + (gsize)b * n_atoms * 3;
    double vector[3], shift[3];
    bw_sub3(bead + 3 * j, bead + 3 * i, vector);
    if (periodic)
      bw_cell_minimum_image(cell, vector, NULL);
    distances_out[b] = bw_norm3(vector);
    if (b == 0)
      memcpy(first, vector, sizeof first);
    /* Beads of one ring polymer stay together also where a file wraps each of them into the cell. */
    bw_sub3(vector, first, shift);
    if (periodic)
      bw_cell_minimum_image(cell, shift, NULL);
    for (int k = 0; k < 3; k++)
      mean[k] += shift[k] / n_beads;
  }
  for (int k = 0; k < 3; k++)
    mean[k] += first[k];
  if (periodic)
    bw_cell_minimum_image(cell, mean, NULL);
  distances_out[n_beads] = bw_norm3(mean);
}

gboolean bw_distances_add_frame(BwDistances *self, const BwFrame *frame, GError **error)
{
  int n_atoms = frame->atoms->n_atoms, last = MAX(self->i, self->j);
  if (MIN(self->i, self->j) < 0 || last >= n_atoms)
    return bw_fail(error, BW_ERROR_ARGUMENT, "there is no atom %d; atoms are counted from 0 to %d",
                   self->i < 0 || self->i >= n_atoms ? self->i : self->j, n_atoms - 1);
  if (self->i == self->j)
    return bw_fail(error, BW_ERROR_ARGUMENT, "a distance needs two different atoms, not atom %d twice", last);
  double *distances = bw_scratch_get(&self->scratch, sizeof(double) * ((gsize)frame->n_beads + 1));
  bw_distances_of(frame->positions, frame->n_beads, n_atoms, &frame->cell, self->i, self->j, distances);
  bw_distances_add(self, distances, frame->n_beads, distances[frame->n_beads]);
  return TRUE;
}

gboolean bw_distances_add_trajectory(BwDistances *self, BwTrajectory *trajectory, gint64 first, gint64 end,
                                     GError **error)
{
  if (end < 0) {
    if (!bw_trajectory_wait(trajectory, NULL, error))
      return FALSE;
    end = bw_trajectory_get_n_frames(trajectory, NULL);
  }
  for (gint64 f = first; f < end; f++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, f, error);
    if (!frame || !bw_distances_add_frame(self, frame, error))
      return FALSE;
  }
  return TRUE;
}

gint64 bw_distances_get_n(const BwDistances *self)
{
  return bw_running_mean_get(self->bead_means).n;
}

BwMean bw_distances_beads(const BwDistances *self)
{
  return bw_running_mean_get(self->bead_means);
}

BwMean bw_distances_centroid(const BwDistances *self)
{
  return bw_running_mean_get(self->centroid_mean);
}

double bw_distances_width(const BwDistances *self)
{
  double n = (double)self->n_bead_samples;
  return n < 2 ? NAN : sqrt(MAX(0, (self->squares - self->sum * self->sum / n) / (n - 1)));
}

/* Scott's rule, 3.49 σ n^(−1/3), with n the number of independent moments; never so coarse or so fine that
 * the narrower of the two distributions loses its shape or drowns in bins. */
double bw_distances_bin_width(const BwDistances *self)
{
  BwMean centroid = bw_distances_centroid(self);
  double wide = bw_distances_width(self);
  if (!(wide > 0))
    return 0.01;
  double narrow = centroid.deviation > 0 ? MIN(wide, centroid.deviation) : wide;
  double independent = centroid.n > 1 ? (double)centroid.n / centroid.correlation_time : 1;
  double finest = MAX(bw_histogram_get_resolution(self->beads), bw_histogram_get_resolution(self->centroids));
  double scott = 3.49 * wide / cbrt(independent);
  return bw_round_width(MAX(finest, CLAMP(scott, narrow / 5, narrow / 2.5)));
}

int bw_distances_histogram(const BwDistances *self, double *low, double *high, double **beads,
                           double **centroid)
{
  return bw_distances_histogram_of_width(self, bw_distances_bin_width(self), low, high, beads, centroid);
}

int bw_distances_histogram_of_width(const BwDistances *self, double width, double *low, double *high,
                                    double **beads, double **centroid)
{
  double from, to, centroid_from, centroid_to;
  if (!bw_histogram_get_range(self->beads, &from, &to) ||
      !bw_histogram_get_range(self->centroids, &centroid_from, &centroid_to))
    return 0;
  from = MIN(from, centroid_from), to = MAX(to, centroid_to);
  while ((to - from) / width > MOST_SHOWN_BINS)
    width *= 10;
  gint64 first = (gint64)floor(from / width * (1 + 1e-12));
  int n_bins = (int)((gint64)ceil(to / width * (1 - 1e-12)) - first);
  *low = (double)first * width;
  *high = (double)(first + n_bins) * width;
  if (beads)
    bw_histogram_density(self->beads, width, first, n_bins, *beads = g_new(double, n_bins));
  if (centroid)
    bw_histogram_density(self->centroids, width, first, n_bins, *centroid = g_new(double, n_bins));
  return n_bins;
}

BwMean bw_distances_difference(const BwDistances *quantum, const BwDistances *classical)
{
  BwMean q = bw_distances_beads(quantum), c = bw_distances_beads(classical);
  return (BwMean){q.mean - c.mean, hypot(q.error, c.error), NAN, NAN, MIN(q.n, c.n)};
}

char *bw_distances_describe_difference(BwMean difference)
{
  g_autofree char *amount = bw_format_mean(fabs(difference.mean), difference.error, "Å");
  g_autofree char *with_sign = bw_format_mean(difference.mean, difference.error, "Å");
  if (isnan(difference.mean))
    return g_strdup("no difference yet");
  if (isnan(difference.error))
    return g_strdup_printf("quantum bond %s by %s (error not known yet)",
                           difference.mean < 0 ? "shorter" : "longer", amount);
  if (fabs(difference.mean) < 2 * difference.error)
    return g_strdup_printf("no difference between quantum and classical bond seen (%s)", with_sign);
  return g_strdup_printf("quantum bond %s by %s", difference.mean < 0 ? "shorter" : "longer", amount);
}
