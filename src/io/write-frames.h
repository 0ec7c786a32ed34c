/* write-frames.h - what all writers of text share: every frame of a trajectory, one after the other, into a
 * file that is there whole or not at all. */
#pragma once

#include "system/trajectory.h"

/* Appends frame `index` as text. */
typedef gboolean (*BwFrameWriter)(GString *text, const BwFrame *frame, gint64 index, gpointer data,
                                  GError **error);

typedef void (*BwWriteProgress)(double fraction, gpointer data);

/* Formats that write bead after bead keep one number of them: fails when frame `index` has another than the
 * first. */
gboolean bw_check_n_beads(const char *path, const BwFrame *frame, gint64 index, int n_beads, GError **error);

/* Waits for the trajectory's index, so that a malformed frame anywhere keeps the file from being written.
 * `ending` is written after the last frame; NULL: nothing. cancellable: a GCancellable or NULL; progress may
 * be NULL. */
gboolean bw_write_frames(const char *path, BwTrajectory *trajectory, BwFrameWriter writer,
                         gpointer writer_data, const char *ending, gpointer cancellable,
                         BwWriteProgress progress, gpointer progress_data, GError **error);
