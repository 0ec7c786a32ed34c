/* bw-frame-filter.h - what the eye gets instead of the frame itself, where a person asked for that: smoothed
 * over neighbouring frames, turned onto the first frame, or between two frames.
 *
 * For pictures only: numbers are those of the frame. */
#pragma once

#include "analysis/superpose.h"
#include "system/frame.h"

typedef struct {
  int smoothing;        /* frames averaged on each side; 0: none */
  gboolean superpose;   /* on the first frame */
  gboolean interpolate; /* while it plays */
} BwFilterSettings;

typedef struct {
  const BwFrame *(*get)(gint64 index, gpointer data); /* NULL: there is none, or it cannot be read */
  gpointer data;
  const BwFrame *reference; /* the first frame; NULL: nothing is superposed */
} BwFilterSource;

gboolean bw_filter_is_on(const BwFilterSettings *settings);

/* How the centroids of a frame come to lie on those of the reference, weighted by mass; the whole ring
 * polymer goes with them. Molecules are turned, also in a cell of which they fill less than half; what fills
 * its cell keeps to the cell, and only its drift is taken away. Other atoms stay where they are. */
void bw_frame_superpose(const BwFrame *frame, const BwFrame *reference, BwSuperposition *found);

/* The picture at a position, which may lie between two frames, of atoms, cell, time and number of beads of
 * the frame before it: new, without properties; NULL when the frame is not there or nothing is to be done. An
 * average ends where frames of other atoms, or with other beads, begin. */
BwFrame *bw_frame_filter(const BwFilterSettings *settings, const BwFilterSource *source, double position);
