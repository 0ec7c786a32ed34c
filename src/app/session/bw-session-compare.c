/* A quantum run beside its classical twin, in words. */
#include "app/session/bw-session-private.h"

#include <math.h>

/* Both of them; FALSE: there are not two, or of the classical one nothing is known in this. */
static gboolean get_means(BwSession *self, BwAverage which, BwMean *quantum, BwMean *classical)
{
  const BwAverages *own = bw_session_get_averages(self), *other = bw_session_get_classical_averages(self);
  if (!own || !other)
    return FALSE;
  *quantum = bw_averages_get(own, which);
  *classical = bw_averages_get(other, which);
  return TRUE;
}

/* The size of one bead says nothing. */
char *bw_session_describe_twin(BwSession *self, BwWords what)
{
  BwAverage which;
  BwMean quantum, classical;
  if (!bw_session_is_average(what, &which) || which == BW_AVERAGE_GYRATION ||
      !get_means(self, which, &quantum, &classical))
    return NULL;
  return bw_session_describe_mean(which, classical);
}

/* The runs know nothing of each other: their errors add up as squares. */
char *bw_session_describe_twin_difference(BwSession *self, BwWords what)
{
  BwAverage which;
  BwMean quantum, classical;
  if (!bw_session_is_average(what, &which) ||
      (which != BW_AVERAGE_KINETIC && which != BW_AVERAGE_POTENTIAL) ||
      !get_means(self, which, &quantum, &classical))
    return NULL;
  BwMean difference = quantum;
  difference.n = MIN(quantum.n, classical.n);
  difference.mean = quantum.mean - classical.mean;
  difference.error = hypot(quantum.error, classical.error);
  return bw_session_describe_mean(which, difference);
}
