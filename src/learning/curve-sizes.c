#include "base/error.h"
#include "learning/curve.h"

#include <math.h>

enum { MAX_SIZES = 100, SMALLEST = 25, LARGEST = 1600 };

/* Doubled as long as a fifth of the data is left. */
static int *usual_sizes(const char *name, int n_frames, int *n, GError **error)
{
  int *sizes = g_new(int, MAX_SIZES);
  *n = 0;
  for (int size = SMALLEST; size <= n_frames / 5 * 4 && size <= LARGEST; size *= 2)
    sizes[(*n)++] = size;
  if (*n > 1)
    return sizes;
  g_free(sizes);
  bw_fail(error, BW_ERROR_ARGUMENT, "%d frames are few for a curve; name the sizes with %s", n_frames, name);
  return NULL;
}

int *bw_learning_curve_sizes(const char *name, const char *text, int n_frames, int *n, GError **error)
{
  if (!text)
    return usual_sizes(name, n_frames, n, error);
  g_autofree double *values = bw_train_parse_grid(name, text, n, error);
  if (!values)
    return NULL;
  if (*n > MAX_SIZES) {
    bw_fail(error, BW_ERROR_ARGUMENT, "%s %s: %d sizes; use %d at most", name, text, *n, MAX_SIZES);
    return NULL;
  }
  g_autofree int *sizes = g_new(int, *n);
  for (int i = 0; i < *n; i++) {
    if (values[i] != floor(values[i]) || values[i] > n_frames) {
      bw_fail(error, BW_ERROR_ARGUMENT, "%s %g: use whole numbers up to the %d frames there are", name,
              values[i], n_frames);
      return NULL;
    }
    sizes[i] = (int)values[i];
  }
  return g_steal_pointer(&sizes);
}
