/* snapshots.h - the newest moment on its way from the worker to the picture, through three buffers: one is
 * being written, one is being looked at, one lies between. Neither side ever waits. */
#pragma once

#include "engine/engine.h"

typedef struct _BwSnapshots BwSnapshots;

BwSnapshots *bw_snapshots_new(void);
void bw_snapshots_free(BwSnapshots *self);

/* The writer: is the last one still there unseen? */
gboolean bw_snapshots_waiting(BwSnapshots *self);
void bw_snapshots_publish(BwSnapshots *self, BwDynamics *dynamics);

/* The reader: as bw_engine_take_snapshot(). */
const BwSnapshot *bw_snapshots_take(BwSnapshots *self);
