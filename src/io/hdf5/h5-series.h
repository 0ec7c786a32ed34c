/* h5-series.h - rows that grow in time: an HDF5 dataset whose first dimension has no end, and the rows that
 * wait in memory for the next checkpoint. */
#pragma once

#include "io/hdf5/h5.h"

enum { BW_H5_SERIES_MAX_DIMS = 3 };

typedef struct {
  hid_t dataset;
  hid_t type;      /* of the rows in memory; the file's may be narrower */
  gsize row_bytes; /* in memory */
  int n_dims;      /* of one row */
  hsize_t dims[BW_H5_SERIES_MAX_DIMS];
  hsize_t n_written; /* rows in the dataset */
  gsize n_waiting;   /* rows in memory */
  gsize capacity;
  guint8 *rows;
} BwH5Series;

/* Rows may wait in it from here on, before there is a dataset for them. */
void bw_h5_series_prepare(BwH5Series *self, hid_t memory_type, int n_dims, const hsize_t *dims);

/* Bytes of one chunk for rows of `row_bytes` in the file: whole rows. */
hsize_t bw_h5_series_chunk_bytes(int n_dims, hsize_t row_bytes);

/* A new dataset `path` of rows of dims[n_dims] elements; chunks are sized for whole rows. `compression` 0 …
 * 9 (deflate with byte shuffling). `self` is zero, or prepared for such rows: what waits in it stays. */
gboolean bw_h5_series_create(BwH5Series *self, hid_t parent, const char *path, hid_t memory_type,
                             hid_t file_type, int n_dims, const hsize_t *dims, int compression,
                             const char *unit, GError **error);
/* Goes on with an existing one; fails with FORMAT when its rows have another shape. */
gboolean bw_h5_series_open(BwH5Series *self, hid_t parent, const char *path, hid_t memory_type, int n_dims,
                           const hsize_t *dims, GError **error);
void bw_h5_series_clear(BwH5Series *self); /* what waits is dropped */

/* Room for one more row, to be filled in before the next call. */
void *bw_h5_series_add(BwH5Series *self);
/* Hands the waiting rows to HDF5. */
gboolean bw_h5_series_flush(BwH5Series *self, GError **error);
