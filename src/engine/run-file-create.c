/* A new run file: its groups, what it says about the run, and empty series. */
#include "base/array.h"
#include "config.h"
#include "engine/run-file-private.h"
#include "engine/run-settings.h"
#include "io/h5md/h5md-head.h"

/* Parameters */

static gboolean write_settings(hid_t group, const char *name, hid_t memory_type, const void *settings,
                               GError **error)
{
  g_auto(BwH5) type = memory_type, packed = H5Tcopy(type), space = H5Screate(H5S_SCALAR);
  g_auto(BwH5) creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Tpack(packed);
  H5Pset_obj_track_times(creation, FALSE);
  g_auto(BwH5) dataset = H5Dcreate2(group, name, packed, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  if (dataset >= 0 && H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, settings) >= 0)
    return TRUE;
  g_autofree char *place = bw_h5_place(group);
  return bw_h5_fail(error, BW_ERROR_FILE, place, "%s cannot be written", name);
}

static gboolean create_records(BwRunFile *self, BwH5Series *series, const char *path, hid_t type,
                               const char *unit, GError **error)
{
  g_auto(BwH5) packed = H5Tcopy(type);
  H5Tpack(packed);
  return bw_h5_series_create(series, self->file->id, path, type, packed, 0, NULL, 0, unit, error);
}

gboolean bw_run_file_create_events(BwRunFile *self, GError **error)
{
  return create_records(self, &self->events, BW_RUN_EVENTS, self->event_type, "time: fs", error);
}

static gboolean create_changes(BwRunFile *self, const BwRunInfo *info, GError **error)
{
  if (!create_records(self, &self->changes, BW_RUN_CHANGES, self->change_type,
                      "temperature: K, timestep: fs, tau: fs", error))
    return FALSE;
  bw_run_file_record_change(self, 0, &info->dynamics);
  return TRUE;
}

static gboolean write_parameters(BwRunFile *self, const BwRunInfo *info, GError **error)
{
  g_auto(BwH5) group = bw_h5_create_group(self->file->id, BW_RUN_PARAMETERS, error);
  const struct {
    const char *name, *value;
  } texts[] = {
      {"program_version", BW_VERSION},    {"model/path", info->model_path},
      {"model/name", info->model_name},   {"model/method", info->model_method},
      {"model/sha256", info->model_hash}, {"structure", info->structure_path},
  };
  if (group < 0 || !bw_h5_set_int(group, "version", BW_RUN_FORMAT_VERSION, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
    if (!bw_h5_write_string(group, texts[i].name, texts[i].value ? texts[i].value : "", error))
      return FALSE;
  return bw_h5_write(group, "n_steps", H5T_NATIVE_INT64, 0, NULL, &info->n_steps, NULL, error) &&
         write_settings(group, "record", bw_run_type_of_record(), &info->record, error) &&
         write_settings(group, "guard", bw_run_type_of_guard(), &info->guard, error) &&
         create_changes(self, info, error);
}

static gboolean create_checkpoint(BwRunFile *self, GError **error)
{
  BwDynamicsState state = {.n_beads = bw_run_file_get_segment(self)->n_beads,
                           .n_atoms = self->atoms->n_atoms};
  const gsize n = (gsize)state.n_beads * state.n_atoms * 3;
  g_autoptr(BwDoubles) zeros = bw_new0(double, n);
  BwStateArray arrays[BW_RUN_STATE_ARRAYS];
  g_auto(BwH5) group = bw_h5_create_group(self->file->id, BW_RUN_CHECKPOINT, error);
  if (group < 0 || !bw_h5_write(group, "step", H5T_NATIVE_INT64, 0, NULL, &state.step, NULL, error))
    return FALSE;
  bw_run_state_arrays(&state, arrays);
  for (int i = 0; i < BW_RUN_STATE_ARRAYS; i++)
    if (!bw_h5_write(group, arrays[i].name, H5T_NATIVE_DOUBLE, arrays[i].n_dims, arrays[i].dims, zeros, NULL,
                     error))
      return FALSE;
  return TRUE;
}

static gboolean build(BwRunFile *self, const BwRunInfo *info, GError **error)
{
  const hid_t file = self->file->id;
  BwSegment *first = bw_segment_new(1, info->dynamics.n_beads, info->atoms->n_atoms, &info->record, -1);
  g_ptr_array_add(self->segments, first);
  bw_track_prepare(&self->estimates, &info->record, 0, 0, -1);
  return bw_h5md_write_head(file, error) &&
         bw_segment_flush(first, file, info->atoms, &info->cell, &info->record, error) &&
         bw_track_create(&self->estimates, file, "observables", &info->record, error) &&
         write_parameters(self, info, error) && create_checkpoint(self, error);
}

BwRunFile *bw_run_file_create(const char *path, const BwRunInfo *info, gboolean replace, GError **error)
{
  g_autoptr(BwRunFile) self = bw_run_file_new();
  self->atoms = bw_atoms_ref(info->atoms);
  self->cell = info->cell;
  self->record = info->record;
  self->n_steps = info->n_steps;
  self->file = bw_h5_file_open(path, replace ? BW_JOURNAL_REPLACE : BW_JOURNAL_CREATE, error);
  return self->file && build(self, info, error) ? g_steal_pointer(&self) : NULL;
}
