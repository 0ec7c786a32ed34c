/* npz.h - NumPy's archives of arrays (zip of .npy), as sGDML and rMD17 use them, through libzip.
 *
 * Object arrays (pickles) are read only where they hold None, a number, a string or a dict of numbers; the
 * reader is a tiny interpreter of those opcodes and never executes anything. */
#pragma once

#include <glib.h>

typedef enum {
  BW_NPY_FLOAT,  /* any float or integer type, widened to double */
  BW_NPY_INT,    /* integers and booleans, as gint64; `doubles` is filled too */
  BW_NPY_STRING, /* U or S */
  BW_NPY_OBJECT, /* pickled: see `pickle` */
} BwNpyType;

typedef struct {
  char *name;
  BwNpyType type;
  char descr[16]; /* as in the header: "<f8" */
  int n_dims;
  gint64 shape[8];
  gint64 n;               /* number of elements */
  gboolean fortran_order; /* as in the file; the data here are always in C order */
  double *doubles;        /* [n], FLOAT and INT */
  gint64 *ints;           /* [n], INT */
  char **strings;         /* [n + 1], STRING, UTF-8 */
  GVariant
      *pickle; /* OBJECT: a{sd} dict, d, x, s, or the empty tuple () for None; NULL where not understood */
} BwNpy;

typedef struct _BwNpz BwNpz;

/* Opens and reads the directory; arrays are read when asked for. Bounds are checked against the file's size.
 */
BwNpz *bw_npz_open(const char *path, GError **error);
void bw_npz_free(BwNpz *npz);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNpz, bw_npz_free)

const char *const *bw_npz_get_names(BwNpz *npz); /* without ".npy", NULL-terminated */
gboolean bw_npz_has(BwNpz *npz, const char *name);
const char *bw_npz_get_path(BwNpz *npz);

/* NULL with an error that names file and array when it is absent or malformed. Owned by the archive. */
const BwNpy *bw_npz_get(BwNpz *npz, const char *name, GError **error);
/* The same, and its type and shape must be these; a −1 in `shape` matches anything. */
const BwNpy *bw_npz_get_shaped(BwNpz *npz, const char *name, BwNpyType type, int n_dims, const gint64 *shape,
                               GError **error);
/* Scalars (0-d or one element). */
gboolean bw_npz_get_double(BwNpz *npz, const char *name, double *value, GError **error);
gboolean bw_npz_get_int(BwNpz *npz, const char *name, gint64 *value, GError **error);
const char *bw_npz_get_string(BwNpz *npz, const char *name, GError **error);
/* A text that need not be there: NULL when it is absent, empty, no text, or "unknown", which sGDML writes for
 * what it was not told. */
const char *bw_npz_find_text(BwNpz *npz, const char *name);

/* Writing: members are collected, then written at once under a temporary name and renamed. Version 1.0
 * headers, deflate, as NumPy's savez_compressed. descr as in NumPy: "<f8" "|u1" "<i8" "|b1" …; data in C
 * order (transposed into Fortran order in the file when asked). */
typedef struct _BwNpzWriter BwNpzWriter;
BwNpzWriter *bw_npz_writer_new(void);
void bw_npz_writer_free(BwNpzWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNpzWriter, bw_npz_writer_free)
void bw_npz_writer_doubles(BwNpzWriter *writer, const char *name, const double *data, int n_dims,
                           const gint64 *shape, gboolean fortran_order);
/* descr picks the integer type; values must fit. */
void bw_npz_writer_ints(BwNpzWriter *writer, const char *name, const char *descr, const gint64 *data,
                        int n_dims, const gint64 *shape);
void bw_npz_writer_string(BwNpzWriter *writer, const char *name, const char *value); /* 0-d U */
void bw_npz_writer_bytes(BwNpzWriter *writer, const char *name, const char *value);  /* 0-d S */
void bw_npz_writer_none(BwNpzWriter *writer, const char *name);                      /* 0-d object None */
void bw_npz_writer_dict(BwNpzWriter *writer, const char *name, const char *const *keys, const double *values,
                        int n);
gboolean bw_npz_writer_save(BwNpzWriter *writer, const char *path, GError **error);
