#include "io/hdf5/h5-fields.h"
#include "io/atomic-file.h"

#include <math.h>

/* Writing */

gboolean bw_h5_write_whole(const char *path, void (*fill)(BwH5Writer *writer, gconstpointer data),
                           gconstpointer data, GError **error)
{
  g_autoptr(BwAtomicFile) target = bw_atomic_file_new(path, error);
  if (!target)
    return FALSE;
  hid_t h5 = bw_h5_create_file(bw_atomic_file_get_temporary(target), error);
  BwH5Writer writer = {h5, h5 >= 0, error};
  if (writer.ok)
    fill(&writer, data);
  gboolean ok = writer.ok && bw_h5_flush(h5, error);
  bw_h5_close(h5);
  return ok ? bw_atomic_file_commit(target, error) : bw_atomic_file_explain(target, error);
}

void bw_h5_begin_group(BwH5Writer *writer, hid_t parent, const char *name)
{
  writer->at = writer->ok ? bw_h5_create_group(parent, name, writer->error) : -1;
  writer->ok = writer->at >= 0;
}

void bw_h5_end_group(BwH5Writer *writer)
{
  bw_h5_close(writer->at);
  writer->at = -1;
}

void bw_h5_put_array(BwH5Writer *writer, const char *name, hid_t type, const void *data, int n_dims,
                     const gint64 *shape, const char *unit)
{
  hsize_t dims[2] = {shape[0], n_dims > 1 ? shape[1] : 1};
  if (writer->ok && data)
    writer->ok = bw_h5_write_sealed(writer->at, name, type, n_dims, dims, data, unit, writer->error);
}

void bw_h5_put_text(BwH5Writer *writer, const char *name, const char *value)
{
  if (writer->ok && value && *value)
    writer->ok = bw_h5_set_string_sealed(writer->at, name, value, writer->error);
}

void bw_h5_put_double(BwH5Writer *writer, const char *name, double value)
{
  if (writer->ok && !isnan(value))
    writer->ok = bw_h5_set_double(writer->at, name, value, writer->error);
}

void bw_h5_put_int(BwH5Writer *writer, const char *name, gint64 value)
{
  if (writer->ok)
    writer->ok = bw_h5_set_int(writer->at, name, value, writer->error);
}

/* Reading */

gboolean bw_h5_doubles_if_there(hid_t at, const char *name, int n_dims, const gint64 *shape, double **values,
                                GError **error)
{
  if (!bw_h5_has(at, name))
    return TRUE;
  *values = bw_h5_read(at, name, H5T_NATIVE_DOUBLE, n_dims, shape, NULL, error);
  return *values != NULL;
}

gboolean bw_h5_indices_if_there(hid_t at, const char *name, gint64 n, gint64 **values, gsize *found,
                                GError **error)
{
  if (!bw_h5_has(at, name))
    return TRUE;
  *values = bw_h5_read(at, name, H5T_NATIVE_INT64, 1, &n, found, error);
  return *values != NULL;
}

void bw_h5_get_md5(hid_t at, const char *name, char md5[33])
{
  g_autofree char *text = bw_h5_get_string(at, name);
  g_strlcpy(md5, text ? text : "", 33);
}

gboolean bw_h5_need_double(hid_t at, const char *name, double *value, GError **error)
{
  if (bw_h5_get_double(at, name, value))
    return TRUE;
  g_autofree char *place = bw_h5_place(at);
  return bw_fail_file(error, BW_ERROR_FORMAT, place, "the number '%s' is missing", name);
}
