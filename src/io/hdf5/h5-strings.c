/* Strings and attributes of HDF5: of fixed and of variable length, one or several. */
#include "base/array.h"
#include "io/hdf5/h5.h"

#include <string.h>

/* A string longer than this in an attribute is not one of ours, nor anybody's. */
#define LONGEST_STRING (1 << 24)

static hid_t string_type(gsize size)
{
  hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, size);
  H5Tset_cset(type, H5T_CSET_UTF8);
  if (size != H5T_VARIABLE)
    H5Tset_strpad(type, H5T_STR_NULLPAD);
  return type;
}

/* Reads a dataset or an attribute. */
static herr_t read_any(hid_t object, hid_t type, void *data)
{
  return H5Iget_type(object) == H5I_ATTR ? H5Aread(object, type, data)
                                         : H5Dread(object, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data);
}

static char **read_variable(hid_t object, hid_t stored, hid_t space, gsize n)
{
  g_autofree char **found = g_new0(char *, n + 1);
  g_auto(BwH5) type = string_type(H5T_VARIABLE);
  H5Tset_cset(type, H5Tget_cset(stored));
  if (read_any(object, type, found) < 0)
    return NULL;
  char **strings = g_new0(char *, n + 1);
  for (gsize i = 0; i < n; i++)
    strings[i] = found[i] ? g_utf8_make_valid(found[i], -1) : g_strdup("");
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, found);
  return strings;
}

static char **read_fixed(hid_t object, hid_t stored, gsize n)
{
  gsize size = H5Tget_size(stored);
  if (size == 0 || n > LONGEST_STRING / size)
    return NULL;
  g_autofree char *bytes = g_malloc0(MAX(1, n) * size);
  if (read_any(object, stored, bytes) < 0)
    return NULL;
  char **strings = g_new0(char *, n + 1);
  for (gsize i = 0; i < n; i++) {
    strings[i] = g_utf8_make_valid(bytes + i * size, (gssize)strnlen(bytes + i * size, size));
    if (H5Tget_strpad(stored) == H5T_STR_SPACEPAD)
      g_strchomp(strings[i]);
  }
  return strings;
}

/* The strings of an open dataset or attribute; NULL when it holds something else. */
static char **read_strings(hid_t object)
{
  gboolean attribute = H5Iget_type(object) == H5I_ATTR;
  g_auto(BwH5) stored = attribute ? H5Aget_type(object) : H5Dget_type(object);
  g_auto(BwH5) space = attribute ? H5Aget_space(object) : H5Dget_space(object);
  hssize_t n = H5Sget_simple_extent_npoints(space);
  if (stored < 0 || H5Tget_class(stored) != H5T_STRING || n < 0 || n > LONGEST_STRING)
    return NULL;
  return H5Tis_variable_str(stored) > 0 ? read_variable(object, stored, space, n)
                                        : read_fixed(object, stored, n);
}

/* The only one of an array of one; takes the array. */
static char *only_one(char **strings)
{
  char *one = strings && g_strv_length(strings) == 1 ? g_strdup(strings[0]) : NULL;
  g_strfreev(strings);
  return one;
}

static gboolean fail_at(GError **error, BwError code, hid_t object, const char *name, const char *what)
{
  g_autofree char *place = bw_h5_place(object);
  return bw_h5_fail(error, code, place, "'%s' %s", name, what);
}

gboolean bw_h5_write_string(hid_t parent, const char *path, const char *value, GError **error)
{
  g_auto(BwH5) type = string_type(H5T_VARIABLE);
  return bw_h5_write(parent, path, type, 0, NULL, &value, NULL, error);
}

char **bw_h5_read_strings(hid_t parent, const char *path, GError **error)
{
  g_auto(BwH5) dataset = bw_h5_open(parent, path, error);
  if (dataset < 0)
    return NULL;
  char **values = H5Iget_type(dataset) == H5I_DATASET ? read_strings(dataset) : NULL;
  if (!values)
    fail_at(error, BW_ERROR_FORMAT, parent, path, "is no text");
  return values;
}

char *bw_h5_read_string(hid_t parent, const char *path, GError **error)
{
  g_auto(BwH5) dataset = bw_h5_open(parent, path, error);
  if (dataset < 0)
    return NULL;
  char *value = H5Iget_type(dataset) == H5I_DATASET ? only_one(read_strings(dataset)) : NULL;
  if (!value)
    fail_at(error, BW_ERROR_FORMAT, parent, path, "is not a text");
  return value;
}

/* Attributes */

static gboolean set(hid_t object, const char *name, hid_t type, int n, const void *data, GError **error)
{
  bw_h5_quiet();
  hsize_t dims = n;
  g_auto(BwH5) space = n > 0 ? H5Screate_simple(1, &dims, NULL) : H5Screate(H5S_SCALAR);
  if (H5Aexists(object, name) > 0)
    H5Adelete(object, name);
  g_auto(BwH5) attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  return (attribute >= 0 && H5Awrite(attribute, type, data) >= 0) ||
         fail_at(error, BW_ERROR_DISK, object, name, "cannot be written");
}

gboolean bw_h5_set_string(hid_t object, const char *name, const char *value, GError **error)
{
  g_auto(BwH5) type = string_type(H5T_VARIABLE);
  return set(object, name, type, 0, &value, error);
}

gboolean bw_h5_set_strings(hid_t object, const char *name, const char *const *values, int n, GError **error)
{
  g_auto(BwH5) type = string_type(H5T_VARIABLE);
  return set(object, name, type, n, values, error);
}

gboolean bw_h5_set_string_sealed(hid_t object, const char *name, const char *value, GError **error)
{
  g_auto(BwH5) type = string_type(MAX(1, strlen(value)));
  return set(object, name, type, 0, value, error);
}

gboolean bw_h5_set_ints(hid_t object, const char *name, const int *values, int n, GError **error)
{
  return set(object, name, H5T_NATIVE_INT, n, values, error);
}

gboolean bw_h5_set_int(hid_t object, const char *name, gint64 value, GError **error)
{
  return set(object, name, H5T_NATIVE_INT64, 0, &value, error);
}

gboolean bw_h5_set_double(hid_t object, const char *name, double value, GError **error)
{
  return set(object, name, H5T_NATIVE_DOUBLE, 0, &value, error);
}

static hid_t open_attribute(hid_t object, const char *name)
{
  bw_h5_quiet();
  return H5Aexists(object, name) > 0 ? H5Aopen(object, name, H5P_DEFAULT) : -1;
}

char **bw_h5_get_strings(hid_t object, const char *name)
{
  g_auto(BwH5) attribute = open_attribute(object, name);
  return attribute >= 0 ? read_strings(attribute) : NULL;
}

char *bw_h5_get_string(hid_t object, const char *name)
{
  return only_one(bw_h5_get_strings(object, name));
}

/* One number, of any numeric type. */
static gboolean get_number(hid_t object, const char *name, hid_t type, void *value)
{
  g_auto(BwH5) attribute = open_attribute(object, name);
  if (attribute < 0)
    return FALSE;
  g_auto(BwH5) stored = H5Aget_type(attribute);
  g_auto(BwH5) space = H5Aget_space(attribute);
  H5T_class_t class = H5Tget_class(stored);
  return (class == H5T_INTEGER || class == H5T_FLOAT) && H5Sget_simple_extent_npoints(space) == 1 &&
         H5Aread(attribute, type, value) >= 0;
}

gboolean bw_h5_get_int(hid_t object, const char *name, gint64 *value)
{
  return get_number(object, name, H5T_NATIVE_INT64, value);
}

gboolean bw_h5_get_double(hid_t object, const char *name, double *value)
{
  return get_number(object, name, H5T_NATIVE_DOUBLE, value);
}
