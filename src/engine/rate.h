/* rate.h - how fast a job goes, over the last second or so. */
#pragma once

#include <glib.h>

enum { BW_RATE_LOOKS = 4 };

typedef struct {
  double steps_per_second;                           /* 0: not known yet */
  gint64 times[BW_RATE_LOOKS], steps[BW_RATE_LOOKS]; /* of the last looks, in a ring */
  int n_looks;
} BwRate;

/* What was before does not count: a pause, another job. `now` in µs. */
void bw_rate_restart(BwRate *rate, gint64 step, gint64 now);
/* After each step; TRUE when there is a new number. */
gboolean bw_rate_look(BwRate *rate, gint64 step, gint64 now);
