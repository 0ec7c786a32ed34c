#include "engine/run-file-track.h"
#include "io/h5md/h5md-head.h"

#include <string.h>

/* What is in a track. */
typedef struct {
  const char *name;
  const char *unit; /* as H5MD writes units: factors with blanks between, powers as numbers */
  gsize offset;     /* of an estimate in BwEstimates */
} Value;

static const Value *values_of(BwTrackKind kind, int *n)
{
  static const Value positions[] = {{"position", "Angstrom", 0}},
                     momenta[] = {{"momentum", "u Angstrom fs-1", 0}},
                     forces[] = {{"force", "eV Angstrom-1", 0}},
                     domains[] = {{"out_of_domain_of_beads", "1", 0}};
  static const Value estimates[] = {
      {"temperature", "K", G_STRUCT_OFFSET(BwEstimates, temperature)},
      {"potential", "eV", G_STRUCT_OFFSET(BwEstimates, potential)},
      {"kinetic_cv", "eV", G_STRUCT_OFFSET(BwEstimates, kinetic_cv)},
      {"kinetic_td", "eV", G_STRUCT_OFFSET(BwEstimates, kinetic_td)},
      {"conserved", "eV", G_STRUCT_OFFSET(BwEstimates, conserved)},
      {"radius_of_gyration", "Angstrom", G_STRUCT_OFFSET(BwEstimates, radius_of_gyration)},
      {"out_of_domain", "1", G_STRUCT_OFFSET(BwEstimates, out_of_domain)},
  };
  G_STATIC_ASSERT(G_N_ELEMENTS(estimates) <= BW_RUN_MAX_ESTIMATES);
  static const Value *const values[] = {positions, momenta, forces, domains, estimates};
  *n = kind == BW_TRACK_ESTIMATES ? (int)G_N_ELEMENTS(estimates) : 1;
  return values[kind];
}

static int stride_of(const BwRecordSettings *record, BwTrackKind kind)
{
  const int strides[] = {record->position_stride, record->momentum_stride, record->force_stride,
                         record->out_of_domain ? record->position_stride : 0, record->estimate_stride};
  return strides[kind];
}

/* Of one row: what an estimate is, what each bead has, and what each atom of each bead has. Returns how many
 * dimensions. */
static int shape_of(BwTrackKind kind, int n_beads, int n_atoms, hsize_t dims[2])
{
  dims[0] = kind == BW_TRACK_DOMAIN ? (hsize_t)n_beads : (hsize_t)n_beads * (hsize_t)n_atoms;
  dims[1] = 3;
  return kind == BW_TRACK_ESTIMATES ? 0 : kind == BW_TRACK_DOMAIN ? 1 : 2;
}

/* Numbers that are as exact as they were computed are kept so. */
static gboolean is_single(const BwRecordSettings *record, BwTrackKind kind)
{
  return record->single_precision && kind < BW_TRACK_DOMAIN;
}

static char *path_of(const BwTrack *self, int value, const char *group, const char *what)
{
  int n;
  return g_build_path("/", group, values_of(self->kind, &n)[value].name, what, NULL);
}

/* Life */

void bw_track_init(BwTrack *self, BwTrackKind kind)
{
  *self = (BwTrack){.kind = kind};
  self->step.dataset = self->time.dataset = -1;
  for (int i = 0; i < BW_RUN_MAX_ESTIMATES; i++)
    self->values[i].dataset = -1;
}

void bw_track_clear(BwTrack *self)
{
  bw_h5_series_clear(&self->step);
  bw_h5_series_clear(&self->time);
  for (int i = 0; i < BW_RUN_MAX_ESTIMATES; i++)
    bw_h5_series_clear(&self->values[i]);
}

void bw_track_prepare(BwTrack *self, const BwRecordSettings *record, int n_beads, int n_atoms,
                      gint64 last_step)
{
  hsize_t dims[2];
  const int n_dims = shape_of(self->kind, n_beads, n_atoms, dims);
  self->stride = stride_of(record, self->kind);
  self->last_step = last_step;
  values_of(self->kind, &self->n_values);
  bw_h5_series_prepare(&self->step, H5T_NATIVE_INT64, 0, NULL);
  bw_h5_series_prepare(&self->time, H5T_NATIVE_DOUBLE, 0, NULL);
  for (int i = 0; i < self->n_values; i++)
    bw_h5_series_prepare(&self->values[i], H5T_NATIVE_DOUBLE, n_dims, dims);
}

/* In the file */

static gboolean create_values(BwTrack *self, hid_t file, const char *group, const BwRecordSettings *record,
                              GError **error)
{
  int n;
  const Value *values = values_of(self->kind, &n);
  const hid_t type = is_single(record, self->kind) ? H5T_NATIVE_FLOAT : H5T_NATIVE_DOUBLE;
  for (int i = 0; i < n; i++) {
    BwH5Series *series = &self->values[i];
    const hsize_t row[2] = {series->dims[0], series->dims[1]};
    g_autofree char *path = path_of(self, i, group, "value");
    if (!bw_h5_series_create(series, file, path, H5T_NATIVE_DOUBLE, type, series->n_dims, row,
                             record->compression, values[i].unit, error))
      return FALSE;
  }
  return TRUE;
}

/* Steps and times are stored once and found under each of the values. */
static gboolean link_clock(const BwTrack *self, hid_t file, const char *group, const char *name,
                           GError **error)
{
  g_autofree char *first = path_of(self, 0, group, NULL);
  for (int i = 1; i < self->n_values; i++) {
    g_autofree char *other = path_of(self, i, group, NULL);
    if (!bw_h5md_link(file, first, other, name, error))
      return FALSE;
  }
  return TRUE;
}

gboolean bw_track_create(BwTrack *self, hid_t file, const char *group, const BwRecordSettings *record,
                         GError **error)
{
  if (self->stride == 0)
    return TRUE;
  g_autofree char *step = path_of(self, 0, group, "step"), *time = path_of(self, 0, group, "time");
  return create_values(self, file, group, record, error) &&
         bw_h5_series_create(&self->step, file, step, H5T_NATIVE_INT64, H5T_NATIVE_INT64, 0, NULL,
                             record->compression, NULL, error) &&
         bw_h5_series_create(&self->time, file, time, H5T_NATIVE_DOUBLE, H5T_NATIVE_DOUBLE, 0, NULL,
                             record->compression, "fs", error) &&
         link_clock(self, file, group, "step", error) && link_clock(self, file, group, "time", error);
}

gboolean bw_track_open(BwTrack *self, hid_t file, const char *group, const BwRecordSettings *record,
                       int n_beads, int n_atoms, gint64 last_step, GError **error)
{
  hsize_t dims[2];
  const int n_dims = shape_of(self->kind, n_beads, n_atoms, dims);
  bw_track_prepare(self, record, n_beads, n_atoms, last_step);
  if (self->stride == 0)
    return TRUE;
  for (int i = 0; i < self->n_values; i++) {
    g_autofree char *path = path_of(self, i, group, "value");
    if (!bw_h5_series_open(&self->values[i], file, path, H5T_NATIVE_DOUBLE, n_dims, dims, error))
      return FALSE;
  }
  g_autofree char *step = path_of(self, 0, group, "step"), *time = path_of(self, 0, group, "time");
  if (!bw_h5_series_open(&self->step, file, step, H5T_NATIVE_INT64, 0, NULL, error) ||
      !bw_h5_series_open(&self->time, file, time, H5T_NATIVE_DOUBLE, 0, NULL, error))
    return FALSE;
  for (int i = 0; i < self->n_values; i++)
    if (self->values[i].n_written != self->step.n_written || self->time.n_written != self->step.n_written) {
      g_autofree char *place = bw_h5_place(file), *path = path_of(self, i, group, NULL);
      return bw_h5_fail(error, BW_ERROR_FORMAT, place, "/%s has not as many values as steps", path);
    }
  return TRUE;
}

/* Rows */

static void record_values(BwTrack *self, BwDynamics *dynamics)
{
  int n;
  const Value *values = values_of(self->kind, &n);
  const char *estimates = (const char *)bw_dynamics_estimates(dynamics);
  if (self->kind == BW_TRACK_ESTIMATES) {
    for (int i = 0; i < n; i++)
      *(double *)bw_h5_series_add(&self->values[i]) =
          *(const double *)(const void *)(estimates + values[i].offset);
    return;
  }
  const double *source = self->kind == BW_TRACK_POSITION   ? bw_dynamics_positions(dynamics)
                         : self->kind == BW_TRACK_MOMENTUM ? bw_dynamics_momenta(dynamics)
                         : self->kind == BW_TRACK_FORCE    ? bw_dynamics_forces(dynamics)
                                                           : bw_dynamics_out_of_domain(dynamics);
  BwH5Series *series = &self->values[0];
  memcpy(bw_h5_series_add(series), source, series->row_bytes);
}

void bw_track_record(BwTrack *self, BwDynamics *dynamics, gboolean always)
{
  const gint64 step = bw_dynamics_get_state(dynamics)->step;
  if (self->stride == 0 || step <= self->last_step || !(always || step % self->stride == 0))
    return;
  *(gint64 *)bw_h5_series_add(&self->step) = step;
  *(double *)bw_h5_series_add(&self->time) = bw_dynamics_estimates(dynamics)->time;
  self->last_step = step;
  record_values(self, dynamics);
}

static gsize waiting_in(const BwH5Series *series)
{
  return series->n_waiting * series->row_bytes;
}

gsize bw_track_get_waiting(const BwTrack *self)
{
  gsize bytes = waiting_in(&self->step) + waiting_in(&self->time);
  for (int i = 0; i < self->n_values; i++)
    bytes += waiting_in(&self->values[i]);
  return bytes;
}

/* With HDF5's header and index of the dataset, as measured. */
static guint64 predict_series(int n_dims, guint64 row_bytes, guint64 n_rows)
{
  const guint64 head = 3200;
  const guint64 chunk = bw_h5_series_chunk_bytes(n_dims, row_bytes), rows = chunk / row_bytes;
  return head + (n_rows + rows - 1) / rows * chunk;
}

guint64 bw_track_predict_size(BwTrackKind kind, const BwRecordSettings *record, int n_beads, int n_atoms,
                              gint64 n_steps)
{
  int n;
  hsize_t dims[2];
  const int n_dims = shape_of(kind, n_beads, n_atoms, dims);
  guint64 row_bytes = is_single(record, kind) ? sizeof(float) : sizeof(double);
  for (int i = 0; i < n_dims; i++)
    row_bytes *= dims[i];
  values_of(kind, &n);
  const int stride = stride_of(record, kind);
  if (stride == 0)
    return 0;
  const guint64 n_rows = (guint64)(n_steps / stride) + 1;
  const guint64 clock = predict_series(0, sizeof(gint64), n_rows) + predict_series(0, sizeof(double), n_rows);
  return clock + (guint64)n * predict_series(n_dims, row_bytes, n_rows);
}

gboolean bw_track_is_empty(const BwTrack *self)
{
  return self->step.n_waiting == 0 && self->step.n_written == 0;
}

gboolean bw_track_flush(BwTrack *self, GError **error)
{
  for (int i = 0; i < self->n_values; i++)
    if (!bw_h5_series_flush(&self->values[i], error))
      return FALSE;
  return bw_h5_series_flush(&self->step, error) && bw_h5_series_flush(&self->time, error);
}
