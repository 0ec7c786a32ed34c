/* What the window says about the session, in words and numbers. */
#include "app/bw-session-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "base/format.h"

#define NOT_KNOWN "–"
#define FS_PER_PS 1000.0

/* "1 420": groups of three digits with narrow spaces between them, as ISO 80000 wants it. */
static char *format_count(gint64 count)
{
  g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, count);
  GString *text = g_string_new(NULL);
  for (gsize n = strlen(digits), i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0)
      g_string_append(text, "\u202f");
    g_string_append_c(text, digits[i]);
  }
  return g_string_free(text, FALSE);
}

/* "C₂H₆O" */
static char *format_formula(const BwAtoms *atoms)
{
  static const char *const lowered[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
  g_autofree char *formula = bw_atoms_formula(atoms);
  GString *text = g_string_new(NULL);
  for (const char *c = formula; *c; c++)
    if (g_ascii_isdigit(*c))
      g_string_append(text, lowered[*c - '0']);
    else
      g_string_append_c(text, *c);
  return g_string_free(text, FALSE);
}

static char *format_time(double fs)
{
  g_autofree char *ps = bw_format_fixed(fs / FS_PER_PS, fs < 100 * FS_PER_PS ? 3 : 1);
  return g_strdup_printf("%s ps", ps);
}

/* "ethanol" for ethanol.xyz, otherwise what it consists of. */
static char *describe_structure(BwSession *self)
{
  if (!self->path)
    return format_formula(self->frame->atoms);
  g_autofree char *name = g_path_get_basename(self->path);
  char *dot = strrchr(name, '.');
  return dot && dot > name ? g_strndup(name, (gsize)(dot - name)) : g_steal_pointer(&name);
}

char *bw_session_get_title(BwSession *self)
{
  if (!self->frame)
    return g_strdup(_("Beadwork"));
  if (self->trajectory)
    return g_path_get_basename(self->path);
  g_autofree char *name = describe_structure(self);
  const BwDynamicsSettings *dynamics = &self->dynamics;
  if (dynamics->n_beads == 1)
    return g_strdup_printf(_("%s · classical, %g K"), name, dynamics->temperature);
  return g_strdup_printf(ngettext("%s · %d bead, %g K", "%s · %d beads, %g K", (gulong)dynamics->n_beads),
                         name, dynamics->n_beads, dynamics->temperature);
}

static char *describe_file(BwSession *self)
{
  gboolean complete;
  gint64 n_frames = bw_trajectory_get_n_frames(self->trajectory, &complete);
  int n_atoms = self->frame->atoms->n_atoms, n_beads = self->frame->n_beads;
  g_autofree char *frames = format_count(n_frames), *atoms = format_count(n_atoms);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, ngettext("%s frame", "%s frames", (gulong)n_frames), frames);
  if (!complete)
    g_string_append(text, _(" and counting"));
  g_string_append_printf(text, ngettext(" · %s atom", " · %s atoms", (gulong)n_atoms), atoms);
  if (n_beads > 1)
    g_string_append_printf(text, ngettext(" · %d bead", " · %d beads", (gulong)n_beads), n_beads);
  g_string_append_printf(text, " · %s", self->format ? self->format->description : self->trajectory->format);
  return g_strdup(text->str);
}

static char *describe_running(const BwJobStatus *status)
{
  g_autofree char *speed = format_count((gint64)round(status->steps_per_second));
  if (!isfinite(status->seconds_left))
    return g_strdup_printf(_("running · %s steps/s"), speed);
  g_autofree char *left = bw_format_duration(status->seconds_left);
  return g_strdup_printf(_("running · %s steps/s · %s left"), speed, left);
}

char *bw_session_get_subtitle(BwSession *self)
{
  if (self->opening) {
    g_autofree char *name = g_path_get_basename(self->queue[self->queued]);
    return g_strdup_printf(_("opening %s…"), name);
  }
  if (!self->frame)
    return g_strdup("");
  if (self->trajectory)
    return describe_file(self);
  switch (self->status.state) {
  case BW_JOB_STARTING:
    return g_strdup(_("starting…"));
  case BW_JOB_RUNNING:
    return describe_running(&self->status);
  case BW_JOB_PAUSED:
    return g_strdup(_("paused"));
  case BW_JOB_WAITING:
    return g_strdup(_("waiting for room on the disk"));
  case BW_JOB_FINISHED:
    return g_strdup(_("finished"));
  case BW_JOB_STOPPED:
    return g_strdup(_("stopped"));
  case BW_JOB_FAILED:
    return g_strdup(_("failed"));
  case BW_JOB_IDLE:
    break;
  }
  return g_strdup("");
}

static char *describe_energy(BwMean mean)
{
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  return bw_format_mean(mean.mean * per_ev, mean.error * per_ev, unit);
}

/* The slope of the conserved quantity: what the time step costs. */
static char *describe_drift(BwSession *self)
{
  const BwTrace *trace = self->trace;
  if (trace->n < 100)
    return g_strdup(NOT_KNOWN);
  double per_ev;
  const char *unit = bw_settings_get_energy_unit(&per_ev);
  double slope = bw_slope(trace->x, trace->y[BW_TRACE_CONSERVED], (gint64)trace->n) * FS_PER_PS * per_ev;
  g_autofree char *number = bw_format_fixed(slope, 4);
  return g_strdup_printf("%s %s/ps", number, unit);
}

/* While nothing is averaged yet. */
static char *describe_begin(BwSession *self)
{
  g_autofree char *time = format_time(self->averages_begin);
  return g_strdup_printf(_("from %s on"), time);
}

static char *describe_average(BwSession *self, BwWords what)
{
  BwMean temperature = bw_averages_get(self->averages, BW_AVERAGE_TEMPERATURE);
  if (temperature.n == 0)
    return what == BW_WORDS_SPAN ? describe_begin(self) : g_strdup(NOT_KNOWN);
  BwMean gyration = bw_averages_get(self->averages, BW_AVERAGE_GYRATION);
  switch (what) {
  case BW_WORDS_TEMPERATURE:
    return bw_format_mean(temperature.mean, temperature.error, "K");
  case BW_WORDS_KINETIC:
    return describe_energy(bw_averages_get(self->averages, BW_AVERAGE_KINETIC));
  case BW_WORDS_POTENTIAL:
    return describe_energy(bw_averages_get(self->averages, BW_AVERAGE_POTENTIAL));
  case BW_WORDS_GYRATION:
    return bw_format_mean(gyration.mean, gyration.error, "Å");
  default:
    return format_time(bw_trace_get_end(self->trace) - self->averages_begin);
  }
}

/* How much the spread of the beads lengthens the distance that is watched. */
static char *describe_dilation(BwSession *self)
{
  if (self->pair < 0)
    return g_strdup("");
  const BwFindings *findings = self->survey ? bw_survey_lock(self->survey) : NULL;
  const BwAverages *averages = findings ? findings->averages : self->averages;
  BwMean mean = bw_distribution_beads(bw_averages_get_distribution(averages, self->pair));
  double width = bw_distribution_width(bw_averages_get_distribution(averages, self->pair));
  BwMean dilation = bw_averages_get_dilation(averages, self->pair);
  if (findings)
    bw_survey_unlock(self->survey);
  gboolean classical = self->frame->n_beads == 1;
  if (mean.n < (classical ? 2 : 1))
    return g_strdup("");
  g_autofree char *number = classical ? bw_format_mean(mean.mean, mean.error, "Å")
                                      : bw_format_mean(dilation.mean, dilation.error, "Å");
  g_autofree char *spread = bw_format_fixed(width, 3);
  return classical ? g_strdup_printf(_("mean %s, width %s Å"), number, spread)
                   : g_strdup_printf(_("beads longer by %s"), number);
}

char *bw_session_describe(BwSession *self, BwWords what)
{
  if (what == BW_WORDS_DILATION)
    return describe_dilation(self);
  if (!self->history || !self->frame)
    return g_strdup(NOT_KNOWN);
  if (what == BW_WORDS_TIME)
    return format_time(self->frame->time);
  if (what == BW_WORDS_DRIFT)
    return describe_drift(self);
  return describe_average(self, what);
}

/* As wide for every position, so that nothing beside it moves while one drags along the frames. */
static char *describe_position(BwSession *self)
{
  g_autofree char *frame = format_count(self->position + 1), *n_frames = format_count(self->n_frames);
  g_autofree char *text = g_strdup_printf(_("frame %s of %s"), frame, n_frames);
  GString *padded = g_string_new(NULL);
  for (gsize n = strlen(frame); n < strlen(n_frames); n++)
    g_string_append(padded, "\u2007");
  return g_string_free(g_string_append(padded, text), FALSE);
}

char *bw_session_describe_moment(BwSession *self)
{
  if (!self->frame || self->n_frames == 0)
    return g_strdup("");
  g_autofree char *time = isfinite(self->frame->time) ? format_time(self->frame->time) : NULL;
  if (self->history && self->following)
    return g_steal_pointer(&time);
  g_autofree char *position = describe_position(self);
  return time ? g_strdup_printf("%s · %s", position, time) : g_steal_pointer(&position);
}

char *bw_session_describe_pair(BwSession *self)
{
  if (!self->frame || self->pair < 0)
    return g_strdup("");
  int n_pairs;
  const int *pair = bw_session_get_pairs(self, &n_pairs)[self->pair];
  const BwFrame *frame = self->frame;
  g_autofree double *distances = g_new(double, (gsize)frame->n_beads + 1);
  bw_coordinate_of(&(BwCoordinate){2, {pair[0], pair[1]}}, frame->positions, frame->n_beads,
                   frame->atoms->n_atoms, &frame->cell, distances);
  double sum = 0;
  for (int b = 0; b < frame->n_beads; b++)
    sum += distances[b];
  g_autofree char *name = bw_atoms_pair_name(frame->atoms, pair[0], pair[1]);
  g_autofree char *distance = bw_format_fixed(sum / frame->n_beads, 3);
  return g_strdup_printf("%s  %s Å", name, distance);
}
