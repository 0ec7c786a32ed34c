/* h5md-write.h - any trajectory as H5MD 1.1. Beads are particles, bead by bead, as in run files; numbers of a
 * frame are observables, those of its atoms elements beside the positions. Text is left out. */
#pragma once

#include "base/units.h"
#include "io/write-frames.h"

/* All frames must have the same atoms; another number of beads begins another group of particles
 * (h5md-segments.h). `units`: fields NULL, or NULL altogether: Å, fs, and every
 * quantity in its own. */
gboolean bw_h5md_write(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                       gpointer cancellable, BwWriteProgress progress, gpointer progress_data,
                       GError **error);
