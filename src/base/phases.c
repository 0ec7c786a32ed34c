#include "base/phases.h"

enum { PATIENCE = 2000 }; /* looks before others may have the processor: some ten µs */

typedef struct {
  int n_tasks; /* of one phase */
  int n_done;  /* of all, atomic */
  BwPhaseFunc func;
  gpointer data;
} Job;

/* Tasks are taken in order, so that what is waited for is being done by another thread. */
static void wait_for(Job *job, int n)
{
  for (int looks = 0; g_atomic_int_get(&job->n_done) < n; looks++)
    if (looks >= PATIENCE)
      g_thread_yield();
}

static void run_task(int task, BwScratch *scratch G_GNUC_UNUSED, gpointer data)
{
  Job *job = data;
  int phase = task / job->n_tasks;
  wait_for(job, phase * job->n_tasks);
  job->func(phase, task % job->n_tasks, job->data);
  g_atomic_int_inc(&job->n_done);
}

void bw_pool_run_phases(BwPool *pool, int n_phases, int n_tasks, BwPhaseFunc func, gpointer data)
{
  Job job = {n_tasks, 0, func, data};
  bw_pool_run(pool, n_phases * n_tasks, run_task, &job);
}
