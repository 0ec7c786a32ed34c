/* The front end's side of the engine: nothing here waits for the worker but what says so. */
#include "base/error.h"
#include "engine/engine-private.h"

#include <math.h>
#include <string.h>

/* Commands */

void bw_command_free(BwCommand *command)
{
  bw_run_spec_free(command->spec);
  g_free(command->coordinates);
  g_free(command);
}

static void send(BwEngine *engine, BwCommand command)
{
  g_async_queue_push(engine->commands, g_memdup2(&command, sizeof command));
}

void bw_engine_pause(BwEngine *engine)
{
  send(engine, (BwCommand){.kind = BW_COMMAND_PAUSE});
}

void bw_engine_resume(BwEngine *engine)
{
  send(engine, (BwCommand){.kind = BW_COMMAND_RESUME});
}

void bw_engine_step_once(BwEngine *engine)
{
  send(engine, (BwCommand){.kind = BW_COMMAND_STEP});
}

void bw_engine_stop(BwEngine *engine)
{
  send(engine, (BwCommand){.kind = BW_COMMAND_STOP});
}

void bw_engine_change(BwEngine *engine, const BwDynamicsSettings *settings)
{
  send(engine, (BwCommand){.kind = BW_COMMAND_CHANGE, .settings = *settings});
}

void bw_engine_watch(BwEngine *engine, const BwCoordinate *coordinates, int n)
{
  BwCoordinate *copy = g_memdup2(coordinates, sizeof *coordinates * (gsize)n);
  send(engine, (BwCommand){.kind = BW_COMMAND_WATCH, .coordinates = copy, .n_coordinates = n});
}

static gboolean is_over(BwJobState state)
{
  return state == BW_JOB_IDLE || state == BW_JOB_FINISHED || state == BW_JOB_STOPPED ||
         state == BW_JOB_FAILED;
}

/* Status */

static gboolean deliver(gpointer data)
{
  BwEngine *engine = data;
  g_mutex_lock(&engine->mutex);
  g_clear_pointer(&engine->pending, g_source_unref);
  g_mutex_unlock(&engine->mutex);
  engine->notify(engine, engine->notify_data);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void tell(BwEngine *engine)
{
  g_cond_broadcast(&engine->changed);
  if (!engine->notify || engine->pending)
    return;
  engine->pending = g_idle_source_new();
  g_source_set_priority(engine->pending, G_PRIORITY_DEFAULT);
  g_source_set_callback(engine->pending, deliver, engine, NULL);
  g_source_attach(engine->pending, engine->context);
}

void bw_engine_set_state(BwEngine *engine, BwJobState state, GError *error)
{
  g_mutex_lock(&engine->mutex);
  engine->status.state = state;
  g_clear_error(&engine->status.error);
  engine->status.error = error;
  tell(engine);
  g_mutex_unlock(&engine->mutex);
}

void bw_engine_set_job(BwEngine *engine, const BwJob *job)
{
  g_mutex_lock(&engine->mutex);
  engine->status.dynamics = *bw_dynamics_get_settings(job->dynamics);
  engine->status.n_steps = job->n_steps;
  if (engine->status.state == BW_JOB_STARTING)
    engine->status.first_step = bw_job_get_step(job);
  g_mutex_unlock(&engine->mutex);
}

void bw_engine_set_progress(BwEngine *engine, const BwJob *job, double steps_per_second)
{
  gint64 left = job->n_steps - bw_job_get_step(job);
  g_mutex_lock(&engine->mutex);
  engine->status.last_checkpoint = job->last_checkpoint;
  engine->status.steps_per_second = steps_per_second;
  engine->status.seconds_left =
      job->n_steps > 0 && steps_per_second > 0 ? MAX(left, 0) / steps_per_second : NAN;
  g_mutex_unlock(&engine->mutex);
}

static void copy_status(BwEngine *engine, BwJobStatus *status)
{
  *status = engine->status;
  status->step = atomic_load(&engine->step);
  status->output = g_strdup(engine->status.output);
  status->error = engine->status.error ? g_error_copy(engine->status.error) : NULL;
}

void bw_engine_get_status(BwEngine *engine, BwJobStatus *status)
{
  g_mutex_lock(&engine->mutex);
  copy_status(engine, status);
  g_mutex_unlock(&engine->mutex);
}

void bw_job_status_clear(BwJobStatus *status)
{
  g_clear_error(&status->error);
  g_clear_pointer(&status->output, g_free);
}

gboolean bw_engine_start_run(BwEngine *engine, const BwRunSpec *spec, GError **error)
{
  g_mutex_lock(&engine->mutex);
  gboolean may = is_over(engine->status.state);
  if (may) {
    bw_job_status_clear(&engine->status);
    engine->status = (BwJobStatus){.state = BW_JOB_STARTING,
                                   .n_steps = spec->n_steps,
                                   .seconds_left = NAN,
                                   .last_checkpoint = -1,
                                   .dynamics = spec->dynamics,
                                   .output = g_strdup(spec->output)};
    atomic_store(&engine->step, 0);
    tell(engine);
  }
  g_mutex_unlock(&engine->mutex);
  if (!may)
    return bw_fail(error, BW_ERROR_ARGUMENT, "another run is going on; stop it first");
  send(engine, (BwCommand){.kind = BW_COMMAND_START, .spec = bw_run_spec_copy(spec)});
  return TRUE;
}

void bw_engine_wait(BwEngine *engine, volatile int *interrupted, BwEngineNotify progress, gpointer data)
{
  const gint64 interval = G_USEC_PER_SEC / 10;
  gboolean stopping = FALSE;
  g_mutex_lock(&engine->mutex);
  while (!is_over(engine->status.state)) {
    g_cond_wait_until(&engine->changed, &engine->mutex, g_get_monotonic_time() + interval);
    g_mutex_unlock(&engine->mutex);
    if (interrupted && *interrupted && !stopping) {
      bw_engine_stop(engine);
      stopping = TRUE;
    }
    if (progress)
      progress(engine, data);
    g_mutex_lock(&engine->mutex);
  }
  g_mutex_unlock(&engine->mutex);
}

/* What comes out */

const BwSnapshot *bw_engine_take_snapshot(BwEngine *engine)
{
  return bw_snapshots_take(engine->snapshots);
}

gint64 bw_engine_drain_samples(BwEngine *engine, void (*each)(const BwSample *sample, gpointer data),
                               gpointer data)
{
  return bw_samples_drain(engine->samples, each, data);
}

/* Life */

BwEngine *bw_engine_new(int n_threads, gboolean lower_priority, BwEngineNotify notify, gpointer data)
{
  BwEngine *engine = g_new0(BwEngine, 1);
  engine->commands = g_async_queue_new_full((GDestroyNotify)bw_command_free);
  engine->pool = bw_pool_new(n_threads < 1 ? MAX(bw_n_processors() - 1, 1) : n_threads, lower_priority);
  engine->lower_priority = lower_priority;
  engine->snapshots = bw_snapshots_new();
  engine->samples = bw_samples_new();
  engine->status = (BwJobStatus){.seconds_left = NAN, .last_checkpoint = -1};
  engine->notify = notify;
  engine->notify_data = data;
  engine->context = g_main_context_ref_thread_default();
  g_mutex_init(&engine->mutex);
  g_cond_init(&engine->changed);
  engine->thread = g_thread_new("beadwork-engine", bw_worker_main, engine);
  return engine;
}

void bw_engine_free(BwEngine *engine)
{
  if (!engine)
    return;
  send(engine, (BwCommand){.kind = BW_COMMAND_QUIT});
  g_thread_join(engine->thread);
  if (engine->pending) {
    g_source_destroy(engine->pending);
    g_source_unref(engine->pending);
  }
  g_main_context_unref(engine->context);
  g_async_queue_unref(engine->commands);
  bw_pool_free(engine->pool);
  bw_snapshots_free(engine->snapshots);
  bw_samples_free(engine->samples);
  bw_job_status_clear(&engine->status);
  g_mutex_clear(&engine->mutex);
  g_cond_clear(&engine->changed);
  g_free(engine);
}
