/* bw-session-private.h - what the files of the session share: bw-session.c (life, signals, ticks),
 * -open.c (files that are named), -entries.c (the list), -show.c (what is shown), -playback.c (along frames),
 * -queue.c (which run when), -job.c (the one that goes on), -settings.c (of runs), -coordinates.c,
 * -selection.c, -pull.c, -training.c (what is trained), -colours.c and -energies.c (of atoms), -shares.c
 * (what energies are made of), -probe.c (around atoms), -numbers.c and -words.c (what the window says). */
#pragma once

#include "app/session/bw-atom-energies.h"
#include "app/session/bw-entry-private.h"
#include "app/session/bw-frame-loader.h"
#include "app/session/bw-opener.h"
#include "app/session/bw-playback.h"
#include "app/session/bw-shares.h"
#include "app/session/bw-surface-probe.h"
#include "app/session/bw-run-private.h"
#include "app/session/bw-session.h"
#include "app/session/bw-training-record.h"

/* What bw_session_open() was asked for. */
typedef struct {
  GCancellable *opening; /* NULL: nothing is being opened */
  GStrv paths;           /* paths[n_done] is being opened */
  guint n_done;
  BwUnitSystem units;
  gboolean shows;      /* one of them is shown */
  BwPotential *model;  /* one of them; NULL: none */
  GPtrArray *systems;  /* of BwAtoms: of those with frames */
  gboolean is_example; /* started once it is open */
} BwOpenRequest;

struct _BwSession {
  GObject parent;
  GListStore *entries; /* of BwEntry */
  BwOpenRequest request;
  int n_made; /* runs */

  /* What is shown */
  BwEntry *shown; /* NULL: nothing */
  BwReel *reel;   /* of it, or */
  BwRun *run;     /* of it */
  BwFrameLoader *loader;
  BwFrame *frame;
  BwFrame *picture; /* what is drawn instead of it; NULL: itself */
  BwFilterSettings filter;
  BwSuperposition turned;     /* from the moment of a run to its picture */
  BwCoordinates *coordinates; /* of its atoms; NULL without a frame */
  GCancellable *bonding;      /* bonds of other atoms within a file are being looked for */
  BwPlayback *playback;
  gboolean following; /* the newest moment of a run */
  GArray *selection;  /* of int */

  /* Runs */
  BwHistoryBudget *budget;
  BwEngine *engine, *twin_engine; /* lanes; the second is there once it has been needed */
  int n_threads;
  BwRun *job;       /* the newest; may be over */
  GPtrArray *queue; /* of BwRun */
  guint heartbeat;  /* source that looks after jobs and surveys */
  gint64 last_tick; /* µs */
  int pulled;       /* atom; −1: none */
  double target[3]; /* where to */

  /* Trainings */
  BwEntry *dataset;         /* that is looked at for training; NULL: none */
  BwTraining *training;     /* that is looked at; NULL: a new one is planned */
  BwTrainer *trainer;       /* there once it has been needed */
  BwTraining *training_job; /* that goes on; NULL: none */
  GPtrArray *trainings;     /* of BwTraining: the queue */
  BwAtomColours colours;    /* its atoms NULL: none */

  /* The energy of every atom */
  BwAtomEnergies *energies; /* NULL: they are not asked for */
  gboolean energies_due;    /* another frame is shown than the one that is worked at */
  BwAtomColours energy_colours;
  double energy_range[2]; /* eV, of all that was shown of these atoms */

  /* The local chemical potential */
  BwSurfaceProbe *probe; /* NULL: there was none yet */
  int probe_element;     /* 0: none */
  gboolean probe_due;    /* another moment is shown than the one that is worked at */
  guint probe_rest;      /* source; 0: it does not rest */
  char *cube;            /* that is to be written; NULL: none */
  BwShownSurface surface;

  /* What its energy is made of */
  BwShares *shares;       /* NULL: they were not needed yet */
  BwExplained *explained; /* NULL: not known, of what is shown */
  gboolean wants_shares;
  guint shares_rest; /* source */

  /* Settings of the next run */
  BwPotential *potential;
  BwDynamicsSettings dynamics;
  double length; /* fs; 0: until it is stopped */
  char *output;
  BwRecordSettings record;
  gboolean compare;

  gboolean numbers_due, entries_due; /* they say something new */
  gint64 next_numbers;               /* µs */
};

typedef enum {
  BW_SIGNAL_ATOMS,
  BW_SIGNAL_SYSTEM,
  BW_SIGNAL_SELECTION,
  BW_SIGNAL_FRAME,
  BW_SIGNAL_TIMELINE,
  BW_SIGNAL_JOB,
  BW_SIGNAL_NUMBERS,
  BW_SIGNAL_OPENED,
  BW_SIGNAL_TROUBLE,
  BW_SIGNAL_ASSUMED,
  BW_SIGNAL_FINISHED,
  BW_SIGNAL_TRAINING,
  BW_SIGNAL_COLOURS,
  BW_SIGNAL_PROBE,
  BW_SIGNAL_SHARES,
  BW_SIGNAL_WRITTEN,
  BW_N_SIGNALS,
} BwSessionSignal;

void bw_session_emit(BwSession *self, BwSessionSignal signal);
void bw_session_emit_trouble(BwSession *self, const GError *error);
void bw_session_emit_text(BwSession *self, BwSessionSignal signal, const char *first, const char *second);
void bw_session_emit_finished(BwSession *self, const char *path, BwEntry *entry);

/* bw-session-entries.c */
typedef gboolean (*BwEntryMatches)(const BwEntry *entry, gconstpointer what);
BwEntry *bw_session_find_entry(BwSession *self, BwEntryMatches matches, gconstpointer what); /* NULL: none */
BwEntry *bw_session_find_path(BwSession *self, const char *path);                            /* NULL: none */
BwEntry *bw_session_find_model(BwSession *self, BwPotential *potential);
BwEntry *bw_session_find_run(BwSession *self, BwRun *run);
void bw_session_add_entry(BwSession *self, BwEntry *entry); /* (transfer full) */
GPtrArray *bw_session_list_models(BwSession *self);         /* of BwPotential, the chosen one first */
void bw_session_update_entries(BwSession *self);            /* what they say */
/* One more file with frames, or the same again. Takes `opened`. */
BwEntry *bw_session_add_reel(BwSession *self, BwOpened *opened);
BwEntry *bw_session_add_model(BwSession *self, BwPotential *potential);

/* bw-session-show.c */
void bw_session_show(BwSession *self, BwEntry *entry); /* NULL: nothing */
void bw_session_show_reel(BwSession *self, BwEntry *entry);
void bw_session_let_go(BwSession *self); /* its frame stays until another one is shown */
/* (transfer full); picture NULL: the frame itself is drawn. */
void bw_session_set_frame(BwSession *self, BwFrame *frame, BwFrame *picture);
/* Of what is open with these atoms; NULL: none. A new reference. */
BwCoordinates *bw_session_find_coordinates(BwSession *self, const BwAtoms *atoms);
void bw_session_show_newest(BwSession *self); /* moment of the run that is shown */

/* bw-session-open.c */
void bw_session_stop_opening(BwSession *self);

/* bw-session-playback.c */
void bw_session_set_n_frames(BwSession *self, gint64 n_frames); /* of what is shown; the same, or more */
void bw_session_show_moment(BwSession *self);                   /* of the run that is shown, where one is */
void bw_session_tick_playback(BwSession *self, gint64 now);

/* bw-session-queue.c */
void bw_session_start_next(BwSession *self); /* if nothing goes on */

/* bw-session-job.c */
void bw_session_begin(BwSession *self, BwRun *run);
void bw_session_forget_run(BwSession *self, BwRun *run); /* stops it, takes it out of the queue */
void bw_session_change_job(BwSession *self, const BwDynamicsSettings *dynamics);
void bw_session_tick_job(BwSession *self, gint64 now);
void bw_session_keep_beating(BwSession *self); /* looks after jobs and surveys from now on */

/* bw-session-settings.c */
void bw_session_set_potential(BwSession *self, BwPotential *potential);
/* Of the next run; potential NULL: the one chosen stays. */
void bw_session_take_settings(BwSession *self, const BwDynamicsSettings *dynamics, double length,
                              BwPotential *potential);

/* bw-session-numbers.c */
void bw_session_take_news(BwSession *self, BwReelNews news); /* of the survey of what is shown */
char *bw_session_describe_mean(BwAverage which, BwMean mean);
gboolean bw_session_is_average(BwWords what, BwAverage *which); /* FALSE: it is none */

/* bw-session-training.c */
void bw_session_show_training(BwSession *self, BwEntry *entry); /* and the data that it is of */
void bw_session_forget_training(BwSession *self, BwTraining *training);
void bw_session_forget_dataset(BwSession *self, BwEntry *entry);
void bw_session_stop_trainings(BwSession *self); /* as the window is closed */

/* bw-session-pull.c */
void bw_session_tick_pull(BwSession *self);

/* Another frame is shown, or another model chosen. */
void bw_session_follow_energies(BwSession *self);
void bw_session_follow_shares(BwSession *self);
void bw_session_stop_shares(BwSession *self); /* as the session ends */
void bw_session_follow_probe(BwSession *self);
void bw_session_stop_probe(BwSession *self); /* as the session ends */
