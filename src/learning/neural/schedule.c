#include "learning/neural/schedule.h"

#include <math.h>

void bw_schedule_settings_init(BwScheduleSettings *settings)
{
  *settings = (BwScheduleSettings){
      .kind = BW_SCHEDULE_COSINE, .rate = 2e-3, .smallest = 1e-6, .factor = 0.5, .patience = 25};
}

void bw_schedule_init(BwSchedule *self, const BwScheduleSettings *settings)
{
  *self = (BwSchedule){.rate = settings->rate, .best = INFINITY};
}

static void fall(BwSchedule *self, const BwScheduleSettings *s)
{
  if (s->kind == BW_SCHEDULE_COSINE) {
    double along = fmin((double)self->epoch / MAX(s->n_epochs, 1), 1);
    self->rate = s->smallest + 0.5 * (s->rate - s->smallest) * (1 + cos(G_PI * along));
  } else if (self->waiting > s->patience) {
    self->rate = fmax(self->rate * s->factor, s->smallest);
    self->waiting = 0;
  }
}

gboolean bw_schedule_take(BwSchedule *self, const BwScheduleSettings *settings, double loss)
{
  gboolean better = loss < self->best;
  self->epoch++;
  self->waiting++;
  if (better) {
    self->best = loss;
    self->best_epoch = self->epoch;
    self->waiting = 0;
  }
  fall(self, settings);
  return better;
}

gboolean bw_schedule_is_over(const BwSchedule *self, const BwScheduleSettings *s)
{
  int without = self->epoch - self->best_epoch;
  if (self->epoch >= s->n_epochs || (s->stop_after > 0 && without > s->stop_after))
    return TRUE;
  return s->kind == BW_SCHEDULE_PLATEAU && self->rate <= s->smallest && without > 2 * s->patience;
}
