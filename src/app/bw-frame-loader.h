/* bw-frame-loader.h - reads frames of a trajectory on a thread of its own; the newest request wins.
 *
 * Whoever drags along a timeline asks for more frames than can be read: requests that have been overtaken are
 * never read. */
#pragma once

#include "system/trajectory.h"

typedef struct _BwFrameLoader BwFrameLoader;

/* Called in the main context. frame is NULL when it could not be read; otherwise the callee owns it. */
typedef void (*BwFrameReady)(BwFrame *frame, gint64 index, const GError *error, gpointer data);

/* Takes a reference to the trajectory. */
BwFrameLoader *bw_frame_loader_new(BwTrajectory *trajectory, BwFrameReady ready, gpointer data);

/* Returns at once: a read in progress ends by itself, and `ready` is not called again. */
void bw_frame_loader_free(BwFrameLoader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwFrameLoader, bw_frame_loader_free)

void bw_frame_loader_request(BwFrameLoader *self, gint64 index);

/* TRUE from a request until its frame, or that of a newer one, has been handed over. */
gboolean bw_frame_loader_is_busy(BwFrameLoader *self);
