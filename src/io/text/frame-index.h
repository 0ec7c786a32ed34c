/* frame-index.h - where each frame of a text file begins, found in the background.
 *
 * Opening finds the first frame, and all of a small file; a large one is scanned on by a thread of a small
 * common pool while the first frames are already looked at. 16 bytes per frame are kept. */
#pragma once

#include "io/text/text-file.h"

#include <gio/gio.h>

typedef struct {
  guint64 offset; /* in the text */
  gint64 line;    /* from 1 */
} BwFramePlace;

/* Moves the reader from the end of one frame to the end of the next and sets *begin to where it begins.
 * Returns FALSE at the end of the file, with `error` set where the text is malformed. */
typedef gboolean (*BwFrameScanner)(BwLineReader *reader, gpointer state, gint64 frame, BwFramePlace *begin,
                                   GError **error);

typedef struct _BwFrameIndex BwFrameIndex;

/* Takes the file and `state` (freed with g_free()). Fails when not even the first frame is whole. */
BwFrameIndex *bw_frame_index_new(BwTextFile *file, BwFrameScanner scanner, gpointer state, GError **error);
/* Stops the scan if it is still going on. */
void bw_frame_index_free(BwFrameIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwFrameIndex, bw_frame_index_free)

const BwTextFile *bw_frame_index_get_file(const BwFrameIndex *index);
gint64 bw_frame_index_get_n_frames(BwFrameIndex *index, gboolean *complete);

/* The place of a frame that is known already, and the offset at which the next begins. */
BwFramePlace bw_frame_index_get(BwFrameIndex *index, gint64 frame, guint64 *end);

/* Waits until n_frames are found or the scan has ended. Fails with what ended it before that, or with
 * CANCELLED. */
gboolean bw_frame_index_wait(BwFrameIndex *index, gint64 n_frames, GCancellable *cancellable, GError **error);
