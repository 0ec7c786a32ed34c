/* engine-private.h - what the front end's side (engine.c) and the worker's side (lane.c) share. */
#pragma once

#include "engine/job.h"
#include "engine/samples.h"
#include "engine/snapshots.h"
#include "engine/worker.h"

#include <stdatomic.h>

struct _BwEngine {
  BwWorker *worker;
  BwSnapshots *snapshots;
  BwSamples *samples;
  _Atomic gint64 step;

  GMutex mutex; /* all below */
  GCond changed;
  BwJobStatus status; /* all but `step` */
  GArray *events;     /* of BwEvent, that nobody has seen */

  BwEngineNotify notify;
  gpointer notify_data;
  GMainContext *context;
  GSource *pending; /* a notice that has not been delivered */
};

/* For the lane: takes `error` (may be NULL), tells who waits and notifies. */
void bw_engine_set_state(BwEngine *engine, BwJobState state, GError *error);
/* One job at a time is being worked on, the rest of the status is of it. */
void bw_engine_set_job(BwEngine *engine, const BwJob *job);
void bw_engine_set_progress(BwEngine *engine, const BwJob *job, double steps_per_second);
void bw_engine_add_event(BwEngine *engine, const BwEvent *event);
