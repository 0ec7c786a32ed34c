#include "app/session/bw-epochs.h"

#include <math.h>

enum { NEWEST = 9 };

static int compare_numbers(gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median_seconds(const GArray *epochs)
{
  double seconds[NEWEST];
  guint n = MIN(epochs->len, NEWEST);
  for (guint i = 0; i < n; i++)
    seconds[i] = g_array_index(epochs, BwTrainEpoch, epochs->len - 1 - i).seconds;
  qsort(seconds, n, sizeof(double), compare_numbers);
  return n > 0 ? seconds[n / 2] : NAN;
}

BwEpochsSummary bw_epochs_summarise(const GArray *epochs)
{
  BwEpochsSummary summary = {.seconds_each = median_seconds(epochs)};
  if (epochs->len == 0)
    return summary;
  summary.last = &g_array_index(epochs, BwTrainEpoch, epochs->len - 1);
  for (guint i = epochs->len; i-- > 0 && !summary.best;) {
    const BwTrainEpoch *epoch = &g_array_index(epochs, BwTrainEpoch, i);
    if (epoch->member != summary.last->member)
      break;
    summary.best = epoch->best ? epoch : NULL;
  }
  return summary;
}

double bw_epochs_seconds_left(const GArray *epochs, int n_members)
{
  const BwEpochsSummary summary = bw_epochs_summarise(epochs);
  const BwTrainEpoch *last = summary.last;
  if (!last)
    return NAN;
  double members = MAX(n_members - last->member - 1, 0);
  return summary.seconds_each * (last->n_epochs - last->epoch + members * last->n_epochs);
}

double bw_epochs_fraction(const GArray *epochs, int n_members)
{
  if (epochs->len == 0)
    return NAN;
  const BwTrainEpoch *last = &g_array_index(epochs, BwTrainEpoch, epochs->len - 1);
  return (last->member + (double)last->epoch / MAX(last->n_epochs, 1)) / MAX(n_members, 1);
}
