#include "potential/gdml/crystal/crystal-phase.h"
#include "base/median.h"
#include "base/vec3.h"

#include <stdlib.h>
#include <string.h>

enum { CENTRES = 40 };

#define QUARTER 0.26 /* of the frames, the one that is compared with included */
#define MOST 0.67    /* of the atoms */
#define NEAR 2.0     /* times the distance of the nearest quarter */

/* How far two thirds of the atoms are displaced at most between two frames, the common shift (a median) taken
 * out. work[4 n_atoms]. */
static double distance(const BwDataset *dataset, int one, int other, double *work)
{
  int n = dataset->atoms->n_atoms;
  const double *from = dataset->positions + (gsize)one * n * 3,
               *to = dataset->positions + (gsize)other * n * 3;
  double *displacements = work, *sorted = work + 3 * n, first[3], shift[3];
  bw_sub3(to, from, first);
  for (int i = 0; i < n; i++) {
    double *displacement = displacements + 3 * i;
    bw_sub3(to + 3 * i, from + 3 * i, displacement);
    bw_sub3(displacement, first, displacement);
    bw_cell_minimum_image(&dataset->cells[one], displacement, NULL);
  }
  for (int d = 0; d < 3; d++) {
    for (int i = 0; i < n; i++)
      sorted[i] = displacements[3 * i + d];
    shift[d] = bw_median(sorted, n);
  }
  for (int i = 0; i < n; i++) {
    bw_sub3(displacements + 3 * i, shift, displacements + 3 * i);
    sorted[i] = bw_norm3(displacements + 3 * i);
  }
  qsort(sorted, n, sizeof(double), bw_compare_doubles);
  return sorted[(int)(MOST * n)];
}

static int compare_frames(const void *a, const void *b)
{
  return *(const int *)a - *(const int *)b;
}

int *bw_crystal_phase(const BwDataset *dataset, const int *frames, int n_frames, int *n_chosen)
{
  int n_centres = MIN(n_frames, CENTRES);
  g_autofree double *work = g_new(double, 4 * dataset->atoms->n_atoms), *distances = g_new(double, n_frames),
                    *sorted = g_new(double, n_frames), *best = g_new0(double, n_frames);
  double nearest = INFINITY;
  for (int c = 0; c < n_centres; c++) {
    int centre = frames[(gint64)c * n_frames / n_centres];
    for (int f = 0; f < n_frames; f++)
      distances[f] = distance(dataset, centre, frames[f], work);
    memcpy(sorted, distances, sizeof(double) * n_frames);
    qsort(sorted, n_frames, sizeof(double), bw_compare_doubles);
    double quarter = sorted[(int)(QUARTER * n_frames)];
    if (quarter < nearest) {
      nearest = quarter;
      memcpy(best, distances, sizeof(double) * n_frames);
    }
  }
  int *chosen = g_new(int, n_frames);
  *n_chosen = 0;
  for (int f = 0; f < n_frames; f++)
    if (best[f] <= NEAR * nearest)
      chosen[(*n_chosen)++] = frames[f];
  qsort(chosen, *n_chosen, sizeof(int), compare_frames);
  return chosen;
}
