/* Writing a network's file; its layout is described in network-layout.h. */
#include "base/array.h"
#include "config.h"
#include "io/hdf5/h5-fields.h"
#include "io/network/network-layout.h"

static void write_matrix(BwH5Writer *w, const BwNetworkMatrix *matrix)
{
  const gint64 shape[2] = {matrix->rows, matrix->columns};
  gsize n = (gsize)matrix->rows * matrix->columns, i = 0;
  while (i < n && matrix->values[i] == (float)matrix->values[i])
    i++;
  if (i < n) {
    bw_h5_put_array(w, matrix->name, H5T_NATIVE_DOUBLE, matrix->values, 2, shape, NULL);
    return;
  }
  float *single = bw_new(float, n);
  for (i = 0; i < n; i++)
    single[i] = (float)matrix->values[i];
  bw_h5_put_array(w, matrix->name, H5T_NATIVE_FLOAT, single, 2, shape, NULL);
  bw_free(single);
}

static void write_member(BwH5Writer *w, hid_t h5, const BwNetworkFile *file, guint number)
{
  const GArray *member = g_ptr_array_index(file->members, number);
  g_autofree char *name = g_strdup_printf("network/members/%u", number);
  bw_h5_begin_group(w, h5, name);
  for (guint i = 0; i < member->len; i++)
    write_matrix(w, &g_array_index(member, BwNetworkMatrix, i));
  bw_h5_end_group(w);
}

static void write_network(BwH5Writer *w, hid_t h5, const BwNetworkFile *file)
{
  const gint64 n_outputs = g_strv_length(file->outputs), n_elements = file->n_elements;
  g_autofree char *outputs = g_strjoinv("\n", file->outputs);
  bw_h5_begin_group(w, h5, "network");
  bw_h5_put_text(w, "description", file->description);
  bw_h5_put_text(w, "outputs", outputs);
  bw_h5_put_double(w, "spread_limit", file->spread_limit);
  bw_h5_put_int(w, "n_members", file->members->len);
  bw_h5_put_array(w, "elements", H5T_NATIVE_INT, file->elements, 1, &n_elements, NULL);
  bw_h5_put_array(w, "scales", H5T_NATIVE_DOUBLE, file->scales, 1, &n_outputs, NULL);
  bw_h5_put_array(w, "offsets", H5T_NATIVE_DOUBLE, file->offsets, 2, (gint64[]){n_outputs, n_elements}, NULL);
  bw_h5_end_group(w);
  bw_h5_begin_group(w, h5, "network/members"); /* a group that HDF5 makes on the way has the time in it */
  bw_h5_end_group(w);
  for (guint m = 0; m < file->members->len; m++)
    write_member(w, h5, file, m);
}

static void write_training(BwH5Writer *w, hid_t h5, const BwNetworkFile *file)
{
  bw_h5_begin_group(w, h5, "training");
  bw_h5_put_text(w, "dataset", file->dataset_name);
  bw_h5_put_text(w, "theory", file->dataset_theory);
  bw_h5_put_text(w, "code_version", file->code_version);
  bw_h5_put_text(w, "length_unit", file->units.length);
  bw_h5_put_text(w, "energy_unit", file->units.energy);
  bw_h5_put_text(w, "force_unit", file->units.force);
  bw_h5_put_text(w, "md5_train", file->md5_train);
  bw_h5_put_text(w, "settings", file->training);
  bw_h5_put_int(w, "n_train", file->n_train);
  bw_h5_put_int(w, "n_valid", file->n_valid);
  bw_h5_put_int(w, "n_epochs", file->n_epochs);
  bw_h5_put_array(w, "idxs_train", H5T_NATIVE_INT64, file->idxs_train, 1, &file->n_train, NULL);
  bw_h5_put_array(w, "idxs_valid", H5T_NATIVE_INT64, file->idxs_valid, 1, &file->n_valid, NULL);
  bw_h5_end_group(w);
}

static void write_errors(BwH5Writer *w, hid_t h5, const BwNetworkFile *file)
{
  guint n = file->errors->len;
  g_autoptr(BwDoubles) values = bw_new(double, MAX(1, 2 * n));
  g_autoptr(GString) names = g_string_new(NULL), units = g_string_new(NULL);
  for (guint i = 0; i < n; i++) {
    const BwNetworkError *measured = &g_array_index(file->errors, BwNetworkError, i);
    g_string_append_printf(names, "%s%s", i > 0 ? "\n" : "", measured->name);
    g_string_append_printf(units, "%s%s", i > 0 ? "\n" : "", measured->unit ? measured->unit : "-");
    values[2 * i] = measured->mae;
    values[2 * i + 1] = measured->rmse;
  }
  bw_h5_begin_group(w, h5, "errors");
  bw_h5_put_int(w, "n_test", file->n_test);
  bw_h5_put_text(w, "md5_test", file->md5_test);
  bw_h5_put_text(w, "quantities", names->str);
  bw_h5_put_text(w, "units", units->str);
  bw_h5_put_array(w, "mae_rmse", H5T_NATIVE_DOUBLE, n > 0 ? values : NULL, 2, (gint64[]){n, 2}, NULL);
  bw_h5_end_group(w);
}

static void write_all(BwH5Writer *w, gconstpointer data)
{
  const BwNetworkFile *file = data;
  hid_t h5 = w->at;
  bw_h5_put_text(w, "beadwork_kind", "model");
  bw_h5_put_text(w, "family", BW_NETWORK_FAMILY);
  bw_h5_put_text(w, "method", file->method);
  bw_h5_put_text(w, "program_version", BW_VERSION);
  bw_h5_put_int(w, "format_version", BW_NETWORK_H5_VERSION);
  write_network(w, h5, file);
  write_training(w, h5, file);
  write_errors(w, h5, file);
}

gboolean bw_network_file_write(const BwNetworkFile *file, const char *path, GError **error)
{
  return bw_network_file_check_format(path, error) &&
         bw_network_file_check(file, BW_ERROR_NUMERICS, path, error) &&
         bw_h5_write_whole(path, write_all, file, error);
}
