#include "engine/run-summary.h"
#include "engine/run-file-private.h"
#include "engine/run-observable.h"

#include <math.h>

#define FS_PER_PS 1000

static gsize count_discarded(gsize n, double discard)
{
  return n > 1 ? MIN((gsize)ceil(discard * (double)(n - 1)), n - 1) : 0;
}

static gboolean read_mean(const char *path, const char *name, double discard, BwMean *mean, GError **error)
{
  g_auto(BwRunObservable) observable = {0};
  if (!bw_run_observable_read(path, name, &observable, error))
    return FALSE;
  const gsize first = count_discarded(observable.n, discard);
  *mean = bw_mean(observable.values + first, (gint64)(observable.n - first));
  return TRUE;
}

static gboolean read_drift(const char *path, double discard, BwRunSummary *summary, GError **error)
{
  g_auto(BwRunObservable) conserved = {0};
  if (!bw_run_observable_read(path, "conserved", &conserved, error))
    return FALSE;
  const gsize first = count_discarded(conserved.n, discard);
  summary->time = conserved.n > 0 ? conserved.times[conserved.n - 1] : NAN;
  summary->discarded = conserved.n > 0 ? conserved.times[first] - conserved.times[0] : NAN;
  summary->conserved_drift =
      FS_PER_PS * bw_slope(conserved.times + first, conserved.values + first, (gint64)(conserved.n - first));
  return TRUE;
}

static gboolean read_step(const char *path, gint64 *step, GError **error)
{
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, error);
  return file && bw_h5_read_into(file->id, BW_RUN_CHECKPOINT "/step", H5T_NATIVE_INT64, 0, NULL, step, error);
}

gboolean bw_run_summary_read(const char *path, double discard, BwRunSummary *summary, GError **error)
{
  *summary = (BwRunSummary){0};
  return read_step(path, &summary->step, error) &&
         read_mean(path, "temperature", discard, &summary->temperature, error) &&
         read_mean(path, "kinetic_cv", discard, &summary->kinetic_cv, error) &&
         read_mean(path, "kinetic_td", discard, &summary->kinetic_td, error) &&
         read_mean(path, "potential", discard, &summary->potential, error) &&
         read_mean(path, "radius_of_gyration", discard, &summary->radius_of_gyration, error) &&
         read_drift(path, discard, summary, error);
}
