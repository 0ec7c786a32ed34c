/* median.h - the middle of numbers. */
#pragma once

#include <glib.h>

/* Ascending, for qsort(); the numbers must not be NaN. */
int bw_compare_doubles(gconstpointer a, gconstpointer b);

/* Sorts values[n], n > 0. */
double bw_median(double *values, gint64 n);
