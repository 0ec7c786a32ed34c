/* bw-run.h - one run seen from the window: waiting for its turn, going on, or over. What it was started with
 * never changes; what came out of it is kept as long as the object is, in bounded memory.
 *
 * All pointers that are handed out belong to the run and hold until the main loop turns again. */
#pragma once

#include <glib-object.h>

#include "app/session/bw-averages.h"
#include "app/session/bw-coordinates.h"
#include "app/session/bw-trace.h"
#include "engine/event.h"

#define BW_TYPE_RUN (bw_run_get_type())
G_DECLARE_FINAL_TYPE(BwRun, bw_run, BW, RUN, GObject)

const char *bw_run_get_title(BwRun *self);
const char *bw_run_get_path(BwRun *self);           /* of its file; NULL: it is in memory only */
const char *bw_run_get_structure_path(BwRun *self); /* what it began from; may be NULL */
/* What there is to say about its start ("begins with the velocities of the file"); NULL: nothing. */
const char *bw_run_get_note(BwRun *self);
BwPotential *bw_run_get_potential(BwRun *self);
BwAtoms *bw_run_get_atoms(BwRun *self);
const BwDynamicsSettings *bw_run_get_dynamics(BwRun *self); /* with the changes made while it ran */
double bw_run_get_length(BwRun *self);                      /* fs; 0: until it is stopped */

/* Of the run and its twin together; IDLE: it waits for its turn. */
BwJobState bw_run_get_state(BwRun *self);
gboolean bw_run_is_queued(BwRun *self);
gboolean bw_run_is_on(BwRun *self); /* starting, running, paused, or waiting for the disk */
const BwJobStatus *bw_run_get_status(
    BwRun *self);                        /* of this one alone, as of its last change; speed as of now */
double bw_run_get_time(BwRun *self);     /* fs, of the newest moment */
double bw_run_get_progress(BwRun *self); /* 0 … 1; −1: open end */

const BwTrace *bw_run_get_trace(BwRun *self);  /* x: fs */
double bw_run_get_averages_begin(BwRun *self); /* fs; earlier moments do not count */
BwRun *bw_run_get_twin(BwRun *self);           /* the same with classical nuclei, beside it; NULL: none */

/* "32 beads, 300 K · 12.400 ps" */
char *bw_run_describe(BwRun *self);
