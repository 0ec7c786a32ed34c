#include "io/h5md/h5md-element.h"
#include "base/array.h"
#include "io/h5md/h5md-units.h"

#include <math.h>

void bw_h5md_element_clear(BwH5mdElement *element)
{
  bw_h5_close(element->value);
  bw_h5_close(element->step);
  bw_h5_close(element->time);
  g_free(element->name);
  g_free(element->unit);
  g_free(element->time_unit);
  *element = BW_H5MD_ELEMENT_INIT;
}

static gboolean fail(const BwH5mdElement *element, GError **error, const char *what)
{
  g_autofree char *place = bw_h5_place(element->value);
  return bw_h5_fail(error, BW_ERROR_FORMAT, place, "%s", what);
}

/* Opening */

static char *read_unit(hid_t object)
{
  g_autofree char *unit = bw_h5_get_string(object, "unit");
  return unit && *unit ? bw_h5md_unit_read(unit) : NULL;
}

/* `step` and `time` are arrays, or one number: the interval between rows, with an attribute `offset`. */
static gboolean open_clock(BwH5mdElement *element, hid_t group, const char *name, hid_t *array, double *first,
                           double *interval, GError **error)
{
  hsize_t n;
  g_auto(BwH5) dataset = bw_h5_open(group, name, error);
  if (dataset < 0)
    return FALSE;
  int n_dims = H5Iget_type(dataset) == H5I_DATASET ? bw_h5_shape(dataset, &n, 1) : -1;
  if (n_dims == 0) {
    bw_h5_get_double(dataset, "offset", first);
    return bw_h5_read_into(group, name, H5T_NATIVE_DOUBLE, 0, NULL, interval, error);
  }
  if (n_dims != 1 || (gint64)n < element->n_rows) {
    g_autofree char *what = g_strdup_printf("has not as many rows as its %s says", name);
    return fail(element, error, what);
  }
  *array = dataset;
  dataset = -1;
  return TRUE;
}

static gboolean open_clocks(BwH5mdElement *element, hid_t group, GError **error)
{
  double first_step = 0, step_interval = 0;
  element->first_time = element->time_interval = NAN;
  element->first_step = -1;
  if (bw_h5_has(group, "step")) {
    if (!open_clock(element, group, "step", &element->step, &first_step, &step_interval, error))
      return FALSE;
    element->first_step = (gint64)first_step;
    element->step_interval = (gint64)step_interval;
  }
  if (!bw_h5_has(group, "time"))
    return TRUE;
  element->first_time = 0;
  g_auto(BwH5) time = bw_h5_open(group, "time", NULL);
  element->time_unit = read_unit(time);
  return open_clock(element, group, "time", &element->time, &element->first_time, &element->time_interval,
                    error);
}

static gboolean read_shape(BwH5mdElement *element, GError **error)
{
  hsize_t dims[1 + BW_H5MD_MAX_DIMS];
  int n_dims = H5Iget_type(element->value) == H5I_DATASET
                   ? bw_h5_shape(element->value, dims, (int)G_N_ELEMENTS(dims))
                   : -1;
  const int skip = element->fixed ? 0 : 1;
  if (n_dims < skip || n_dims - skip > BW_H5MD_MAX_DIMS)
    return fail(element, error, "is not an array of H5MD");
  element->n_rows = element->fixed ? 1 : (gint64)dims[0];
  element->n_dims = n_dims - skip;
  element->n_values = 1;
  for (int i = 0; i < element->n_dims; i++) {
    element->dims[i] = dims[skip + i];
    if (__builtin_mul_overflow(element->n_values, dims[skip + i], &element->n_values))
      return fail(element, error, "is larger than any memory");
  }
  return TRUE;
}

gboolean bw_h5md_element_open(BwH5mdElement *element, hid_t group, const char *name, GError **error)
{
  bw_h5md_element_clear(element);
  element->name = g_strdup(name);
  g_auto(BwH5) object = bw_h5_open(group, name, error);
  if (object < 0)
    return FALSE;
  element->fixed = H5Iget_type(object) == H5I_DATASET;
  element->value = element->fixed ? H5Dopen2(group, name, H5P_DEFAULT) : bw_h5_open(object, "value", error);
  if (element->value < 0 || !read_shape(element, error))
    return FALSE;
  element->unit = read_unit(element->value);
  if (!element->unit && !element->fixed)
    element->unit = read_unit(object); /* some write it there */
  return element->fixed || open_clocks(element, object, error);
}

/* Reading */

static gboolean read_rows(hid_t dataset, hid_t type, int n_dims, const hsize_t *dims, gint64 row, void *data)
{
  hsize_t start[1 + BW_H5MD_MAX_DIMS] = {(hsize_t)row}, count[1 + BW_H5MD_MAX_DIMS] = {1};
  for (int i = 0; i < n_dims; i++)
    count[1 + i] = dims[i];
  g_auto(BwH5) file_space = H5Dget_space(dataset);
  g_auto(BwH5) memory_space = H5Screate_simple(1 + n_dims, count, NULL);
  return H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0 &&
         H5Dread(dataset, type, memory_space, file_space, H5P_DEFAULT, data) >= 0;
}

gboolean bw_h5md_element_read(const BwH5mdElement *element, gint64 row, double *values, GError **error)
{
  gboolean read =
      element->fixed
          ? H5Dread(element->value, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0
          : read_rows(element->value, H5T_NATIVE_DOUBLE, element->n_dims, element->dims, row, values);
  return read || fail(element, error, "cannot be read");
}

gint64 bw_h5md_element_step(const BwH5mdElement *element, gint64 row)
{
  gint64 step;
  if (element->step >= 0)
    return read_rows(element->step, H5T_NATIVE_INT64, 0, NULL, row, &step) ? step : -1;
  return element->first_step < 0 ? -1 : element->first_step + row * element->step_interval;
}

double bw_h5md_element_time(const BwH5mdElement *element, gint64 row)
{
  double time;
  if (element->time >= 0)
    return read_rows(element->time, H5T_NATIVE_DOUBLE, 0, NULL, row, &time) ? time : NAN;
  return element->first_time + (double)row * element->time_interval;
}

/* Steps mostly come at equal intervals: one look in the right place, then halving. */
gint64 bw_h5md_element_find(const BwH5mdElement *element, gint64 step, gint64 row)
{
  if (element->fixed)
    return 0;
  gint64 low = 0, high = element->n_rows - 1, first = bw_h5md_element_step(element, 0);
  if (step < 0 || high < 0 || first < 0)
    return row <= high ? row : -1;
  gint64 last = bw_h5md_element_step(element, high);
  while (low <= high && step >= first && step <= last) {
    gint64 guess =
        last > first ? low + (gint64)((double)(high - low) * (double)(step - first) / (double)(last - first))
                     : low;
    gint64 found = bw_h5md_element_step(element, guess);
    if (found == step)
      return guess;
    if (found < step) {
      low = guess + 1;
      first = found + 1;
    } else {
      high = guess - 1;
      last = found - 1;
    }
  }
  return -1;
}
