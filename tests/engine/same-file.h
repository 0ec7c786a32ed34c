/* same-file.h - do two HDF5 files hold the same, byte by byte? */
#pragma once

#include "io/hdf5/h5-file.h"

#include <string.h>

typedef struct {
  hid_t other;
  int n_datasets;
  const char *different; /* interned name of the first that differs */
} SameFile;

static inline gboolean same_bytes(hid_t a, hid_t b, gsize *n)
{
  g_auto(BwH5) type_a = H5Dget_type(a), type_b = H5Dget_type(b), space_a = H5Dget_space(a),
               space_b = H5Dget_space(b);
  if (H5Tequal(type_a, type_b) <= 0 || H5Sextent_equal(space_a, space_b) <= 0)
    return FALSE;
  *n = (gsize)H5Sget_simple_extent_npoints(space_a) * H5Tget_size(type_a);
  g_autofree guint8 *bytes_a = g_malloc0(*n + 1), *bytes_b = g_malloc0(*n + 1);
  g_assert_cmpint(H5Dread(a, type_a, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes_a), >=, 0);
  g_assert_cmpint(H5Dread(b, type_a, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes_b), >=, 0);
  if (H5Tis_variable_str(type_a) > 0) {
    const gboolean same = strcmp(*(char **)(void *)bytes_a, *(char **)(void *)bytes_b) == 0;
    H5Dvlen_reclaim(type_a, space_a, H5P_DEFAULT, bytes_a);
    H5Dvlen_reclaim(type_a, space_b, H5P_DEFAULT, bytes_b);
    return same;
  }
  return memcmp(bytes_a, bytes_b, *n) == 0;
}

static inline herr_t same_visit(hid_t file, const char *name, const H5O_info_t *info, void *data)
{
  SameFile *same = data;
  gsize n = 0;
  if (!g_str_equal(name, ".") && !bw_h5_has(same->other, name)) {
    same->different = g_intern_string(name);
    return 1;
  }
  if (info->type != H5O_TYPE_DATASET)
    return 0;
  g_auto(BwH5) a = H5Oopen(file, name, H5P_DEFAULT), b = H5Oopen(same->other, name, H5P_DEFAULT);
  same->n_datasets++;
  if (same_bytes(a, b, &n))
    return 0;
  same->different = g_intern_string(name);
  return 1;
}

/* NULL when everything in both is the same, otherwise the name of what is not. */
static inline const char *files_differ(const char *path_a, const char *path_b)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwH5File) a = bw_h5_file_open(path_a, BW_JOURNAL_READ, &error);
  g_assert_no_error(error);
  g_autoptr(BwH5File) b = bw_h5_file_open(path_b, BW_JOURNAL_READ, &error);
  g_assert_no_error(error);
  SameFile ab = {b->id, 0, NULL}, ba = {a->id, 0, NULL};
  H5Ovisit(a->id, H5_INDEX_NAME, H5_ITER_INC, same_visit, &ab);
  H5Ovisit(b->id, H5_INDEX_NAME, H5_ITER_INC, same_visit, &ba);
  g_assert_true(ab.different || ab.n_datasets > 20);
  return ab.different ? ab.different : ba.different;
}
