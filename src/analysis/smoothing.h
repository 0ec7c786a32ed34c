/* smoothing.h - positions averaged over neighbouring frames, and between two frames. What leaves the cell on
 * one side and comes in on the other goes on as if it had not: from frame to frame it takes the shortest way.
 */
#pragma once

#include "system/cell.h"

/* smooth[n][3]: the mean of frames[f][n][3] over the n_frames ≥ 1 frames, near where frames[middle] has it.
 */
void bw_smooth_positions(const double *const *frames, int n_frames, int middle, gsize n, const BwCell *cell,
                         double *smooth);

/* between[n][3]: a fraction (0 … 1) of the way from one frame to the next. May be one of the two. */
void bw_interpolate_positions(const double *from, const double *next, double fraction, gsize n,
                              const BwCell *cell, double *between);
