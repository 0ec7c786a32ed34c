/* The session's job: a run that goes on in the engine, and the moments of it that are kept. */
#include "app/bw-session-private.h"

#include <math.h>

#define HISTORY_BYTES ((gsize)128 << 20)
#define MOMENT_INTERVAL (G_USEC_PER_SEC / 32) /* what the picture does not take is left to the run */
#define EQUILIBRATION 2 /* times the thermostat's time constant: earlier moments do not count */

static void ignore_sample(G_GNUC_UNUSED const BwSample *sample, G_GNUC_UNUSED gpointer data)
{
}

static void take_sample(const BwSample *sample, gpointer data)
{
  BwSession *self = data;
  const BwEstimates *now = &sample->estimates;
  double y[BW_TRACE_COLUMNS];
  y[BW_TRACE_POTENTIAL] = now->potential;
  y[BW_TRACE_CONSERVED] = now->conserved;
  bw_trace_add(self->trace, now->time, y);
  if (now->time >= self->averages_begin)
    bw_averages_add_sample(self->averages, sample);
}

static void show_moment(BwSession *self, const BwSnapshot *snapshot)
{
  BwFrame *frame = bw_frame_new(snapshot->atoms, snapshot->n_beads);
  gsize n_numbers = 3 * (gsize)snapshot->n_beads * (gsize)snapshot->n_atoms;
  memcpy(frame->positions, snapshot->positions, n_numbers * sizeof(double));
  frame->cell = snapshot->cell;
  frame->time = snapshot->time;
  frame->step = snapshot->step;
  bw_history_add(self->history, frame);
  self->n_frames = bw_history_get_n(self->history);
  if (self->following) {
    self->position = self->n_frames - 1;
    bw_session_show(self, frame);
  } else {
    bw_frame_free(frame);
  }
}

/* The speed only: a change of state is left to its notice, which brings the last moment, toast or trouble. */
static void update_speed(BwSession *self)
{
  BwJobStatus now;
  bw_engine_get_status(self->engine, &now);
  self->status.steps_per_second = now.steps_per_second;
  self->status.seconds_left = now.seconds_left;
  bw_job_status_clear(&now);
}

gboolean bw_session_tick_run(BwSession *self, gint64 now)
{
  if (!self->history)
    return FALSE;
  const BwSnapshot *snapshot = now >= self->next_moment ? bw_engine_take_snapshot(self->engine) : NULL;
  gint64 n_samples = bw_engine_drain_samples(self->engine, take_sample, self);
  if (n_samples > 0)
    update_speed(self);
  if (snapshot) {
    self->step_asked = FALSE;
    self->next_moment = now + MOMENT_INTERVAL;
    show_moment(self, snapshot);
  }
  return snapshot || n_samples > 0;
}

void bw_session_go_to_moment(BwSession *self, gint64 position)
{
  if (!self->history)
    return;
  self->following = position == self->n_frames - 1;
  bw_session_show(self, bw_frame_copy(bw_history_get(self->history, (int)position)));
}

/* The engine says that its state has changed. */
static void on_engine_notify(BwEngine *engine, gpointer data)
{
  BwSession *self = data;
  BwJobState before = self->status.state;
  bw_job_status_clear(&self->status);
  bw_engine_get_status(engine, &self->status);
  BwJobState now = self->status.state;
  if (now != before && now != BW_JOB_RUNNING) {
    bw_session_tick_run(self, self->next_moment);
    self->numbers_due = TRUE;
  }
  if (now != before && (now == BW_JOB_FAILED || now == BW_JOB_WAITING) && self->status.error)
    bw_session_emit_trouble(self, self->status.error);
  if (now != before && now == BW_JOB_FINISHED)
    bw_session_emit_text(self, BW_SIGNAL_FINISHED, self->status.output, NULL);
  if (self->start_when_idle && !bw_session_has_job(self))
    bw_session_start(self);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

void bw_session_init_engine(BwSession *self, int n_threads)
{
  self->engine = bw_engine_new(n_threads, TRUE, on_engine_notify, self);
  bw_engine_get_status(self->engine, &self->status);
}

BwJobState bw_session_get_job_state(BwSession *self)
{
  return self->status.state;
}

gboolean bw_session_shows_run(BwSession *self)
{
  return self->history != NULL;
}

gboolean bw_session_has_job(BwSession *self)
{
  BwJobState state = self->status.state;
  return state == BW_JOB_STARTING || state == BW_JOB_RUNNING || state == BW_JOB_PAUSED ||
         state == BW_JOB_WAITING;
}

gboolean bw_session_can_start(BwSession *self)
{
  return self->frame && self->potential;
}

/* All beads where the run has as many, otherwise their centroid. */
static double *start_positions(BwSession *self, int *n_given_beads)
{
  gsize n_numbers = 3 * (gsize)self->frame->atoms->n_atoms;
  if (self->frame->n_beads == self->dynamics.n_beads) {
    *n_given_beads = self->frame->n_beads;
    return g_memdup2(self->frame->positions, n_numbers * (gsize)self->frame->n_beads * sizeof(double));
  }
  *n_given_beads = 1;
  double *centroid = g_new(double, n_numbers);
  bw_frame_centroid(self->frame, centroid);
  return centroid;
}

/* Time until the averages mean something: without a thermostat nothing is waited for. */
static double equilibration(const BwDynamicsSettings *dynamics)
{
  return dynamics->thermostat == BW_THERMOSTAT_NONE ? 0 : EQUILIBRATION * dynamics->tau;
}

static void begin_run(BwSession *self)
{
  BwFrame *first = bw_frame_copy(self->frame);
  first->time = 0;
  first->step = 0;
  bw_session_close_file(self);
  g_clear_pointer(&self->history, bw_history_free);
  self->history = bw_history_new(HISTORY_BYTES);
  self->following = TRUE;
  self->n_frames = self->position = 0;
  bw_trace_free(self->trace);
  self->trace = bw_trace_new();
  bw_session_show(self, first);
  bw_session_restart_averages(self);
  self->averages_begin = equilibration(&self->dynamics);
  bw_engine_take_snapshot(self->engine);
  bw_engine_drain_samples(self->engine, ignore_sample, NULL);
}

void bw_session_start(BwSession *self)
{
  g_autoptr(GError) error = NULL;
  if (!bw_potential_check_atoms(self->potential, self->frame->atoms, &error)) {
    bw_session_emit_trouble(self, error);
    return;
  }
  self->start_when_idle = bw_session_has_job(self);
  if (self->start_when_idle) {
    bw_engine_stop(self->engine);
    return;
  }
  BwRunSpec spec = {.potential = self->potential,
                    .dynamics = self->dynamics,
                    .output = self->output,
                    .structure_path = self->path,
                    .n_steps = (gint64)ceil(self->length / self->dynamics.timestep - 1e-9)};
  g_autofree double *positions = start_positions(self, &spec.n_given_beads);
  begin_run(self);
  spec.atoms = self->frame->atoms;
  spec.cell = &self->frame->cell;
  spec.positions = positions;
  bw_record_settings_init(&spec.record);
  bw_guard_settings_init(&spec.guard);
  bw_averages_watch(self->averages, self->engine);
  if (!bw_engine_start_run(self->engine, &spec, &error))
    bw_session_emit_trouble(self, error);
  on_engine_notify(self->engine, self);
  bw_session_emit(self, BW_SIGNAL_TIMELINE);
}

void bw_session_start_or_pause(BwSession *self)
{
  if (self->status.state == BW_JOB_PAUSED)
    bw_engine_resume(self->engine);
  else if (bw_session_has_job(self))
    bw_engine_pause(self->engine);
  else if (bw_session_can_start(self))
    bw_session_start(self);
}

void bw_session_stop(BwSession *self)
{
  if (bw_session_has_job(self))
    bw_engine_stop(self->engine);
}

void bw_session_step_once(BwSession *self)
{
  if (self->status.state != BW_JOB_PAUSED)
    return;
  self->following = self->step_asked = TRUE;
  bw_engine_step_once(self->engine);
  bw_session_emit(self, BW_SIGNAL_JOB);
}

void bw_session_end_run(BwSession *self)
{
  bw_session_stop(self);
  g_clear_pointer(&self->history, bw_history_free);
  self->step_asked = FALSE;
}

const BwDynamicsSettings *bw_session_get_dynamics(BwSession *self)
{
  return &self->dynamics;
}

void bw_session_set_dynamics(BwSession *self, const BwDynamicsSettings *dynamics)
{
  if (memcmp(&self->dynamics, dynamics, sizeof *dynamics) == 0)
    return;
  self->dynamics = *dynamics;
  if (bw_session_has_job(self)) {
    bw_engine_change(self->engine, dynamics);
    bw_session_restart_averages(self);
    self->averages_begin += equilibration(dynamics);
  }
  bw_session_emit(self, BW_SIGNAL_JOB);
}

double bw_session_get_length(BwSession *self)
{
  return self->length;
}

void bw_session_set_length(BwSession *self, double length)
{
  self->length = length;
}

const char *bw_session_get_output(BwSession *self)
{
  return self->output;
}

void bw_session_set_output(BwSession *self, const char *path)
{
  g_free(self->output);
  self->output = g_strdup(path);
  bw_session_emit(self, BW_SIGNAL_JOB);
}
