/* The worker's side of the engine: one thread that obeys commands between steps. */
#include "base/error.h"
#include "engine/engine-private.h"

#include <math.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NICE_OF_WORKER 5
#define SNAPSHOT_INTERVAL 10000                  /* µs between those that nobody has taken */
#define RATE_INTERVAL (G_USEC_PER_SEC / 4)       /* between looks at the rate, */
enum { RATE_LOOKS = 4 };                         /* which is taken over so many of them */
#define RETRY_INTERVAL ((guint64)G_USEC_PER_SEC) /* of a full disk */

typedef struct {
  BwEngine *engine;
  BwJob *job; /* NULL: none */
  BwJobState state;
  BwJobState after; /* what follows when WAITING is over, */
  GError *failure;  /* and why, when that is FAILED */
  gboolean quit;

  BwCoordinate *coordinates;
  int n_coordinates;

  gint64 last_snapshot; /* µs */
  double rate;          /* steps per second */
  gint64 look_times[RATE_LOOKS], look_steps[RATE_LOOKS];
  int n_looks;
} Worker;

/* Going out */

static void push_sample(Worker *worker)
{
  BwDynamics *dynamics = worker->job->dynamics;
  const BwDynamicsState *state = bw_dynamics_get_state(dynamics);
  double *values = bw_samples_add(worker->engine->samples, state->step, bw_dynamics_estimates(dynamics),
                                  worker->n_coordinates, state->n_beads);
  for (int i = 0; i < worker->n_coordinates; i++, values += state->n_beads + 1)
    bw_coordinate_of(&worker->coordinates[i], bw_dynamics_positions(dynamics), state->n_beads, state->n_atoms,
                     bw_dynamics_get_cell(dynamics), values);
  bw_samples_commit(worker->engine->samples);
}

static void publish(Worker *worker, gint64 now)
{
  bw_snapshots_publish(worker->engine->snapshots, worker->job->dynamics);
  worker->last_snapshot = now;
}

static void restart_rate(Worker *worker, gint64 now)
{
  worker->n_looks = 1;
  worker->rate = 0;
  worker->look_times[0] = now;
  worker->look_steps[0] = bw_job_get_step(worker->job);
}

static void measure_rate(Worker *worker, gint64 now)
{
  const int newest = (worker->n_looks - 1) % RATE_LOOKS;
  if (now - worker->look_times[newest] < RATE_INTERVAL)
    return;
  const int oldest = worker->n_looks < RATE_LOOKS ? 0 : worker->n_looks % RATE_LOOKS;
  const gint64 step = bw_job_get_step(worker->job);
  worker->rate =
      1e6 * (double)(step - worker->look_steps[oldest]) / (double)(now - worker->look_times[oldest]);
  const int next = worker->n_looks++ % RATE_LOOKS;
  worker->look_times[next] = now;
  worker->look_steps[next] = step;
  bw_engine_set_progress(worker->engine, worker->job, worker->rate);
}

static void set_state(Worker *worker, BwJobState state, GError *error)
{
  worker->state = state;
  if (state == BW_JOB_FINISHED || state == BW_JOB_STOPPED || state == BW_JOB_FAILED)
    g_clear_pointer(&worker->job, bw_job_free); /* the file is closed when the front end hears of it */
  bw_engine_set_state(worker->engine, state, error);
}

/* Saving */

static GError *waiting_message(const GError *error)
{
  return g_error_new(error->domain, error->code,
                     "%s; the run waits, and goes on by itself when there is room", error->message);
}

/* A checkpoint failed: when the disk is full, `after` comes later. Takes both errors. */
static void wait_or_fail(Worker *worker, BwJobState after, GError *failure, GError *error)
{
  if (!g_error_matches(error, BW_ERROR, BW_ERROR_DISK)) {
    g_clear_error(&failure);
    set_state(worker, BW_JOB_FAILED, error);
    return;
  }
  worker->after = after;
  worker->failure = failure;
  set_state(worker, BW_JOB_WAITING, waiting_message(error));
  g_error_free(error);
}

/* A checkpoint, and then `after`. Takes `failure`. */
static void save(Worker *worker, BwJobState after, GError *failure)
{
  GError *error = NULL;
  if (!bw_job_checkpoint(worker->job, &error)) {
    wait_or_fail(worker, after, failure, error);
    return;
  }
  bw_engine_set_progress(worker->engine, worker->job, after == BW_JOB_RUNNING ? worker->rate : 0);
  set_state(worker, after, failure);
}

static void retry(Worker *worker)
{
  GError *error = NULL;
  if (!bw_job_checkpoint(worker->job, &error)) {
    if (!g_error_matches(error, BW_ERROR, BW_ERROR_DISK)) {
      g_clear_error(&worker->failure);
      set_state(worker, BW_JOB_FAILED, error);
    } else
      g_error_free(error);
    return;
  }
  restart_rate(worker, g_get_monotonic_time());
  set_state(worker, worker->after, g_steal_pointer(&worker->failure));
}

/* There is no more time to wait for room. */
static void give_up(Worker *worker)
{
  GError *error = NULL;
  retry(worker);
  if (worker->state != BW_JOB_WAITING)
    return;
  g_clear_error(&worker->failure);
  const char *path = worker->job->spec->output;
  gint64 last = worker->job->last_checkpoint;
  if (last < 0)
    bw_fail_file(&error, BW_ERROR_DISK, path, "stopped while the disk was full; nothing was written");
  else
    bw_fail_file(&error, BW_ERROR_DISK, path,
                 "stopped while the disk was full; what came after step %" G_GINT64_FORMAT " is lost", last);
  set_state(worker, BW_JOB_FAILED, error);
}

static void keep_safe(Worker *worker, gint64 now)
{
  GError *error = NULL;
  const gint64 before = worker->job->last_checkpoint;
  if (!bw_job_keep_safe(worker->job, now, &error))
    wait_or_fail(worker, worker->state, NULL, error);
  else if (worker->job->last_checkpoint != before)
    bw_engine_set_progress(worker->engine, worker->job, worker->rate);
}

/* Steps */

static void advance(Worker *worker)
{
  GError *error = NULL;
  BwJob *job = worker->job;
  if (!bw_job_step(job, worker->engine->pool, &error)) {
    publish(worker, g_get_monotonic_time());
    save(worker, BW_JOB_FAILED, error);
    return;
  }
  const gint64 now = g_get_monotonic_time();
  atomic_store_explicit(&worker->engine->step, bw_job_get_step(job), memory_order_relaxed);
  push_sample(worker);
  if (worker->state == BW_JOB_PAUSED || !bw_snapshots_waiting(worker->engine->snapshots) ||
      now - worker->last_snapshot > SNAPSHOT_INTERVAL)
    publish(worker, now);
  measure_rate(worker, now);
  if (bw_job_is_done(job)) {
    publish(worker, now);
    save(worker, BW_JOB_FINISHED, NULL);
  } else
    keep_safe(worker, now);
}

/* Coming in */

static void obey_start(Worker *worker, BwRunSpec *spec)
{
  GError *error = NULL;
  const gboolean resumed = spec->resume;
  worker->job = bw_job_new(spec, worker->engine->pool, &error);
  if (!worker->job) {
    set_state(worker, BW_JOB_FAILED, error);
    return;
  }
  atomic_store(&worker->engine->step, bw_job_get_step(worker->job));
  bw_engine_set_job(worker->engine, worker->job);
  const gint64 now = g_get_monotonic_time();
  restart_rate(worker, now);
  publish(worker, now);
  if (!resumed)
    push_sample(worker);
  save(worker, bw_job_is_done(worker->job) ? BW_JOB_FINISHED : BW_JOB_RUNNING, NULL);
}

static void obey_pause(Worker *worker)
{
  if (worker->state == BW_JOB_WAITING && worker->after == BW_JOB_RUNNING)
    worker->after = BW_JOB_PAUSED;
  if (worker->state != BW_JOB_RUNNING)
    return;
  publish(worker, g_get_monotonic_time());
  save(worker, BW_JOB_PAUSED, NULL);
}

static void obey_resume(Worker *worker)
{
  if (worker->state == BW_JOB_WAITING && worker->after == BW_JOB_PAUSED)
    worker->after = BW_JOB_RUNNING;
  if (worker->state != BW_JOB_PAUSED)
    return;
  restart_rate(worker, g_get_monotonic_time());
  set_state(worker, BW_JOB_RUNNING, NULL);
}

static void obey_stop(Worker *worker)
{
  if (worker->state == BW_JOB_WAITING)
    give_up(worker);
  else if (worker->job)
    save(worker, BW_JOB_STOPPED, NULL);
}

static void obey_change(Worker *worker, const BwDynamicsSettings *settings)
{
  GError *error = NULL;
  if (worker->state != BW_JOB_RUNNING && worker->state != BW_JOB_PAUSED)
    return;
  if (bw_job_change(worker->job, settings, worker->engine->pool, &error)) {
    bw_engine_set_job(worker->engine, worker->job);
    publish(worker, g_get_monotonic_time());
  }
  set_state(worker, worker->state, error);
}

static void obey_watch(Worker *worker, BwCommand *command)
{
  g_free(worker->coordinates);
  worker->coordinates = g_steal_pointer(&command->coordinates);
  worker->n_coordinates = command->n_coordinates;
}

static void obey(Worker *worker, BwCommand *command)
{
  switch (command->kind) {
  case BW_COMMAND_START:
    obey_start(worker, g_steal_pointer(&command->spec));
    break;
  case BW_COMMAND_PAUSE:
    obey_pause(worker);
    break;
  case BW_COMMAND_RESUME:
    obey_resume(worker);
    break;
  case BW_COMMAND_STEP:
    if (worker->state == BW_JOB_PAUSED)
      advance(worker);
    break;
  case BW_COMMAND_STOP:
    obey_stop(worker);
    break;
  case BW_COMMAND_CHANGE:
    obey_change(worker, &command->settings);
    break;
  case BW_COMMAND_WATCH:
    obey_watch(worker, command);
    break;
  case BW_COMMAND_QUIT:
    obey_stop(worker);
    if (worker->state == BW_JOB_WAITING)
      give_up(worker);
    worker->quit = TRUE;
    break;
  }
}

static BwCommand *next_command(Worker *worker)
{
  GAsyncQueue *commands = worker->engine->commands;
  if (worker->state == BW_JOB_RUNNING)
    return g_async_queue_try_pop(commands);
  if (worker->state == BW_JOB_WAITING)
    return g_async_queue_timeout_pop(commands, RETRY_INTERVAL);
  return g_async_queue_pop(commands);
}

gpointer bw_worker_main(gpointer engine)
{
  Worker worker = {.engine = engine, .state = BW_JOB_IDLE};
  if (worker.engine->lower_priority)
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE_OF_WORKER);
  while (!worker.quit) {
    BwCommand *command = next_command(&worker);
    if (command) {
      obey(&worker, command);
      bw_command_free(command);
    } else if (worker.state == BW_JOB_WAITING)
      retry(&worker);
    else
      advance(&worker);
  }
  g_free(worker.coordinates);
  return NULL;
}
