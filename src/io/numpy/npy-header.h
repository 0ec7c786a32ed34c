/* npy-header.h - the Python literal at the start of a .npy file. */
#pragma once

#include "io/numpy/npz.h"

typedef struct {
  char kind;      /* 'b' 'i' 'u' 'f' 'U' 'S' 'O' */
  gsize size;     /* bytes of an element; 0 for objects */
  gboolean swap;  /* not this machine's byte order */
  gsize n_header; /* where the elements begin */
} BwNpyLayout;

/* Fills in the layout and descr, shape, n, n_dims, fortran_order of the array. */
gboolean bw_npy_parse_header(const guint8 *bytes, gsize n_bytes, BwNpy *array, BwNpyLayout *layout,
                             GError **error);
