#include "io/numpy/npz.h"
#include "base/array.h"
#include "base/error.h"
#include "io/numpy/npy.h"

#include <glib/gstdio.h>
#include <string.h>
#include <zip.h>

/* Deflate cannot make more of a byte than this; what claims more is malformed. */
#define MOST_EXPANSION 1040

struct _BwNpz {
  char *path;
  guint64 n_bytes; /* of the file */
  zip_t *zip;
  GPtrArray *names;   /* NULL-terminated */
  GHashTable *arrays; /* name → BwNpy, those that were asked for */
};

static void array_free(gpointer array)
{
  bw_npy_clear(array);
  g_free(array);
}

void bw_npz_free(BwNpz *npz)
{
  if (!npz)
    return;
  if (npz->zip)
    zip_discard(npz->zip);
  g_ptr_array_unref(npz->names);
  g_hash_table_unref(npz->arrays);
  g_free(npz->path);
  g_free(npz);
}

static gboolean open_zip(BwNpz *npz, GError **error)
{
  GStatBuf status;
  if (g_stat(npz->path, &status) != 0)
    return bw_fail_file(error, BW_ERROR_FILE, npz->path, "%s", g_strerror(errno));
  if (!S_ISREG(status.st_mode))
    return bw_fail_file(error, BW_ERROR_FILE, npz->path, "is not a file");
  npz->n_bytes = (guint64)status.st_size;
  int code;
  npz->zip = zip_open(npz->path, ZIP_RDONLY, &code);
  if (npz->zip)
    return TRUE;
  zip_error_t zip_error;
  zip_error_init_with_code(&zip_error, code);
  bw_fail_file(error, code == ZIP_ER_OPEN || code == ZIP_ER_READ ? BW_ERROR_FILE : BW_ERROR_FORMAT, npz->path,
               "cannot be opened as a NumPy archive (.npz): %s; it may be cut off: fetch or write it again",
               zip_error_strerror(&zip_error));
  zip_error_fini(&zip_error);
  return FALSE;
}

BwNpz *bw_npz_open(const char *path, GError **error)
{
  g_autoptr(BwNpz) npz = g_new0(BwNpz, 1);
  npz->path = g_strdup(path);
  npz->names = g_ptr_array_new_with_free_func(g_free);
  npz->arrays = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, array_free);
  if (!open_zip(npz, error))
    return NULL;
  zip_int64_t n = zip_get_num_entries(npz->zip, 0);
  for (zip_int64_t i = 0; i < n; i++) {
    const char *name = zip_get_name(npz->zip, i, ZIP_FL_ENC_GUESS);
    if (name && g_str_has_suffix(name, ".npy"))
      g_ptr_array_add(npz->names, g_strndup(name, strlen(name) - strlen(".npy")));
  }
  gboolean any = npz->names->len > 0;
  g_ptr_array_add(npz->names, NULL);
  if (any)
    return g_steal_pointer(&npz);
  bw_fail_file(error, BW_ERROR_FORMAT, path, "is a zip archive without NumPy arrays");
  return NULL;
}

const char *const *bw_npz_get_names(BwNpz *npz)
{
  return (const char *const *)npz->names->pdata;
}

gboolean bw_npz_has(BwNpz *npz, const char *name)
{
  return g_strv_contains(bw_npz_get_names(npz), name);
}

const char *bw_npz_get_path(BwNpz *npz)
{
  return npz->path;
}

static gboolean fail_zip(BwNpz *npz, GError **error)
{
  return bw_fail(error, BW_ERROR_FORMAT, "it cannot be unpacked (%s)", zip_strerror(npz->zip));
}

/* Size and method of a member, as the directory states them, within what the file can hold. */
static gboolean check_member(BwNpz *npz, const zip_stat_t *status, GError **error)
{
  const guint64 wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
  if ((status->valid & wanted) != wanted)
    return fail_zip(npz, error);
  if (status->comp_method != ZIP_CM_STORE && status->comp_method != ZIP_CM_DEFLATE)
    return bw_fail(error, BW_ERROR_UNSUPPORTED,
                   "it is packed by method %u, which NumPy does not use; save the archive again with NumPy",
                   status->comp_method);
  if (status->comp_size > npz->n_bytes || status->size / MOST_EXPANSION > status->comp_size)
    return bw_fail(error, BW_ERROR_FORMAT,
                   "it claims %" G_GUINT64_FORMAT " bytes, more than the file can hold",
                   (guint64)status->size);
  return bw_memory_check(status->size, "the array", "use a machine with more memory", error);
}

/* The n bytes of a member; reading on to its end lets libzip compare the checksum. */
static gboolean read_member(zip_file_t *member, guint8 *bytes, gsize n, GError **error)
{
  guint8 rest;
  gsize done = 0;
  zip_int64_t got = 1;
  while (done < n && got > 0) {
    got = zip_fread(member, bytes + done, n - done);
    done += MAX(0, got);
  }
  if (got >= 0)
    got = zip_fread(member, &rest, 1);
  if (got == 0 && done == n)
    return TRUE;
  return bw_fail(error, BW_ERROR_FORMAT, "it is damaged (%s)",
                 got < 0 ? zip_file_strerror(member) : "its size is not what the archive says");
}

/* Free with bw_free(). */
static guint8 *unpack(BwNpz *npz, const char *name, gsize *n_bytes, GError **error)
{
  zip_stat_t status;
  zip_stat_init(&status);
  gboolean there = zip_stat(npz->zip, name, 0, &status) == 0;
  if (!there)
    fail_zip(npz, error);
  if (!there || !check_member(npz, &status, error))
    return NULL;
  zip_file_t *member = zip_fopen(npz->zip, name, 0);
  if (!member) {
    fail_zip(npz, error);
    return NULL;
  }
  *n_bytes = status.size;
  guint8 *bytes = bw_new(guint8, MAX(1, *n_bytes));
  if (!read_member(member, bytes, *n_bytes, error))
    g_clear_pointer(&bytes, bw_free);
  zip_fclose(member);
  return bytes;
}

static BwNpy *read_array(BwNpz *npz, const char *name, GError **error)
{
  g_autofree char *member = g_strconcat(name, ".npy", NULL);
  gsize n_bytes;
  guint8 *bytes = unpack(npz, member, &n_bytes, error);
  if (!bytes)
    return NULL;
  BwNpy *array = g_new0(BwNpy, 1);
  array->name = g_strdup(name);
  if (!bw_npy_decode(array, bytes, n_bytes, error))
    g_clear_pointer(&array, array_free);
  bw_free(bytes);
  return array;
}

const BwNpy *bw_npz_get(BwNpz *npz, const char *name, GError **error)
{
  BwNpy *array = g_hash_table_lookup(npz->arrays, name);
  if (array)
    return array;
  if (!bw_npz_has(npz, name)) {
    g_autofree char *names = g_strjoinv(", ", (char **)npz->names->pdata);
    bw_fail_file(error, BW_ERROR_FORMAT, npz->path, "there is no array '%s'; there are %.300s", name, names);
    return NULL;
  }
  array = read_array(npz, name, error);
  if (!array) {
    g_prefix_error(error, "%s: array '%s': ", npz->path, name);
    return NULL;
  }
  g_hash_table_insert(npz->arrays, array->name, array);
  return array;
}

static const char *type_text(BwNpyType type)
{
  static const char *const texts[] = {"numbers", "integers", "text", "Python objects"};
  return texts[type];
}

const BwNpy *bw_npz_get_shaped(BwNpz *npz, const char *name, BwNpyType type, int n_dims, const gint64 *shape,
                               GError **error)
{
  const BwNpy *array = bw_npz_get(npz, name, error);
  if (!array)
    return NULL;
  if (array->type != type && !(type == BW_NPY_FLOAT && array->type == BW_NPY_INT)) {
    bw_fail_file(error, BW_ERROR_FORMAT, npz->path, "array '%s': it holds %s (%s) where %s are expected",
                 name, type_text(array->type), array->descr, type_text(type));
    return NULL;
  }
  gboolean fits = array->n_dims == n_dims;
  for (int i = 0; i < n_dims && fits; i++)
    fits = shape[i] < 0 || shape[i] == array->shape[i];
  if (fits)
    return array;
  g_autofree char *found = bw_npy_shape_text(array->n_dims, array->shape);
  g_autofree char *wanted = bw_npy_shape_text(n_dims, shape);
  bw_fail_file(error, BW_ERROR_FORMAT, npz->path, "array '%s': its shape is %s where %s is expected", name,
               found, wanted);
  return NULL;
}

static const BwNpy *get_scalar(BwNpz *npz, const char *name, BwNpyType type, GError **error)
{
  const BwNpy *array = bw_npz_get(npz, name, error);
  if (!array)
    return NULL;
  gint64 one[8] = {1, 1, 1, 1, 1, 1, 1, 1};
  return bw_npz_get_shaped(npz, name, type, array->n == 1 ? array->n_dims : 0, one, error);
}

gboolean bw_npz_get_double(BwNpz *npz, const char *name, double *value, GError **error)
{
  const BwNpy *array = get_scalar(npz, name, BW_NPY_FLOAT, error);
  if (array)
    *value = array->doubles[0];
  return array != NULL;
}

gboolean bw_npz_get_int(BwNpz *npz, const char *name, gint64 *value, GError **error)
{
  const BwNpy *array = get_scalar(npz, name, BW_NPY_INT, error);
  if (array)
    *value = array->ints[0];
  return array != NULL;
}

const char *bw_npz_get_string(BwNpz *npz, const char *name, GError **error)
{
  const BwNpy *array = get_scalar(npz, name, BW_NPY_STRING, error);
  return array ? array->strings[0] : NULL;
}

const char *bw_npz_find_text(BwNpz *npz, const char *name)
{
  const char *text = bw_npz_has(npz, name) ? bw_npz_get_string(npz, name, NULL) : NULL;
  return text && *text && !g_str_equal(text, "unknown") ? text : NULL;
}
