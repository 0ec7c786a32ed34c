/* bw-frame-loader.h - reads frames of a trajectory on a thread of its own; the newest request wins.
 *
 * Whoever drags along a timeline asks for more frames than can be read: requests that have been overtaken are
 * never read. Whoever plays needs the next frame at once: those that will be asked for next are read ahead.
 * What was read is kept, in bounded memory. */
#pragma once

#include "app/session/bw-frame-filter.h"
#include "system/trajectory.h"

#define BW_LOADER_AHEAD 24 /* frames that are read ahead, memory permitting */

typedef struct _BwFrameLoader BwFrameLoader;

/* What is to be shown. */
typedef struct {
  double position; /* between two frames while that is asked for */
  gint64 ahead[BW_LOADER_AHEAD];
  int n_ahead; /* frames that will be asked for next, in that order */
  BwFilterSettings filter;
} BwFrameRequest;

/* Called in the main context. frame is NULL when it could not be read; otherwise the callee owns it, and the
 * picture of it that the filter makes, NULL where it is the frame itself. */
typedef void (*BwFrameReady)(BwFrame *frame, BwFrame *picture, gint64 index, const GError *error,
                             gpointer data);

/* Takes a reference to the trajectory. Frames are kept in max_bytes; one is always, and smoothing is over
 * fewer frames than it was asked for where more do not find room. */
BwFrameLoader *bw_frame_loader_new(BwTrajectory *trajectory, gsize max_bytes, BwFrameReady ready,
                                   gpointer data);

/* Returns at once: a read in progress ends by itself, and `ready` is not called again. */
void bw_frame_loader_free(BwFrameLoader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwFrameLoader, bw_frame_loader_free)

void bw_frame_loader_request(BwFrameLoader *self, const BwFrameRequest *request);

/* TRUE from a request until its frame, or that of a newer one, has been handed over. */
gboolean bw_frame_loader_is_busy(BwFrameLoader *self);

/* Bytes of the frames that are kept now, and how many were read so far. */
gsize bw_frame_loader_get_bytes(BwFrameLoader *self);
gint64 bw_frame_loader_get_n_read(BwFrameLoader *self);
