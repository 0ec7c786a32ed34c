/* pool.h - the one pool of threads that heavy kernels share.
 *
 * A job is cut into tasks whose number depends on the problem alone, never on the number of threads, so that
 * results are the same bytes for any number of threads. OpenBLAS runs on one thread: large matrices
 * are cut into tasks as everything is. */
#pragma once

#include "base/array.h"

typedef struct _BwPool BwPool;

/* Called once for each task; `scratch` belongs to the worker thread for the time of the call. */
typedef void (*BwTaskFunc)(int task, BwScratch *scratch, gpointer data);

/* n_threads < 1: one per core. With `lower_priority`, extra threads are niced so that a window on the same
 * machine stays smooth. */
BwPool *bw_pool_new(int n_threads, gboolean lower_priority);
void bw_pool_free(BwPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPool, bw_pool_free)

int bw_pool_get_n_threads(const BwPool *pool);

/* Runs func(0 … n_tasks − 1); the caller works too and returns when all are done. Not reentrant: one caller
 * at a time. `pool` may be NULL: all on this thread. */
void bw_pool_run(BwPool *pool, int n_tasks, BwTaskFunc func, gpointer data);

/* OpenBLAS runs on one thread from now on, as it does once there is a pool: the number of its threads shows
 * in the last bits of what it computes. For those who use it before there is a pool. */
void bw_blas_use_one_thread(void);

/* The number of processors this process may use. */
int bw_n_processors(void);
