/* engine.h - the worker thread: commands in, snapshots, samples and events out.
 *
 * One long-lived thread owns the running job and HDF5 writing. The front end (a window or a verb) never waits
 * for it and it never waits for the front end:
 *   - commands go through a queue and are obeyed between two steps;
 *   - snapshots go through a triple buffer: the newest wins;
 *   - samples of every step go through a ring that loses nothing (it grows);
 *   - changes of state and events arrive as one coalesced callback in the main context that was the default
 * when the engine was made.
 *
 * An engine has one job at a time. Engines beside each other share thread and pool: their jobs are stepped in
 * turn, and one that pauses, waits for its disk or ends does not stop the others. */
#pragma once

#include "dynamics/dynamics.h"
#include "engine/event.h"
#include "system/coordinate.h"

typedef struct _BwEngine BwEngine;

typedef enum {
  BW_JOB_IDLE,
  BW_JOB_STARTING, /* opening files, first forces */
  BW_JOB_RUNNING,
  BW_JOB_PAUSED,
  BW_JOB_WAITING, /* paused by a full disk; goes on by itself when there is room */
  BW_JOB_FINISHED,
  BW_JOB_STOPPED, /* by the user, everything saved */
  BW_JOB_FAILED,  /* see error; everything up to it is saved */
} BwJobState;

/* What to record how often; strides in steps, 0 never. */
typedef struct {
  int position_stride;
  int momentum_stride;
  int force_stride;
  int estimate_stride;
  gboolean out_of_domain; /* of each bead too, beside the positions; the job knows whether the potential can
                             say it */
  gboolean single_precision; /* float32 positions, momenta, forces; checkpoints are always float64 */
  int compression;           /* 0 none … 9 */
  double checkpoint_seconds; /* wall time between checkpoints */
} BwRecordSettings;

void bw_record_settings_init(BwRecordSettings *settings); /* positions every 20 steps, estimates each, 2 s */

/* Limits of the physical world; 0 switches one off. */
typedef struct {
  double energy_jump;     /* eV per atom within one step */
  double max_distance;    /* Å from the nearest other atom: an atom has left */
  double max_temperature; /* K: times P for beads */
  double out_of_domain;   /* largest permitted measure of the potential */
} BwGuardSettings;

void bw_guard_settings_init(BwGuardSettings *settings);

/* A run to do. Strings and arrays are copied by bw_engine_start_run(). */
typedef struct {
  const char *model_path; /* or NULL with `potential` */
  BwPotential *potential;
  BwAtoms *atoms;
  const BwCell *cell;       /* NULL: none */
  const double *positions;  /* [n_given_beads][n_atoms][3], Å */
  const double *velocities; /* the same shape, Å/fs; NULL: drawn */
  int n_given_beads;
  BwDynamicsSettings dynamics;
  BwRecordSettings record;
  BwGuardSettings guard;
  gint64 n_steps;             /* in all; 0: until stopped */
  const char *output;         /* run file; NULL: nothing is written */
  gboolean resume;            /* go on with the run in `output`, whose settings win */
  gboolean replace;           /* take the place of an existing `output`; refused otherwise */
  const char *structure_path; /* for the record; may be NULL */
} BwRunSpec;

typedef struct {
  BwJobState state;
  gint64 step, n_steps;    /* n_steps 0: open end */
  gint64 first_step;       /* where this session began: 0, or where the run had stopped */
  double steps_per_second; /* over the last second or so */
  double seconds_left;     /* NaN: not known */
  gint64 last_checkpoint;  /* step */
  GError *error;           /* why FAILED, or why WAITING, or why the last change was refused; or NULL */
  BwDynamicsSettings dynamics;
  char *output;
} BwJobStatus;

/* One moment for the picture. */
typedef struct {
  gint64 step;
  double time; /* fs */
  int n_beads, n_atoms;
  BwAtoms *atoms;
  BwCell cell;
  double *positions; /* [n_beads][n_atoms][3], Å */
  BwEstimates estimates;
} BwSnapshot;

typedef void (*BwEngineNotify)(BwEngine *engine, gpointer data);

/* n_threads for the pool (< 1: cores − 1, at least 1); lower_priority as a window wants. notify may be NULL.
 */
BwEngine *bw_engine_new(int n_threads, gboolean lower_priority, BwEngineNotify notify, gpointer data);
/* Another engine on the thread and pool of the first, with a job, snapshots, samples and a status of its own.
 * Of the jobs that run, the one behind in simulated time makes the next step: a classical twin keeps pace
 * with its ring polymer and takes a share of the work of 1/P. Engines may go in any order; the last joins the
 * thread. */
BwEngine *bw_engine_new_beside(BwEngine *first, BwEngineNotify notify, gpointer data);
/* Stops the job, saves, joins the thread. */
void bw_engine_free(BwEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwEngine, bw_engine_free)

/* Refused with BW_ERROR_ARGUMENT while a job is on. Everything else that can go wrong arrives as
 * BW_JOB_FAILED. */
gboolean bw_engine_start_run(BwEngine *engine, const BwRunSpec *spec, GError **error);
void bw_engine_pause(BwEngine *engine);
void bw_engine_resume(BwEngine *engine);
void bw_engine_step_once(BwEngine *engine); /* while paused */
void bw_engine_stop(BwEngine *engine);      /* at the next step; saves */
void bw_engine_change(BwEngine *engine,
                      const BwDynamicsSettings *settings); /* takes effect at the next step */

/* A hand takes hold of an atom, moves on (as often as one likes: the latest target is obeyed between two
 * steps), or, with NULL, lets go (bw_dynamics_set_pull()). The end of a job lets go. Nothing happens without
 * a job, or when it has no such atom; the status does not change. */
void bw_engine_pull(BwEngine *engine, const BwPull *pull);

/* Blocks until the job is finished, stopped or failed: for verbs. Polls `interrupted` (may be NULL) a few
 * times a second, calls bw_engine_stop() when it is set, and `progress` (may be NULL) about ten times a
 * second. */
void bw_engine_wait(BwEngine *engine, volatile int *interrupted, BwEngineNotify progress, gpointer data);

/* A copy of the status; clear with bw_job_status_clear(). */
void bw_engine_get_status(BwEngine *engine, BwJobStatus *status);
void bw_job_status_clear(BwJobStatus *status);

/* The newest snapshot, or NULL when there is none newer than the last call's. Owned by the engine, valid
 * until the next call. For one thread only (the front end's). The last one of a run waits to be taken even
 * when the next run has started: take it before. */
const BwSnapshot *bw_engine_take_snapshot(BwEngine *engine);

/* Which observables are sampled each step for live plots, besides the estimates: coordinates[n], copied.
 * Takes effect at the next step; earlier samples keep their own number of coordinates. */
void bw_engine_watch(BwEngine *engine, const BwCoordinate *coordinates, int n);

/* One step's numbers. values: [n_coordinates][n_beads + 1], of every bead, then of the centroids; NaN where
 * bw_coordinate_of() gives none. */
typedef struct {
  gint64 step;
  BwEstimates estimates;
  int n_coordinates, n_beads;
  const double *values;
} BwSample;

/* Calls `each` for every sample since the last call, oldest first; returns how many. For one thread only. */
gint64 bw_engine_drain_samples(BwEngine *engine, void (*each)(const BwSample *sample, gpointer data),
                               gpointer data);

/* Calls `each` (may be NULL) for every event since the last call, oldest first. */
void bw_engine_drain_events(BwEngine *engine, void (*each)(const BwEvent *event, gpointer data),
                            gpointer data);
