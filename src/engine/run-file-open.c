/* An existing run file: what the run is, and where it goes on. */
#include "base/array.h"
#include "engine/run-file-private.h"
#include "engine/run-settings.h"

#include <math.h>

/* Life of the objects */

BwRunFile *bw_run_file_new(void)
{
  BwRunFile *self = g_new0(BwRunFile, 1);
  bw_h5_quiet();
  self->segments = g_ptr_array_new_with_free_func((GDestroyNotify)bw_segment_free);
  self->change_type = bw_run_type_of_changes();
  self->event_type = bw_run_type_of_events();
  self->saved_step = -1;
  bw_track_init(&self->estimates, BW_TRACK_ESTIMATES);
  bw_h5_series_prepare(&self->changes, self->change_type, 0, NULL);
  bw_h5_series_prepare(&self->events, self->event_type, 0, NULL);
  return self;
}

void bw_run_file_free(BwRunFile *self)
{
  if (!self)
    return;
  if (self->committer)
    g_thread_join(self->committer);
  g_clear_error(&self->commit_error);
  g_ptr_array_unref(self->segments);
  bw_track_clear(&self->estimates);
  bw_h5_series_clear(&self->changes);
  bw_h5_series_clear(&self->events);
  bw_h5_close(self->change_type);
  bw_h5_close(self->event_type);
  bw_h5_file_free(self->file);
  g_clear_pointer(&self->atoms, bw_atoms_unref);
  g_free(self);
}

void bw_run_info_clear(BwRunInfo *info)
{
  g_free(info->model_path);
  g_free(info->model_name);
  g_free(info->model_method);
  g_free(info->model_hash);
  g_free(info->structure_path);
  g_clear_pointer(&info->atoms, bw_atoms_unref);
  *info = (BwRunInfo){0};
}

/* What the run is */

static gboolean read_settings(hid_t group, const char *name, hid_t memory_type, void *settings,
                              GError **error)
{
  g_auto(BwH5) type = memory_type, dataset = bw_h5_open(group, name, error);
  if (dataset < 0)
    return FALSE;
  if (bw_h5_shape(dataset, NULL, 0) == 0 &&
      H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, settings) >= 0)
    return TRUE;
  g_autofree char *place = bw_h5_place(dataset);
  return bw_h5_fail(error, BW_ERROR_FORMAT, place, "these are not the settings of a run");
}

/* The settings that the last change left. */
static gboolean open_changes(BwRunFile *self, BwRunInfo *info, GError **error)
{
  BwDynamicsChange change;
  BwH5Series *series = &self->changes;
  if (!bw_h5_series_open(series, self->file->id, BW_RUN_CHANGES, self->change_type, 0, NULL, error))
    return FALSE;
  hsize_t last = series->n_written - 1, one = 1;
  g_auto(BwH5) file_space = H5Dget_space(series->dataset), memory_space = H5Screate_simple(1, &one, NULL);
  if (series->n_written == 0 ||
      H5Sselect_hyperslab(file_space, H5S_SELECT_SET, &last, NULL, &one, NULL) < 0 ||
      H5Dread(series->dataset, self->change_type, memory_space, file_space, H5P_DEFAULT, &change) < 0)
    return bw_h5_fail(error, BW_ERROR_FORMAT, self->file->path, "the settings of the run cannot be read");
  info->dynamics = change.settings;
  return TRUE;
}

static gboolean read_parameters(BwRunFile *self, BwRunInfo *info, GError **error)
{
  gint64 version;
  g_auto(BwH5) group = bw_h5_open(self->file->id, BW_RUN_PARAMETERS, error);
  if (group < 0)
    return FALSE;
  if (!bw_h5_get_int(group, "version", &version) || version > BW_RUN_FORMAT_VERSION)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, self->file->path,
                        "this run was written by a newer Beadwork; use that one to go on with it");
  if (!(info->model_path = bw_h5_read_string(group, "model/path", error)) ||
      !(info->model_name = bw_h5_read_string(group, "model/name", error)) ||
      !(info->model_method = bw_h5_read_string(group, "model/method", error)) ||
      !(info->model_hash = bw_h5_read_string(group, "model/sha256", error)) ||
      !(info->structure_path = bw_h5_read_string(group, "structure", error)) ||
      !bw_h5_read_into(group, "n_steps", H5T_NATIVE_INT64, 0, NULL, &info->n_steps, error))
    return FALSE;
  self->n_steps = info->n_steps;
  return read_settings(group, "record", bw_run_type_of_record(), &info->record, error) &&
         read_settings(group, "guard", bw_run_type_of_guard(), &info->guard, error) &&
         open_changes(self, info, error);
}

/* Who they are, and how many beads they have now, is in the last segment. */
static gboolean read_atoms(BwRunFile *self, BwRunInfo *info, GError **error)
{
  gint64 n_beads, n_atoms;
  const int index = MAX(bw_segment_find_last(self->file->id), 1);
  g_autofree char *name = bw_segment_group(index);
  g_auto(BwH5) group = bw_h5_open(self->file->id, name, error);
  if (group < 0)
    return FALSE;
  if (!bw_h5_get_int(group, "n_beads", &n_beads) || !bw_h5_get_int(group, "n_atoms", &n_atoms) ||
      n_beads < 1 || n_beads > 128 || n_atoms < 1 || n_atoms > G_MAXINT / 3)
    return bw_fail_file(error, BW_ERROR_FORMAT, self->file->path,
                        "/%s does not say how many beads and atoms there are", name);
  const gint64 n = n_beads * n_atoms;
  int *species = bw_h5_read(group, "species", H5T_NATIVE_INT, 1, &n, NULL, error);
  double *masses = species ? bw_h5_read(group, "mass", H5T_NATIVE_DOUBLE, 1, &n, NULL, error) : NULL;
  if (masses)
    info->atoms = bw_atoms_new((int)n_atoms, species, masses, NULL);
  bw_free(species);
  bw_free(masses);
  if (!info->atoms)
    return FALSE;
  g_ptr_array_add(self->segments, bw_segment_new(index, (int)n_beads, (int)n_atoms, &info->record, -1));
  self->atoms = bw_atoms_ref(info->atoms);
  return TRUE;
}

static gboolean read_cell(BwRunFile *self, BwRunInfo *info, GError **error)
{
  gboolean periodic[3];
  g_autofree char *group = bw_segment_group(1), *path = g_strconcat(group, "/box", NULL);
  g_auto(BwH5) box = bw_h5_open(self->file->id, path, error);
  if (box < 0)
    return FALSE;
  bw_cell_init_none(&info->cell);
  g_auto(GStrv) boundary = bw_h5_get_strings(box, "boundary");
  if (!boundary || g_strv_length(boundary) != 3)
    return bw_fail_file(error, BW_ERROR_FORMAT, self->file->path, "the box does not say its boundary");
  for (int k = 0; k < 3; k++)
    periodic[k] = g_str_equal(boundary[k], "periodic");
  if (!periodic[0] && !periodic[1] && !periodic[2])
    return TRUE;
  double edges[3][3];
  return bw_h5_read_into(box, "edges", H5T_NATIVE_DOUBLE, 2, (hsize_t[]){3, 3}, edges, error) &&
         bw_cell_init(&info->cell, (const double(*)[3])edges, periodic, error);
}

/* Series */

static gboolean open_series(BwRunFile *self, const BwRunInfo *info, GError **error)
{
  const hid_t file = self->file->id;
  /* all that was due up to the checkpoint is in the file */
  return bw_h5_read_into(file, BW_RUN_CHECKPOINT "/step", H5T_NATIVE_INT64, 0, NULL, &self->saved_step,
                         error) &&
         bw_segment_open(bw_run_file_get_segment(self), file, info->atoms->n_atoms, &info->record,
                         self->saved_step, error) &&
         bw_track_open(&self->estimates, file, "observables", &info->record, 0, 0, self->saved_step, error) &&
         (!bw_h5_has(file, BW_RUN_EVENTS) ||
          bw_h5_series_open(&self->events, file, BW_RUN_EVENTS, self->event_type, 0, NULL, error));
}

static gboolean open_info(BwRunFile *self, const char *path, BwJournalMode mode, BwRunInfo *info,
                          GError **error)
{
  *info = (BwRunInfo){0};
  self->file = bw_h5_file_open(path, mode, error);
  if (!self->file)
    return FALSE;
  if (!bw_h5_has(self->file->id, BW_RUN_CHECKPOINT))
    return bw_fail_file(error, BW_ERROR_FORMAT, path, "is not a run of Beadwork and cannot be resumed");
  return read_atoms(self, info, error) && read_cell(self, info, error) && read_parameters(self, info, error);
}

gboolean bw_run_info_read(const char *path, BwRunInfo *info, GError **error)
{
  g_autoptr(BwRunFile) self = bw_run_file_new();
  return open_info(self, path, BW_JOURNAL_READ, info, error);
}

BwRunFile *bw_run_file_open(const char *path, BwRunInfo *info, GError **error)
{
  g_autoptr(BwRunFile) self = bw_run_file_new();
  if (!open_info(self, path, BW_JOURNAL_WRITE, info, error) || !open_series(self, info, error))
    return NULL;
  self->cell = info->cell;
  self->record = info->record;
  if (info->dynamics.n_beads != bw_run_file_get_segment(self)->n_beads) {
    bw_fail_file(error, BW_ERROR_FORMAT, path,
                 "its settings and its particles differ in the number of beads");
    return NULL;
  }
  return g_steal_pointer(&self);
}

/* The restart */

gboolean bw_run_file_restore(BwRunFile *self, BwDynamics *dynamics, GError **error)
{
  const int n_beads = bw_run_file_get_segment(self)->n_beads;
  const gsize n = (gsize)n_beads * self->atoms->n_atoms * 3;
  g_autoptr(BwDoubles) modes = bw_new(double, n), momenta = bw_new(double, n), forces = bw_new(double, n),
                       energies = bw_new(double, n_beads);
  BwDynamicsState state = {.n_beads = n_beads,
                           .n_atoms = self->atoms->n_atoms,
                           .modes = modes,
                           .mode_momenta = momenta,
                           .forces = forces,
                           .energies = energies};
  BwStateArray arrays[BW_RUN_STATE_ARRAYS];
  g_auto(BwH5) group = bw_h5_open(self->file->id, BW_RUN_CHECKPOINT, error);
  if (group < 0 || !bw_h5_read_into(group, "step", H5T_NATIVE_INT64, 0, NULL, &state.step, error))
    return FALSE;
  bw_run_state_arrays(&state, arrays);
  for (int i = 0; i < BW_RUN_STATE_ARRAYS; i++)
    if ((bw_h5_has(group, arrays[i].name) || !arrays[i].may_lack) &&
        !bw_h5_read_into(group, arrays[i].name, H5T_NATIVE_DOUBLE, arrays[i].n_dims, arrays[i].dims,
                         arrays[i].values, error))
      return FALSE;
  bw_dynamics_set_state(dynamics, &state);
  return TRUE;
}

gboolean bw_run_file_read_centroid(BwRunFile *self, double *centroid, GError **error)
{
  const int n_beads = bw_run_file_get_segment(self)->n_beads, n_atoms = self->atoms->n_atoms;
  const gsize n = (gsize)n_atoms * 3;
  const hsize_t dims[3] = {n_beads, n_atoms, 3};
  g_autoptr(BwDoubles) modes = bw_new(double, n *n_beads);
  if (!bw_h5_read_into(self->file->id, BW_RUN_CHECKPOINT "/modes", H5T_NATIVE_DOUBLE, 3, dims, modes, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    centroid[i] = modes[i] / sqrt(n_beads);
  return TRUE;
}
