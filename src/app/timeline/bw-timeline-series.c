/* What is shown along the timeline: the line of a quantity, marks of what happened, and the menu to choose
 * the line from. */
#include "app/timeline/bw-timeline-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"
#include "app/session/bw-words.h"
#include "base/format.h"

#define DIGITS 6           /* of a value that is said */
#define CHECKPOINT_GAP 300 /* marks of checkpoints along the timeline are no denser than this */

/* The line */

static gboolean has_values(const BwTraceColumn *column, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (isfinite(column->y[i]))
      return TRUE;
  return FALSE;
}

/* The energy, or else whatever comes first. */
static const char *find_series(const BwTrace *trace)
{
  const BwTraceColumn *energy = bw_trace_get_column(trace, BW_TRACE_POTENTIAL);
  if (energy && has_values(energy, trace->n))
    return energy->name;
  for (guint c = 0; c < trace->columns->len; c++) {
    const BwTraceColumn *column = &g_array_index(trace->columns, BwTraceColumn, c);
    if (has_values(column, trace->n))
      return column->name;
  }
  return NULL;
}

static void update_menu(BwTimeline *self, const BwTrace *trace)
{
  g_menu_remove_all(self->series_menu);
  g_menu_append(self->series_menu, _("None"), "win.timeline-series::");
  for (guint c = 0; trace && c < trace->columns->len; c++) {
    const char *name = g_array_index(trace->columns, BwTraceColumn, c).name;
    g_autoptr(GMenuItem) item = g_menu_item_new(bw_words_column(name), NULL);
    g_menu_item_set_action_and_target(item, "win.timeline-series", "s", name);
    g_menu_append_item(self->series_menu, item);
  }
}

static void update_line(BwTimeline *self, const BwTrace *trace)
{
  const BwTraceColumn *column = trace && self->series ? bw_trace_get_column(trace, self->series) : NULL;
  gsize n = column ? trace->n : 0;
  g_autofree double *positions = g_new(double, n + 1);
  for (gsize i = 0; i < n; i++)
    positions[i] = bw_session_locate_row(self->session, i);
  bw_scrubber_set_line(self->scrubber, positions, column ? column->y : NULL, n);
}

void bw_timeline_choose_series(BwTimeline *self, const char *name)
{
  self->series = *name ? g_intern_string(name) : NULL;
  self->chosen = TRUE;
  update_line(self, bw_session_get_trace(self->session));
  bw_timeline_update_actions(self);
}

/* Marks */

static char *describe_event(BwTimeline *self, const BwEvent *event)
{
  const BwFrame *frame = bw_session_get_frame(self->session);
  if (event->kind != BW_EVENT_PULL || !frame || event->atom < 0 || event->atom >= frame->atoms->n_atoms)
    return g_strdup(event->kind == BW_EVENT_GUARD        ? _("The guard stopped the run")
                    : event->kind == BW_EVENT_CHECKPOINT ? _("Checkpoint")
                    : event->kind == BW_EVENT_CHANGE     ? _("Settings were changed")
                                                         : _("An atom was pulled"));
  g_autofree char *atom = bw_atoms_name(frame->atoms, event->atom);
  /* TRANSLATORS: an atom, such as H8 */
  return g_strdup_printf(_("%s was pulled"), atom);
}

static void add_mark(BwTimeline *self, GArray *marks, const BwEvent *event)
{
  gint64 position = bw_session_find_position(self->session, event->time);
  BwScrubberMark *last = marks->len > 0 ? &g_array_index(marks, BwScrubberMark, marks->len - 1) : NULL;
  if (position < 0)
    return;
  if (event->kind == BW_EVENT_RELEASE) {
    if (last && last->kind == BW_EVENT_PULL)
      last->end = (double)position;
    return;
  }
  g_autofree char *words = describe_event(self, event), *time = bw_words_time(event->time);
  BwScrubberMark mark = {(double)position, (double)position, event->kind,
                         g_strdup_printf("%s · %s", words, time)};
  g_array_append_val(marks, mark);
}

static void update_marks(BwTimeline *self, const GArray *events)
{
  GArray *marks = bw_scrubber_marks_new();
  double gap = (double)bw_session_get_n_frames(self->session) / CHECKPOINT_GAP, last = -INFINITY;
  for (int pass = 0; pass < 2; pass++) /* what is rare lies above the checkpoints */
    for (guint i = 0; events && i < events->len; i++) {
      const BwEvent *event = &g_array_index(events, BwEvent, i);
      double position = (double)bw_session_find_position(self->session, event->time);
      if ((pass == 0) != (event->kind == BW_EVENT_CHECKPOINT) || (pass == 0 && position < last + gap))
        continue;
      add_mark(self, marks, event);
      last = position;
    }
  bw_scrubber_take_marks(self->scrubber, marks);
}

/* FALSE: nothing is known that was not shown before. */
static gboolean take_news(BwTimeline *self, const BwTrace *trace, const GArray *events)
{
  guint n_columns = trace ? trace->columns->len : 0, n_events = events ? events->len : 0;
  gint64 n_rows = trace ? trace->n_offered : 0, n_frames = bw_session_get_n_frames(self->session);
  if (trace == self->trace && n_columns == self->n_columns && n_rows == self->n_rows &&
      n_events == self->n_events && n_frames == self->n_frames)
    return FALSE;
  if (trace != self->trace || n_columns != self->n_columns)
    update_menu(self, trace);
  self->trace = trace;
  self->n_columns = n_columns;
  self->n_rows = n_rows;
  self->n_events = n_events;
  self->n_frames = n_frames;
  return TRUE;
}

void bw_timeline_update_series(BwTimeline *self)
{
  const BwTrace *trace = bw_session_get_trace(self->session);
  const GArray *events = bw_session_get_events(self->session);
  if (!take_news(self, trace, events))
    return;
  if (!self->chosen || (trace && self->series && !bw_trace_get_column(trace, self->series)))
    self->series = trace ? find_series(trace) : NULL;
  update_line(self, trace);
  update_marks(self, events);
  bw_timeline_update_actions(self);
}

/* Words */

static void append_value(GString *text, const BwTraceColumn *column, gsize row)
{
  double factor = 1, value = column->y[row];
  const char *unit = column->unit;
  if (!isfinite(value))
    return;
  if (g_strcmp0(unit, "eV") == 0)
    unit = bw_settings_get_energy_unit(&factor);
  else if (g_strcmp0(unit, "Å") == 0)
    unit = bw_settings_get_length_unit(&factor);
  value *= factor;
  int digits = value == 0 ? 0 : (int)floor(log10(fabs(value)));
  g_autofree char *number = bw_format_fixed(value, CLAMP(DIGITS - 1 - digits, 0, 10));
  g_string_append_printf(text, "\n%s %s%s%s", bw_words_column(column->name), number, unit ? " " : "",
                         unit ? unit : "");
}

char *bw_timeline_describe_frame(gint64 frame, gpointer timeline)
{
  BwTimeline *self = timeline;
  const BwTrace *trace = bw_session_get_trace(self->session);
  gssize row = bw_session_find_row(self->session, frame);
  g_autofree char *number = bw_words_count(frame + 1);
  GString *text = g_string_new(NULL);
  /* TRANSLATORS: the number of a frame */
  g_string_append_printf(text, _("frame %s"), number);
  if (row >= 0 && bw_session_trace_is_time(self->session)) {
    g_autofree char *time = bw_words_time(trace->x[row]);
    g_string_append_printf(text, " · %s", time);
  }
  const BwTraceColumn *column = row >= 0 && self->series ? bw_trace_get_column(trace, self->series) : NULL;
  if (column)
    append_value(text, column, (gsize)row);
  return g_string_free(text, FALSE);
}
