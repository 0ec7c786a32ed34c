#include "io/hdf5/h5.h"
#include "base/array.h"

#include <glib/gstdio.h>
#include <string.h>

/* More than this, compression does not make of a byte; what claims more is malformed. */
#define MOST_EXPANSION 1040

#define LARGEST_CHUNK ((hsize_t)1 << 20) /* bytes: what HDF5 caches by default */

void bw_h5_quiet(void)
{
  H5dont_atexit(); /* it would complain on the terminal about damaged files that cannot be closed */
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

void bw_h5_close(hid_t id)
{
  if (id >= 0)
    H5Idec_ref(id);
}

gboolean bw_h5_is_hdf5(const guint8 *head, gsize n_head)
{
  static const guint8 signature[8] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  return n_head >= sizeof signature && memcmp(head, signature, sizeof signature) == 0;
}

/* Errors */

static herr_t keep_innermost(unsigned depth G_GNUC_UNUSED, const H5E_error2_t *entry, void *data)
{
  char **reason = data;
  g_free(*reason);
  *reason = g_strdup(entry->desc);
  return 0;
}

gboolean bw_h5_fail(GError **error, BwError code, const char *path, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  g_autofree char *reason = NULL;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_innermost, &reason);
  H5Eclear2(H5E_DEFAULT);
  return reason ? bw_fail_file(error, code, path, "%s (%s)", what, reason)
                : bw_fail_file(error, code, path, "%s", what);
}

static char *file_name(hid_t object)
{
  char name[4096] = "";
  H5Fget_name(object, name, sizeof name);
  return g_strdup(name);
}

static char *object_name(hid_t object)
{
  char name[1024] = "";
  H5Iget_name(object, name, sizeof name);
  return g_strdup(name);
}

char *bw_h5_place(hid_t object)
{
  g_autofree char *file = file_name(object), *name = object_name(object);
  return g_strconcat(file, ": ", name, NULL);
}

/* "FILE: /group/member: what" */
static gboolean fail_member(GError **error, BwError code, hid_t parent, const char *path, const char *what)
{
  g_autofree char *file = file_name(parent), *group = object_name(parent);
  const char *slash = g_str_has_suffix(group, "/") || *path == '/' ? "" : "/";
  return bw_h5_fail(error, code, file, "%s%s%s: %s", group, slash, path, what);
}

/* Files */

hid_t bw_h5_open_file(const char *path, GError **error)
{
  bw_h5_quiet();
  if (g_access(path, R_OK) != 0) {
    bw_fail_file(error, BW_ERROR_FILE, path, "%s", g_strerror(errno));
    return -1;
  }
  hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file < 0)
    bw_h5_fail(error, BW_ERROR_FORMAT, path,
               "cannot be opened as HDF5; it may be cut off or damaged: copy it again, or make it anew");
  return file;
}

hid_t bw_h5_create_file(const char *path, GError **error)
{
  bw_h5_quiet();
  g_auto(BwH5) access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_LATEST); /* all headers carry checksums */
  g_auto(BwH5) creation = H5Pcreate(H5P_FILE_CREATE);
  H5Pset_obj_track_times(creation, FALSE); /* the same content is the same bytes */
  hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, creation, access);
  if (file < 0)
    bw_h5_fail(error, BW_ERROR_DISK, path, "cannot be written");
  return file;
}

gboolean bw_h5_flush(hid_t file, GError **error)
{
  bw_h5_quiet();
  if (H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0)
    return TRUE;
  g_autofree char *path = file_name(file);
  return bw_h5_fail(error, BW_ERROR_DISK, path, "cannot be written");
}

/* Objects */

gboolean bw_h5_has(hid_t parent, const char *path)
{
  bw_h5_quiet();
  g_auto(GStrv) parts = g_strsplit(path, "/", -1);
  g_autoptr(GString) so_far = g_string_new(*path == '/' ? "/" : NULL);
  for (char **part = parts; *part; part++) {
    if (!**part)
      continue;
    g_string_append_printf(so_far, "%s/", *part);
    if (H5Lexists(parent, so_far->str, H5P_DEFAULT) <= 0)
      return FALSE;
  }
  return TRUE;
}

hid_t bw_h5_open(hid_t parent, const char *path, GError **error)
{
  gboolean there = bw_h5_has(parent, path);
  hid_t object = there ? H5Oopen(parent, path, H5P_DEFAULT) : -1;
  if (object < 0)
    fail_member(error, BW_ERROR_FORMAT, parent, path, there ? "cannot be opened" : "is not there");
  return object;
}

static hid_t create_group(hid_t parent, const char *path)
{
  g_auto(BwH5) creation = H5Pcreate(H5P_GROUP_CREATE);
  H5Pset_obj_track_times(creation, FALSE);
  return H5Gcreate2(parent, path, H5P_DEFAULT, creation, H5P_DEFAULT);
}

/* The groups that lead to `path`. HDF5 would make them by itself, with the time of the day in them. */
static void create_parents(hid_t parent, const char *path)
{
  for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    g_autofree char *before = g_strndup(path, (gsize)(slash - path));
    if (!bw_h5_has(parent, before))
      bw_h5_close(create_group(parent, before));
  }
}

hid_t bw_h5_create_group(hid_t parent, const char *path, GError **error)
{
  bw_h5_quiet();
  create_parents(parent, path);
  hid_t group = create_group(parent, path);
  if (group < 0)
    fail_member(error, BW_ERROR_DISK, parent, path, "the group cannot be made");
  return group;
}

int bw_h5_shape(hid_t dataset, hsize_t *dims, int max)
{
  bw_h5_quiet();
  g_auto(BwH5) space = H5Dget_space(dataset);
  int n_dims = H5Sget_simple_extent_ndims(space);
  if (n_dims < 0 || n_dims > max || H5Sget_simple_extent_type(space) == H5S_NULL)
    return -1;
  H5Sget_simple_extent_dims(space, dims, NULL);
  return n_dims;
}

/* Datasets */

/* The new dataset, open; −1 when it cannot be made. Flushed, as nobody hears of what fails when it is closed.
 */
static hid_t write_dataset(hid_t parent, const char *path, hid_t type, int n_dims, const hsize_t *dims,
                           const void *data, hid_t creation, GError **error)
{
  g_auto(BwH5) space = n_dims > 0 ? H5Screate_simple(n_dims, dims, NULL) : H5Screate(H5S_SCALAR);
  H5Pset_obj_track_times(creation, FALSE);
  create_parents(parent, path);
  hid_t dataset = H5Dcreate2(parent, path, type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  if (dataset >= 0 && H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0 &&
      H5Dflush(dataset) >= 0)
    return dataset;
  fail_member(error, BW_ERROR_DISK, parent, path, "cannot be written");
  bw_h5_close(dataset);
  return -1;
}

gboolean bw_h5_write(hid_t parent, const char *path, hid_t type, int n_dims, const hsize_t *dims,
                     const void *data, const char *unit, GError **error)
{
  bw_h5_quiet();
  g_auto(BwH5) creation = H5Pcreate(H5P_DATASET_CREATE);
  g_auto(BwH5) dataset = write_dataset(parent, path, type, n_dims, dims, data, creation, error);
  return dataset >= 0 && (!unit || bw_h5_set_string(dataset, "unit", unit, error));
}

gboolean bw_h5_write_sealed(hid_t parent, const char *path, hid_t type, int n_dims, const hsize_t *dims,
                            const void *data, const char *unit, GError **error)
{
  bw_h5_quiet();
  g_auto(BwH5) creation = H5Pcreate(H5P_DATASET_CREATE);
  hsize_t chunk[H5S_MAX_RANK], bytes = H5Tget_size(type);
  gboolean empty = n_dims == 0;
  for (int i = n_dims - 1; i >= 0; i--) {
    chunk[i] = CLAMP(LARGEST_CHUNK / bytes, 1, MAX(1, dims[i]));
    bytes *= chunk[i];
    empty = empty || dims[i] == 0;
  }
  if (!empty) {
    H5Pset_chunk(creation, n_dims, chunk);
    H5Pset_fletcher32(creation);
  }
  g_auto(BwH5) dataset = write_dataset(parent, path, type, n_dims, dims, data, creation, error);
  return dataset >= 0 && (!unit || bw_h5_set_string_sealed(dataset, "unit", unit, error));
}

gboolean bw_h5_rewrite(hid_t parent, const char *path, hid_t type, const void *data, GError **error)
{
  g_auto(BwH5) dataset = bw_h5_open(parent, path, error);
  if (dataset < 0)
    return FALSE;
  return H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0 ||
         fail_member(error, BW_ERROR_DISK, parent, path, "cannot be written");
}

static gboolean check_shape(hid_t parent, const char *path, hid_t dataset, int n_dims, const gint64 *shape,
                            GError **error)
{
  hsize_t dims[H5S_MAX_RANK];
  int found = H5Iget_type(dataset) == H5I_DATASET ? bw_h5_shape(dataset, dims, H5S_MAX_RANK) : -1;
  if (found < 0)
    return fail_member(error, BW_ERROR_FORMAT, parent, path, "is not an array");
  gboolean fits = found == n_dims;
  for (int i = 0; i < n_dims && fits; i++)
    fits = shape[i] < 0 || (hsize_t)shape[i] == dims[i];
  if (fits)
    return TRUE;
  g_autoptr(GString) what = g_string_new("its shape is (");
  for (int i = 0; i < found; i++)
    g_string_append_printf(what, "%s%" PRIuHSIZE, i ? ", " : "", dims[i]);
  g_string_append(what, ") where (");
  for (int i = 0; i < n_dims; i++)
    if (shape[i] < 0)
      g_string_append_printf(what, "%sany", i ? ", " : "");
    else
      g_string_append_printf(what, "%s%" G_GINT64_FORMAT, i ? ", " : "", shape[i]);
  g_string_append(what, ") is expected");
  return fail_member(error, BW_ERROR_FORMAT, parent, path, what->str);
}

/* A number for a number; and no more elements than the file and the memory can hold. */
static gboolean check_elements(hid_t parent, const char *path, hid_t dataset, hid_t type, gsize *n,
                               GError **error)
{
  g_auto(BwH5) space = H5Dget_space(dataset);
  g_auto(BwH5) stored = H5Dget_type(dataset);
  H5T_class_t class = H5Tget_class(stored);
  if (class != H5T_INTEGER && class != H5T_FLOAT && class != H5T_ENUM)
    return fail_member(error, BW_ERROR_FORMAT, parent, path, "it does not hold numbers");
  hssize_t count = H5Sget_simple_extent_npoints(space);
  guint64 bytes, in_file = H5Dget_storage_size(dataset);
  if (count < 0 ||
      __builtin_mul_overflow((guint64)count, MAX(H5Tget_size(type), H5Tget_size(stored)), &bytes) ||
      bytes / MOST_EXPANSION > in_file)
    return fail_member(error, BW_ERROR_FORMAT, parent, path, "it claims to be larger than the file can hold");
  *n = count;
  g_autofree char *place = bw_h5_place(dataset);
  return bw_memory_check(bytes, place, "use a machine with more memory", error);
}

void *bw_h5_read(hid_t parent, const char *path, hid_t type, int n_dims, const gint64 *shape, gsize *n,
                 GError **error)
{
  g_auto(BwH5) dataset = bw_h5_open(parent, path, error);
  gsize count = 0;
  if (dataset < 0 || !check_shape(parent, path, dataset, n_dims, shape, error) ||
      !check_elements(parent, path, dataset, type, &count, error))
    return NULL;
  void *data = bw_alloc(MAX(1, count), H5Tget_size(type));
  if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0) {
    fail_member(error, BW_ERROR_FORMAT, parent, path, "it is damaged");
    bw_free(data);
    return NULL;
  }
  if (n)
    *n = count;
  return data;
}

gboolean bw_h5_read_into(hid_t parent, const char *path, hid_t type, int n_dims, const hsize_t *dims,
                         void *data, GError **error)
{
  gsize n;
  void *read = bw_h5_read(parent, path, type, n_dims, (const gint64 *)dims, &n, error);
  if (!read)
    return FALSE;
  memcpy(data, read, n * H5Tget_size(type));
  bw_free(read);
  return TRUE;
}
