#include "io/h5md/h5md-write.h"
#include "base/error.h"
#include "io/atomic-file.h"
#include "io/hdf5/h5-series.h"
#include "io/h5md/h5md-head.h"
#include "io/h5md/h5md-units.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define FLUSH_BYTES ((gsize)4 << 20)

/* One property of the frames on its way to the file; `series` is closed where it belongs to an earlier part.
 */
typedef struct {
  const char *name; /* of the property */
  gboolean per_atom;
  int n_values; /* of one frame */
  double factor;
  BwH5Series series;
} Column;

typedef struct {
  const char *path;
  hid_t file;
  int part;        /* frames with another number of beads begin another: from 1 */
  int n_beads;     /* of this part */
  char *particles; /* its group: "particles/all", "particles/all.2" */
  BwFrame *first;
  BwUnitSystem units;
  gboolean convert; /* energies and forces into `units` */
  double length, energy, force, time;
  BwH5Series step, times, position, edges; /* of this part */
  char *clock;                     /* element whose clock all observables share; NULL: there is none yet */
  BwH5Series all_steps, all_times; /* of all frames */
  gboolean has_times, has_edges;
  GArray *columns; /* of Column */
} Writer;

/* What is written for each frame besides the columns. */
enum { N_SERIES = 6 };

static void list_series(Writer *writer, BwH5Series *series[N_SERIES])
{
  BwH5Series *all[N_SERIES] = {&writer->step,  &writer->times,     &writer->position,
                               &writer->edges, &writer->all_steps, &writer->all_times};
  memcpy(series, all, sizeof all);
}

static void clear_writer(Writer *writer)
{
  BwH5Series *series[N_SERIES];
  list_series(writer, series);
  for (guint i = 0; i < writer->columns->len; i++)
    bw_h5_series_clear(&g_array_index(writer->columns, Column, i).series);
  g_array_unref(writer->columns);
  for (int i = 0; i < N_SERIES; i++)
    bw_h5_series_clear(series[i]);
  g_free(writer->particles);
  g_free(writer->clock);
  bw_frame_free(writer->first);
  bw_h5_close(writer->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Writer, clear_writer)

static void init_writer(Writer *writer, const char *path, const BwUnitSystem *units)
{
  *writer = (Writer){.path = path, .file = -1, .units = {"Å", "eV", NULL, "fs"}};
  BwH5Series *series[N_SERIES];
  list_series(writer, series);
  for (int i = 0; i < N_SERIES; i++)
    series[i]->dataset = -1;
  writer->columns = g_array_new(FALSE, TRUE, sizeof(Column));
  writer->convert = units && (units->energy || units->force || units->length);
  if (!units)
    return;
  writer->units.length = units->length ? units->length : writer->units.length;
  writer->units.energy = units->energy ? units->energy : writer->units.energy;
  writer->units.time = units->time ? units->time : writer->units.time;
  writer->units.force = units->force;
}

/* Series */

static gboolean create(Writer *writer, BwH5Series *series, const char *group, const char *name, hid_t type,
                       int n_dims, const hsize_t *dims, const char *unit, GError **error)
{
  g_autofree char *path = g_build_path("/", group, name, NULL), *written = bw_h5md_unit_write(unit);
  return bw_h5_series_create(series, writer->file, path, type, type, n_dims, dims, 0, written, error);
}

static gboolean create_clock(Writer *writer, BwH5Series *steps, BwH5Series *times, const char *element,
                             GError **error)
{
  return create(writer, steps, element, "step", H5T_NATIVE_INT64, 0, NULL, NULL, error) &&
         (!writer->has_times ||
          create(writer, times, element, "time", H5T_NATIVE_DOUBLE, 0, NULL, writer->units.time, error));
}

static gboolean link_clock(Writer *writer, const char *first, const char *element, GError **error)
{
  return bw_h5md_link(writer->file, first, element, "step", error) &&
         (!writer->has_times || bw_h5md_link(writer->file, first, element, "time", error));
}

static char *position_path(const Writer *writer)
{
  return g_build_path("/", writer->particles, "position", NULL);
}

static gboolean create_positions(Writer *writer, GError **error)
{
  const hsize_t dims[2] = {(hsize_t)writer->n_beads * writer->first->atoms->n_atoms, 3};
  g_autofree char *position = position_path(writer);
  g_autofree char *edges = g_build_path("/", writer->particles, "box/edges", NULL);
  if (!create(writer, &writer->position, position, "value", H5T_NATIVE_DOUBLE, 2, dims, writer->units.length,
              error) ||
      !create_clock(writer, &writer->step, &writer->times, position, error))
    return FALSE;
  return !writer->has_edges || (create(writer, &writer->edges, edges, "value", H5T_NATIVE_DOUBLE, 2,
                                       (hsize_t[]){3, 3}, writer->units.length, error) &&
                                link_clock(writer, position, edges, error));
}

/* The unit a column is written in, and the factor to it. */
static char *choose_unit(const Writer *writer, const BwProperty *property, double *factor)
{
  BwUnit unit;
  *factor = 1;
  if (!property->unit || !writer->convert || !bw_unit_parse(property->unit, &unit, NULL))
    return g_strdup(property->unit);
  if (bw_dimension_equal(unit.dimension, BW_DIMENSION_ENERGY)) {
    *factor = unit.to_internal / writer->energy;
    return g_strdup(writer->units.energy);
  }
  if (!bw_dimension_equal(unit.dimension, BW_DIMENSION_FORCE))
    return g_strdup(property->unit);
  *factor = unit.to_internal / writer->force;
  return writer->units.force ? g_strdup(writer->units.force)
                             : g_strconcat(writer->units.energy, "/", writer->units.length, NULL);
}

/* H5MD has the names of elements in the singular. */
static char *element_path(const Writer *writer, const BwProperty *property)
{
  static const struct {
    const char *property, *element;
  } names[] = {
      {"forces", "force"}, {"velocities", "velocity"}, {"momenta", "momentum"}, {"charges", "charge"}};
  g_autofree char *name = g_strdelimit(g_strdup(property->name), "/.", '_');
  for (gsize i = 0; property->per_atom && i < G_N_ELEMENTS(names); i++)
    if (g_str_equal(names[i].property, name)) {
      g_free(name);
      name = g_strdup(names[i].element);
    }
  return g_build_path("/", property->per_atom ? writer->particles : "observables", name, NULL);
}

/* Those of the particles have their clock, those of the whole frame one that goes on through all parts. */
static gboolean add_clock(Writer *writer, const char *element, gboolean per_atom, GError **error)
{
  g_autofree char *position = position_path(writer);
  if (per_atom)
    return link_clock(writer, position, element, error);
  if (writer->clock)
    return link_clock(writer, writer->clock, element, error);
  writer->clock = g_strdup(element);
  return create_clock(writer, &writer->all_steps, &writer->all_times, element, error);
}

static gboolean create_column(Writer *writer, const BwProperty *property, GError **error)
{
  const hsize_t n_particles = (hsize_t)writer->n_beads * writer->first->atoms->n_atoms;
  hsize_t dims[2] = {n_particles, property->n_components};
  Column column = {.name = property->name, .per_atom = property->per_atom};
  g_autofree char *path = element_path(writer, property),
                  *unit = choose_unit(writer, property, &column.factor);
  if (bw_h5_has(writer->file, path) ||
      (property->per_atom && (hsize_t)property->n_rows != n_particles)) /* of atoms where there are beads */
    return TRUE;
  column.n_values = property->n_rows * property->n_components;
  const gboolean vector = property->n_components > 1;
  if (!create(writer, &column.series, path, "value", H5T_NATIVE_DOUBLE, property->per_atom + vector,
              property->per_atom ? dims : dims + 1, unit, error))
    return FALSE;
  g_array_append_val(writer->columns, column);
  return add_clock(writer, path, property->per_atom, error);
}

/* Columns of the particles end with their part; those of whole frames begin with the first. */
static gboolean begin_part(Writer *writer, const BwFrame *frame, GError **error)
{
  const char *group = writer->first->n_beads > 1 ? "particles/beads" : "particles/all";
  BwH5Series *const of_part[] = {&writer->step, &writer->times, &writer->position, &writer->edges};
  for (gsize i = 0; i < G_N_ELEMENTS(of_part); i++)
    bw_h5_series_clear(of_part[i]);
  for (guint i = 0; i < writer->columns->len; i++) {
    Column *column = &g_array_index(writer->columns, Column, i);
    if (column->per_atom)
      bw_h5_series_clear(&column->series);
  }
  g_free(writer->particles);
  writer->particles = ++writer->part == 1 ? g_strdup(group) : g_strdup_printf("%s.%d", group, writer->part);
  writer->n_beads = frame->n_beads;
  if (!bw_h5md_write_particles(writer->file, writer->particles, frame->atoms, frame->n_beads, &frame->cell,
                               error) ||
      !create_positions(writer, error))
    return FALSE;
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    if (property->values && (writer->part == 1 || property->per_atom) &&
        !create_column(writer, property, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean create_all(Writer *writer, GError **error)
{
  writer->has_times = !isnan(writer->first->time);
  writer->has_edges = bw_cell_is_periodic(&writer->first->cell);
  return bw_unit_system_factors(&writer->units, &writer->length, &writer->energy, &writer->force,
                                &writer->time, error) &&
         bw_h5md_write_head(writer->file, error) && begin_part(writer, writer->first, error);
}

/* Rows */

static void copy_scaled(double *to, const double *from, gsize n, double factor)
{
  for (gsize i = 0; i < n; i++)
    to[i] = from[i] * factor;
}

static gboolean check_frame(const Writer *writer, const BwFrame *frame, gint64 index, GError **error)
{
  const BwFrame *first = writer->first;
  if (bw_atoms_equal(frame->atoms, first->atoms) &&
      bw_cell_is_periodic(&frame->cell) == bw_cell_is_periodic(&first->cell))
    return TRUE;
  return bw_fail_file(error, BW_ERROR_UNSUPPORTED, writer->path,
                      "frame %" G_GINT64_FORMAT " has other atoms or boundaries than the first; H5MD wants "
                      "the same in all: write extended XYZ instead",
                      index);
}

static void add_column(Column *column, const BwFrame *frame)
{
  if (column->series.dataset < 0)
    return;
  double *row = bw_h5_series_add(&column->series);
  const BwProperty *property = bw_frame_find(frame, column->name);
  if (property && property->values && property->per_atom == column->per_atom &&
      property->n_rows * property->n_components == column->n_values)
    copy_scaled(row, property->values, column->n_values, column->factor);
  else
    for (int i = 0; i < column->n_values; i++)
      row[i] = NAN;
}

static gboolean flush(Writer *writer, GError **error)
{
  BwH5Series *series[N_SERIES];
  list_series(writer, series);
  for (guint i = 0; i < writer->columns->len; i++)
    if (!bw_h5_series_flush(&g_array_index(writer->columns, Column, i).series, error))
      return FALSE;
  for (int i = 0; i < N_SERIES; i++)
    if (!bw_h5_series_flush(series[i], error))
      return FALSE;
  return TRUE;
}

static void add_moment(Writer *writer, const BwFrame *frame, gint64 index, BwH5Series *steps,
                       BwH5Series *times)
{
  *(gint64 *)bw_h5_series_add(steps) = frame->step >= 0 ? frame->step : index;
  if (writer->has_times)
    *(double *)bw_h5_series_add(times) = frame->time / writer->time;
}

static gboolean add_frame(Writer *writer, const BwFrame *frame, gint64 index, GError **error)
{
  if (!check_frame(writer, frame, index, error))
    return FALSE;
  if (frame->n_beads != writer->n_beads && (!flush(writer, error) || !begin_part(writer, frame, error)))
    return FALSE;
  const gsize n = (gsize)frame->n_beads * frame->atoms->n_atoms * 3;
  copy_scaled(bw_h5_series_add(&writer->position), frame->positions, n, 1 / writer->length);
  add_moment(writer, frame, index, &writer->step, &writer->times);
  if (writer->clock)
    add_moment(writer, frame, index, &writer->all_steps, &writer->all_times);
  if (writer->has_edges)
    copy_scaled(bw_h5_series_add(&writer->edges), &frame->cell.vectors[0][0], 9, 1 / writer->length);
  for (guint i = 0; i < writer->columns->len; i++)
    add_column(&g_array_index(writer->columns, Column, i), frame);
  return TRUE;
}

static gboolean write_rows(Writer *writer, BwTrajectory *trajectory, gint64 n_frames, gpointer cancellable,
                           BwWriteProgress progress, gpointer progress_data, GError **error)
{
  const gsize frame_bytes = (gsize)writer->first->n_beads * writer->first->atoms->n_atoms * 3 *
                            sizeof(double) * (1 + writer->columns->len);
  const gint64 rows = MAX(FLUSH_BYTES / frame_bytes, 1);
  for (gint64 i = 0; i < n_frames; i++) {
    if (cancellable && g_cancellable_is_cancelled(cancellable))
      return bw_fail_file(error, BW_ERROR_CANCELLED, writer->path, "writing was stopped; nothing is kept");
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, i, error);
    if (!frame || !add_frame(writer, frame, i, error) || (i % rows == rows - 1 && !flush(writer, error)))
      return FALSE;
    if (progress)
      progress((double)(i + 1) / (double)n_frames, progress_data);
  }
  return flush(writer, error) && bw_h5_flush(writer->file, error);
}

gboolean bw_h5md_write(const char *path, BwTrajectory *trajectory, const BwUnitSystem *units,
                       gpointer cancellable, BwWriteProgress progress, gpointer progress_data, GError **error)
{
  if (!bw_trajectory_wait(trajectory, cancellable, error))
    return FALSE;
  const gint64 n_frames = bw_trajectory_get_n_frames(trajectory, NULL);
  if (n_frames == 0)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, path, "there are no frames to write");
  g_autoptr(BwAtomicFile) file = bw_atomic_file_new(path, error);
  if (!file)
    return FALSE;
  {
    g_auto(Writer) writer;
    init_writer(&writer, path, units);
    writer.first = bw_trajectory_read(trajectory, 0, error);
    if (!writer.first)
      return FALSE;
    writer.file = bw_h5_create_file(bw_atomic_file_get_temporary(file), error);
    if (writer.file < 0 || !create_all(&writer, error) ||
        !write_rows(&writer, trajectory, n_frames, cancellable, progress, progress_data, error))
      return bw_atomic_file_explain(file, error);
  }
  return bw_atomic_file_commit(file, error);
}
