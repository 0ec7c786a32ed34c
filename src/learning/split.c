#include "learning/split.h"
#include "base/error.h"
#include "base/random.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
  int available, wanted;
  double remainder;
} Bin;

static int compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int compare_ints(const void *a, const void *b)
{
  int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

/* Linear interpolation between the sorted values. */
static double quantile(const double *sorted, int n, double q)
{
  double place = q * (n - 1);
  int below = (int)place;
  return below + 1 < n ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below])
                       : sorted[below];
}

/* bin_of[n_frames]; returns the number of bins. */
static int make_bins(const double *values, int n_frames, int n, int *bin_of)
{
  g_autofree double *sorted = g_memdup2(values, sizeof(double) * n_frames);
  qsort(sorted, n_frames, sizeof *sorted, compare_doubles);
  double low = sorted[0], range = sorted[n_frames - 1] - low;
  double width = 2 * (quantile(sorted, n_frames, 0.75) - quantile(sorted, n_frames, 0.25)) / cbrt(n);
  double ideal = width > 0 ? ceil(range / width) : 1;
  int n_bins = (int)CLAMP(ideal, 1, MAX(n / 2, 1));
  for (int i = 0; i < n_frames; i++)
    bin_of[i] = range > 0 ? MIN((int)((values[i] - low) / range * n_bins), n_bins - 1) : 0;
  return n_bins;
}

/* The bin that should give one more (sign 1) or one less (sign −1) first. */
static Bin *most_eager(Bin *bins, int n_bins, int sign)
{
  Bin *best = NULL;
  for (Bin *bin = bins; bin < bins + n_bins; bin++) {
    gboolean possible = sign > 0 ? bin->wanted < bin->available : bin->wanted > 1;
    if (possible && (!best || sign * bin->remainder > sign * best->remainder))
      best = bin;
  }
  return best;
}

/* Largest remainders, with at least one frame of each bin that has any. */
static void share_out(Bin *bins, int n_bins, int n_available, int n)
{
  int total = 0;
  for (int b = 0; b < n_bins; b++) {
    double share = (double)n * bins[b].available / n_available;
    bins[b].wanted = MIN(MAX((int)share, 1), bins[b].available);
    bins[b].remainder = share - bins[b].wanted;
    total += bins[b].wanted;
  }
  while (total != n) {
    int sign = total < n ? 1 : -1;
    Bin *bin = most_eager(bins, n_bins, sign);
    bin->wanted += sign;
    bin->remainder -= sign;
    total += sign;
  }
}

int *bw_split_choose(const double *values, int n_frames, const gboolean *taken, int n, guint64 seed,
                     guint64 round, GError **error)
{
  int n_available = 0, n_chosen = 0;
  for (int i = 0; i < n_frames; i++)
    n_available += !(taken && taken[i]);
  if (n > n_available || n < 0) {
    bw_fail(error, BW_ERROR_ARGUMENT, "%d frames are asked for, but only %d are there to choose from", n,
            n_available);
    return NULL;
  }
  int *chosen = g_new(int, MAX(n, 1));
  g_autofree int *bin_of = g_new0(int, MAX(n_frames, 1)), *members = g_new(int, MAX(n_available, 1));
  int n_bins = values && n > 0 ? make_bins(values, n_frames, n, bin_of) : 1;
  g_autofree Bin *bins = g_new0(Bin, n_bins);
  for (int i = 0; i < n_frames; i++)
    bins[bin_of[i]].available += !(taken && taken[i]);
  if (n > 0)
    share_out(bins, n_bins, n_available, n);
  guint64 draw = 0;
  for (int b = 0; b < n_bins; b++) {
    int n_members = 0;
    for (int i = 0; i < n_frames; i++)
      if (bin_of[i] == b && !(taken && taken[i]))
        members[n_members++] = i;
    for (int k = 0; k < bins[b].wanted; k++) {
      int other = k + (int)bw_random_below(seed, BW_STREAM_SPLIT, round, draw++, (guint32)(n_members - k));
      chosen[n_chosen++] = members[other];
      members[other] = members[k];
    }
  }
  qsort(chosen, n, sizeof *chosen, compare_ints);
  return chosen;
}
