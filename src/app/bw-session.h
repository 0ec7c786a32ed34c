/* bw-session.h - what one window works on: the frames that are open, the model, the job, and what is known
 * about them so far. Widgets show it and ask it; they hold no logic of their own.
 *
 * What is shown is either a frame of an opened file, or a moment of a run: the newest one while it follows
 * the run, an earlier one when a person went back. Nothing here blocks: files are read, models opened and
 * steps made on other threads.
 *
 * Signals, all in the main context:
 *   atoms     other atoms than before
 *   system    another model, other pairs of atoms to choose from, or another one chosen
 *   frame     another frame or moment is to be drawn
 *   timeline  number of frames, position, or whether it plays
 *   job       the state of the job or of what is opened; title and subtitle
 *   numbers   averages and plots moved on; at most ten times a second
 *   opened    (const char *path) a file that a person named is open
 *   another   (const char *path) one more file with frames of those named together: it needs its own window
 *   trouble   (const GError *) something failed; the message says what, where, and what to do
 *   assumed   (const char *path, const char *note) the file does not say its units
 *   finished  (const char *path) the run is done; path NULL: it was not written to a file */
#pragma once

#include <glib-object.h>

#include "app/bw-averages.h"
#include "io/io.h"
#include "plot/plot.h"

#define BW_TYPE_SESSION (bw_session_get_type())
G_DECLARE_FINAL_TYPE(BwSession, bw_session, BW, SESSION, GObject)

/* n_threads that compute; < 1: one fewer than processors. */
BwSession *bw_session_new(int n_threads);

/* Opens files of any kind, one after the other: models are taken up, and the first with frames is shown; the
 * answer comes as signals. A newer call wins. `units` may be NULL. */
void bw_session_open(BwSession *self, const char *const *paths, const BwUnitSystem *units);
/* An example that ships in models/: a structure is started at once, a trajectory plays. FALSE when it is not
 * there. */
gboolean bw_session_open_example(BwSession *self, const char *file);

/* Stops everything that goes on; a finished session is let go after it. */
void bw_session_close(BwSession *self);

/* What is shown; NULL: nothing yet. Valid until the next signal `frame`. */
const BwFrame *bw_session_get_frame(BwSession *self);
BwPotential *bw_session_get_potential(BwSession *self); /* NULL: none */
const char *bw_session_get_path(BwSession *self);       /* of the frames; NULL: none */
char *bw_session_get_title(BwSession *self);            /* what is shown */
char *bw_session_get_subtitle(BwSession *self);         /* what is happening */

gint64 bw_session_get_n_frames(BwSession *self);
gint64 bw_session_get_position(BwSession *self);
gboolean bw_session_is_playing(BwSession *self);
void bw_session_go_to(BwSession *self, gint64 position); /* clamped */
void bw_session_play(BwSession *self, gboolean play);
/* The next frame; at the end of a paused run, one more step of it. */
void bw_session_next(BwSession *self);

/* The job. Settings take effect at once while it runs. */
gboolean bw_session_can_start(BwSession *self);
gboolean bw_session_has_job(BwSession *self); /* starting, running, paused or waiting */
BwJobState bw_session_get_job_state(BwSession *self);
gboolean bw_session_shows_run(BwSession *self); /* one made here, going on or over */
void bw_session_start_or_pause(BwSession *self);
void bw_session_stop(BwSession *self);
void bw_session_step_once(BwSession *self); /* while paused */
const BwDynamicsSettings *bw_session_get_dynamics(BwSession *self);
void bw_session_set_dynamics(BwSession *self, const BwDynamicsSettings *dynamics);
double bw_session_get_length(BwSession *self); /* fs; 0: until it is stopped */
void bw_session_set_length(BwSession *self, double length);
const char *bw_session_get_output(BwSession *self); /* the next run's file; NULL: none */
void bw_session_set_output(BwSession *self, const char *path);

/* Which distance is watched: pairs to choose from (bonds first), [n_pairs][2], and the chosen one; −1: none.
 */
const int (*bw_session_get_pairs(BwSession *self, int *n_pairs))[2];
int bw_session_get_pair(BwSession *self);
void bw_session_choose_pair(BwSession *self, int i, int j); /* added when it is new */
void bw_session_restart_averages(BwSession *self);

/* What the window says about them; see bw-session-words.c. */
typedef enum {
  BW_WORDS_TIME,
  BW_WORDS_TEMPERATURE,
  BW_WORDS_KINETIC,
  BW_WORDS_POTENTIAL,
  BW_WORDS_DRIFT,
  BW_WORDS_GYRATION,
  BW_WORDS_SPAN, /* how long the averages are */
  BW_N_NUMBERS,
  BW_WORDS_DILATION = BW_N_NUMBERS, /* of the distance watched: the result in words */
} BwWords;
char *bw_session_describe(BwSession *self, BwWords what); /* "–" while a number is not known */
char *bw_session_describe_moment(BwSession *self);        /* "frame 620 of 1 200 · 12.400 ps" */
char *bw_session_describe_pair(BwSession *self);          /* "O2–H8 0.972 Å" in the moment shown */

/* Owned by the session; new data come with `numbers`. */
BwPlot *bw_session_get_distance_plot(BwSession *self);
BwPlot *bw_session_get_energy_plot(BwSession *self);
/* Plots and words from what is known now. */
void bw_session_refresh_numbers(BwSession *self);

/* TRUE while bw_session_tick() has to be called once per frame of the screen (now: µs of a steady clock). */
gboolean bw_session_needs_ticks(BwSession *self);
void bw_session_tick(BwSession *self, gint64 now);
