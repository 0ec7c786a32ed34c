/* text-trajectory.h - what trajectories in text files share: an indexed file whose frames are parsed where
 * they are looked at. */
#pragma once

#include "io/text/frame-index.h"
#include "system/trajectory.h"

/* One frame as text, followed by BW_TEXT_PADDING zero bytes. */
typedef struct {
  const char *path;
  const char *text;
  gsize n;
  gint64 line;  /* number of its first line in the file, from 1 */
  gint64 frame; /* in the file, from 0 */
} BwFrameText;

typedef struct _BwTextTrajectory BwTextTrajectory;

typedef struct {
  const char *format;
  BwFrameScanner scanner;
  BwFrame *(*parse)(BwTextTrajectory *self, const BwFrameText *text, GError **error);
  void (*finalize)(BwTextTrajectory *self); /* may be NULL */
} BwTextFormat;

/* Formats embed it as their first member. */
struct _BwTextTrajectory {
  BwTrajectory base;
  const BwTextFormat *text_format;
  BwFrameIndex *index;
  int group; /* frames of the file that make one of the trajectory: the beads of a ring polymer; 1 otherwise
              */
};

/* Opens the file of a zeroed structure; `scan_state` is freed with g_free(). On FALSE the structure still has
 * to be freed with bw_trajectory_unref(). */
gboolean bw_text_trajectory_init(BwTextTrajectory *self, const BwTextFormat *format, const char *path,
                                 gpointer scan_state, GError **error);

/* One frame of the file as text, whatever the grouping; valid until this thread reads the next. */
gboolean bw_text_trajectory_get_text(BwTextTrajectory *self, gint64 frame_of_file, BwFrameText *text,
                                     GError **error);

/* While opening: every n_beads frames of the file are one of the trajectory. Waits until the first of these
 * is found; fails when the file ends before. */
gboolean bw_text_trajectory_set_group(BwTextTrajectory *self, int n_beads, GError **error);

/* "PATH: frame F, line L: message". `line` counts within the frame, from 0. */
gboolean bw_frame_text_fail(const BwFrameText *text, gint64 line, GError **error, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
