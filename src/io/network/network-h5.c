/* Reading a network's file; its layout is described in network-layout.h. */
#include "base/array.h"
#include "base/error.h"
#include "io/hdf5/h5-fields.h"
#include "io/network/network-layout.h"

#include <string.h>

enum { MOST_MEMBERS = 1000, MOST_MATRICES = 100000 };

typedef struct {
  BwNetworkFile *file;
  hid_t at; /* the group that is being read */
  int version;
  GError **error;
} Reader;

/* Each line of an attribute; NULL: it is not there. */
static char **get_lines(hid_t at, const char *name)
{
  g_autofree char *text = bw_h5_get_string(at, name);
  return text ? g_strsplit(text, "\n", -1) : NULL;
}

/* The names of all members of a group. */

static herr_t add_name(hid_t group G_GNUC_UNUSED, const char *name, const H5L_info_t *info G_GNUC_UNUSED,
                       void *data)
{
  GPtrArray *names = data;
  if (names->len >= MOST_MATRICES)
    return -1;
  g_ptr_array_add(names, g_strdup(name));
  return 0;
}

static gboolean read_matrix(Reader *r, GArray *member, const char *name)
{
  g_auto(BwH5) dataset = bw_h5_open(r->at, name, r->error);
  hsize_t dims[2] = {0};
  if (dataset < 0)
    return FALSE;
  g_autofree char *place = bw_h5_place(dataset);
  if (H5Iget_type(dataset) != H5I_DATASET || bw_h5_shape(dataset, dims, 2) != 2 || dims[0] < 1 ||
      dims[1] < 1 || dims[0] > G_MAXINT32 || dims[1] > G_MAXINT32)
    return bw_fail_file(r->error, BW_ERROR_FORMAT, place, "is not a matrix");
  const gint64 shape[2] = {(gint64)dims[0], (gint64)dims[1]};
  double *values = bw_h5_read(r->at, name, H5T_NATIVE_DOUBLE, 2, shape, NULL, r->error);
  if (!values)
    return FALSE;
  const BwNetworkMatrix matrix = {g_strdup(name), (int)shape[0], (int)shape[1], values};
  g_array_append_val(member, matrix);
  return TRUE;
}

static gboolean read_member(Reader *r)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  if (H5Literate(r->at, H5_INDEX_NAME, H5_ITER_INC, NULL, add_name, names) < 0) {
    g_autofree char *place = bw_h5_place(r->at);
    return bw_h5_fail(r->error, BW_ERROR_FORMAT, place, "its matrices cannot be listed");
  }
  GArray *member = bw_network_file_add_member(r->file);
  for (guint i = 0; i < names->len; i++)
    if (!read_matrix(r, member, names->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean read_group(Reader *r, hid_t h5, const char *name, gboolean (*read)(Reader *))
{
  r->at = bw_h5_open(h5, name, r->error);
  gboolean ok = r->at >= 0 && read(r);
  bw_h5_close(r->at);
  return ok;
}

static gboolean read_members(Reader *r, hid_t h5, gint64 n)
{
  if (n < 1 || n > MOST_MEMBERS)
    return bw_fail_file(r->error, BW_ERROR_FORMAT, r->file->path,
                        "'n_members' is %" G_GINT64_FORMAT "; 1 to %d make sense", n, MOST_MEMBERS);
  for (int m = 0; m < (int)n; m++) {
    g_autofree char *name = g_strdup_printf("network/members/%d", m);
    if (!read_group(r, h5, name, read_member))
      return FALSE;
  }
  return TRUE;
}

static gboolean read_network(Reader *r)
{
  BwNetworkFile *file = r->file;
  gsize n_elements;
  g_autofree char *description = bw_h5_get_string(r->at, "description");
  file->description = bw_network_update_keys(description, r->version);
  file->outputs = get_lines(r->at, "outputs");
  bw_h5_get_double(r->at, "spread_limit", &file->spread_limit);
  const gint64 n_outputs = file->outputs ? g_strv_length(file->outputs) : 0;
  file->elements = bw_h5_read(r->at, "elements", H5T_NATIVE_INT, 1, (gint64[]){-1}, &n_elements, r->error);
  if (!file->elements)
    return FALSE;
  file->n_elements = (int)MIN(n_elements, G_MAXINT32);
  file->scales = bw_h5_read(r->at, "scales", H5T_NATIVE_DOUBLE, 1, &n_outputs, NULL, r->error);
  file->offsets = file->scales ? bw_h5_read(r->at, "offsets", H5T_NATIVE_DOUBLE, 2,
                                            (gint64[]){n_outputs, file->n_elements}, NULL, r->error)
                               : NULL;
  return file->offsets != NULL;
}

static void get_unit(hid_t at, const char *name, const char **unit)
{
  g_autofree char *text = bw_h5_get_string(at, name);
  *unit = g_intern_string(text);
}

/* A list of structures, of which there are n; n stays −1 where it is not stated. */
static gboolean read_indices(Reader *r, const char *count, const char *name, gint64 *n, gint64 **values)
{
  bw_h5_get_int(r->at, count, n);
  return bw_h5_indices_if_there(r->at, name, MAX(*n, 0), values, NULL, r->error);
}

static gboolean read_training(Reader *r)
{
  BwNetworkFile *file = r->file;
  file->dataset_name = bw_h5_get_string(r->at, "dataset");
  file->dataset_theory = bw_h5_get_string(r->at, "theory");
  file->code_version = bw_h5_get_string(r->at, "code_version");
  g_autofree char *settings = bw_h5_get_string(r->at, "settings");
  file->training = bw_network_update_keys(settings, r->version);
  get_unit(r->at, "length_unit", &file->units.length);
  get_unit(r->at, "energy_unit", &file->units.energy);
  get_unit(r->at, "force_unit", &file->units.force);
  bw_h5_get_md5(r->at, "md5_train", file->md5_train);
  bw_h5_get_int(r->at, "n_epochs", &file->n_epochs);
  return read_indices(r, "n_train", "idxs_train", &file->n_train, &file->idxs_train) &&
         read_indices(r, "n_valid", "idxs_valid", &file->n_valid, &file->idxs_valid);
}

static gboolean read_errors(Reader *r)
{
  BwNetworkFile *file = r->file;
  g_auto(GStrv) names = get_lines(r->at, "quantities"), units = get_lines(r->at, "units");
  g_autoptr(BwDoubles) values = NULL;
  bw_h5_get_int(r->at, "n_test", &file->n_test);
  bw_h5_get_md5(r->at, "md5_test", file->md5_test);
  gint64 n = names ? g_strv_length(names) : 0;
  if (n == 0)
    return TRUE;
  if (!units || g_strv_length(units) != n)
    return bw_fail_file(r->error, BW_ERROR_FORMAT, file->path,
                        "the errors are of %d quantities, but have %d units", (int)n,
                        units ? (int)g_strv_length(units) : 0);
  values = bw_h5_read(r->at, "mae_rmse", H5T_NATIVE_DOUBLE, 2, (gint64[]){n, 2}, NULL, r->error);
  for (gint64 i = 0; values && i < n; i++)
    bw_network_file_add_error(file, names[i], g_str_equal(units[i], "-") ? NULL : units[i], values[2 * i],
                              values[2 * i + 1]);
  return values != NULL;
}

static gboolean check_kind(hid_t h5, const char *path, int *format, GError **error)
{
  g_autofree char *kind = bw_h5_get_string(h5, "beadwork_kind"), *family = bw_h5_get_string(h5, "family"),
                  *method = bw_h5_get_string(h5, "method");
  gint64 version = 0;
  if (g_strcmp0(kind, "model") != 0)
    return bw_fail_file(error, BW_ERROR_FORMAT, path, "is not a model of Beadwork");
  if (g_strcmp0(family, BW_NETWORK_FAMILY) != 0)
    return bw_fail_file(error, BW_ERROR_FORMAT, path, "is a model of method '%s', not a network; name one",
                        method ? method : "unknown");
  if (!bw_h5_get_int(h5, "format_version", &version) || version < 1 || version > BW_NETWORK_H5_VERSION)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, path,
                        "is a network's file of version %" G_GINT64_FORMAT
                        "; this program reads up to version %d: use a newer one",
                        version, BW_NETWORK_H5_VERSION);
  *format = (int)version;
  return TRUE;
}

static BwNetworkFile *read_file(const char *path, GError **error)
{
  g_auto(BwH5) h5 = bw_h5_open_file(path, error);
  int version = 0;
  if (h5 < 0 || !check_kind(h5, path, &version, error))
    return NULL;
  g_autoptr(BwNetworkFile) file = bw_network_file_new();
  g_autofree char *method = bw_h5_get_string(h5, "method");
  gint64 n_members = 0;
  Reader reader = {file, -1, version, error};
  file->path = g_strdup(path);
  file->method = g_intern_string(method ? method : file->method);
  if (!read_group(&reader, h5, "network", read_network))
    return NULL;
  g_auto(BwH5) network = bw_h5_open(h5, "network", error);
  if (network < 0)
    return NULL;
  bw_h5_get_int(network, "n_members", &n_members);
  if (!read_members(&reader, h5, n_members) || !read_group(&reader, h5, "training", read_training) ||
      !read_group(&reader, h5, "errors", read_errors))
    return NULL;
  if (!file->dataset_name)
    file->dataset_name = g_path_get_basename(path);
  return bw_network_file_check(file, BW_ERROR_FORMAT, path, error) ? g_steal_pointer(&file) : NULL;
}

BwNetworkFile *bw_network_file_read(const char *path, GError **error)
{
  BwNetworkFile *file = read_file(path, error);
  if (!file)
    bw_fail_with_remedy(error, BW_ERROR_FORMAT, "; take another copy of the file, or train the model again");
  return file;
}
