/* lane.h - one engine's job on the worker thread: what a command does to it, what comes out of each step, and
 * what follows from its end, a full disk or an error. When it gets its turn is worker.c's affair. */
#pragma once

#include "engine/commands.h"

typedef struct _BwLane BwLane;

BwLane *bw_lane_new(BwEngine *engine, BwPool *pool);
void bw_lane_free(BwLane *self); /* the job is stopped and saved */

const BwEngine *bw_lane_get_engine(const BwLane *self);
void bw_lane_obey(BwLane *self, BwCommand *command);

/* Does it want to make steps? Then it has a simulated time, fs. */
gboolean bw_lane_is_running(const BwLane *self);
double bw_lane_get_time(const BwLane *self);
void bw_lane_advance(BwLane *self); /* one step */

/* When it wants to try again whether a full disk has room, µs; G_MAXINT64: it does not wait for one. */
gint64 bw_lane_get_retry(const BwLane *self);
void bw_lane_retry(BwLane *self);
