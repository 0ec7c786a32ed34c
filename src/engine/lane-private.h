/* lane-private.h - what the files of a lane share. */
#pragma once

#include "engine/engine-private.h"
#include "engine/lane.h"
#include "engine/rate.h"

struct _BwLane {
  BwEngine *engine;
  BwPool *pool;
  BwJob *job; /* NULL: none */
  BwJobState state;
  BwJobState after;  /* what follows when WAITING is over, */
  GError *failure;   /* and why, when that is FAILED */
  gint64 next_retry; /* µs, while WAITING */

  gboolean change_waits; /* settings came while WAITING; their turn is after it */
  BwDynamicsSettings wanted;

  BwCoordinate *coordinates; /* that are sampled */
  int n_coordinates;

  gint64 last_snapshot; /* µs */
  BwRate rate;
};

/* lane.c */
/* With the end of a job the job goes. Takes `error`. */
void bw_lane_set_state(BwLane *self, BwJobState state, GError *error);
void bw_lane_note(BwLane *self, BwEventKind kind, int atom);
void bw_lane_pull(BwLane *self, const BwPull *wanted); /* NULL: let go */
void bw_lane_change(BwLane *self, const BwDynamicsSettings *settings);
void bw_lane_restart_rate(BwLane *self, gint64 now);

/* lane-save.c */
/* A checkpoint, and then `after`; with the end of the job the hand lets go. Takes `failure`. */
void bw_lane_save(BwLane *self, BwJobState after, GError *failure);
/* After each step: a checkpoint when it is time for one. */
void bw_lane_keep_safe(BwLane *self, gint64 now);
/* There is no more time to wait for room. */
void bw_lane_give_up(BwLane *self);
