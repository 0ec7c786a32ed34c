#include "engine/run-observable.h"
#include "base/array.h"
#include "io/hdf5/h5-file.h"

void bw_run_observable_clear(BwRunObservable *observable)
{
  g_clear_pointer(&observable->times, bw_free);
  g_clear_pointer(&observable->values, bw_free);
  observable->n = 0;
}

static double *read_column(BwH5File *file, const char *name, const char *what, gsize *n, GError **error)
{
  static const gint64 any = -1;
  g_autofree char *path = g_strdup_printf("observables/%s/%s", name, what);
  return bw_h5_read(file->id, path, H5T_NATIVE_DOUBLE, 1, &any, n, error);
}

gboolean bw_run_observable_read(const char *path, const char *name, BwRunObservable *observable,
                                GError **error)
{
  *observable = (BwRunObservable){0};
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, error);
  if (!file)
    return FALSE;
  g_autofree char *group = g_strdup_printf("observables/%s", name);
  gsize n_times;
  if (!bw_h5_has(file->id, "observables") || !bw_h5_has(file->id, group))
    return TRUE;
  observable->values = read_column(file, name, "value", &observable->n, error);
  observable->times = observable->values ? read_column(file, name, "time", &n_times, error) : NULL;
  if (!observable->times)
    return FALSE;
  return n_times == observable->n ||
         bw_fail_file(error, BW_ERROR_FORMAT, path, "/%s has %zu values at %zu times", group, observable->n,
                      n_times);
}
