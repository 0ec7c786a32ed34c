/* What happened to a run, read back. */
#include "base/array.h"
#include "engine/run-file-private.h"
#include "engine/run-settings.h"

static gboolean is_event(const BwEvent *event)
{
  return event->step >= 0 && (int)event->kind >= 0 && event->kind < BW_N_EVENT_KINDS && event->atom >= -1;
}

GArray *bw_run_read_events(const char *path, GError **error)
{
  hsize_t n;
  g_autoptr(GArray) events = g_array_new(FALSE, TRUE, sizeof(BwEvent));
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, error);
  if (!file)
    return NULL;
  if (!bw_h5_has(file->id, "parameters") || !bw_h5_has(file->id, BW_RUN_PARAMETERS) ||
      !bw_h5_has(file->id, BW_RUN_EVENTS))
    return g_steal_pointer(&events);
  g_auto(BwH5) type = bw_run_type_of_events(), dataset = bw_h5_open(file->id, BW_RUN_EVENTS, error);
  if (dataset < 0)
    return NULL;
  gboolean read = bw_h5_shape(dataset, &n, 1) == 1;
  if (read) {
    if (!bw_memory_check(n * sizeof(BwEvent), "the list of events", "free memory", error))
      return NULL;
    g_array_set_size(events, (guint)n);
    read = n == 0 || H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, events->data) >= 0;
  }
  for (guint i = 0; read && i < events->len; i++)
    read = is_event(&g_array_index(events, BwEvent, i));
  if (read)
    return g_steal_pointer(&events);
  bw_h5_fail(error, BW_ERROR_FORMAT, path, "/" BW_RUN_EVENTS " is not a list of events");
  return NULL;
}
