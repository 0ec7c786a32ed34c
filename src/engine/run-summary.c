#include "engine/run-summary.h"
#include "base/array.h"
#include "engine/run-file-private.h"

#include <math.h>

#define FS_PER_PS 1000

static double *read_observable(BwH5File *file, const char *path, gsize *n, GError **error)
{
  static const gint64 any = -1;
  return bw_h5_read(file->id, path, H5T_NATIVE_DOUBLE, 1, &any, n, error);
}

static gboolean read_mean(BwH5File *file, const char *name, gsize first, gsize n, BwMean *mean,
                          GError **error)
{
  gsize found;
  g_autofree char *path = g_strdup_printf("observables/%s/value", name);
  g_autoptr(BwDoubles) values = read_observable(file, path, &found, error);
  if (!values)
    return FALSE;
  if (found != n)
    return bw_fail_file(error, BW_ERROR_FORMAT, file->path, "/%s has not as many values as steps", path);
  *mean = bw_mean(values + first, (gint64)(n - first));
  return TRUE;
}

static gboolean read_means(BwH5File *file, double discard, BwRunSummary *summary, GError **error)
{
  const struct {
    const char *name;
    BwMean *mean;
  } wanted[] = {
      {"temperature", &summary->temperature},
      {"kinetic_cv", &summary->kinetic_cv},
      {"kinetic_td", &summary->kinetic_td},
      {"potential", &summary->potential},
      {"radius_of_gyration", &summary->radius_of_gyration},
  };
  gsize n = 0, n_conserved = 0;
  g_autoptr(BwDoubles) times = read_observable(file, "observables/conserved/time", &n, error);
  if (!times)
    return FALSE;
  g_autoptr(BwDoubles) conserved = read_observable(file, "observables/conserved/value", &n_conserved, error);
  if (!conserved)
    return FALSE;
  const gsize first = n > 1 ? MIN((gsize)ceil(discard * (double)(n - 1)), n - 1) : 0;
  for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++)
    if (!read_mean(file, wanted[i].name, first, n, wanted[i].mean, error))
      return FALSE;
  if (n > 0) {
    summary->time = times[n - 1];
    summary->discarded = times[first] - times[0];
  }
  summary->conserved_drift =
      FS_PER_PS * bw_slope(times + first, conserved + first, (gint64)(MIN(n, n_conserved) - first));
  return TRUE;
}

gboolean bw_run_summary_read(const char *path, double discard, BwRunSummary *summary, GError **error)
{
  const BwMean none = bw_mean(NULL, 0);
  *summary = (BwRunSummary){.temperature = none,
                            .kinetic_cv = none,
                            .kinetic_td = none,
                            .potential = none,
                            .radius_of_gyration = none,
                            .conserved_drift = NAN,
                            .time = NAN};
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, error);
  if (!file ||
      !bw_h5_read_into(file->id, BW_RUN_CHECKPOINT "/step", H5T_NATIVE_INT64, 0, NULL, &summary->step, error))
    return FALSE;
  return !bw_h5_has(file->id, "observables/conserved") || read_means(file, discard, summary, error);
}
