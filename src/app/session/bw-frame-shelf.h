/* bw-frame-shelf.h - frames of one trajectory that were read lately, in bounded memory. For one thread. */
#pragma once

#include "system/trajectory.h"

typedef struct _BwFrameShelf BwFrameShelf;

BwFrameShelf *bw_frame_shelf_new(gsize max_bytes);
void bw_frame_shelf_free(BwFrameShelf *self);

/* Of the shelf, until the next bw_frame_shelf_clear_out(); NULL: it is not there. */
const BwFrame *bw_frame_shelf_get(BwFrameShelf *self, gint64 index);
/* Takes the frame, even beyond what there is room for. */
void bw_frame_shelf_put(BwFrameShelf *self, gint64 index, BwFrame *frame);
/* Whether n more frames like the largest so far have room. */
gboolean bw_frame_shelf_has_room(const BwFrameShelf *self, gsize n);
/* How many frames like the largest so far have room in all; at least 1. */
gsize bw_frame_shelf_get_capacity(const BwFrameShelf *self);
gsize bw_frame_shelf_get_bytes(const BwFrameShelf *self);

/* Throws out what was not used for longest, until n more frames have room; frames for which keeps() is TRUE
 * stay. */
void bw_frame_shelf_clear_out(BwFrameShelf *self, gsize n, gboolean (*keeps)(gint64 index, gpointer data),
                              gpointer data);
