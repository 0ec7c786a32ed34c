/* h5md-segments.h - the particles of a file as one sequence of frames. A run whose number of beads was
 * changed goes on in another group: after "beads" come "beads.2", "beads.3", … */
#pragma once

#include "io/h5md/h5md-particles.h"

typedef struct {
  GPtrArray *parts; /* of BwH5mdParticles, one after the other in time; each has rows */
  gint64 n_rows;    /* of all */
} BwH5mdSegments;

/* Opens the chosen group and those that go on with it. Clear it in any case. */
gboolean bw_h5md_segments_open(BwH5mdSegments *segments, hid_t file, GError **error);
void bw_h5md_segments_clear(BwH5mdSegments *segments);

const BwH5mdParticles *bw_h5md_segments_first(const BwH5mdSegments *segments);
/* The part that a row is in, and which row of it that is; 0 ≤ row < n_rows. */
const BwH5mdParticles *bw_h5md_segments_find(const BwH5mdSegments *segments, gint64 row, gint64 *row_of_part);
