#include "cli/frames.h"
#include "cli/cli.h"
#include "cli/progress.h"

#define POLL_MICROSECONDS (20 * 1000)

static gboolean fail_interrupted(BwTrajectory *trajectory, GError **error)
{
  return bw_fail_file(error, BW_ERROR_CANCELLED, trajectory->path, "stopped before all frames were read");
}

gboolean bw_cli_wait_for_frames(BwTrajectory *trajectory, GError **error)
{
  g_autoptr(BwProgress) progress = bw_progress_new("looking for frames", "frames", 0);
  gboolean complete = FALSE;
  for (;;) {
    gint64 n_frames = bw_trajectory_get_n_frames(trajectory, &complete);
    if (complete)
      return bw_trajectory_wait(trajectory, NULL, error);
    if (bw_cli_interrupted)
      return fail_interrupted(trajectory, error);
    bw_progress_set(progress, (double)n_frames, NULL);
    g_usleep(POLL_MICROSECONDS);
  }
}

gboolean bw_cli_each_frame(BwTrajectory *trajectory, const char *title, BwFrameFunc func, gpointer data,
                           GError **error)
{
  gint64 n_frames = bw_trajectory_get_n_frames(trajectory, NULL);
  g_autoptr(BwProgress) progress = bw_progress_new(title, "frames", (double)n_frames);
  for (gint64 i = 0; i < n_frames; i++) {
    if (bw_cli_interrupted)
      return fail_interrupted(trajectory, error);
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, i, error);
    if (!frame || !func(frame, i, data, error))
      return FALSE;
    bw_progress_set(progress, (double)(i + 1), NULL);
  }
  return TRUE;
}

BwFrame *bw_cli_read_frame(BwTrajectory *trajectory, const char *path, gint64 asked, gint64 *index,
                           GError **error)
{
  *index = asked != BW_ANY_FRAME ? asked : trajectory->is_run ? -1 : 0;
  gboolean complete;
  gint64 n_frames = bw_trajectory_get_n_frames(trajectory, &complete);
  if (*index < 0 || *index >= n_frames) {
    if (!complete && !bw_trajectory_wait(trajectory, NULL, error))
      return NULL;
    n_frames = bw_trajectory_get_n_frames(trajectory, &complete);
  }
  gint64 wanted = *index;
  if (wanted < 0)
    *index += n_frames;
  if (*index < 0 || *index >= n_frames) {
    bw_fail_file(error, BW_ERROR_ARGUMENT, path,
                 "there is no frame %" G_GINT64_FORMAT " among its %" G_GINT64_FORMAT
                 "; they are counted from 0, or from −1 at the end",
                 wanted, n_frames);
    return NULL;
  }
  return bw_trajectory_read(trajectory, *index, error);
}
