/* bw-session.h - what one window works on: everything that was opened, the model, the runs, and what is known
 * about them so far. Widgets show it and ask it; they hold no logic of their own.
 *
 * What is shown is either a frame of an opened file, or a moment of a run: the newest one while it follows
 * the run, an earlier one when a person went back. A job goes on while something else is shown. Nothing here
 * blocks: files are read, models opened and steps made on other threads. All pointers that are handed out
 * belong to the session and hold until the main loop turns again, unless they say more.
 *
 * Signals, all in the main context:
 *   atoms      other atoms than before are shown, or none any more
 *   system     another model, other coordinates to choose from or another one chosen, another one pinned
 *   selection  other atoms are selected
 *   frame      another frame or moment is to be drawn
 *   timeline   number of frames, position, range, whether and how it plays, filters
 *   job        the state of a job or of what is opened, settings; title and subtitle
 *   numbers    averages and plots moved on; at most ten times a second
 *   opened     (const char *path) a file that a person named is open
 *   trouble    (const GError *) something failed; the message says what, where, and what to do
 *   assumed    (const char *path, const char *note) the file does not say its units
 *   finished   (const char *path, BwEntry *) a run is done, path NULL: it was not written to a file; or a
 *              training, path is its model
 *   training   the dataset to train on and what is known about it, the training that is looked at, its news
 *   colours    numbers that colour atoms are others
 * What is opened, and how runs get on, is told by the list of entries. */
#pragma once

#include "analysis/explained.h"
#include "app/session/bw-entry.h"
#include "app/session/bw-frame-filter.h"
#include "app/session/bw-playback.h"
#include "app/session/bw-atom-colours.h"
#include "app/session/bw-run.h"
#include "app/session/bw-study.h"
#include "io/io.h"
#include "render/painted-surface.h"

#include <gio/gio.h>

#define BW_TYPE_SESSION (bw_session_get_type())
G_DECLARE_FINAL_TYPE(BwSession, bw_session, BW, SESSION, GObject)

/* n_threads that compute; < 1: one fewer than processors. */
BwSession *bw_session_new(int n_threads);

/* Opens files of any kind, one after the other: each becomes an entry, the last model is chosen, and the
 * first file with frames is shown; the answer comes as signals. A model and a structure named together that
 * do not fit are trouble; a structure alone brings a model that is known and fits. A newer call wins. `units`
 * may be NULL. */
void bw_session_open(BwSession *self, const char *const *paths, const BwUnitSystem *units);
/* An example that ships in models/: a structure is started at once, a trajectory plays. FALSE when it is not
 * there. */
gboolean bw_session_open_example(BwSession *self, const char *file);

/* Stops everything that goes on; a finished session is let go after it. */
void bw_session_close(BwSession *self);

/* What is open: a GListModel of BwEntry, sorted by kind, the newest first. */
GListModel *bw_session_get_entries(BwSession *self);
BwEntry *bw_session_get_shown_entry(BwSession *self); /* NULL: nothing is shown */
/* Shows it, or chooses it if it is a model. */
void bw_session_show_entry(BwSession *self, BwEntry *entry);
/* Takes it off the list, never from the disk. A run that goes on is stopped first, a queued one gives its
 * place up. */
void bw_session_remove_entry(BwSession *self, BwEntry *entry);
gboolean bw_session_can_reuse_entry(BwSession *self, BwEntry *entry);
/* The settings and the model of a run become those of the next one, and its start what is shown. */
void bw_session_reuse_entry(BwSession *self, BwEntry *entry);

/* What is shown; NULL: nothing yet. Valid until the next signal `frame`. */
const BwFrame *bw_session_get_frame(BwSession *self);
/* What is drawn of it: the same, or what a filter makes of it. Same atoms; numbers are those of the frame. */
const BwFrame *bw_session_get_picture(BwSession *self);
BwPotential *bw_session_get_potential(BwSession *self); /* NULL: none */
const char *bw_session_get_path(BwSession *self); /* of the frames, or of what the run began from; or NULL */
char *bw_session_get_title(BwSession *self);      /* what is shown */
char *bw_session_get_subtitle(BwSession *self);   /* what is happening */

/* Along what is shown. */
gint64 bw_session_get_n_frames(BwSession *self);
gint64 bw_session_get_position(BwSession *self);
gboolean bw_session_is_following(BwSession *self);       /* the newest moment of a run is shown */
void bw_session_go_to(BwSession *self, gint64 position); /* clamped */
/* To the frame or moment nearest in time (fs), where that is known; otherwise x is a frame: the x of
 * bw_session_get_trace(). */
void bw_session_go_to_x(BwSession *self, double x);
/* So many frames on or back; one on at the end of a paused run makes one more step of it. */
void bw_session_skip(BwSession *self, gint64 n_frames);
/* To the begin or end of the range, and from there on to the first or last frame. */
void bw_session_skip_to_begin(BwSession *self);
void bw_session_skip_to_end(BwSession *self);
gint64 bw_session_find_position(BwSession *self, double x); /* nearest to an x of the trace; −1: not known */
double bw_session_locate_row(BwSession *self, gsize row);   /* of the trace: its position */
gssize bw_session_find_row(BwSession *self, gint64 position); /* nearest to it; −1: none */

/* Playing. All changes are told by `timeline`. */
const BwPlayback *bw_session_get_playback(BwSession *self);
gboolean bw_session_is_playing(BwSession *self);
void bw_session_play(BwSession *self, gboolean play);
void bw_session_set_speed(BwSession *self, double speed);
void bw_session_set_play_mode(BwSession *self, BwPlayMode mode);
void bw_session_set_range(BwSession *self, gint64 begin, gint64 end);
const BwFilterSettings *bw_session_get_filter(BwSession *self);
void bw_session_set_filter(BwSession *self, const BwFilterSettings *filter);

/* Runs. The job is the run that goes on, whatever is shown. */
BwRun *bw_session_get_run(BwSession *self);           /* the one that is shown; NULL: a file is, or nothing */
BwRun *bw_session_get_job(BwSession *self);           /* the one that goes on; NULL: none */
gboolean bw_session_has_job(BwSession *self);         /* starting, running, paused or waiting */
BwJobState bw_session_get_job_state(BwSession *self); /* of the newest job */
gboolean bw_session_shows_run(BwSession *self);       /* one made here: queued, going on or over */
gboolean bw_session_can_start(BwSession *self);
/* A run from what is shown, with the settings below. While a job is on it goes into the queue, and starts
 * when those before it are over, however they ended. */
void bw_session_start(BwSession *self);
void bw_session_start_or_pause(BwSession *self); /* the job; without one, a new run */
void bw_session_stop(BwSession *self);           /* the job; the next in the queue starts */
void bw_session_step_once(BwSession *self);      /* while it is paused */
guint bw_session_get_n_queued(BwSession *self);

/* Settings: of the job while it is shown, where a change takes effect at once (one that is refused is
 * trouble, and what held before holds again); otherwise of the next run. */
const BwDynamicsSettings *bw_session_get_dynamics(BwSession *self);
void bw_session_set_dynamics(BwSession *self, const BwDynamicsSettings *dynamics);
double bw_session_get_length(BwSession *self); /* fs; 0: until it is stopped */
void bw_session_set_length(BwSession *self, double length);
const char *bw_session_get_output(BwSession *self); /* the run's file; NULL: none */
void bw_session_set_output(BwSession *self, const char *path);
const BwRecordSettings *bw_session_get_record(BwSession *self); /* what goes into the file */
void bw_session_set_record(BwSession *self, const BwRecordSettings *record);
int bw_session_get_n_threads(BwSession *self); /* as bw_session_new() was given */
/* The next run gets a classical twin beside it; a classical run gets none. */
gboolean bw_session_get_compare(BwSession *self);
void bw_session_set_compare(BwSession *self, gboolean compare);

/* Trainings. One goes on, beside whatever run goes on; those after it wait for their turn. Each is an entry;
 * its model becomes another one, and is chosen. A learning curve leaves its table alone. */

/* The dataset that one looks at to train on it: the one that was shown last. */
BwEntry *bw_session_get_dataset(BwSession *self); /* NULL: none */
void bw_session_choose_dataset(BwSession *self, BwEntry *entry);
/* What is in it: read from now on, where that has not been done. NULL: there is no dataset. */
BwStudy *bw_session_get_study(BwSession *self);
/* The training that is looked at; NULL: a new one is planned. */
BwTraining *bw_session_get_training(BwSession *self);
void bw_session_look_at_training(BwSession *self, BwTraining *training);
BwTraining *bw_session_get_training_job(BwSession *self); /* that goes on; NULL: none */
/* Trains on the dataset, or follows a learning curve of it, and looks at it; dataset and checkpoint of the
 * spec are not read. NULL: the dataset is not there yet. */
BwTraining *bw_session_train(BwSession *self, const BwTrainSpec *spec);
/* Goes on with the unfinished training of the study; NULL: there is none. */
BwTraining *bw_session_continue_training(BwSession *self);
gboolean bw_session_is_training_to(BwSession *self, const char *output); /* or will */
void bw_session_pause_training(BwSession *self, gboolean pause);         /* the one that goes on */
/* A network stops, and the best so far becomes the model. */
void bw_session_finish_training(BwSession *self, BwTraining *training);
/* One that goes on keeps what it has computed, one that waits gives its place up. */
void bw_session_cancel_training(BwSession *self, BwTraining *training);
void bw_session_cancel_training_entry(BwSession *self, BwEntry *entry);
BwEntry *bw_session_find_training(BwSession *self, BwTraining *training); /* NULL: not in the list */

/* Numbers that colour the atoms shown; copied. NULL: elements do. */
void bw_session_set_atom_colours(BwSession *self, const BwAtomColours *colours);
const BwAtomColours *bw_session_get_atom_colours(BwSession *self); /* NULL: none of the atoms shown */
/* The energy that the chosen model gives every atom colours it, frame after frame, where nothing else does.
 */
gboolean bw_session_can_show_energies(BwSession *self); /* the model says it of these atoms */
gboolean bw_session_get_show_energies(BwSession *self);
void bw_session_set_show_energies(BwSession *self, gboolean show);

/* The local chemical potential of a probe atom on a surface around the atoms shown, moment after moment; and
 * as a cube file. "probe" is emitted when any of it changes, "written" with the path of a cube. */
typedef struct {
  BwAtoms *atoms;
  BwPaintedSurface *surface;
  char *title, *low, *high; /* what its colours mean */
} BwShownSurface;
gboolean bw_session_can_probe(BwSession *self); /* the chosen model can, around these atoms */
int bw_session_get_probe(BwSession *self);      /* atomic number; 0: none */
void bw_session_set_probe(BwSession *self, int element);
double bw_session_get_probe_fraction(BwSession *self); /* of what takes a while; negative: nothing does */
void bw_session_cancel_probe(BwSession *self);         /* what is being computed */
void bw_session_write_cube(BwSession *self, const char *path); /* of the moment shown; with a probe */
const BwShownSurface *bw_session_get_surface(BwSession *self); /* NULL: none of the atoms shown */

/* What each interaction of the chosen network and each pair of atoms contributes to the energy of what is
 * shown, where bw_session_can_show_energies(): computed when that rests, forgotten when it moves on. "shares"
 * is emitted when any of it changes. */
gboolean bw_session_get_wants_shares(BwSession *self);
void bw_session_set_wants_shares(BwSession *self, gboolean wants);
const BwExplained *bw_session_get_shares(BwSession *self); /* NULL: not known yet; without its file */

/* Selected atoms, in the order in which they were. Nothing is selected in other atoms. */
const int *bw_session_get_selection(BwSession *self, int *n);
void bw_session_select(BwSession *self, const int *atoms, int n); /* those that are not there are left out */

/* Coordinates of the atoms shown: bonds first, then measured ones, to which new ones are added. One of them
 * is chosen: its distribution is shown. Pinned ones stay in the view and are traced along time. */
const BwCoordinate *bw_session_get_coordinates(BwSession *self, int *n);
int bw_session_get_n_bonds(BwSession *self);    /* among them */
int bw_session_get_coordinate(BwSession *self); /* the index of the chosen one; −1: none */
void bw_session_choose_coordinate(BwSession *self, const BwCoordinate *coordinate); /* added when it is new */
void bw_session_pin(BwSession *self, const BwCoordinate *coordinate, gboolean pin); /* added when it is new */
gboolean bw_session_is_pinned(BwSession *self, int index);
char *bw_session_describe_coordinate(BwSession *self, int index); /* "O2–H8  0.972 Å", as of now */
/* The trace's columns of a pinned one: its mean over the beads, or of the centroids. Static. */
const char *bw_session_get_coordinate_column(BwSession *self, int index, gboolean centroid);

/* Pulls an atom (its centroid, Å) towards a point, on a spring soft enough not to break bonds. */
gboolean bw_session_can_pull(BwSession *self); /* the job is shown, follows, and runs */
void bw_session_pull(BwSession *self, int atom, const double target[3]);
void bw_session_release(BwSession *self);

/* What is known about what is shown. They grow in the main thread only: no locks. NULL: nothing is shown, or
 * nothing is known yet. */
const BwTrace *bw_session_get_trace(BwSession *self);
gboolean bw_session_trace_is_time(BwSession *self); /* its x is fs; otherwise frames */
gsize bw_session_get_n_comparable(BwSession *self); /* its rows before a file's atoms change */
double bw_session_get_moment(BwSession *self);      /* its x that is shown; NAN: the newest of a run */
const BwAverages *bw_session_get_averages(BwSession *self);
/* What is classical beside it: of a run those of its twin; NULL: none. */
const BwAverages *bw_session_get_classical_averages(BwSession *self);
/* A run that settles: its averages begin there, fs; NAN: nothing settles. */
double bw_session_get_settling_end(BwSession *self);
const GArray *bw_session_get_events(BwSession *self); /* of BwEvent, of a run or its file; NULL: none */
void bw_session_restart_averages(BwSession *self);    /* of the run that is shown */
/* What there is to say about them: where a file's averages end because its atoms change, why a run's begin
 * late, what a run began with. "" when nothing is. */
char *bw_session_describe_note(BwSession *self);

/* What the window says about them; see bw-session-numbers.c. */
typedef enum {
  BW_WORDS_TIME,
  BW_WORDS_TEMPERATURE,
  BW_WORDS_KINETIC,
  BW_WORDS_POTENTIAL,
  BW_WORDS_DRIFT,
  BW_WORDS_GYRATION,
  BW_WORDS_SPAN, /* how long the averages are */
  BW_N_NUMBERS,
  BW_WORDS_DILATION = BW_N_NUMBERS, /* of the coordinate chosen: the result in words */
} BwWords;
char *bw_session_describe(BwSession *self, BwWords what); /* "–" while a number is not known */
/* The same of its classical twin, and quantum minus classical where that means something: energies. NULL: it
 * has none. */
char *bw_session_describe_twin(BwSession *self, BwWords what);
char *bw_session_describe_twin_difference(BwSession *self, BwWords what);
char *bw_session_describe_moment(BwSession *self); /* "frame 620 of 1 200 · 12.400 ps · step 49 600" */
char *bw_session_describe_filter(BwSession *self); /* "smoothed, superposed"; "": none */

/* What quantum nuclei change about a coordinate, in words; "" while it is not known. */
char *bw_session_describe_difference(BwSession *self, int index);
/* Everybody shows again what is known now. */
void bw_session_refresh_numbers(BwSession *self);

/* TRUE while bw_session_tick() has to be called once per frame of the screen (now: µs of a steady clock).
 * Without ticks a job is looked after a few times a second. */
gboolean bw_session_needs_ticks(BwSession *self);
void bw_session_tick(BwSession *self, gint64 now);
