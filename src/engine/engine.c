/* The front end's side of the engine: nothing here waits for the worker but what says so. */
#include "base/error.h"
#include "engine/engine-private.h"

#include <math.h>
#include <string.h>

/* Commands */

static void send(BwEngine *engine, BwCommand command)
{
  command.engine = engine;
  bw_worker_send(engine->worker, &command);
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

void bw_engine_pull(BwEngine *engine, const BwPull *pull)
{
  if (pull)
    send(engine, (BwCommand){.kind = BW_COMMAND_PULL, .pull = *pull});
  else
    send(engine, (BwCommand){.kind = BW_COMMAND_RELEASE});
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

void bw_engine_add_event(BwEngine *engine, const BwEvent *event)
{
  g_mutex_lock(&engine->mutex);
  g_array_append_val(engine->events, *event);
  tell(engine);
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

void bw_engine_drain_events(BwEngine *engine, void (*each)(const BwEvent *event, gpointer data),
                            gpointer data)
{
  g_mutex_lock(&engine->mutex);
  g_autoptr(GArray) events = g_steal_pointer(&engine->events);
  engine->events = g_array_new(FALSE, FALSE, sizeof(BwEvent));
  g_mutex_unlock(&engine->mutex);
  for (guint i = 0; i < events->len && each; i++)
    each(&g_array_index(events, BwEvent, i), data);
}

/* Life */

/* Takes the worker. */
static BwEngine *engine_new(BwWorker *worker, BwEngineNotify notify, gpointer data)
{
  BwEngine *engine = g_new0(BwEngine, 1);
  engine->worker = worker;
  engine->snapshots = bw_snapshots_new();
  engine->samples = bw_samples_new();
  engine->events = g_array_new(FALSE, FALSE, sizeof(BwEvent));
  engine->status = (BwJobStatus){.seconds_left = NAN, .last_checkpoint = -1};
  engine->notify = notify;
  engine->notify_data = data;
  engine->context = g_main_context_ref_thread_default();
  g_mutex_init(&engine->mutex);
  g_cond_init(&engine->changed);
  bw_worker_add(worker, engine);
  return engine;
}

BwEngine *bw_engine_new(int n_threads, gboolean lower_priority, BwEngineNotify notify, gpointer data)
{
  return engine_new(bw_worker_new(n_threads, lower_priority), notify, data);
}

BwEngine *bw_engine_new_beside(BwEngine *first, BwEngineNotify notify, gpointer data)
{
  return engine_new(bw_worker_ref(first->worker), notify, data);
}

void bw_engine_free(BwEngine *engine)
{
  if (!engine)
    return;
  bw_worker_remove(engine->worker, engine);
  bw_worker_unref(engine->worker);
  if (engine->pending) {
    g_source_destroy(engine->pending);
    g_source_unref(engine->pending);
  }
  g_main_context_unref(engine->context);
  bw_snapshots_free(engine->snapshots);
  bw_samples_free(engine->samples);
  g_array_unref(engine->events);
  bw_job_status_clear(&engine->status);
  g_mutex_clear(&engine->mutex);
  g_cond_clear(&engine->changed);
  g_free(engine);
}
