/* npy.h - the bytes of one .npy member: header and elements (NumPy enhancement proposal 1, versions 1 to 3).
 *
 * Messages say what is wrong; npz.c puts file and array in front. */
#pragma once

#include "io/numpy/npz.h"

/* Fills in everything but the name. No allocation is larger than a small multiple of n_bytes. */
gboolean bw_npy_decode(BwNpy *array, const guint8 *bytes, gsize n_bytes, GError **error);

/* Frees what decoding and the name took. */
void bw_npy_clear(BwNpy *array);

/* "(1000, 9, 3)", as NumPy writes it, −1 as "any"; free with g_free(). */
char *bw_npy_shape_text(int n_dims, const gint64 *shape);

/* The header of a version 1.0 file, padded to 64 bytes; the elements follow it. */
GByteArray *bw_npy_encode_header(const char *descr, gboolean fortran_order, int n_dims, const gint64 *shape);

/* The distance between neighbours along each dimension, in elements. */
void bw_npy_strides(int n_dims, const gint64 *shape, gboolean fortran_order, gint64 *strides);
/* Moves `index` to the next element in C order and `offset` with it. */
void bw_npy_next(int n_dims, const gint64 *shape, const gint64 *strides, gint64 *index, gint64 *offset);
