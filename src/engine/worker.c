#include "engine/worker.h"
#include "base/pool.h"
#include "base/priority.h"
#include "engine/lane.h"

#define NICE_OF_WORKER 5

struct _BwWorker {
  gatomicrefcount references;
  GThread *thread;
  BwCommands *commands;
  BwPool *pool;
  gboolean lower_priority;
  GPtrArray *lanes; /* of BwLane; the thread's */
  GMutex mutex;     /* for the news that a lane */
  GCond gone;       /* has gone */
};

static BwLane *lane_of(const BwWorker *self, const BwEngine *engine)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (bw_lane_get_engine(self->lanes->pdata[i]) == engine)
      return self->lanes->pdata[i];
  return NULL;
}

/* The thread */

static void close_lane(BwWorker *self, BwLane *lane, gboolean *gone)
{
  g_ptr_array_remove(self->lanes, lane);
  bw_lane_free(lane);
  g_mutex_lock(&self->mutex);
  *gone = TRUE;
  g_cond_broadcast(&self->gone);
  g_mutex_unlock(&self->mutex);
}

/* The one that is behind in simulated time, so that jobs that are compared keep pace. */
static BwLane *next_lane(const BwWorker *self)
{
  BwLane *next = NULL;
  for (guint i = 0; i < self->lanes->len; i++) {
    BwLane *lane = self->lanes->pdata[i];
    if (bw_lane_is_running(lane) && (!next || bw_lane_get_time(lane) < bw_lane_get_time(next)))
      next = lane;
  }
  return next;
}

static gint64 next_retry(const BwWorker *self)
{
  gint64 next = G_MAXINT64;
  for (guint i = 0; i < self->lanes->len; i++)
    next = MIN(next, bw_lane_get_retry(self->lanes->pdata[i]));
  return next;
}

static void retry(BwWorker *self)
{
  const gint64 now = g_get_monotonic_time();
  for (guint i = 0; i < self->lanes->len; i++)
    if (bw_lane_get_retry(self->lanes->pdata[i]) <= now)
      bw_lane_retry(self->lanes->pdata[i]);
}

static void obey(BwWorker *self, BwCommand *command)
{
  if (command->kind == BW_COMMAND_OPEN)
    g_ptr_array_add(self->lanes, bw_lane_new(command->engine, self->pool));
  else if (command->kind == BW_COMMAND_CLOSE)
    close_lane(self, lane_of(self, command->engine), command->gone);
  else
    bw_lane_obey(lane_of(self, command->engine), command);
}

static gpointer worker_main(gpointer data)
{
  BwWorker *self = data;
  if (self->lower_priority)
    bw_thread_give_way(NICE_OF_WORKER);
  for (;;) {
    BwLane *next = next_lane(self);
    g_autoptr(BwCommand) command = bw_commands_pop(self->commands, next ? 0 : next_retry(self));
    if (command && command->kind == BW_COMMAND_QUIT)
      return NULL;
    if (command) {
      obey(self, command);
      continue;
    }
    retry(self);
    if (next)
      bw_lane_advance(next);
  }
}

/* The front ends */

void bw_worker_send(BwWorker *self, const BwCommand *command)
{
  bw_commands_push(self->commands, command);
}

void bw_worker_add(BwWorker *self, BwEngine *engine)
{
  bw_worker_send(self, &(BwCommand){.kind = BW_COMMAND_OPEN, .engine = engine});
}

void bw_worker_remove(BwWorker *self, BwEngine *engine)
{
  gboolean gone = FALSE;
  bw_worker_send(self, &(BwCommand){.kind = BW_COMMAND_CLOSE, .engine = engine, .gone = &gone});
  g_mutex_lock(&self->mutex);
  while (!gone)
    g_cond_wait(&self->gone, &self->mutex);
  g_mutex_unlock(&self->mutex);
}

BwWorker *bw_worker_new(int n_threads, gboolean lower_priority)
{
  BwWorker *self = g_new0(BwWorker, 1);
  g_atomic_ref_count_init(&self->references);
  self->commands = bw_commands_new();
  self->pool = bw_pool_new(n_threads < 1 ? MAX(bw_n_processors() - 1, 1) : n_threads, lower_priority);
  self->lower_priority = lower_priority;
  self->lanes = g_ptr_array_new();
  g_mutex_init(&self->mutex);
  g_cond_init(&self->gone);
  self->thread = g_thread_new("beadwork-engine", worker_main, self);
  return self;
}

BwWorker *bw_worker_ref(BwWorker *self)
{
  g_atomic_ref_count_inc(&self->references);
  return self;
}

void bw_worker_unref(BwWorker *self)
{
  if (!g_atomic_ref_count_dec(&self->references))
    return;
  bw_worker_send(self, &(BwCommand){.kind = BW_COMMAND_QUIT});
  g_thread_join(self->thread);
  bw_commands_free(self->commands);
  bw_pool_free(self->pool);
  g_ptr_array_unref(self->lanes);
  g_mutex_clear(&self->mutex);
  g_cond_clear(&self->gone);
  g_free(self);
}
