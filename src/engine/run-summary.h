/* run-summary.h - what came out of a run, in numbers with error bars. */
#pragma once

#include "analysis/statistics.h"

typedef struct {
  gint64 step;                   /* the last */
  double time;                   /* of it, fs; NaN: a run without estimates */
  double discarded;              /* time before that the means begin, fs */
  BwMean temperature;            /* K */
  BwMean kinetic_cv, kinetic_td; /* eV */
  BwMean potential;              /* eV */
  BwMean radius_of_gyration;     /* Å */
  double conserved_drift;        /* eV/ps: slope of the conserved quantity */
} BwRunSummary;

/* Reads the estimates of a run file; those of the first `discard` (0 … 1) of its steps do not count, as the
 * run has to forget its start. All means are NaN where a run has no estimates. */
gboolean bw_run_summary_read(const char *path, double discard, BwRunSummary *summary, GError **error);
