/* bw-survey.h - goes through a trajectory on a thread of its own and collects what plots and averages show.
 *
 * First it waits until the file's index is complete, then it visits all frames, or evenly spaced ones where
 * there are too many. The thread hands over rows of numbers; what they come to is the main thread's alone, so
 * that nobody has to lock anything. */
#pragma once

#include "app/session/bw-averages.h"
#include "app/session/bw-coordinates.h"
#include "app/session/bw-trace.h"

typedef struct {
  BwAverages *averages;
  BwTrace *trace;        /* x: time in fs where the file knows it, frame otherwise */
  gboolean x_is_time;    /* which of them */
  gint64 stride;         /* every stride-th frame is visited; 0 before that is known */
  gint64 n_averaged;     /* frames that the averages are over */
  gint64 other_atoms_at; /* the first frame of other atoms: averages end before it; −1: none */
  char *other_atoms;     /* "C3H8O": what it consists of; NULL: none */
  gboolean done;
  GError *error; /* what ended it early; what was found before stays */
} BwFindings;

typedef struct _BwSurvey BwSurvey;

/* Watches these coordinates, traces the pinned ones. Frames before `begin` (fs) do not count in averages.
 * Takes a reference to the trajectory. */
BwSurvey *bw_survey_new(BwTrajectory *trajectory, const BwCoordinates *coordinates, double begin);
/* Cancels it; returns at once. */
void bw_survey_free(BwSurvey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwSurvey, bw_survey_free)

/* Takes over what the thread has found since the last call; TRUE when that is anything. */
gboolean bw_survey_poll(BwSurvey *self);
/* The visited frame whose x in the trace is nearest. */
gint64 bw_survey_find_frame(const BwSurvey *self, double x);
/* The findings as of the last poll; of the survey. */
const BwFindings *bw_survey_get_findings(const BwSurvey *self);
