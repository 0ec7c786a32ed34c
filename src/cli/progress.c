#include "cli/progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/format.h"

#define REDRAW_SECONDS 0.1
#define BAR_CELLS 24

struct _BwProgress {
  char *title, *unit;
  double total, first;
  gint64 start, last_draw; /* µs */
  gboolean terminal, any;
};

BwProgress *bw_progress_new(const char *title, const char *unit, double total)
{
  BwProgress *progress = g_new0(BwProgress, 1);
  progress->title = g_strdup(title);
  progress->unit = g_strdup(unit);
  progress->total = total;
  progress->start = g_get_monotonic_time();
  progress->terminal =
      isatty(STDERR_FILENO) && !g_str_equal(g_getenv("TERM") ? g_getenv("TERM") : "", "dumb");
  return progress;
}

void bw_progress_free(BwProgress *progress)
{
  if (!progress)
    return;
  if (progress->any)
    fputs("\r\033[K", stderr);
  g_free(progress->title);
  g_free(progress->unit);
  g_free(progress);
}

static int terminal_columns(void)
{
  struct winsize size;
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

static void draw(BwProgress *progress, double done, double elapsed, const char *note)
{
  g_autoptr(GString) line = g_string_new(progress->title);
  double rate = elapsed > 0 ? (done - progress->first) / elapsed : 0;
  if (progress->total > 0) {
    double fraction = CLAMP(done / progress->total, 0, 1);
    g_string_append_c(line, ' ');
    for (int i = 0; i < BAR_CELLS; i++)
      g_string_append(line, i < (int)(fraction * BAR_CELLS + 0.5) ? "━" : "─");
    g_string_append_printf(line, " %3.0f %%", 100 * fraction);
  }
  if (rate > 0 && progress->unit)
    g_string_append_printf(line, "  %.4g %s/s", rate, progress->unit);
  if (rate > 0 && progress->total > done) {
    g_autofree char *duration = bw_format_duration((progress->total - done) / rate);
    g_string_append_printf(line, "  %s left", duration);
  }
  if (note)
    g_string_append_printf(line, "  %s", note);
  g_autofree char *fitting =
      g_utf8_substring(line->str, 0, MIN(g_utf8_strlen(line->str, -1), terminal_columns() - 1));
  fprintf(stderr, "\r\033[K%s", fitting);
  fflush(stderr);
  progress->any = TRUE;
}

void bw_progress_set(BwProgress *progress, double done, const char *note)
{
  gint64 now = g_get_monotonic_time();
  if (progress->last_draw == 0)
    progress->first = done;
  if (!progress->terminal || (progress->last_draw && now - progress->last_draw < REDRAW_SECONDS * 1e6))
    return;
  progress->last_draw = now;
  draw(progress, done, (now - progress->start) * 1e-6, note);
}
