#include "engine/rate.h"

#define INTERVAL (G_USEC_PER_SEC / 4) /* between looks */

void bw_rate_restart(BwRate *rate, gint64 step, gint64 now)
{
  *rate = (BwRate){.times = {now}, .steps = {step}, .n_looks = 1};
}

gboolean bw_rate_look(BwRate *rate, gint64 step, gint64 now)
{
  const int newest = (rate->n_looks - 1) % BW_RATE_LOOKS;
  if (now - rate->times[newest] < INTERVAL)
    return FALSE;
  const int oldest = rate->n_looks < BW_RATE_LOOKS ? 0 : rate->n_looks % BW_RATE_LOOKS;
  rate->steps_per_second =
      (double)G_USEC_PER_SEC * (double)(step - rate->steps[oldest]) / (double)(now - rate->times[oldest]);
  const int next = rate->n_looks++ % BW_RATE_LOOKS;
  rate->times[next] = now;
  rate->steps[next] = step;
  return TRUE;
}
