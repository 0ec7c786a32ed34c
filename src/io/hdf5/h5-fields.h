/* h5-fields.h - what files of models say, one field after the other: attributes and arrays that may be
 * absent, all with checksums. */
#pragma once

#include "io/hdf5/h5.h"

/* Writes until something fails; what comes after that does nothing. */
typedef struct {
  hid_t at; /* the group that is being written */
  gboolean ok;
  GError **error;
} BwH5Writer;

/* Makes the file under a temporary name, lets `fill` write into its root, and gives it the name `path` once
 * it is whole. Fails with FILE or DISK. */
gboolean bw_h5_write_whole(const char *path, void (*fill)(BwH5Writer *writer, gconstpointer data),
                           gconstpointer data, GError **error);

/* A new group in `parent` (the present one if negative) becomes the present one. */
void bw_h5_begin_group(BwH5Writer *writer, hid_t parent, const char *name);
/* Closes the present group; the next is begun in a parent that its caller kept. */
void bw_h5_end_group(BwH5Writer *writer);

/* Not written, since not stated: NULL as data or text, "", NaN. */
void bw_h5_put_array(BwH5Writer *writer, const char *name, hid_t type, const void *data, int n_dims,
                     const gint64 *shape, const char *unit);
void bw_h5_put_text(BwH5Writer *writer, const char *name, const char *value);
void bw_h5_put_double(BwH5Writer *writer, const char *name, double value);
void bw_h5_put_int(BwH5Writer *writer, const char *name, gint64 value);

/* Reading: TRUE and nothing set when it is not there; else as bw_h5_read(). *n may be NULL. */
gboolean bw_h5_doubles_if_there(hid_t at, const char *name, int n_dims, const gint64 *shape, double **values,
                                GError **error);
gboolean bw_h5_indices_if_there(hid_t at, const char *name, gint64 n, gint64 **values, gsize *found,
                                GError **error);
/* "" when it is not there. */
void bw_h5_get_md5(hid_t at, const char *name, char md5[33]);
/* Fails with FORMAT naming the place. */
gboolean bw_h5_need_double(hid_t at, const char *name, double *value, GError **error);
