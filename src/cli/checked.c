#include "cli/checked.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "io/io.h"

enum { SHOWN = 5 };

typedef struct {
  BwProgress *bar;
  const char *stage;
  GCancellable *cancellable;
} Display;

static void show_progress(const char *stage, double fraction, gpointer data)
{
  Display *display = data;
  if (display->stage != stage) {
    bw_progress_free(display->bar);
    display->bar = bw_progress_new(stage, NULL, 100);
    display->stage = stage;
  }
  bw_progress_set(display->bar, 100 * fraction, NULL);
  if (bw_cli_interrupted)
    g_cancellable_cancel(display->cancellable);
}

BwCheck *bw_cli_check(const char *path, const BwCheckSettings *settings, BwTrajectory **trajectory,
                      GError **error)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  Display display = {.cancellable = cancellable};
  const BwCheckObserver observer = {.progress = show_progress, .data = &display};
  g_autoptr(BwTrajectory) opened =
      bw_open_labelled(path, settings->units, settings->energy_key, settings->forces_key, error);
  if (!opened)
    return NULL;
  bw_cli_catch_interrupts();
  BwCheck *check = bw_check_trajectory(opened, settings, NULL, &observer, cancellable, error);
  bw_progress_free(display.bar);
  if (check && trajectory)
    *trajectory = g_steal_pointer(&opened);
  return check;
}

static void tell_warnings(const BwCheck *check)
{
  int shown = 0;
  for (guint i = 0; i < check->flaws->len; i++) {
    const BwFlaw *flaw = check->flaws->pdata[i];
    if (flaw->severity == BW_SEVERITY_WARNING && shown++ < SHOWN)
      bw_cli_note("%s%s%s", flaw->message, flaw->remedy ? "; " : "", flaw->remedy ? flaw->remedy : "");
  }
  if (shown > SHOWN)
    bw_cli_note("and %d more warnings: beadwork check tells them all", shown - SHOWN);
}

BwCollection *bw_cli_open_checked(const char *path, const BwCheckSettings *settings, gboolean skip_bad,
                                  GError **error)
{
  g_autoptr(BwTrajectory) trajectory = NULL;
  g_autoptr(BwCheck) check = bw_cli_check(path, settings, &trajectory, error);
  if (!check)
    return NULL;
  tell_warnings(check);
  gboolean whole = bw_check_concerns_all(check);
  if (check->n_errors > 0 && (whole || !skip_bad)) {
    g_autofree char *errors = bw_check_describe_errors(check, SHOWN);
    bw_fail_file(error, BW_ERROR_FORMAT, path, "%s%s", errors,
                 whole ? "\n--no-check trains on it all the same"
                       : "\n--skip-bad-frames goes on without such frames");
    return NULL;
  }
  if (!skip_bad)
    return bw_open_collection(path, settings->units, settings->energy_key, settings->forces_key, error);
  if (check->n_usable < check->n_frames)
    bw_cli_note("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " frames are left out",
                check->n_frames - check->n_usable, check->n_frames);
  return bw_check_gather_collection(check, trajectory, settings, NULL, error);
}
