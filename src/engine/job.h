/* job.h - one run from its start to its end, seen from the worker thread. It knows what to do next; lane.h
 * says with whom it talks, worker.h when it gets its turn. */
#pragma once

#include "engine/guard.h"
#include "engine/run-file.h"

/* A BwRunSpec that owns what it points to. */
BwRunSpec *bw_run_spec_copy(const BwRunSpec *spec);
void bw_run_spec_free(BwRunSpec *spec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwRunSpec, bw_run_spec_free)

typedef struct {
  BwDynamics *dynamics;
  gint64 n_steps;         /* 0: open end */
  gint64 last_checkpoint; /* step; −1: none yet */
  /* private */
  BwRunSpec *spec;
  BwPotential *potential;
  BwRunFile *file; /* NULL: nothing is written */
  BwGuard *guard;
  gint64 last_checkpoint_time; /* µs, monotonic */
} BwJob;

/* Opens model and file and computes the first forces, or puts the last checkpoint back. Takes the spec. A new
 * file has no name yet before the first checkpoint. */
BwJob *bw_job_new(BwRunSpec *spec, BwPool *pool, GError **error);
void bw_job_free(BwJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwJob, bw_job_free)

gint64 bw_job_get_step(const BwJob *job);
gboolean bw_job_is_done(const BwJob *job);

/* One step, guarded and recorded. On an error the job stands at the last good step, which is recorded; only a
 * checkpoint is left to do. */
gboolean bw_job_step(BwJob *job, BwPool *pool, GError **error);

/* New settings from the next step on; refused ones leave everything as it was. */
gboolean bw_job_change(BwJob *job, const BwDynamicsSettings *settings, BwPool *pool, GError **error);

/* Something has happened to the run, at this step or, a checkpoint, at that of the last one. All but
 * checkpoints is recorded. */
BwEvent bw_job_note_event(BwJob *job, BwEventKind kind, int atom);

/* After each step: begins a checkpoint when it is time, or enough rows wait in memory, and sees to its end
 * without waiting for the disk. Errors as of bw_run_file_checkpoint(). */
gboolean bw_job_keep_safe(BwJob *job, gint64 now, GError **error);
/* Everything on the disk, now. */
gboolean bw_job_checkpoint(BwJob *job, GError **error);
