/* What is known about what is shown: traces and averages, and their words. */
#include "app/session/bw-session-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "app/session/bw-words.h"
#include "base/format.h"

#define NOT_KNOWN "–"
#define FS_PER_PS 1000.0
#define MIN_ROWS 100 /* of a trace: fewer have no slope */

static const BwFindings *get_findings(BwSession *self)
{
  return self->reel ? bw_reel_get_findings(self->reel) : NULL;
}

const BwTrace *bw_session_get_trace(BwSession *self)
{
  const BwFindings *findings = get_findings(self);
  return self->run ? self->run->trace : findings ? findings->trace : NULL;
}

gboolean bw_session_trace_is_time(BwSession *self)
{
  const BwFindings *findings = get_findings(self);
  return !findings || findings->x_is_time;
}

/* Those of a file are of the atoms of its first frame. */
const BwAverages *bw_session_get_averages(BwSession *self)
{
  const BwFindings *findings = get_findings(self);
  if (self->run)
    return self->run->averages;
  return findings && self->reel->coordinates == self->coordinates ? findings->averages : NULL;
}

const BwAverages *bw_session_get_classical_averages(BwSession *self)
{
  const BwFindings *findings = self->reel ? bw_reel_get_classical(self->reel) : NULL;
  if (self->run)
    return self->run->twin ? self->run->twin->averages : NULL;
  return findings ? findings->averages : NULL;
}

const GArray *bw_session_get_events(BwSession *self)
{
  return self->run ? self->run->events : self->reel ? self->reel->opened->events : NULL;
}

void bw_session_restart_averages(BwSession *self)
{
  if (!self->run)
    return;
  bw_run_restart_averages(self->run, _("the averages were begun anew"), 0);
  if (self->run->twin)
    bw_run_restart_averages(self->run->twin, _("the averages were begun anew"), 0);
  bw_session_refresh_numbers(self);
}

/* Where it is in time */

gsize bw_session_get_n_comparable(BwSession *self)
{
  const BwFindings *findings = get_findings(self);
  if (self->run || !findings || findings->other_atoms_at < 0)
    return G_MAXSIZE;
  gint64 frames_per_row = MAX(1, findings->stride) * findings->trace->stride;
  return (gsize)((findings->other_atoms_at + frames_per_row - 1) / frames_per_row);
}

double bw_session_get_moment(BwSession *self)
{
  const BwTrace *trace = bw_session_get_trace(self);
  if (!self->frame || !trace || trace->n == 0 || bw_session_is_following(self))
    return NAN;
  return bw_session_trace_is_time(self) ? self->frame->time : (double)bw_session_get_position(self);
}

double bw_session_get_settling_end(BwSession *self)
{
  gboolean settles =
      self->run && bw_run_is_on(self->run) && bw_trace_get_end(self->run->trace) <= self->run->averages_begin;
  return settles ? self->run->averages_begin : NAN;
}

void bw_session_refresh_numbers(BwSession *self)
{
  bw_session_emit(self, BW_SIGNAL_NUMBERS);
}

void bw_session_take_news(BwSession *self, BwReelNews news)
{
  const BwFindings *findings = get_findings(self);
  gint64 n_frames = bw_trajectory_get_n_frames(self->reel->opened->trajectory, NULL);
  if (n_frames != bw_session_get_n_frames(self)) {
    bw_session_set_n_frames(self, n_frames);
    bw_session_emit(self, BW_SIGNAL_TIMELINE);
    bw_session_emit(self, BW_SIGNAL_JOB);
  }
  if (news != BW_REEL_QUIET)
    bw_session_refresh_numbers(self);
  if (news == BW_REEL_DONE && findings && findings->error)
    bw_session_emit_trouble(self, findings->error);
}

/* Words */

char *bw_session_describe_mean(BwAverage which, BwMean mean)
{
  double factor = 1;
  const char *unit = which == BW_AVERAGE_TEMPERATURE ? "K"
                     : which == BW_AVERAGE_GYRATION  ? bw_settings_get_length_unit(&factor)
                                                     : bw_settings_get_energy_unit(&factor);
  return mean.n == 0 ? g_strdup(NOT_KNOWN) : bw_format_mean(mean.mean * factor, mean.error * factor, unit);
}

gboolean bw_session_is_average(BwWords what, BwAverage *which)
{
  static const BwAverage averages[] = {
      [BW_WORDS_TEMPERATURE] = BW_AVERAGE_TEMPERATURE,
      [BW_WORDS_KINETIC] = BW_AVERAGE_KINETIC,
      [BW_WORDS_POTENTIAL] = BW_AVERAGE_POTENTIAL,
      [BW_WORDS_GYRATION] = BW_AVERAGE_GYRATION,
  };
  if (what != BW_WORDS_TEMPERATURE && what != BW_WORDS_KINETIC && what != BW_WORDS_POTENTIAL &&
      what != BW_WORDS_GYRATION)
    return FALSE;
  *which = averages[what];
  return TRUE;
}

/* The slope of the conserved quantity: what the time step costs. */
static char *describe_drift(BwSession *self)
{
  const BwTrace *trace = bw_session_get_trace(self);
  const BwTraceColumn *conserved = bw_trace_get_column(trace, BW_TRACE_CONSERVED);
  if (trace->n < MIN_ROWS || !conserved || !conserved->unit || !bw_session_trace_is_time(self))
    return g_strdup(NOT_KNOWN);
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  double slope = bw_slope(trace->x, conserved->y, (gint64)trace->n) * FS_PER_PS * per_ev;
  g_autofree char *number = bw_format_fixed(slope, 4);
  return g_strdup_printf("%s %s/ps", number, unit);
}

/* A time, of a run; of a file as many frames as there are. */
static char *describe_span(BwSession *self)
{
  double settling = bw_session_get_settling_end(self);
  if (isfinite(settling)) {
    g_autofree char *time = bw_words_time(settling);
    return g_strdup_printf(_("from %s on"), time);
  }
  if (self->run)
    return bw_words_time(MAX(0, bw_trace_get_end(self->run->trace) - self->run->averages_begin));
  const BwFindings *findings = get_findings(self);
  g_autofree char *count = bw_words_count(findings->n_averaged);
  return g_strdup_printf(ngettext("%s frame", "%s frames", (gulong)findings->n_averaged), count);
}

/* How much the spread of the beads, or being quantum at all, changes it. */
char *bw_session_describe_difference(BwSession *self, int chosen)
{
  int n;
  const BwCoordinate *list = bw_session_get_coordinates(self, &n);
  const BwAverages *averages = bw_session_get_averages(self),
                   *reference = bw_session_get_classical_averages(self);
  const BwDistribution *own =
      averages && chosen >= 0 && chosen < n ? bw_averages_find(averages, &list[chosen]) : NULL;
  const BwDistribution *other = reference && own ? bw_averages_find(reference, &list[chosen]) : NULL;
  gboolean classical = own && bw_averages_get_n_beads(averages) == 1;
  if (!own || bw_distribution_get_n(own) < (classical ? 2 : 1))
    return g_strdup("");
  double factor;
  const char *unit = bw_words_unit(&list[chosen], &factor);
  if (other && bw_distribution_get_n(other) > 1)
    return bw_distribution_describe_difference(&list[chosen], bw_distribution_difference(own, other));
  BwMean mean = classical ? bw_distribution_beads(own) : bw_distribution_dilation(own);
  g_autofree char *number = bw_format_mean(factor * mean.mean, factor * mean.error, unit);
  g_autofree char *width =
      bw_format_fixed(factor * bw_distribution_width(own), list[chosen].n_atoms > 2 ? 1 : 3);
  return classical ? g_strdup_printf(_("mean %s, width %s %s"), number, width, unit)
                   : g_strdup_printf(
                         list[chosen].n_atoms > 2 ? _("beads wider by %s") : _("beads longer by %s"), number);
}

char *bw_session_describe(BwSession *self, BwWords what)
{
  const BwAverages *averages = bw_session_get_averages(self);
  if (what == BW_WORDS_DILATION)
    return bw_session_describe_difference(self, bw_session_get_coordinate(self));
  if (!self->frame || !averages)
    return g_strdup(NOT_KNOWN);
  BwAverage which;
  if (bw_session_is_average(what, &which))
    return bw_session_describe_mean(which, bw_averages_get(averages, which));
  if (what == BW_WORDS_TIME)
    return isfinite(self->frame->time) ? bw_words_time(self->frame->time) : g_strdup(NOT_KNOWN);
  return what == BW_WORDS_DRIFT ? describe_drift(self) : describe_span(self);
}
