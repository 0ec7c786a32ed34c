/* What is left of a file when the frames that cannot be used are left out. */
#include "base/error.h"
#include "learning/check/check.h"

#include <string.h>

static BwTrajectory *usable_frames(const BwCheck *check, BwTrajectory *trajectory, GCancellable *cancellable,
                                   GError **error)
{
  g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func((GDestroyNotify)bw_frame_free);
  for (gint64 f = 0; f < check->n_frames; f++) {
    if (!check->usable[f])
      continue;
    BwFrame *frame = bw_trajectory_read(trajectory, f, error);
    if (!frame)
      return NULL;
    g_ptr_array_add(kept, frame);
    if (g_cancellable_is_cancelled(cancellable)) {
      bw_fail_file(error, BW_ERROR_CANCELLED, trajectory->path, "reading was stopped");
      return NULL;
    }
  }
  return bw_trajectory_new_in_memory(g_steal_pointer(&kept), trajectory->path, trajectory->format);
}

static void set_text(char **field, const char *text)
{
  if (!text)
    return;
  g_free(*field);
  *field = g_strdup(text);
}

/* What the file says of itself holds for a part of it too. */
static void keep_description(const BwDataset *whole, BwDataset *part)
{
  set_text(&part->name, whole->name);
  set_text(&part->theory, whole->theory);
  set_text(&part->units_note, whole->units_note);
  part->units = whole->units;
  memcpy(part->md5, whole->md5, sizeof part->md5);
  memcpy(part->md5_arrays, whole->md5_arrays, sizeof part->md5_arrays);
  if (whole->n_permutations == 0)
    return;
  gsize n = (gsize)whole->n_permutations * whole->atoms->n_atoms;
  part->n_permutations = whole->n_permutations;
  part->permutations = memcpy(bw_new(int, n), whole->permutations, n * sizeof(int));
}

BwDataset *bw_check_gather(const BwCheck *check, BwTrajectory *trajectory, const BwCheckSettings *settings,
                           GCancellable *cancellable, GError **error)
{
  BwDataset *whole = bw_trajectory_get_dataset(trajectory);
  if (check->n_usable < 2) {
    bw_fail_file(error, BW_ERROR_FORMAT, trajectory->path,
                 "only %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " frames can be used; there is nothing to "
                 "learn from",
                 check->n_usable, check->n_frames);
    return NULL;
  }
  g_autoptr(BwTrajectory) kept = usable_frames(check, trajectory, cancellable, error);
  if (!kept)
    return NULL;
  kept->units_note = g_strdup(trajectory->units_note);
  /* the arrays of a dataset have been chosen by these names already */
  const char *energy_key = settings && !whole ? settings->energy_key : NULL,
             *forces_key = settings && !whole ? settings->forces_key : NULL;
  BwDataset *dataset = bw_dataset_gather(kept, energy_key, forces_key, settings ? settings->units : NULL,
                                         cancellable, NULL, NULL, error);
  if (!dataset)
    return NULL;
  if (whole)
    keep_description(whole, dataset);
  if (check->n_usable < check->n_frames) {
    dataset->origins = g_new(gint64, dataset->n_frames);
    for (gint64 f = 0, i = 0; f < check->n_frames; f++)
      if (check->usable[f])
        dataset->origins[i++] = f;
  }
  return dataset;
}
