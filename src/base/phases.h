/* phases.h - a job in phases, each of which needs all of the one before, as one run of the pool.
 *
 * Waking threads takes longer than a short phase does: here they stay awake from one to the next. */
#pragma once

#include "base/pool.h"

typedef void (*BwPhaseFunc)(int phase, int task, gpointer data);

/* Runs func(phase, task) for every task of every phase; all of a phase are done before the next begins. As
 * bw_pool_run(). */
void bw_pool_run_phases(BwPool *pool, int n_phases, int n_tasks, BwPhaseFunc func, gpointer data);
