/* ase-values.h - the arrays that ASE and SchNetPack put into a database, in each of the ways they did. */
#pragma once

#include <json-glib/json-glib.h>

typedef struct {
  int rank, shape[4];
  gsize n;
  double *values; /* [n], owned */
} BwAseValues;

/* Of a member of an object: a number, a list (of lists), {"__ndarray__": [shape, type, numbers]}, the same
 * with an offset into the bytes[n_bytes] that the object ends (ASE since version 9), or base64 beside
 * "_shape_NAME" and "_dtype_NAME" (SchNetPack before 0.3). Fails with FORMAT; UNSUPPORTED for what is none of
 * these. */
gboolean bw_ase_values_read(BwAseValues *self, JsonObject *object, const char *name, const guint8 *bytes,
                            gsize n_bytes, GError **error);
/* Numbers of a type of numpy's, as "float64" or "<f8", from bytes that must be as many as the shape says. */
gboolean bw_ase_values_decode(BwAseValues *self, const char *type, const guint8 *bytes, gsize n_bytes,
                              GError **error);
void bw_ase_values_clear(BwAseValues *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwAseValues, bw_ase_values_clear)
