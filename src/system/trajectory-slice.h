/* trajectory-slice.h - some frames of a trajectory, or what is left of its beads. */
#pragma once

#include "system/trajectory.h"

/* Every stride-th frame from `first` up to `end` (excluded), 0 ≤ first < end ≤ number of frames, stride ≥ 1.
 * With `centroids` each frame has one bead, the mean of all; quantities of beads are left out. Holds a
 * reference to the trajectory, whose index must be complete. */
BwTrajectory *bw_trajectory_slice(BwTrajectory *trajectory, gint64 first, gint64 end, gint64 stride,
                                  gboolean centroids);
