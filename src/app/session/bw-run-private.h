/* bw-run-private.h - what the session does with runs. Files: bw-run.c (what it is), bw-run-start.c (where it
 * begins), bw-run-live.c (while it goes on). */
#pragma once

#include "app/session/bw-history.h"
#include "app/session/bw-run.h"

typedef struct {
  int coordinate;
  int mean, centroid; /* columns of the trace */
} BwPinnedColumns;

struct _BwRun {
  GObject parent;
  char *title, *path, *structure_path, *note, *averages_note;
  BwPotential *potential;
  BwDynamicsSettings dynamics; /* as asked for last */
  gboolean change_pending;     /* the engine has not answered yet */
  double length;
  BwRecordSettings record;
  BwCoordinates *coordinates;

  /* Where it begins; arrays are gone once it has begun. */
  BwCell cell;
  double *positions, *velocities;
  int n_given_beads;

  BwEngine *engine; /* its lane; NULL: not its turn yet, or over */
  BwJobStatus status;
  BwHistory *history; /* NULL: of a twin */
  BwFrame *newest;    /* moment; NULL: of a twin */
  BwTrace *trace;
  GArray *y;      /* of double: a row of it */
  GArray *pinned; /* of BwPinnedColumns */
  BwAverages *averages;
  double averages_begin;
  GArray *events;
  BwRun *twin;
  gboolean step_asked;
  gint64 next_moment; /* µs */
};

/* What a run is to be. Borrowed. */
typedef struct {
  const char *title, *path, *structure_path;
  BwPotential *potential;
  BwDynamicsSettings dynamics;
  double length;
  BwRecordSettings record;
  BwCoordinates *coordinates;
  const BwFrame *frame; /* where it begins */
} BwRunPlan;

/* The history of its moments shares `budget`; NULL: none is kept. */
BwRun *bw_run_new(const BwRunPlan *plan, BwHistoryBudget *budget);
/* Gives it a classical twin, from the same frame. */
void bw_run_add_twin(BwRun *self, const BwFrame *frame);
BwThermostat bw_run_classical_thermostat(BwThermostat thermostat); /* what it comes to with one bead */

/* bw-run-start.c: fills in the start from a frame. */
void bw_run_set_start(BwRun *self, const BwFrame *frame);

/* bw-run-live.c */
void bw_run_init_trace(BwTrace *trace);
gboolean bw_run_settings_equal(const BwDynamicsSettings *a, const BwDynamicsSettings *b);
gboolean bw_run_begin(BwRun *self, BwEngine *engine, GError **error);
/* Brings over what the engine has. TRUE: anything; *moment (may be NULL): with a new moment. */
gboolean bw_run_take(BwRun *self, gint64 now, gboolean *moment);
/* The engine's status; what was refused goes back to what holds. Returns the state before. */
BwJobState bw_run_update_status(BwRun *self);
void bw_run_change(BwRun *self, const BwDynamicsSettings *dynamics);
void bw_run_restart_averages(BwRun *self, const char *note, double settling);
/* Coordinates were added or pinned: from now on they are watched, and the past is looked up in the history.
 */
void bw_run_watch(BwRun *self);
