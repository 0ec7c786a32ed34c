#include "analysis/smoothing.h"

#include "base/vec3.h"

static void find_step(const double *from, const double *to, const BwCell *cell, gboolean periodic,
                      double step[3])
{
  bw_sub3(to, from, step);
  if (periodic)
    bw_cell_minimum_image(cell, step, NULL);
}

/* Adds where point i is in the frames from `middle` on in one direction, as seen from the middle one. */
static void add_branch(const double *const *frames, int begin, int end, int direction, gsize i,
                       const BwCell *cell, gboolean periodic, double sum[3])
{
  double way[3] = {0}, step[3];
  for (int f = begin; f != end; f += direction) {
    find_step(frames[f - direction] + 3 * i, frames[f] + 3 * i, cell, periodic, step);
    for (int k = 0; k < 3; k++)
      sum[k] += way[k] += step[k];
  }
}

void bw_smooth_positions(const double *const *frames, int n_frames, int middle, gsize n, const BwCell *cell,
                         double *smooth)
{
  gboolean periodic = bw_cell_is_periodic(cell);
  for (gsize i = 0; i < n; i++) {
    double sum[3] = {0};
    add_branch(frames, middle + 1, n_frames, 1, i, cell, periodic, sum);
    add_branch(frames, middle - 1, -1, -1, i, cell, periodic, sum);
    for (int k = 0; k < 3; k++)
      smooth[3 * i + (gsize)k] = frames[middle][3 * i + (gsize)k] + sum[k] / n_frames;
  }
}

void bw_interpolate_positions(const double *from, const double *next, double fraction, gsize n,
                              const BwCell *cell, double *between)
{
  gboolean periodic = bw_cell_is_periodic(cell);
  for (gsize i = 0; i < n; i++) {
    double step[3];
    find_step(from + 3 * i, next + 3 * i, cell, periodic, step);
    for (int k = 0; k < 3; k++)
      between[3 * i + (gsize)k] = from[3 * i + (gsize)k] + fraction * step[k];
  }
}
