/* frames.h - going through all frames of a file on a terminal: with a progress bar, stopped by Ctrl-C. */
#pragma once

#include "system/trajectory.h"

/* Waits until all frames are known. Fails with what is wrong with one of them, or with CANCELLED. */
gboolean bw_cli_wait_for_frames(BwTrajectory *trajectory, GError **error);

/* Reads every frame and hands it to func; stops when that fails. */
typedef gboolean (*BwFrameFunc)(const BwFrame *frame, gint64 index, gpointer data, GError **error);
gboolean bw_cli_each_frame(BwTrajectory *trajectory, const char *title, BwFrameFunc func, gpointer data,
                           GError **error);

/* No frame was asked for: the first, of runs the last. */
#define BW_ANY_FRAME G_MININT64
/* The frame number `asked`, from 0, or from −1 at the end; *index says which it is. Fails with ARGUMENT when
 * there is none. */
BwFrame *bw_cli_read_frame(BwTrajectory *trajectory, const char *path, gint64 asked, gint64 *index,
                           GError **error);
