#include "base/median.h"

#include <stdlib.h>

int bw_compare_doubles(gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double bw_median(double *values, gint64 n)
{
  qsort(values, (gsize)n, sizeof *values, bw_compare_doubles);
  return n % 2 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}
