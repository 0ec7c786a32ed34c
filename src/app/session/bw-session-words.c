/* What the window says about what is shown: title, subtitle, moment, notes. */
#include "app/session/bw-session-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-words.h"
#include "base/format.h"

char *bw_session_get_title(BwSession *self)
{
  if (self->reel)
    return g_path_get_basename(bw_reel_get_path(self->reel));
  if (!self->run)
    return g_strdup(_("Beadwork"));
  const char *path = self->run->structure_path;
  g_autofree char *name = path ? bw_words_file(path) : bw_words_formula(bw_run_get_atoms(self->run));
  g_autofree char *dynamics = bw_words_dynamics(&self->run->dynamics);
  return g_strdup_printf("%s · %s", name, dynamics);
}

static char *describe_file(BwSession *self)
{
  const BwOpened *opened = self->reel->opened;
  g_autofree char *text = bw_reel_describe(self->reel);
  return g_strdup_printf("%s · %s", text,
                         opened->format ? _(opened->format->description) : opened->trajectory->format);
}

static char *describe_running(const BwJobStatus *status)
{
  g_autofree char *speed = bw_words_count((gint64)round(status->steps_per_second));
  if (!isfinite(status->seconds_left))
    return g_strdup_printf(_("running · %s steps/s"), speed);
  g_autofree char *left = bw_format_duration(status->seconds_left);
  return g_strdup_printf(_("running · %s steps/s · %s left"), speed, left);
}

char *bw_session_get_subtitle(BwSession *self)
{
  if (self->request.opening) {
    g_autofree char *name = g_path_get_basename(self->request.paths[self->request.n_done]);
    return g_strdup_printf(_("opening %s…"), name);
  }
  if (self->reel)
    return describe_file(self);
  if (!self->run)
    return g_strdup("");
  BwJobState state = bw_run_get_state(self->run);
  return state == BW_JOB_RUNNING ? describe_running(&self->run->status) : g_strdup(bw_words_state(state));
}

/* As wide for every position, so that nothing beside it moves while one goes along the frames. */
static char *describe_position(BwSession *self)
{
  gint64 n_frames = bw_session_get_n_frames(self);
  g_autofree char *frame = bw_words_count(bw_session_get_position(self) + 1);
  g_autofree char *count = bw_words_count(n_frames);
  g_autofree char *text = g_strdup_printf(_("frame %s of %s"), frame, count);
  GString *padded = g_string_new(NULL);
  for (glong n = g_utf8_strlen(frame, -1); n < g_utf8_strlen(count, -1); n++)
    g_string_append(padded, "\u2007");
  return g_string_free(g_string_append(padded, text), FALSE);
}

char *bw_session_describe_moment(BwSession *self)
{
  if (!self->frame || bw_session_get_n_frames(self) == 0)
    return g_strdup("");
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *position = bw_session_is_following(self) ? NULL : describe_position(self);
  g_autofree char *time = isfinite(self->frame->time) ? bw_words_time(self->frame->time) : NULL;
  g_autofree char *step = self->frame->step >= 0 ? bw_words_count(self->frame->step) : NULL;
  if (position)
    g_string_append(text, position);
  if (time)
    g_string_append_printf(text, "%s%s", text->len > 0 ? " · " : "", time);
  if (step && text->len > 0)
    g_string_append(text, " · ");
  if (step)
    g_string_append_printf(text, _("step %s"), step);
  return g_strdup(text->str);
}

char *bw_session_describe_filter(BwSession *self)
{
  const BwFilterSettings *filter = &self->filter;
  const char *parts[4];
  int n = 0;
  if (filter->smoothing > 0)
    parts[n++] = _("smoothed");
  if (filter->superpose)
    parts[n++] = _("superposed");
  if (filter->interpolate)
    parts[n++] = _("interpolated");
  parts[n] = NULL;
  return g_strjoinv(", ", (char **)parts);
}

static char *describe_run_note(const BwRun *run)
{
  g_autofree char *begin = bw_words_time(run->averages_begin);
  g_autofree char *averages =
      run->averages_note ? g_strdup_printf(_("Averages from %s on: %s"), begin, run->averages_note) : NULL;
  if (run->note && averages)
    return g_strdup_printf("%s. %s", run->note, averages);
  return g_strdup(run->note ? run->note : averages ? averages : "");
}

static char *describe_file_note(const BwReel *reel)
{
  const BwFindings *findings = bw_reel_get_findings(reel);
  if (findings && findings->other_atoms_at >= 0) {
    g_autofree char *frame = bw_words_count(findings->other_atoms_at + 1);
    g_autofree char *first = bw_words_formula(reel->opened->first->atoms);
    return g_strdup_printf(_("Averages end before frame %s: it has other atoms (%s, not %s)"), frame,
                           findings->other_atoms, first);
  }
  if (reel->opened->begin == 0)
    return g_strdup("");
  g_autofree char *begin = bw_words_time(reel->opened->begin);
  return g_strdup_printf(_("Averages from %s on: %s"), begin, _("the thermostat settles"));
}

char *bw_session_describe_note(BwSession *self)
{
  return self->run    ? describe_run_note(self->run)
         : self->reel ? describe_file_note(self->reel)
                      : g_strdup("");
}
