/* run.h - a training that is under way: what its steps share. */
#pragma once

#include "learning/kernel/state.h"
#include "learning/kernel/task.h"
#include "potential/gdml/packed-matrix.h"

typedef struct {
  const BwKernelTask *task;
  BwSolver solver;   /* never AUTO */
  double tolerance;  /* of the iterative solver */
  guint64 max_bytes; /* for it */
  guint64 seed;
  BwPool *pool;
  const BwTrainObserver *observer;
  GCancellable *cancellable;
  BwKernelState *state;   /* what is known so far */
  const char *checkpoint; /* the file it is saved in; NULL: none */
  gint64 last_saved;      /* µs */
  BwPackedMatrix *matrix; /* the closed form's, made when it is first needed: its pages cost seconds */
} BwKernelRun;

void bw_kernel_run_clear(BwKernelRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwKernelRun, bw_kernel_run_clear)

/* Saves the state, if there is a file for it; without `now` only when the last time is half a minute ago. */
gboolean bw_kernel_run_save(BwKernelRun *run, gboolean now, GError **error);

/* Predictions of a model of the task on n of its frames, told to the observer; `stage` may be NULL. */
BwComparison *bw_kernel_run_compare(const BwKernelRun *run, const BwGdmlFile *file, const int *frames, int n,
                                    BwTrainStage *stage, GError **error);
