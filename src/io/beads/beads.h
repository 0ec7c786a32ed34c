/* beads.h - i-PI's bead files as one ring-polymer trajectory. */
#pragma once

#include "io/io.h"

/* Whether frames written to this name go into one file per bead. */
gboolean bw_is_bead_name(const char *path);

/* STEM.pos_0.xyz … for all beads, with i-PI's comment lines and positions in full precision. Each file is
 * there whole or not at all. */
gboolean bw_beads_write(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                        gpointer cancellable, void (*progress)(double fraction, gpointer data),
                        gpointer progress_data, GError **error);
