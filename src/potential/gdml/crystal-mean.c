#include "potential/gdml/crystal-mean.h"
#include "base/vec3.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BLOCKS = 8, PER_BLOCK = 2 };

static const double *position(const BwDataset *dataset, int frame, int atom)
{
  return dataset->positions + ((gsize)frame * dataset->atoms->n_atoms + atom) * 3;
}

/* displacements[n][3] of a frame's atoms from reference[n][3], their mean taken out. The first atom's is
 * taken out before the images are chosen: a crystal shifted by half a cell is still recognised. */
static void displace(const BwDataset *dataset, int frame, const BwCrystalMean *mean, const double *reference,
                     double *displacements)
{
  double first[3], centre[3] = {0};
  bw_sub3(position(dataset, frame, mean->atoms[0]), reference, first);
  for (int i = 0; i < mean->n; i++) {
    double *displacement = displacements + 3 * i;
    bw_sub3(position(dataset, frame, mean->atoms[i]), reference + 3 * i, displacement);
    bw_sub3(displacement, first, displacement);
    bw_cell_minimum_image(&dataset->cells[frame], displacement, NULL);
    for (int d = 0; d < 3; d++)
      centre[d] += displacement[d] / mean->n;
  }
  for (int i = 0; i < mean->n; i++)
    bw_sub3(displacements + 3 * i, centre, displacements + 3 * i);
}

/* Frame `index` of n belongs to this block of n_blocks. */
static int block_of(int index, int n, int n_blocks)
{
  return (int)((gint64)index * n_blocks / n);
}

/* The standard error, over all sites, of the mean of the blocks' means[n_blocks][n][3]. */
static double standard_error(const double *means, int n_blocks, const BwCrystalMean *mean,
                             const double *shift)
{
  double sum = 0;
  for (int b = 0; b < n_blocks; b++)
    for (int k = 0; k < 3 * mean->n; k++)
      sum += pow(means[(gsize)b * 3 * mean->n + k] - shift[k], 2);
  return sqrt(sum / mean->n / (n_blocks * MAX(n_blocks - 1, 1)));
}

static void add_up(BwCrystalMean *mean, const BwDataset *dataset, const int *frames, int n_frames,
                   const double *reference)
{
  int n = 3 * mean->n, n_blocks = CLAMP(n_frames / PER_BLOCK, 1, MAX_BLOCKS);
  g_autofree double *displacements = g_new(double, n), *squares = g_new0(double, mean->n),
                    *shift = g_new0(double, n), *means = g_new0(double, n_blocks *n);
  g_autofree int *in_block = g_new0(int, n_blocks);
  for (int f = 0; f < n_frames; f++)
    in_block[block_of(f, n_frames, n_blocks)]++;
  for (int f = 0; f < n_frames; f++) {
    int block = block_of(f, n_frames, n_blocks);
    displace(dataset, frames[f], mean, reference, displacements);
    for (int k = 0; k < n; k++) {
      shift[k] += displacements[k] / n_frames;
      means[block * n + k] += displacements[k] / in_block[block];
      squares[k / 3] += displacements[k] * displacements[k] / n_frames;
    }
  }
  double all = 0;
  for (int i = 0; i < mean->n; i++) {
    for (int d = 0; d < 3; d++)
      mean->positions[3 * i + d] = reference[3 * i + d] + shift[3 * i + d];
    mean->spread[i] = MAX(squares[i] - bw_dot3(shift + 3 * i, shift + 3 * i), 0);
    all += mean->spread[i] / mean->n;
  }
  mean->noise = MAX(standard_error(means, n_blocks, mean, shift), sqrt(all / n_frames));
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
  add_up(mean, dataset, ordered, n_frames, reference);
  memcpy(reference, mean->positions, sizeof(double) * 3 * n_atoms); /* from the mean, no atom is far */
  add_up(mean, dataset, ordered, n_frames, reference);
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
