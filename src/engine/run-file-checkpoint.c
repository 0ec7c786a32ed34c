/* Bringing a run to the disk: all rows that wait and the state to go on from, at once. The disk may take its
 * time: mostly a thread of its own waits for it while the run goes on. */
#include "engine/run-file-private.h"

#include <string.h>

/* All segments; those that are over are not needed any more. */
static gboolean flush_segments(BwRunFile *self, GError **error)
{
  for (guint i = 0; i < self->segments->len; i++)
    if (!bw_segment_flush(self->segments->pdata[i], self->file->id, self->atoms, &self->cell, &self->record,
                          error))
      return FALSE;
  g_ptr_array_remove_range(self->segments, 0, self->segments->len - 1);
  return TRUE;
}

/* Runs of earlier versions have no place for events. */
static gboolean flush_events(BwRunFile *self, GError **error)
{
  BwH5Series *events = &self->events;
  if (events->n_waiting > 0 && events->dataset < 0 && !bw_run_file_create_events(self, error))
    return FALSE;
  return bw_h5_series_flush(events, error);
}

/* Makes way for an array of another number of beads. */
static gboolean fit_array(hid_t group, const BwStateArray *array, GError **error)
{
  hsize_t dims[3] = {0};
  g_auto(BwH5) dataset = bw_h5_open(group, array->name, error);
  if (dataset < 0)
    return FALSE;
  const int n_dims = bw_h5_shape(dataset, dims, G_N_ELEMENTS(dims));
  if (n_dims == array->n_dims && memcmp(dims, array->dims, sizeof *dims * array->n_dims) == 0)
    return TRUE;
  if (H5Ldelete(group, array->name, H5P_DEFAULT) >= 0)
    return TRUE;
  g_autofree char *place = bw_h5_place(dataset);
  return bw_h5_fail(error, BW_ERROR_FILE, place, "cannot be replaced");
}

static gboolean write_array(hid_t group, const BwStateArray *array, GError **error)
{
  if (bw_h5_has(group, array->name) && !fit_array(group, array, error))
    return FALSE;
  if (!bw_h5_has(group, array->name))
    return bw_h5_write(group, array->name, H5T_NATIVE_DOUBLE, array->n_dims, array->dims, array->values, NULL,
                       error);
  return bw_h5_rewrite(group, array->name, H5T_NATIVE_DOUBLE, array->values, error);
}

static gboolean write_state(BwRunFile *self, BwDynamics *dynamics, GError **error)
{
  BwDynamicsState state = *bw_dynamics_get_state(dynamics);
  BwStateArray arrays[BW_RUN_STATE_ARRAYS];
  g_auto(BwH5) group = bw_h5_open(self->file->id, BW_RUN_CHECKPOINT, error);
  if (group < 0 || !bw_h5_rewrite(group, "step", H5T_NATIVE_INT64, &state.step, error))
    return FALSE;
  bw_run_state_arrays(&state, arrays);
  for (int i = 0; i < BW_RUN_STATE_ARRAYS; i++)
    if (!write_array(group, &arrays[i], error))
      return FALSE;
  return TRUE;
}

/* Everything into the hands of HDF5, which has it in memory. */
static gboolean stage(BwRunFile *self, BwDynamics *dynamics, GError **error)
{
  bw_h5_quiet();
  if (!flush_segments(self, error) || !bw_track_flush(&self->estimates, error) ||
      !bw_h5_series_flush(&self->changes, error) || !flush_events(self, error) ||
      !write_state(self, dynamics, error))
    return FALSE;
  if (self->n_steps_changed &&
      !bw_h5_rewrite(self->file->id, BW_RUN_PARAMETERS "/n_steps", H5T_NATIVE_INT64, &self->n_steps, error))
    return FALSE;
  self->n_steps_changed = FALSE;
  if (!bw_h5_flush(self->file->id, error))
    return FALSE;
  self->staged = TRUE;
  self->staged_step = bw_dynamics_get_state(dynamics)->step;
  return TRUE;
}

static void take_as_saved(BwRunFile *self)
{
  self->staged = FALSE;
  self->saved_step = self->staged_step;
}

/* Here and now */

gboolean bw_run_file_checkpoint(BwRunFile *self, BwDynamics *dynamics, GError **error)
{
  if (!bw_run_file_checkpoint_poll(self, TRUE, error))
    return FALSE;
  for (;;) {
    if (self->staged) {
      if (!bw_journal_commit(self->file->journal, error))
        return FALSE;
      take_as_saved(self);
    }
    gboolean changed = bw_dynamics_get_state(dynamics)->step != self->saved_step || self->n_steps_changed ||
                       bw_run_file_get_waiting(self) > 0;
    if (!changed)
      return TRUE;
    if (!stage(self, dynamics, error))
      return FALSE;
  }
}

/* On the side */

static gpointer commit_main(gpointer data)
{
  BwRunFile *self = data;
  bw_journal_commit(self->file->journal, &self->commit_error);
  atomic_store(&self->commit_over, TRUE);
  return NULL;
}

gboolean bw_run_file_checkpoint_begin(BwRunFile *self, BwDynamics *dynamics, GError **error)
{
  g_return_val_if_fail(!self->committer && !self->staged, FALSE);
  if (!stage(self, dynamics, error))
    return FALSE;
  atomic_store(&self->commit_over, FALSE);
  self->committer = g_thread_new("beadwork-disk", commit_main, self);
  return TRUE;
}

gboolean bw_run_file_is_saving(const BwRunFile *self)
{
  return self->committer != NULL;
}

gboolean bw_run_file_checkpoint_poll(BwRunFile *self, gboolean wait, GError **error)
{
  if (!self->committer || (!wait && !atomic_load(&self->commit_over)))
    return TRUE;
  g_thread_join(g_steal_pointer(&self->committer));
  if (self->commit_error) {
    g_propagate_error(error, g_steal_pointer(&self->commit_error));
    return FALSE;
  }
  take_as_saved(self);
  return TRUE;
}

gint64 bw_run_file_get_saved_step(const BwRunFile *self)
{
  return self->saved_step;
}
