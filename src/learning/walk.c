#include "learning/walk.h"

#include "base/array.h"
#include "base/error.h"

#include <string.h>

enum { BATCH = 256 };

/* How many of `frames` can be one call: those in the same cell. */
static int batch_size(const BwDataset *dataset, const int *frames, int n)
{
  int size = 1, limit = MIN(BATCH, n);
  if (!dataset->cells)
    return limit;
  const BwCell *cell = &dataset->cells[frames[0]];
  while (size < limit &&
         memcmp(dataset->cells[frames[size]].vectors, cell->vectors, sizeof cell->vectors) == 0 &&
         memcmp(dataset->cells[frames[size]].periodic, cell->periodic, sizeof cell->periodic) == 0)
    size++;
  return size;
}

static gboolean walk(const BwDataset *dataset, const int *frames, int n, int done, BwWalkFunc func,
                     gpointer data, GCancellable *cancellable, GError **error)
{
  int n_atoms = dataset->atoms->n_atoms;
  gsize size = (gsize)n_atoms * 3;
  g_autoptr(BwDoubles) positions = bw_new(double, (gsize)MIN(BATCH, n) * size);
  for (int first = 0, step; first < n; first += step) {
    if (g_cancellable_is_cancelled(cancellable))
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    step = batch_size(dataset, frames + first, n - first);
    for (int i = 0; i < step; i++)
      memcpy(positions + i * size, dataset->positions + frames[first + i] * size, sizeof(double) * size);
    const BwCell *cell = dataset->cells ? &dataset->cells[frames[first]] : NULL;
    const BwWalkBatch batch = {
        dataset, frames + first, done + first, {step, n_atoms, dataset->atoms->numbers, cell, positions}};
    if (!func(&batch, data, error))
      return FALSE;
  }
  return TRUE;
}

gboolean bw_walk_dataset(const BwDataset *dataset, const int *frames, int n, BwWalkFunc func, gpointer data,
                         GCancellable *cancellable, GError **error)
{
  g_autofree int *all = NULL;
  if (!frames) {
    n = dataset->n_frames;
    frames = all = g_new(int, MAX(n, 1));
    for (int k = 0; k < n; k++)
      all[k] = k;
  }
  return walk(dataset, frames, n, 0, func, data, cancellable, error);
}

GPtrArray *bw_collection_sort_by_part(const BwCollection *collection, const int *samples, int n)
{
  GPtrArray *frames = g_ptr_array_new_full(collection->parts->len, (GDestroyNotify)g_array_unref);
  for (guint p = 0; p < collection->parts->len; p++)
    g_ptr_array_add(frames, g_array_new(FALSE, FALSE, sizeof(int)));
  for (int k = 0; k < (samples ? n : bw_collection_get_n_samples(collection)); k++) {
    const BwCollectionItem *item =
        &g_array_index(collection->samples, BwCollectionItem, samples ? samples[k] : k);
    g_array_append_val((GArray *)frames->pdata[item->part], item->frame);
  }
  return frames;
}

gboolean bw_walk_collection(const BwCollection *collection, const int *samples, int n, BwWalkFunc func,
                            gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) frames = bw_collection_sort_by_part(collection, samples, n);
  int done = 0;
  for (guint p = 0; p < frames->len; p++) {
    const GArray *list = frames->pdata[p];
    if (!walk(collection->parts->pdata[p], (const int *)(void *)list->data, (int)list->len, done, func, data,
              cancellable, error))
      return FALSE;
    done += (int)list->len;
  }
  return TRUE;
}
