/* bundle.h - the tensors of a TensorFlow checkpoint: NAME.index says where in NAME.data-00000-of-00001 each
 * lies. */
#pragma once

#include <glib.h>

typedef struct _BwBundle BwBundle;

/* By the path of the index; the data may also be called NAME.data. Fails with FILE, FORMAT, UNSUPPORTED for
 * checkpoints in several parts. */
BwBundle *bw_bundle_open(const char *path, GError **error);
void bw_bundle_free(BwBundle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwBundle, bw_bundle_free)

gboolean bw_bundle_has(const BwBundle *self, const char *name);

/* A vector ([1][n]) or a matrix [rows][columns] of single-precision numbers; rows or columns −1: any, and
 * what they are. New, free with g_free(). Fails with FORMAT naming the tensor when it is absent, of another
 * shape or kind, or damaged. */
float *bw_bundle_get(const BwBundle *self, const char *name, int *rows, int *columns, GError **error);
