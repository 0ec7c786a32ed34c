#include "potential/gdml/crystal/crystal-mean.h"
#include "base/median.h"
#include "base/vec3.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BLOCKS = 8, PER_BLOCK = 2 };

#define MEAN_OF_MEDIAN 1.268 /* of |x|² in three dimensions, normally distributed */

static const double *position(const BwDataset *dataset, int frame, int atom)
{
  return dataset->positions + ((gsize)frame * dataset->atoms->n_atoms + atom) * 3;
}

/* displacements[n][3] of a frame's atoms from reference[n][3], their median taken out. The first atom's is
 * taken out before the images are chosen: a crystal shifted by half a cell is still recognised. */
static void displace(const BwDataset *dataset, int frame, const BwCrystalMean *mean, const double *reference,
                     double *displacements)
{
  double first[3], shift[3];
  g_autofree double *sorted = g_new(double, mean->n);
  bw_sub3(position(dataset, frame, mean->atoms[0]), reference, first);
  for (int i = 0; i < mean->n; i++) {
    double *displacement = displacements + 3 * i;
    bw_sub3(position(dataset, frame, mean->atoms[i]), reference + 3 * i, displacement);
    bw_sub3(displacement, first, displacement);
    bw_cell_minimum_image(&dataset->cells[frame], displacement, NULL);
  }
  for (int d = 0; d < 3; d++) {
    for (int i = 0; i < mean->n; i++)
      sorted[i] = displacements[3 * i + d];
    shift[d] = bw_median(sorted, mean->n);
  }
  for (int i = 0; i < mean->n; i++)
    bw_sub3(displacements + 3 * i, shift, displacements + 3 * i);
}

/* The medians of displacements[first … end − 1][n] over those frames, for each of the n components. */
static void medians(const double *displacements, int n, int first, int end, double *work, double *out)
{
  for (int k = 0; k < n; k++) {
    for (int f = first; f < end; f++)
      work[f - first] = displacements[(gsize)f * n + k];
    qsort(work, end - first, sizeof(double), bw_compare_doubles);
    out[k] = (work[(end - first) / 2] + work[(end - first - 1) / 2]) / 2;
  }
}

/* What nine of ten numbers do not exceed; sorts them. Some sites may be frozen, and a few may be left. */
static double most_of(double *values, int n)
{
  qsort(values, n, sizeof(double), bw_compare_doubles);
  return values[9 * n / 10];
}

/* The standard error of most sites, from blocks of frames around `all`. */
static double standard_error(const double *displacements, int n_sites, int n_frames, const double *all,
                             double *work)
{
  int n = 3 * n_sites, n_blocks = CLAMP(n_frames / PER_BLOCK, 1, MAX_BLOCKS);
  g_autofree double *block = g_new(double, n), *squares = g_new0(double, n_sites);
  for (int b = 0; b < n_blocks; b++) {
    int first = (int)((gint64)b * n_frames / n_blocks), end = (int)((gint64)(b + 1) * n_frames / n_blocks);
    medians(displacements, n, first, end, work, block);
    for (int k = 0; k < n; k++)
      squares[k / 3] += pow(block[k] - all[k], 2) / (n_blocks * MAX(n_blocks - 1, 1));
  }
  return sqrt(most_of(squares, n_sites) * MEAN_OF_MEDIAN);
}

/* Sites and their spread from displacements about `reference`. */
static void measure(BwCrystalMean *mean, const BwDataset *dataset, const int *frames, int n_frames,
                    const double *reference)
{
  int n = 3 * mean->n;
  g_autofree double *displacements = g_new(double, (gsize)n_frames *n), *work = g_new(double, n_frames),
                    *shift = g_new(double, n), *spreads = g_new(double, mean->n);
  for (int f = 0; f < n_frames; f++)
    displace(dataset, frames[f], mean, reference, displacements + (gsize)f * n);
  medians(displacements, n, 0, n_frames, work, shift);
  for (int k = 0; k < n; k++)
    mean->positions[k] = reference[k] + shift[k];
  for (int i = 0; i < mean->n; i++) {
    for (int f = 0; f < n_frames; f++) {
      double from_site[3];
      bw_sub3(displacements + (gsize)f * n + 3 * i, shift + 3 * i, from_site);
      work[f] = bw_dot3(from_site, from_site);
    }
    spreads[i] = mean->spread[i] = bw_median(work, n_frames) * MEAN_OF_MEDIAN;
  }
  double typical = most_of(spreads, mean->n);
  mean->noise = MAX(standard_error(displacements, mean->n, n_frames, shift, work), sqrt(typical / n_frames));
  mean->n_independent = mean->noise > 0 ? typical / (mean->noise * mean->noise) : n_frames;
}

static int compare_frames(const void *a, const void *b)
{
  return *(const int *)a - *(const int *)b;
}

BwCrystalMean *bw_crystal_mean_new(const BwDataset *dataset, const int *frames, int n_frames,
                                   const int *atoms, int n_atoms)
{
  BwCrystalMean *mean = g_new0(BwCrystalMean, 1);
  mean->n = n_atoms;
  mean->atoms = g_memdup2(atoms, sizeof(int) * n_atoms);
  mean->numbers = g_new(int, n_atoms);
  mean->positions = g_new(double, 3 * n_atoms);
  mean->spread = g_new(double, n_atoms);
  g_autofree int *ordered = g_memdup2(frames, sizeof(int) * n_frames);
  g_autofree double *reference = g_new(double, 3 * n_atoms);
  qsort(ordered, n_frames, sizeof(int), compare_frames);
  for (int i = 0; i < n_atoms; i++) {
    mean->numbers[i] = dataset->atoms->numbers[atoms[i]];
    memcpy(reference + 3 * i, position(dataset, ordered[0], atoms[i]), sizeof(double[3]));
  }
  measure(mean, dataset, ordered, n_frames, reference);
  memcpy(reference, mean->positions, sizeof(double) * 3 * n_atoms); /* from its site, no atom is far */
  measure(mean, dataset, ordered, n_frames, reference);
  return mean;
}

void bw_crystal_mean_free(BwCrystalMean *mean)
{
  if (!mean)
    return;
  g_free(mean->atoms);
  g_free(mean->numbers);
  g_free(mean->positions);
  g_free(mean->spread);
  g_free(mean);
}
