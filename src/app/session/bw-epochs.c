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
