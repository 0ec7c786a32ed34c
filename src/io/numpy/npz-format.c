/* NumPy archives as a format: what is in one, a dataset or a model? */
#include "base/error.h"
#include "io/numpy/dataset-npz.h"
#include "io/formats.h"
#include "io/numpy/npz.h"

#include <glib/gi18n.h>
#include <string.h>

/* A zip whose first member is an array. */
static int detect(const char *path G_GNUC_UNUSED, const guint8 *head, gsize n_head)
{
  if (n_head < 30 || memcmp(head, "PK\3\4", 4) != 0)
    return 0;
  gsize n_name = head[26] | head[27] << 8;
  gboolean array = n_name > 4 && 30 + n_name <= n_head && memcmp(head + 30 + n_name - 4, ".npy", 4) == 0;
  return array ? 95 : 0;
}

static BwKind kind_of(const char *path, GError **error)
{
  g_autoptr(BwNpz) npz = bw_npz_open(path, error);
  if (!npz)
    return 0;
  const char *type = bw_npz_find_text(npz, "type");
  if (g_strcmp0(type, "t") == 0) {
    bw_fail_file(
        error, BW_ERROR_UNSUPPORTED, path,
        "is a training task of sGDML; open the dataset it was made of, or the model that sGDML makes of it");
    return 0;
  }
  gboolean model = type ? g_str_equal(type, "m") : bw_npz_has(npz, "Rt_desc") || bw_npz_has(npz, "R_desc");
  return model ? BW_KIND_MODEL : BW_KIND_DATASET;
}

static gboolean write_trajectory(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                                 gpointer cancellable, void (*progress)(double fraction, gpointer data),
                                 gpointer progress_data, GError **error)
{
  g_autoptr(BwDataset) dataset =
      bw_dataset_gather(trajectory, NULL, NULL, NULL, cancellable, progress, progress_data, error);
  return dataset && bw_dataset_write_npz(dataset, path, units, error);
}

const BwFormat bw_format_npz = {
    .name = "npz",
    .description = N_("NumPy archive (sGDML, rMD17)"),
    .extensions = "npz",
    .kinds = BW_KIND_DATASET | BW_KIND_MODEL,
    .can_write = TRUE,
    .detect = detect,
    .kind_of = kind_of,
    .open_dataset = bw_dataset_read_npz,
    .open_labelled = bw_frames_read_npz,
    .write = write_trajectory,
};
