/* bw-survey.h - goes through a trajectory on a thread of its own and collects what plots and averages show.
 *
 * First it waits until the file's index is complete, then it visits all frames, or evenly spaced ones where
 * there are too many. What has been collected can be looked at any time. */
#pragma once

#include "app/bw-averages.h"
#include "app/bw-trace.h"

typedef struct {
  BwAverages *averages;
  BwTrace *trace;          /* x: time in fs where the file knows it, frame otherwise */
  gboolean x_is_time;      /* which of them */
  gboolean energy_unknown; /* energies are as in the file, whose unit is not known */
  gint64 stride;           /* every stride-th frame is visited; 0 before that is known */
  gboolean done;
  GError *error; /* what ended it early; what was found before stays */
} BwFindings;

typedef struct _BwSurvey BwSurvey;

/* Watches the pairs of `like`. Takes a reference to the trajectory. */
BwSurvey *bw_survey_new(BwTrajectory *trajectory, const BwAverages *like);
/* Cancels it; returns at once. */
void bw_survey_free(BwSurvey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwSurvey, bw_survey_free)

/* The findings so far; the thread waits until they are given back. */
const BwFindings *bw_survey_lock(BwSurvey *self);
void bw_survey_unlock(BwSurvey *self);
