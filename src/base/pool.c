#include "base/pool.h"

#include <cblas.h>
#include <sched.h>

#include "base/priority.h"

#define NICE_OF_WORKERS 5

struct _BwPool {
  int n_threads;
  gboolean lower_priority;
  GThread **threads;  /* [n_threads - 1] */
  BwScratch *scratch; /* [n_threads], the last is the caller's */
  GMutex mutex;
  GCond work, done;
  guint generation;
  int n_busy;
  gboolean quit;
  BwTaskFunc func;
  gpointer data;
  int n_tasks;
  int next_task; /* atomic */
};

typedef struct {
  BwPool *pool;
  int index;
} Worker;

int bw_n_processors(void)
{
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    return MAX(CPU_COUNT(&set), 1);
  return MAX((int)g_get_num_processors(), 1);
}

static void take_tasks(BwPool *pool, BwScratch *scratch)
{
  for (int task; (task = g_atomic_int_add(&pool->next_task, 1)) < pool->n_tasks;)
    pool->func(task, scratch, pool->data);
}

static gpointer worker_main(gpointer user_data)
{
  Worker *worker = user_data;
  BwPool *pool = worker->pool;
  BwScratch *scratch = &pool->scratch[worker->index];
  g_free(worker);
  if (pool->lower_priority)
    bw_thread_give_way(NICE_OF_WORKERS);

  guint seen = 0;
  g_mutex_lock(&pool->mutex);
  for (;;) {
    while (!pool->quit && pool->generation == seen)
      g_cond_wait(&pool->work, &pool->mutex);
    if (pool->quit)
      break;
    seen = pool->generation;
    g_mutex_unlock(&pool->mutex);
    take_tasks(pool, scratch);
    g_mutex_lock(&pool->mutex);
    if (--pool->n_busy == 0)
      g_cond_signal(&pool->done);
  }
  g_mutex_unlock(&pool->mutex);
  return NULL;
}

void bw_blas_use_one_thread(void)
{
  openblas_set_num_threads(1);
}

BwPool *bw_pool_new(int n_threads, gboolean lower_priority)
{
  BwPool *pool = g_new0(BwPool, 1);
  pool->n_threads = n_threads < 1 ? bw_n_processors() : n_threads;
  pool->lower_priority = lower_priority;
  pool->scratch = g_new0(BwScratch, pool->n_threads);
  pool->threads = g_new0(GThread *, pool->n_threads);
  g_mutex_init(&pool->mutex);
  g_cond_init(&pool->work);
  g_cond_init(&pool->done);
  bw_blas_use_one_thread();
  for (int i = 0; i < pool->n_threads - 1; i++) {
    Worker *worker = g_new(Worker, 1);
    *worker = (Worker){pool, i};
    pool->threads[i] = g_thread_new("beadwork-pool", worker_main, worker);
  }
  return pool;
}

void bw_pool_free(BwPool *pool)
{
  if (!pool)
    return;
  g_mutex_lock(&pool->mutex);
  pool->quit = TRUE;
  g_cond_broadcast(&pool->work);
  g_mutex_unlock(&pool->mutex);
  for (int i = 0; i < pool->n_threads - 1; i++)
    g_thread_join(pool->threads[i]);
  for (int i = 0; i < pool->n_threads; i++)
    bw_scratch_clear(&pool->scratch[i]);
  g_mutex_clear(&pool->mutex);
  g_cond_clear(&pool->work);
  g_cond_clear(&pool->done);
  g_free(pool->scratch);
  g_free(pool->threads);
  g_free(pool);
}

int bw_pool_get_n_threads(const BwPool *pool)
{
  return pool ? pool->n_threads : 1;
}

void bw_pool_run(BwPool *pool, int n_tasks, BwTaskFunc func, gpointer data)
{
  if (!pool) {
    BwScratch scratch = {0};
    for (int task = 0; task < n_tasks; task++)
      func(task, &scratch, data);
    bw_scratch_clear(&scratch);
    return;
  }
  pool->func = func;
  pool->data = data;
  pool->n_tasks = n_tasks;
  g_atomic_int_set(&pool->next_task, 0);
  gboolean shared = n_tasks > 1 && pool->n_threads > 1;
  if (shared) {
    g_mutex_lock(&pool->mutex);
    pool->generation++;
    pool->n_busy = pool->n_threads - 1;
    g_cond_broadcast(&pool->work);
    g_mutex_unlock(&pool->mutex);
  }
  take_tasks(pool, &pool->scratch[pool->n_threads - 1]);
  if (shared) {
    g_mutex_lock(&pool->mutex);
    while (pool->n_busy > 0)
      g_cond_wait(&pool->done, &pool->mutex);
    g_mutex_unlock(&pool->mutex);
  }
}
