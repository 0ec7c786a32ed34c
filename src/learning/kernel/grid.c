#include "base/error.h"
#include "learning/train.h"

#include <stdlib.h>

enum { MAX_VALUES = 1000 };

static int compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* "10", "2:20" or "2:3:20". */
static gboolean parse_range(const char *text, GArray *grid)
{
  double values[3];
  int n = 0;
  for (char *end; n < 3; text = end + 1) {
    values[n++] = g_ascii_strtod(text, &end);
    if (end == text || !(*end == '\0' || (*end == ':' && n < 3)))
      return FALSE;
    if (*end == '\0')
      break;
  }
  double first = values[0], last = values[n - 1], step = n == 3 ? values[1] : 1;
  if (!(first > 0 && step > 0 && last >= first && (last - first) / step < MAX_VALUES))
    return FALSE;
  for (int i = 0; first + i * step <= last * (1 + 1e-12); i++) {
    double value = first + i * step;
    g_array_append_val(grid, value);
  }
  return TRUE;
}

double *bw_train_parse_grid(const char *name, const char *text, int *n, GError **error)
{
  g_auto(GStrv) parts = g_strsplit_set(text, ", ", -1);
  g_autoptr(GArray) grid = g_array_new(FALSE, FALSE, sizeof(double));
  for (char **part = parts; *part; part++)
    if (**part && !parse_range(*part, grid)) {
      bw_fail(error, BW_ERROR_ARGUMENT,
              "%s \"%s\": write a positive number, a list 10,20,40 or first:step:last", name, *part);
      return NULL;
    }
  if (grid->len == 0) {
    bw_fail(error, BW_ERROR_ARGUMENT,
            "no %s is given; write a positive number, a list 10,20,40 or first:step:last", name);
    return NULL;
  }
  g_array_sort(grid, compare_doubles);
  double *values = (double *)(void *)grid->data;
  *n = 0;
  for (guint i = 0; i < grid->len; i++)
    if (*n == 0 || values[i] > values[*n - 1])
      values[(*n)++] = values[i];
  return g_memdup2(values, sizeof(double) * *n);
}
