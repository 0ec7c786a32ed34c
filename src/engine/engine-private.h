/* engine-private.h - what the front end's side (engine.c) and the worker's side (worker.c) share. */
#pragma once

#include "engine/job.h"
#include "engine/samples.h"
#include "engine/snapshots.h"

#include <stdatomic.h>

typedef enum {
  BW_COMMAND_START,
  BW_COMMAND_PAUSE,
  BW_COMMAND_RESUME,
  BW_COMMAND_STEP,
  BW_COMMAND_STOP,
  BW_COMMAND_CHANGE,
  BW_COMMAND_WATCH,
  BW_COMMAND_QUIT,
} BwCommandKind;

typedef struct {
  BwCommandKind kind;
  BwRunSpec *spec;             /* START */
  BwDynamicsSettings settings; /* CHANGE */
  BwCoordinate *coordinates;   /* WATCH */
  int n_coordinates;
} BwCommand;

struct _BwEngine {
  GThread *thread;
  GAsyncQueue *commands; /* of BwCommand */
  BwPool *pool;
  gboolean lower_priority;
  BwSnapshots *snapshots;
  BwSamples *samples;
  _Atomic gint64 step;

  GMutex mutex; /* all below */
  GCond changed;
  BwJobStatus status; /* all but `step` */

  BwEngineNotify notify;
  gpointer notify_data;
  GMainContext *context;
  GSource *pending; /* a notice that has not been delivered */
};

void bw_command_free(BwCommand *command);

/* For the worker: takes `error` (may be NULL), tells who waits and notifies. */
void bw_engine_set_state(BwEngine *engine, BwJobState state, GError *error);
/* One job at a time is being worked on, the rest of the status is of it. */
void bw_engine_set_job(BwEngine *engine, const BwJob *job);
void bw_engine_set_progress(BwEngine *engine, const BwJob *job, double steps_per_second);

gpointer bw_worker_main(gpointer engine);
