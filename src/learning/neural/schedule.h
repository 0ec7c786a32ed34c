/* schedule.h - how the rate of learning falls, and when to stop. */
#pragma once

#include <glib.h>

typedef enum {
  BW_SCHEDULE_PLATEAU, /* times `factor` when the validation has not got better for `patience` epochs */
  BW_SCHEDULE_COSINE,  /* half a cosine from `rate` to `smallest` over n_epochs */
} BwScheduleKind;

typedef struct {
  BwScheduleKind kind;
  double rate, smallest; /* first and last */
  double factor;         /* of a plateau */
  int patience;          /* epochs */
  int n_epochs;          /* at the most; 0: not chosen yet */
  int stop_after;        /* epochs without a better validation; 0: never */
} BwScheduleSettings;

/* Half a cosine from 2e-3 to 1e-6; a plateau has factor ½ and patience 25. */
void bw_schedule_settings_init(BwScheduleSettings *settings);

/* Its state, after some epochs. */
typedef struct {
  double rate, best;
  int epoch, best_epoch, waiting; /* epochs since the rate fell or the validation was best */
} BwSchedule;

void bw_schedule_init(BwSchedule *self, const BwScheduleSettings *settings);
/* After an epoch whose validation was `loss`. Returns whether it is the best so far. */
gboolean bw_schedule_take(BwSchedule *self, const BwScheduleSettings *settings, double loss);
/* Whether there is nothing more to be had: epochs are over, the rate is as small as it may be and has not
 * helped, or the validation has waited too long. */
gboolean bw_schedule_is_over(const BwSchedule *self, const BwScheduleSettings *settings);
