/* xyz.h - what other formats need of XYZ. */
#pragma once

#include "system/trajectory.h"

/* An i-PI file of forces, velocities or momenta: frames with zero positions and one property of these. */
BwTrajectory *bw_xyz_open_quantities(const char *path, GError **error);
