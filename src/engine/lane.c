#include "base/error.h"
#include "engine/lane-private.h"

#define SNAPSHOT_INTERVAL 10000 /* µs between those that nobody has taken */

/* Going out */

static void push_sample(BwLane *self)
{
  BwDynamics *dynamics = self->job->dynamics;
  const BwDynamicsState *state = bw_dynamics_get_state(dynamics);
  double *values = bw_samples_add(self->engine->samples, state->step, bw_dynamics_estimates(dynamics),
                                  self->n_coordinates, state->n_beads);
  for (int i = 0; i < self->n_coordinates; i++, values += state->n_beads + 1)
    bw_coordinate_of(&self->coordinates[i], bw_dynamics_positions(dynamics), state->n_beads, state->n_atoms,
                     bw_dynamics_get_cell(dynamics), values);
  bw_samples_commit(self->engine->samples);
}

static void publish(BwLane *self, gint64 now)
{
  bw_snapshots_publish(self->engine->snapshots, self->job->dynamics);
  self->last_snapshot = now;
}

void bw_lane_restart_rate(BwLane *self, gint64 now)
{
  bw_rate_restart(&self->rate, bw_job_get_step(self->job), now);
}

void bw_lane_set_state(BwLane *self, BwJobState state, GError *error)
{
  self->state = state;
  if (state == BW_JOB_FINISHED || state == BW_JOB_STOPPED || state == BW_JOB_FAILED)
    g_clear_pointer(&self->job, bw_job_free); /* the file is closed when the front end hears of it */
  bw_engine_set_state(self->engine, state, error);
}

void bw_lane_note(BwLane *self, BwEventKind kind, int atom)
{
  const BwEvent event = bw_job_note_event(self->job, kind, atom);
  bw_engine_add_event(self->engine, &event);
}

void bw_lane_pull(BwLane *self, const BwPull *wanted)
{
  BwDynamics *dynamics = self->job->dynamics;
  const BwPull *now = bw_dynamics_get_pull(dynamics);
  const int before = now ? now->atom : -1, after = wanted ? wanted->atom : -1;
  if (wanted && !bw_pull_is_valid(wanted, bw_dynamics_get_atoms(dynamics)->n_atoms))
    return;
  bw_dynamics_set_pull(dynamics, wanted);
  if (before >= 0 && before != after)
    bw_lane_note(self, BW_EVENT_RELEASE, before);
  if (after >= 0 && before != after)
    bw_lane_note(self, BW_EVENT_PULL, after);
}

/* Steps */

gboolean bw_lane_is_running(const BwLane *self)
{
  return self->state == BW_JOB_RUNNING;
}

double bw_lane_get_time(const BwLane *self)
{
  return bw_dynamics_estimates(self->job->dynamics)->time;
}

void bw_lane_advance(BwLane *self)
{
  GError *error = NULL;
  BwJob *job = self->job;
  if (!bw_job_step(job, self->pool, &error)) {
    publish(self, g_get_monotonic_time());
    if (g_error_matches(error, BW_ERROR, BW_ERROR_PHYSICS))
      bw_lane_note(self, BW_EVENT_GUARD, -1);
    bw_lane_save(self, BW_JOB_FAILED, error);
    return;
  }
  const gint64 now = g_get_monotonic_time();
  atomic_store_explicit(&self->engine->step, bw_job_get_step(job), memory_order_relaxed);
  push_sample(self);
  if (self->state == BW_JOB_PAUSED || !bw_snapshots_waiting(self->engine->snapshots) ||
      now - self->last_snapshot > SNAPSHOT_INTERVAL)
    publish(self, now);
  if (bw_rate_look(&self->rate, bw_job_get_step(job), now))
    bw_engine_set_progress(self->engine, job, self->rate.steps_per_second);
  if (bw_job_is_done(job)) {
    publish(self, now);
    bw_lane_save(self, BW_JOB_FINISHED, NULL);
  } else
    bw_lane_keep_safe(self, now);
}

/* Coming in */

static void obey_start(BwLane *self, BwRunSpec *spec)
{
  GError *error = NULL;
  const gboolean resumed = spec->resume;
  self->change_waits = FALSE;
  self->job = bw_job_new(spec, self->pool, &error);
  if (!self->job) {
    bw_lane_set_state(self, BW_JOB_FAILED, error);
    return;
  }
  atomic_store(&self->engine->step, bw_job_get_step(self->job));
  bw_engine_set_job(self->engine, self->job);
  const gint64 now = g_get_monotonic_time();
  bw_lane_restart_rate(self, now);
  publish(self, now);
  if (!resumed)
    push_sample(self);
  bw_lane_save(self, bw_job_is_done(self->job) ? BW_JOB_FINISHED : BW_JOB_RUNNING, NULL);
}

static void obey_pause(BwLane *self)
{
  if (self->state == BW_JOB_WAITING && self->after == BW_JOB_RUNNING)
    self->after = BW_JOB_PAUSED;
  if (self->state != BW_JOB_RUNNING)
    return;
  publish(self, g_get_monotonic_time());
  bw_lane_save(self, BW_JOB_PAUSED, NULL);
}

static void obey_resume(BwLane *self)
{
  if (self->state == BW_JOB_WAITING && self->after == BW_JOB_PAUSED)
    self->after = BW_JOB_RUNNING;
  if (self->state != BW_JOB_PAUSED)
    return;
  bw_lane_restart_rate(self, g_get_monotonic_time());
  bw_lane_set_state(self, BW_JOB_RUNNING, NULL);
}

static void obey_stop(BwLane *self)
{
  if (self->state == BW_JOB_WAITING)
    bw_lane_give_up(self);
  else if (self->job)
    bw_lane_save(self, BW_JOB_STOPPED, NULL);
}

void bw_lane_change(BwLane *self, const BwDynamicsSettings *settings)
{
  GError *error = NULL;
  self->change_waits = self->state == BW_JOB_WAITING;
  self->wanted = *settings;
  if (self->state != BW_JOB_RUNNING && self->state != BW_JOB_PAUSED)
    return;
  if (bw_job_change(self->job, settings, self->pool, &error)) {
    bw_engine_set_job(self->engine, self->job);
    publish(self, g_get_monotonic_time());
    bw_lane_note(self, BW_EVENT_CHANGE, -1);
  }
  bw_lane_set_state(self, self->state, error);
}

static void obey_watch(BwLane *self, BwCommand *command)
{
  g_free(self->coordinates);
  self->coordinates = g_steal_pointer(&command->coordinates);
  self->n_coordinates = command->n_coordinates;
}

static void obey_pull(BwLane *self, const BwPull *wanted)
{
  if (!self->job)
    return;
  bw_lane_pull(self, wanted);
  if (self->state == BW_JOB_PAUSED)
    publish(self, g_get_monotonic_time());
}

void bw_lane_obey(BwLane *self, BwCommand *command)
{
  switch (command->kind) {
  case BW_COMMAND_START:
    obey_start(self, g_steal_pointer(&command->spec));
    break;
  case BW_COMMAND_PAUSE:
    obey_pause(self);
    break;
  case BW_COMMAND_RESUME:
    obey_resume(self);
    break;
  case BW_COMMAND_STEP:
    if (self->state == BW_JOB_PAUSED)
      bw_lane_advance(self);
    break;
  case BW_COMMAND_STOP:
    obey_stop(self);
    break;
  case BW_COMMAND_CHANGE:
    bw_lane_change(self, &command->settings);
    break;
  case BW_COMMAND_WATCH:
    obey_watch(self, command);
    break;
  case BW_COMMAND_PULL:
    obey_pull(self, &command->pull);
    break;
  case BW_COMMAND_RELEASE:
    obey_pull(self, NULL);
    break;
  case BW_COMMAND_OPEN:
  case BW_COMMAND_CLOSE:
  case BW_COMMAND_QUIT:
    break; /* the worker's */
  }
}

/* Life */

BwLane *bw_lane_new(BwEngine *engine, BwPool *pool)
{
  BwLane *self = g_new0(BwLane, 1);
  self->engine = engine;
  self->pool = pool;
  self->state = BW_JOB_IDLE;
  return self;
}

void bw_lane_free(BwLane *self)
{
  obey_stop(self);
  if (self->state == BW_JOB_WAITING)
    bw_lane_give_up(self);
  g_free(self->coordinates);
  g_free(self);
}

const BwEngine *bw_lane_get_engine(const BwLane *self)
{
  return self->engine;
}
