/* A run while it goes on: what it is told, and what is brought over from its engine. */
#include "app/session/bw-run-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MOMENT_INTERVAL (G_USEC_PER_SEC / 32) /* what the picture does not take is left to the run */
#define MAX_EVENTS 4096                       /* that are remembered */

enum {
  POTENTIAL,
  CONSERVED,
  TEMPERATURE,
  KINETIC,
  KINETIC_PRIMITIVE,
  GYRATION,
  OUT_OF_DOMAIN,
  PULL,
  N_ESTIMATES
};

void bw_run_init_trace(BwTrace *trace)
{
  static const char *const names[N_ESTIMATES][2] = {
      [POTENTIAL] = {BW_TRACE_POTENTIAL, "eV"},
      [CONSERVED] = {BW_TRACE_CONSERVED, "eV"},
      [TEMPERATURE] = {BW_TRACE_TEMPERATURE, "K"},
      [KINETIC] = {BW_TRACE_KINETIC, "eV"},
      [KINETIC_PRIMITIVE] = {BW_TRACE_KINETIC_PRIMITIVE, "eV"},
      [GYRATION] = {BW_TRACE_GYRATION, "Å"},
      [OUT_OF_DOMAIN] = {BW_TRACE_OUT_OF_DOMAIN, NULL},
      [PULL] = {BW_TRACE_PULL, "eV"},
  };
  for (int i = 0; i < N_ESTIMATES; i++)
    bw_trace_add_column(trace, names[i][0], names[i][1]);
}

/* Samples */

static void trace_pinned(BwRun *self, const BwSample *sample, double *y)
{
  int n;
  const BwCoordinate *list = bw_coordinates_get(self->coordinates, &n);
  for (guint p = 0; p < self->pinned->len; p++) {
    const BwPinnedColumns *columns = &g_array_index(self->pinned, BwPinnedColumns, p);
    const double *values = sample->values + columns->coordinate * (sample->n_beads + 1);
    if (columns->coordinate >= sample->n_coordinates)
      continue;
    y[columns->mean] = bw_coordinate_mean(&list[columns->coordinate], values, sample->n_beads);
    y[columns->centroid] = values[sample->n_beads];
  }
}

static void take_sample(const BwSample *sample, gpointer data)
{
  BwRun *self = data;
  const BwEstimates *now = &sample->estimates;
  g_array_set_size(self->y, self->trace->columns->len);
  double *y = (double *)(void *)self->y->data;
  for (guint c = N_ESTIMATES; c < self->y->len; c++)
    y[c] = NAN;
  y[POTENTIAL] = now->potential;
  y[CONSERVED] = now->conserved;
  y[TEMPERATURE] = now->temperature;
  y[KINETIC] = now->kinetic_cv;
  y[KINETIC_PRIMITIVE] = now->kinetic_td;
  y[GYRATION] = now->radius_of_gyration;
  y[OUT_OF_DOMAIN] = now->out_of_domain;
  y[PULL] = now->pull_energy;
  trace_pinned(self, sample, y);
  bw_trace_add(self->trace, now->time, y);
  if (now->time >= self->averages_begin)
    bw_averages_add_sample(self->averages, sample);
}

static void ignore_sample(G_GNUC_UNUSED const BwSample *sample, G_GNUC_UNUSED gpointer data)
{
}

/* A long run has saved itself often: only the last time stays of interest. */
static void forget_checkpoints(GArray *events)
{
  guint n_kept = 0;
  for (guint i = 0; i < events->len; i++) {
    const BwEvent event = g_array_index(events, BwEvent, i);
    if (event.kind != BW_EVENT_CHECKPOINT || i + 1 == events->len)
      g_array_index(events, BwEvent, n_kept++) = event;
  }
  g_array_set_size(events, n_kept);
}

static void take_event(const BwEvent *event, gpointer data)
{
  BwRun *self = data;
  if (self->events->len >= MAX_EVENTS)
    forget_checkpoints(self->events);
  if (self->events->len < MAX_EVENTS)
    g_array_append_vals(self->events, event, 1);
}

static void take_snapshot(BwRun *self, const BwSnapshot *snapshot)
{
  BwFrame *frame = bw_frame_new(snapshot->atoms, snapshot->n_beads);
  gsize n_numbers = 3 * (gsize)snapshot->n_beads * (gsize)snapshot->n_atoms;
  memcpy(frame->positions, snapshot->positions, n_numbers * sizeof(double));
  frame->cell = snapshot->cell;
  frame->time = snapshot->time;
  frame->step = snapshot->step;
  bw_history_add(self->history, frame);
  bw_frame_free(self->newest);
  self->newest = frame;
}

/* The speed only: a change of state is left to its notice. */
static void update_speed(BwRun *self)
{
  BwJobStatus now;
  bw_engine_get_status(self->engine, &now);
  self->status.steps_per_second = now.steps_per_second;
  self->status.seconds_left = now.seconds_left;
  self->status.step = now.step;
  bw_job_status_clear(&now);
}

gboolean bw_run_take(BwRun *self, gint64 now, gboolean *moment)
{
  gboolean may = self->history && now >= self->next_moment;
  const BwSnapshot *snapshot = may ? bw_engine_take_snapshot(self->engine) : NULL;
  gint64 n_samples = bw_engine_drain_samples(self->engine, take_sample, self);
  bw_engine_drain_events(self->engine, take_event, self);
  if (n_samples > 0)
    update_speed(self);
  if (snapshot) {
    self->step_asked = FALSE;
    self->next_moment = now + MOMENT_INTERVAL;
    take_snapshot(self, snapshot);
  }
  if (moment)
    *moment = snapshot != NULL;
  return snapshot || n_samples > 0;
}

/* Averages */

void bw_run_restart_averages(BwRun *self, const char *note, double settling)
{
  int n;
  const BwCoordinate *list = bw_coordinates_get(self->coordinates, &n);
  bw_averages_free(self->averages);
  self->averages = bw_averages_new(list, n);
  self->averages_begin = bw_trace_get_end(self->trace) + settling;
  g_free(self->averages_note);
  self->averages_note = g_strdup(note);
}

/* Changes */

static const char *describe_change(const BwDynamicsSettings *before, const BwDynamicsSettings *after)
{
  if (before->n_beads != after->n_beads)
    return _("the number of beads was changed");
  if (before->temperature != after->temperature)
    return _("the temperature was changed");
  if (before->tau != after->tau)
    return _("the friction was changed");
  return _("the settings were changed");
}

void bw_run_change(BwRun *self, const BwDynamicsSettings *dynamics)
{
  self->dynamics = *dynamics;
  self->change_pending = TRUE;
  bw_engine_change(self->engine, dynamics);
}

gboolean bw_run_settings_equal(const BwDynamicsSettings *a, const BwDynamicsSettings *b)
{
  return a->n_beads == b->n_beads && a->temperature == b->temperature && a->timestep == b->timestep &&
         a->thermostat == b->thermostat && a->tau == b->tau && a->pile_lambda == b->pile_lambda &&
         a->splitting == b->splitting && a->remove_com == b->remove_com && a->seed == b->seed;
}

BwJobState bw_run_update_status(BwRun *self)
{
  BwJobState before = self->status.state;
  const BwDynamicsSettings held = self->status.dynamics;
  bw_job_status_clear(&self->status);
  bw_engine_get_status(self->engine, &self->status);
  const BwDynamicsSettings *holds = &self->status.dynamics;
  if (before != BW_JOB_IDLE && !bw_run_settings_equal(&held, holds)) {
    bw_engine_drain_samples(self->engine, take_sample, self);
    bw_run_restart_averages(self, describe_change(&held, holds), bw_averages_settling_time(holds));
  }
  if (self->status.error || bw_run_settings_equal(&self->dynamics, holds))
    self->change_pending = FALSE;
  if (!self->change_pending)
    self->dynamics = *holds;
  return before;
}

/* Coordinates */

/* The past of a coordinate, as far as the history remembers it. */
static void look_up(BwRun *self, int coordinate, const BwPinnedColumns *columns)
{
  const BwCoordinate *c = &g_array_index(self->coordinates->list, BwCoordinate, coordinate);
  g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));
  for (int i = 0; self->history && i < bw_history_get_n(self->history) && self->trace->n > 0; i++) {
    const BwFrame *frame = bw_history_get(self->history, i);
    g_array_set_size(values, (guint)frame->n_beads + 1);
    double *v = (double *)(void *)values->data;
    bw_coordinate_of(c, frame->positions, frame->n_beads, frame->atoms->n_atoms, &frame->cell, v);
    gsize row = bw_trace_find_row(self->trace, frame->time);
    BwTraceColumn *column = (BwTraceColumn *)(void *)self->trace->columns->data;
    if (columns) {
      column[columns->mean].y[row] = bw_coordinate_mean(c, v, frame->n_beads);
      column[columns->centroid].y[row] = v[frame->n_beads];
    } else if (!self->engine && frame->time >= self->averages_begin) {
      bw_averages_add_value(self->averages, coordinate, v, frame->n_beads);
    }
  }
}

static gboolean has_columns(const BwRun *self, int coordinate)
{
  for (guint p = 0; p < self->pinned->len; p++)
    if (g_array_index(self->pinned, BwPinnedColumns, p).coordinate == coordinate)
      return TRUE;
  return FALSE;
}

static void pin_columns(BwRun *self, int coordinate)
{
  const char *unit = bw_coordinate_unit(&g_array_index(self->coordinates->list, BwCoordinate, coordinate));
  BwPinnedColumns columns = {coordinate, 0, 0};
  columns.mean =
      bw_trace_add_column(self->trace, bw_coordinates_column(self->coordinates, coordinate, FALSE), unit);
  columns.centroid =
      bw_trace_add_column(self->trace, bw_coordinates_column(self->coordinates, coordinate, TRUE), unit);
  g_array_append_val(self->pinned, columns);
  look_up(self, coordinate, &columns);
}

/* A run that goes on counts a new coordinate from now on; one that is over can only be looked up. */
void bw_run_watch(BwRun *self)
{
  int n;
  const BwCoordinate *list = bw_coordinates_get(self->coordinates, &n);
  for (int c = bw_averages_get_n(self->averages); c < n; c++) {
    bw_averages_watch(self->averages, &list[c]);
    look_up(self, c, NULL);
  }
  for (int c = 0; c < n; c++)
    if (bw_coordinates_is_pinned(self->coordinates, c) && !has_columns(self, c))
      pin_columns(self, c);
  if (self->engine)
    bw_engine_watch(self->engine, list, n);
}

/* The start */

gboolean bw_run_begin(BwRun *self, BwEngine *engine, GError **error)
{
  BwRunSpec spec = {.potential = self->potential,
                    .atoms = self->coordinates->atoms,
                    .cell = &self->cell,
                    .positions = self->positions,
                    .velocities = self->velocities,
                    .n_given_beads = self->n_given_beads,
                    .dynamics = self->dynamics,
                    .n_steps = (gint64)ceil(self->length / self->dynamics.timestep - 1e-9),
                    .output = self->path,
                    .record = self->record,
                    .structure_path = self->structure_path};
  bw_guard_settings_init(&spec.guard);
  bw_engine_take_snapshot(engine); /* of the run before it */
  bw_engine_drain_samples(engine, ignore_sample, NULL);
  bw_engine_drain_events(engine, NULL, NULL);
  if (!bw_engine_start_run(engine, &spec, error)) {
    self->status.state = BW_JOB_FAILED;
    return FALSE;
  }
  self->engine = engine;
  bw_run_restart_averages(self, NULL, bw_averages_settling_time(&self->dynamics));
  if (self->averages_begin > 0)
    self->averages_note = g_strdup(_("the thermostat settles"));
  bw_run_watch(self);
  bw_run_update_status(self);
  g_clear_pointer(&self->positions, g_free);
  g_clear_pointer(&self->velocities, g_free);
  return TRUE;
}
