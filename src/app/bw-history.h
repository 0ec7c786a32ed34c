/* bw-history.h - the latest moments of a live run, so that one can go back in time without a file.
 *
 * Memory is bounded: when it is full, every other moment is forgotten, and from then on only every other one
 * is kept. */
#pragma once

#include "system/frame.h"

typedef struct _BwHistory BwHistory;

BwHistory *bw_history_new(gsize max_bytes);
void bw_history_free(BwHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwHistory, bw_history_free)

/* Copies the frame, or passes over it. */
void bw_history_add(BwHistory *self, const BwFrame *frame);
int bw_history_get_n(const BwHistory *self);
const BwFrame *bw_history_get(const BwHistory *self, int index);
