/* A new run file: its groups, what it says about the run, and empty series. */
#include "base/array.h"
#include "config.h"
#include "engine/run-file-private.h"
#include "engine/run-settings.h"
#include "io/h5md/h5md-head.h"

static gboolean write_particles(BwRunFile *self, const BwRunInfo *info, GError **error)
{
  const hid_t file = self->file->id;
  return bw_h5md_write_head(file, error) &&
         bw_h5md_write_particles(file, BW_RUN_PARTICLES, info->atoms, self->n_beads, &info->cell, error) &&
         (!bw_cell_is_periodic(&info->cell) ||
          bw_h5_write(file, BW_RUN_PARTICLES "/box/edges", H5T_NATIVE_DOUBLE, 2, (hsize_t[]){3, 3},
                      info->cell.vectors, "Angstrom", error));
}

/* Series */

static gboolean create_values(BwRunFile *self, BwTrackKind kind, const BwRecordSettings *record,
                              GError **error)
{
  BwTrack *track = &self->tracks[kind];
  const BwTrackValue *values = bw_run_track_values(kind, &track->n_values);
  const hsize_t row[2] = {(hsize_t)self->n_beads * self->n_atoms, 3};
  const gboolean scalar = kind == BW_TRACK_ESTIMATES;
  const hid_t type = record->single_precision && !scalar ? H5T_NATIVE_FLOAT : H5T_NATIVE_DOUBLE;
  for (int i = 0; i < track->n_values; i++) {
    g_autofree char *path = g_strconcat(values[i].path, "/value", NULL);
    if (!bw_h5_series_create(&track->values[i], self->file->id, path, H5T_NATIVE_DOUBLE, type, scalar ? 0 : 2,
                             row, record->compression, values[i].unit, error))
      return FALSE;
  }
  return TRUE;
}

/* Steps and times are stored once and found under each of the values. */
static gboolean link_clock(BwRunFile *self, const BwTrackValue *values, int n, const char *name,
                           GError **error)
{
  for (int i = 1; i < n; i++)
    if (!bw_h5md_link(self->file->id, values[0].path, values[i].path, name, error))
      return FALSE;
  return TRUE;
}

static gboolean create_track(BwRunFile *self, BwTrackKind kind, const BwRecordSettings *record,
                             GError **error)
{
  BwTrack *track = &self->tracks[kind];
  int n;
  const BwTrackValue *values = bw_run_track_values(kind, &n);
  track->stride = bw_run_track_stride(record, kind);
  track->last_step = -1;
  if (track->stride == 0)
    return TRUE;
  g_autofree char *step = g_strconcat(values[0].path, "/step", NULL);
  g_autofree char *time = g_strconcat(values[0].path, "/time", NULL);
  return create_values(self, kind, record, error) &&
         bw_h5_series_create(&track->step, self->file->id, step, H5T_NATIVE_INT64, H5T_NATIVE_INT64, 0, NULL,
                             record->compression, NULL, error) &&
         bw_h5_series_create(&track->time, self->file->id, time, H5T_NATIVE_DOUBLE, H5T_NATIVE_DOUBLE, 0,
                             NULL, record->compression, "fs", error) &&
         link_clock(self, values, n, "step", error) && link_clock(self, values, n, "time", error);
}

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

static gboolean create_changes(BwRunFile *self, const BwRunInfo *info, GError **error)
{
  g_auto(BwH5) packed = H5Tcopy(self->change_type);
  H5Tpack(packed);
  if (!bw_h5_series_create(&self->changes, self->file->id, BW_RUN_PARAMETERS "/dynamics", self->change_type,
                           packed, 0, NULL, 0, "temperature: K, timestep: fs, tau: fs", error))
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
  BwDynamicsState state = {.n_beads = self->n_beads, .n_atoms = self->n_atoms};
  const gsize n = (gsize)self->n_beads * self->n_atoms * 3;
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
  if (!write_particles(self, info, error) || !write_parameters(self, info, error) ||
      !create_checkpoint(self, error))
    return FALSE;
  for (int kind = 0; kind < BW_N_TRACKS; kind++)
    if (!create_track(self, kind, &info->record, error))
      return FALSE;
  return TRUE;
}

BwRunFile *bw_run_file_create(const char *path, const BwRunInfo *info, gboolean replace, GError **error)
{
  g_autoptr(BwRunFile) self = bw_run_file_new();
  self->n_beads = info->dynamics.n_beads;
  self->n_atoms = info->atoms->n_atoms;
  self->n_steps = info->n_steps;
  self->file = bw_h5_file_open(path, replace ? BW_JOURNAL_REPLACE : BW_JOURNAL_CREATE, error);
  return self->file && build(self, info, error) ? g_steal_pointer(&self) : NULL;
}
