#include "io/write-frames.h"
#include "base/error.h"
#include "io/atomic-file.h"

#include <gio/gio.h>

gboolean bw_check_n_beads(const char *path, const BwFrame *frame, gint64 index, int n_beads, GError **error)
{
  return frame->n_beads == n_beads ||
         bw_fail_file(error, BW_ERROR_UNSUPPORTED, path,
                      "frame %" G_GINT64_FORMAT
                      " has %d beads, the first %d, and this format keeps one number; "
                      "write H5MD (.h5), only frames with the same number, or centroids",
                      index, frame->n_beads, n_beads);
}

static gboolean write_frame(BwAtomicFile *file, const char *path, BwTrajectory *trajectory, gint64 index,
                            GString *text, BwFrameWriter writer, gpointer data, GError **error)
{
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, index, error);
  g_string_truncate(text, 0);
  return frame && bw_check_n_beads(path, frame, index, trajectory->n_beads, error) &&
         writer(text, frame, index, data, error) && bw_atomic_file_write(file, text->str, text->len, error);
}

gboolean bw_write_frames(const char *path, BwTrajectory *trajectory, BwFrameWriter writer,
                         gpointer writer_data, const char *ending, gpointer cancellable,
                         BwWriteProgress progress, gpointer progress_data, GError **error)
{
  if (!bw_trajectory_wait(trajectory, cancellable, error))
    return FALSE;
  gint64 n_frames = bw_trajectory_get_n_frames(trajectory, NULL);
  if (n_frames == 0)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, path, "there are no frames to write");
  g_autoptr(BwAtomicFile) file = bw_atomic_file_new(path, error);
  g_autoptr(GString) text = g_string_new(NULL);
  for (gint64 i = 0; file && i < n_frames; i++) {
    if (cancellable && g_cancellable_is_cancelled(cancellable))
      return bw_fail_file(error, BW_ERROR_CANCELLED, path, "writing was stopped; nothing is kept");
    if (!write_frame(file, path, trajectory, i, text, writer, writer_data, error))
      return FALSE;
    if (progress)
      progress((double)(i + 1) / n_frames, progress_data);
  }
  if (file && ending && !bw_atomic_file_write(file, ending, strlen(ending), error))
    return FALSE;
  return file && bw_atomic_file_commit(file, error);
}
