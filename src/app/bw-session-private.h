/* bw-session-private.h - what the three files of the session share: bw-session.c (what is shown),
 * bw-session-run.c (the job), bw-session-file.c (files). */
#pragma once

#include "app/bw-frame-loader.h"
#include "app/bw-history.h"
#include "app/bw-opener.h"
#include "app/bw-trace.h"
#include "app/bw-session.h"
#include "app/bw-survey.h"

struct _BwSession {
  GObject parent;

  /* What is shown */
  BwFrame *frame;
  gint64 n_frames, position;
  gboolean playing;
  gint64 next_play; /* µs */

  /* A file */
  char *path;
  const BwFormat *format;
  BwTrajectory *trajectory; /* NULL: what is shown is a run, or nothing */
  BwFrameLoader *loader;
  BwSurvey *survey;
  guint poll;            /* source that looks at the survey */
  GCancellable *opening; /* NULL: nothing is being opened */
  GStrv queue;           /* what is to be opened; queue[queued] is being opened */
  guint queued;
  BwUnitSystem queue_units;
  gboolean queue_shows; /* one of them is shown */
  gboolean is_example;  /* it is the example: started once it is open */

  /* The job */
  BwEngine *engine;
  BwJobStatus status;
  BwPotential *potential;
  BwDynamicsSettings dynamics;
  double length; /* fs; 0: until it is stopped */
  char *output;
  BwHistory *history; /* NULL: no run is shown */
  gboolean following; /* the newest moment is shown */
  gint64 next_moment; /* µs */
  gboolean step_asked;
  gboolean start_when_idle;

  /* What is known */
  BwAverages *averages;  /* of the run; of a file the pairs only: its numbers are in the survey */
  BwTrace *trace;        /* of the run */
  double averages_begin; /* fs; earlier moments are equilibration */
  int pair;
  BwPlot *distance_plot, *energy_plot;
  gboolean numbers_due;
  gint64 next_numbers; /* µs */
};

typedef enum {
  BW_SIGNAL_ATOMS,
  BW_SIGNAL_SYSTEM,
  BW_SIGNAL_FRAME,
  BW_SIGNAL_TIMELINE,
  BW_SIGNAL_JOB,
  BW_SIGNAL_NUMBERS,
  BW_SIGNAL_OPENED,
  BW_SIGNAL_ANOTHER,
  BW_SIGNAL_TROUBLE,
  BW_SIGNAL_ASSUMED,
  BW_SIGNAL_FINISHED,
  BW_N_SIGNALS,
} BwSessionSignal;

void bw_session_emit(BwSession *self, BwSessionSignal signal);
void bw_session_emit_trouble(BwSession *self, const GError *error);
void bw_session_emit_text(BwSession *self, BwSessionSignal signal, const char *first, const char *second);

/* Shows a frame (transfer full). */
void bw_session_show(BwSession *self, BwFrame *frame);
/* New atoms: their bonds (of BwBond) become the pairs to choose from. */
void bw_session_take_bonds(BwSession *self, const GArray *bonds);

/* bw-session-run.c */
void bw_session_init_engine(BwSession *self, int n_threads);
void bw_session_start(BwSession *self);
void bw_session_end_run(BwSession *self); /* stops the job and forgets its moments */
gboolean bw_session_tick_run(BwSession *self, gint64 now);
void bw_session_go_to_moment(BwSession *self, gint64 position);

/* bw-session-file.c */
void bw_session_close_file(BwSession *self);
void bw_session_start_survey(BwSession *self);
