/* walk.h - labelled structures as a potential takes them: many at once, as long as they are of one system in
 * one cell. */
#pragma once

#include "potential/potential.h"
#include "system/collection.h"

#include <gio/gio.h>

typedef struct {
  const BwDataset *dataset;
  const int *frames; /* [in.n_replicas] of the dataset */
  int first;         /* number of the first of them among all that are walked */
  BwReplicas in;
} BwWalkBatch;

/* FALSE: stop, with an error. */
typedef gboolean (*BwWalkFunc)(const BwWalkBatch *batch, gpointer data, GError **error);

/* `frames` (n of them; NULL: all of the dataset) in their order. Fails with CANCELLED, or as func does. */
gboolean bw_walk_dataset(const BwDataset *dataset, const int *frames, int n, BwWalkFunc func, gpointer data,
                         GCancellable *cancellable, GError **error);
/* samples[n] of a collection (NULL: all), one system after the other. */
gboolean bw_walk_collection(const BwCollection *collection, const int *samples, int n, BwWalkFunc func,
                            gpointer data, GCancellable *cancellable, GError **error);

/* The frames of each part among samples[n], in their order; NULL: all. New, [n_parts] of GArray of int. */
GPtrArray *bw_collection_sort_by_part(const BwCollection *collection, const int *samples, int n);
