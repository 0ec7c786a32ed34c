#include "io/hdf5/h5-series.h"
#include "base/array.h"

#include <string.h>

/* Large enough that reading does not seek, small enough that a row can be shown without reading much and that
 * a short run is a small file. */
#define CHUNK_BYTES_OF_ARRAYS ((hsize_t)256 << 10)
#define CHUNK_BYTES_OF_NUMBERS ((hsize_t)32 << 10)

void bw_h5_series_prepare(BwH5Series *self, hid_t memory_type, int n_dims, const hsize_t *dims)
{
  *self = (BwH5Series){.dataset = -1, .type = memory_type, .n_dims = n_dims};
  self->row_bytes = H5Tget_size(memory_type);
  for (int i = 0; i < n_dims; i++) {
    self->dims[i] = dims[i];
    self->row_bytes *= dims[i];
  }
}

static hsize_t chunk_rows(int n_dims, hsize_t row_bytes)
{
  return MAX((n_dims > 0 ? CHUNK_BYTES_OF_ARRAYS : CHUNK_BYTES_OF_NUMBERS) / row_bytes, 1);
}

hsize_t bw_h5_series_chunk_bytes(int n_dims, hsize_t row_bytes)
{
  return chunk_rows(n_dims, row_bytes) * row_bytes;
}

static hid_t creation_properties(const BwH5Series *self, hid_t file_type, int compression)
{
  hsize_t chunk[1 + BW_H5_SERIES_MAX_DIMS], row_bytes = H5Tget_size(file_type);
  hid_t list = H5Pcreate(H5P_DATASET_CREATE);
  for (int i = 0; i < self->n_dims; i++) {
    chunk[1 + i] = self->dims[i];
    row_bytes *= self->dims[i];
  }
  chunk[0] = chunk_rows(self->n_dims, row_bytes);
  H5Pset_chunk(list, 1 + self->n_dims, chunk);
  H5Pset_obj_track_times(list, FALSE);
  if (compression > 0) {
    H5Pset_shuffle(list);
    H5Pset_deflate(list, compression);
  }
  return list;
}

static gboolean fail(GError **error, BwError code, hid_t parent, const char *path, const char *what)
{
  g_autofree char *place = bw_h5_place(parent);
  return bw_h5_fail(error, code, place, "%s: %s", path, what);
}

gboolean bw_h5_series_create(BwH5Series *self, hid_t parent, const char *path, hid_t memory_type,
                             hid_t file_type, int n_dims, const hsize_t *dims, int compression,
                             const char *unit, GError **error)
{
  hsize_t start[1 + BW_H5_SERIES_MAX_DIMS] = {0}, max[1 + BW_H5_SERIES_MAX_DIMS] = {H5S_UNLIMITED};
  const BwH5Series prepared = *self;
  bw_h5_series_prepare(self, memory_type, n_dims, dims);
  self->rows = prepared.rows;
  self->n_waiting = prepared.n_waiting;
  self->capacity = prepared.capacity;
  for (int i = 0; i < n_dims; i++)
    start[1 + i] = max[1 + i] = dims[i];
  g_auto(BwH5) creation = creation_properties(self, file_type, compression);
  g_auto(BwH5) space = H5Screate_simple(1 + n_dims, start, max);
  g_auto(BwH5) links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  self->dataset = H5Dcreate2(parent, path, file_type, space, links, creation, H5P_DEFAULT);
  if (self->dataset < 0)
    return fail(error, BW_ERROR_FILE, parent, path, "cannot be made");
  return !unit || bw_h5_set_string(self->dataset, "unit", unit, error);
}

gboolean bw_h5_series_open(BwH5Series *self, hid_t parent, const char *path, hid_t memory_type, int n_dims,
                           const hsize_t *dims, GError **error)
{
  hsize_t found[1 + BW_H5_SERIES_MAX_DIMS];
  bw_h5_series_prepare(self, memory_type, n_dims, dims);
  self->dataset = bw_h5_open(parent, path, error);
  if (self->dataset < 0)
    return FALSE;
  if (H5Iget_type(self->dataset) != H5I_DATASET ||
      bw_h5_shape(self->dataset, found, G_N_ELEMENTS(found)) != 1 + n_dims ||
      (n_dims > 0 && memcmp(found + 1, self->dims, sizeof *found * n_dims) != 0))
    return fail(error, BW_ERROR_FORMAT, parent, path, "has another shape than the run needs");
  self->n_written = found[0];
  return TRUE;
}

void bw_h5_series_clear(BwH5Series *self)
{
  bw_h5_close(self->dataset);
  bw_free(self->rows);
  *self = (BwH5Series){.dataset = -1};
}

void *bw_h5_series_add(BwH5Series *self)
{
  if (self->n_waiting == self->capacity) {
    gsize capacity = self->capacity * 2 + 64;
    guint8 *rows = bw_alloc(capacity, self->row_bytes);
    if (self->n_waiting > 0)
      memcpy(rows, self->rows, self->n_waiting * self->row_bytes);
    bw_free(self->rows);
    self->rows = rows;
    self->capacity = capacity;
  }
  return self->rows + self->n_waiting++ * self->row_bytes;
}

static gboolean append(BwH5Series *self)
{
  hsize_t start[1 + BW_H5_SERIES_MAX_DIMS] = {self->n_written},
                    count[1 + BW_H5_SERIES_MAX_DIMS] = {self->n_waiting};
  hsize_t whole[1 + BW_H5_SERIES_MAX_DIMS] = {self->n_written + self->n_waiting};
  for (int i = 0; i < self->n_dims; i++)
    count[1 + i] = whole[1 + i] = self->dims[i];
  if (H5Dset_extent(self->dataset, whole) < 0)
    return FALSE;
  g_auto(BwH5) file_space = H5Dget_space(self->dataset);
  g_auto(BwH5) memory_space = H5Screate_simple(1 + self->n_dims, count, NULL);
  return H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0 &&
         H5Dwrite(self->dataset, self->type, memory_space, file_space, H5P_DEFAULT, self->rows) >= 0;
}

gboolean bw_h5_series_flush(BwH5Series *self, GError **error)
{
  if (self->n_waiting == 0)
    return TRUE;
  if (!append(self)) {
    g_autofree char *place = bw_h5_place(self->dataset);
    return bw_h5_fail(error, BW_ERROR_FILE, place, "rows cannot be added");
  }
  self->n_written += self->n_waiting;
  self->n_waiting = 0;
  return TRUE;
}
