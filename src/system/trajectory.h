/* trajectory.h - a sequence of frames that is read where it is looked at.
 *
 * A file format implements BwTrajectoryClass. Opening returns at once with frame 0 readable; an index of the
 * rest grows in the background. Every function may be called from any thread. */
#pragma once

#include "system/frame.h"

typedef struct _BwTrajectory BwTrajectory;

typedef struct {
  /* A new frame, index < what n_frames() last said. */
  BwFrame *(*read)(BwTrajectory *self, gint64 index, GError **error);
  /* Frames known so far; *complete: there will be no more. NULL: n_frames of the struct is final. */
  gint64 (*n_frames)(BwTrajectory *self, gboolean *complete);
  /* Blocks until the index is complete or `cancellable` is; fails with what stopped the indexer (a malformed
   * frame: what was found before it stays readable). NULL: complete from the start. */
  gboolean (*wait)(BwTrajectory *self, gpointer cancellable, GError **error);
  void (*finalize)(BwTrajectory *self); /* frees what the format added, not the base */
} BwTrajectoryClass;

/* Formats embed it as their first member. Fields are set while opening and constant afterwards. */
struct _BwTrajectory {
  const BwTrajectoryClass *klass;
  gatomicrefcount refs;
  char *path;         /* of the (first) file */
  const char *format; /* interned name from the registry: "extxyz" */
  gint64 n_frames;    /* when klass->n_frames is NULL */
  int n_beads;        /* of the first frame; a run whose beads were changed has frames with others */
  char *units_note;   /* "no units in the file; Å assumed (convention of XYZ)"; NULL: the file says them */
  gboolean is_run;    /* one of our own run files */
};

/* For those who fill in a class: one reference, one bead; the path is copied, the format interned. */
void bw_trajectory_init(BwTrajectory *self, const BwTrajectoryClass *klass, const char *path,
                        const char *format);
BwTrajectory *bw_trajectory_ref(BwTrajectory *self);
void bw_trajectory_unref(BwTrajectory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwTrajectory, bw_trajectory_unref)

BwFrame *bw_trajectory_read(BwTrajectory *self, gint64 index, GError **error); /* (transfer full) */
gint64 bw_trajectory_get_n_frames(BwTrajectory *self, gboolean *complete);
gboolean bw_trajectory_wait(BwTrajectory *self, gpointer cancellable, GError **error);

/* Frames that are in memory already; takes the frames (all with the same number of beads). */
BwTrajectory *bw_trajectory_new_in_memory(GPtrArray *frames, const char *path, const char *format);
