/* h5.h - the little of HDF5 that Beadwork needs, with its complaints as GErrors.
 *
 * HDF5 keeps one lock around all of its calls; an open file is for one thread at a time. Every function here
 * keeps HDF5 from printing on the thread that calls it. */
#pragma once

#include "base/error.h"

#include <hdf5.h>

/* Any HDF5 identifier, closed at the end of the scope: g_auto(BwH5) group = …; */
typedef hid_t BwH5;
void bw_h5_close(hid_t id); /* of any kind; nothing if negative */
G_DEFINE_AUTO_CLEANUP_FREE_FUNC(BwH5, bw_h5_close, -1)

/* TRUE when the content begins with HDF5's signature. */
gboolean bw_h5_is_hdf5(const guint8 *head, gsize n_head);

/* Whole files, read or made anew. Fail with FILE, FORMAT when it is not HDF5 or cut short, DISK. */
hid_t bw_h5_open_file(const char *path, GError **error);
hid_t bw_h5_create_file(const char *path, GError **error);
/* Writes out what HDF5 still holds; an error of the disk shows here at the latest. */
gboolean bw_h5_flush(hid_t file, GError **error);

/* "PATH: what: the reason on HDF5's own stack", which is cleared. Returns FALSE. */
gboolean bw_h5_fail(GError **error, BwError code, const char *path, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* HDF5 prints its errors unless each thread tells it not to: for functions that call HDF5 directly. */
void bw_h5_quiet(void);
/* The file that an object is in and its name in it, for messages: "run.h5: /particles/all/position". Free
 * with g_free(). */
char *bw_h5_place(hid_t object);

/* Objects. `path` may name members of members: "particles/all/position". */
gboolean bw_h5_has(hid_t parent, const char *path);
hid_t bw_h5_open(hid_t parent, const char *path, GError **error);         /* a group or a dataset */
hid_t bw_h5_create_group(hid_t parent, const char *path, GError **error); /* with those between */
/* Shape of a dataset; its number of dimensions, −1: not a simple one or more than `max`. */
int bw_h5_shape(hid_t dataset, hsize_t *dims, int max);

/* Whole datasets, converted from and to `type` (H5T_NATIVE_DOUBLE …). Writing makes a new dataset; dims may
 * be NULL for a scalar, `unit` (an attribute of that name) NULL for none. Reading: the shape must be the
 * given one, a −1 matches anything; returns a new array of *n elements (free with bw_free(); n may be NULL),
 * NULL when the dataset is absent, of another kind or shape, damaged, or larger than file and memory allow.
 */
gboolean bw_h5_write(hid_t parent, const char *path, hid_t type, int n_dims, const hsize_t *dims,
                     const void *data, const char *unit, GError **error);
/* bw_h5_write() in chunks with checksums: reading fails where a bit has flipped. */
gboolean bw_h5_write_sealed(hid_t parent, const char *path, hid_t type, int n_dims, const hsize_t *dims,
                            const void *data, const char *unit, GError **error);
void *bw_h5_read(hid_t parent, const char *path, hid_t type, int n_dims, const gint64 *shape, gsize *n,
                 GError **error);
/* The same into an array of the caller's, of exactly that shape. */
gboolean bw_h5_read_into(hid_t parent, const char *path, hid_t type, int n_dims, const hsize_t *dims,
                         void *data, GError **error);
/* Puts new numbers into an existing dataset of the same shape. */
gboolean bw_h5_rewrite(hid_t parent, const char *path, hid_t type, const void *data, GError **error);

/* Scalar strings; reading: of fixed or variable length, made valid UTF-8. */
gboolean bw_h5_write_string(hid_t parent, const char *path, const char *value, GError **error);
char *bw_h5_read_string(hid_t parent, const char *path, GError **error);
/* An array of strings, or one; NULL-terminated. */
char **bw_h5_read_strings(hid_t parent, const char *path, GError **error);

/* Attributes of an open object; setting replaces. Getters: FALSE or NULL when absent or of another kind. */
gboolean bw_h5_set_string(hid_t object, const char *name, const char *value, GError **error);
gboolean bw_h5_set_strings(hid_t object, const char *name, const char *const *values, int n, GError **error);
/* Of fixed length. Those of variable length, which Python programs read as text, are kept in a heap without
 * checksums, and HDF5 1.10 crashes when that is damaged. */
gboolean bw_h5_set_string_sealed(hid_t object, const char *name, const char *value, GError **error);
gboolean bw_h5_set_ints(hid_t object, const char *name, const int *values, int n,
                        GError **error); /* n 0: a scalar */
gboolean bw_h5_set_int(hid_t object, const char *name, gint64 value, GError **error);
gboolean bw_h5_set_double(hid_t object, const char *name, double value, GError **error);
char *bw_h5_get_string(hid_t object, const char *name);
/* A scalar string or an array of them; NULL-terminated. */
char **bw_h5_get_strings(hid_t object, const char *name);
gboolean bw_h5_get_int(hid_t object, const char *name, gint64 *value);
gboolean bw_h5_get_double(hid_t object, const char *name, double *value);
