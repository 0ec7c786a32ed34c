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

/* The frames that can be used, as the check read them. */
static BwTrajectory *begin(const BwCheck *check, BwTrajectory *trajectory, GCancellable *cancellable,
                           GError **error)
{
  if (check->n_usable < 2) {
    bw_fail_file(error, BW_ERROR_FORMAT, trajectory->path,
                 "only %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " frames can be used; there is nothing to "
                 "learn from",
                 check->n_usable, check->n_frames);
    return NULL;
  }
  BwTrajectory *kept = usable_frames(check, trajectory, cancellable, error);
  if (kept)
    kept->units_note = g_strdup(trajectory->units_note);
  return kept;
}

/* The arrays of a dataset have been chosen by names already. */
static BwCheckSettings remaining(const BwCheckSettings *settings, BwTrajectory *trajectory)
{
  BwCheckSettings left = settings ? *settings : (BwCheckSettings){0};
  if (bw_trajectory_get_dataset(trajectory))
    left.energy_key = left.forces_key = NULL;
  return left;
}

BwDataset *bw_check_gather(const BwCheck *check, BwTrajectory *trajectory, const BwCheckSettings *settings,
                           GCancellable *cancellable, GError **error)
{
  const BwCheckSettings left = remaining(settings, trajectory);
  g_autoptr(BwTrajectory) kept = begin(check, trajectory, cancellable, error);
  if (!kept)
    return NULL;
  BwDataset *dataset =
      bw_dataset_gather(kept, left.energy_key, left.forces_key, left.units, cancellable, NULL, NULL, error);
  if (!dataset)
    return NULL;
  if (bw_trajectory_get_dataset(trajectory))
    keep_description(bw_trajectory_get_dataset(trajectory), dataset);
  if (check->n_usable < check->n_frames) {
    dataset->origins = g_new(gint64, dataset->n_frames);
    for (gint64 f = 0, i = 0; f < check->n_frames; f++)
      if (check->usable[f])
        dataset->origins[i++] = f;
  }
  return dataset;
}

BwCollection *bw_check_gather_collection(const BwCheck *check, BwTrajectory *trajectory,
                                         const BwCheckSettings *settings, GCancellable *cancellable,
                                         GError **error)
{
  const BwCheckSettings left = remaining(settings, trajectory);
  g_autoptr(BwTrajectory) kept = begin(check, trajectory, cancellable, error);
  BwCollection *data = kept ? bw_collection_gather(kept, left.energy_key, left.forces_key, left.units,
                                                   cancellable, NULL, NULL, error)
                            : NULL;
  if (!data || check->n_usable == check->n_frames)
    return data;
  g_autofree gint64 *places = g_new(gint64, check->n_usable);
  for (gint64 f = 0, i = 0; f < check->n_frames; f++)
    if (check->usable[f])
      places[i++] = f;
  for (guint p = 0; p < data->parts->len; p++) {
    BwDataset *part = data->parts->pdata[p];
    for (int f = 0; f < part->n_frames; f++)
      part->origins[f] = places[part->origins[f]];
  }
  return data;
}
