/* run-observable.h - a quantity of a run, step by step: what BwEstimates held when it ran. */
#pragma once

#include <glib.h>

typedef struct {
  gsize n;
  double *times;  /* [n] fs */
  double *values; /* [n] in Å, eV, K */
} BwRunObservable;

void bw_run_observable_clear(BwRunObservable *observable);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwRunObservable, bw_run_observable_clear)

/* `name` as in BwEstimates: "kinetic_cv". n is 0 where the run did not record it. Fails when the file is not
 * a run or damaged. Clear it in any case. */
gboolean bw_run_observable_read(const char *path, const char *name, BwRunObservable *observable,
                                GError **error);
