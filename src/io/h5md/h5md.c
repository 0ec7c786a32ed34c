/* H5MD 1.0 and 1.1 (de Buyl, Colberg, Höfling, Comput. Phys. Commun. 185, 1546 (2014)), of any program, and
 * so the run files of this one. Frames are the rows of the positions; what else the file has is found for
 * each by its step. */
#include "base/error.h"
#include "io/formats.h"
#include "io/hdf5/h5-file.h"
#include "io/h5md/h5md-segments.h"
#include "io/h5md/h5md-write.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define CHECKPOINT "parameters/beadwork/checkpoint"

enum { MAX_ATTEMPTS = 20, MAX_COMPONENTS = 1024 };

/* The open file. A file that is being written is opened again whenever it has changed. */
typedef struct {
  BwH5File *file;
  BwH5mdSegments segments;
  GPtrArray *observables; /* of BwH5mdElement */
  double length, time;    /* factors to Å and fs */
} Session;

typedef struct {
  BwTrajectory base;
  BwUnitSystem told;
  GMutex mutex;
  Session *session;
} H5mdTrajectory;

/* Opening */

static void free_element(gpointer data)
{
  bw_h5md_element_clear(data);
  g_free(data);
}

static void session_free(Session *session)
{
  if (!session)
    return;
  bw_h5md_segments_clear(&session->segments);
  g_clear_pointer(&session->observables, g_ptr_array_unref);
  bw_h5_file_free(session->file);
  g_free(session);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Session, session_free)

static herr_t add_observable(hid_t group, const char *name, const H5L_info_t *info G_GNUC_UNUSED, void *data)
{
  BwH5mdElement *element = g_new(BwH5mdElement, 1);
  *element = BW_H5MD_ELEMENT_INIT;
  if (bw_h5md_element_open(element, group, name, NULL) && element->n_values >= 1 &&
      element->n_values <= MAX_COMPONENTS && element->n_rows > 0)
    g_ptr_array_add(data, element);
  else
    free_element(element);
  return 0;
}

/* Those of the whole system, and those of the particles that are shown. */
static GPtrArray *open_observables(hid_t file, const char *particles)
{
  GPtrArray *observables = g_ptr_array_new_with_free_func(free_element);
  g_auto(BwH5) group = bw_h5_has(file, "observables") ? bw_h5_open(file, "observables", NULL) : -1;
  if (group < 0)
    return observables;
  H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, add_observable, observables);
  g_auto(BwH5) own = bw_h5_has(group, particles) ? bw_h5_open(group, particles, NULL) : -1;
  if (own >= 0 && H5Iget_type(own) == H5I_GROUP && !bw_h5_has(own, "value"))
    H5Literate(own, H5_INDEX_NAME, H5_ITER_INC, NULL, add_observable, observables);
  return observables;
}

static gboolean refuse(const BwH5File *file, GError **error)
{
  if (bw_h5_has(file->id, "molecules") && bw_h5_has(file->id, "properties"))
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, file->path,
                        "is a trajectory of SchNetPack, not H5MD; save its positions as extended XYZ");
  return bw_fail_file(error, BW_ERROR_FORMAT, file->path,
                      "is HDF5, but no trajectory: there are no /particles as H5MD has them");
}

/* The factor of a unit; what the user told counts, then what the file says, then Beadwork's own. */
static double factor_of(const char *told, const char *said, BwDimension dimension)
{
  double factor = 1;
  const char *unit = told ? told : said;
  if (unit && !bw_unit_parse_as(unit, dimension, "", &factor, NULL))
    factor = 1;
  return factor;
}

static gboolean session_fill(Session *session, const BwUnitSystem *told, GError **error)
{
  if (!bw_h5_has(session->file->id, "particles"))
    return refuse(session->file, error);
  if (!bw_h5md_segments_open(&session->segments, session->file->id, error))
    return FALSE;
  const BwH5mdParticles *particles = bw_h5md_segments_first(&session->segments);
  session->observables = open_observables(session->file->id, particles->name);
  session->length = factor_of(told->length, particles->position.unit, BW_DIMENSION_LENGTH);
  session->time = factor_of(told->time, particles->position.time_unit, BW_DIMENSION_TIME);
  return TRUE;
}

/* What was read while another program changed the file means nothing: then once more. */
static Session *session_open(const char *path, const BwUnitSystem *told, GError **error)
{
  for (int attempt = 0;; attempt++) {
    g_autoptr(GError) problem = NULL;
    g_autoptr(Session) session = g_new0(Session, 1);
    session->file = bw_h5_file_open(path, BW_JOURNAL_READ, error);
    if (!session->file)
      return NULL;
    gboolean filled = session_fill(session, told, &problem);
    if (bw_journal_unchanged(session->file->journal) || attempt == MAX_ATTEMPTS) {
      if (filled)
        return g_steal_pointer(&session);
      g_propagate_error(error, g_steal_pointer(&problem));
      return NULL;
    }
    g_usleep((gulong)attempt * 1000);
  }
}

/* Frames */

static void scale(double *values, gsize n, double factor)
{
  for (gsize i = 0; i < n && factor != 1; i++)
    values[i] *= factor;
}

/* H5MD's names of what everybody else has in the plural. */
static const struct {
  const char *element, *property;
  BwDimension dimension;
  const char *unit; /* of the property, once converted */
} names[] = {
    {"force", "forces", {.energy = 1, .length = -1}, "eV/Å"},
    {"velocity", "velocities", {.length = 1, .time = -1}, "Å/fs"},
    {"momentum", "momenta", {.mass = 1, .length = 1, .time = -1}, "amu·Å/fs"},
    {"charge", "charges", {.charge = 1}, "e"},
};

static BwProperty *add_property(BwFrame *frame, const char *name, const char *unit, int n_components,
                                gboolean per_particle)
{
  if (!per_particle)
    return bw_frame_add_frame_values(frame, name, unit, n_components);
  return frame->n_beads > 1 ? bw_frame_add_bead_values(frame, name, unit, n_components)
                            : bw_frame_add_atom_values(frame, name, unit, n_components);
}

static gboolean read_element(BwFrame *frame, const BwH5mdElement *element, gint64 row, gboolean per_particle,
                             GError **error)
{
  const gint64 at = bw_h5md_element_find(element, frame->step, row);
  if (at < 0)
    return TRUE;
  const char *name = element->name, *unit = element->unit;
  double factor = 1;
  for (gsize i = 0; per_particle && i < G_N_ELEMENTS(names); i++)
    if (g_str_equal(names[i].element, element->name)) {
      name = names[i].property;
      if (element->unit && bw_unit_parse_as(element->unit, names[i].dimension, name, &factor, NULL))
        unit = names[i].unit;
    }
  per_particle = per_particle && element->n_values >= (gsize)frame->n_beads * frame->atoms->n_atoms;
  const gsize n_rows = per_particle ? (gsize)frame->n_beads * frame->atoms->n_atoms : 1;
  BwProperty *property = add_property(frame, name, unit, (int)(element->n_values / n_rows), per_particle);
  if (!bw_h5md_element_read(element, at, property->values, error))
    return FALSE;
  scale(property->values, element->n_values, factor);
  return TRUE;
}

static gboolean fill_frame(const Session *session, const BwH5mdParticles *particles, BwFrame *frame,
                           gint64 row, GError **error)
{
  frame->step = bw_h5md_element_step(&particles->position, row);
  frame->time = bw_h5md_element_time(&particles->position, row) * session->time;
  if (!bw_h5md_element_read(&particles->position, row, frame->positions, error) ||
      !bw_h5md_particles_read_cell(particles, frame->step, row, session->length, &frame->cell, error))
    return FALSE;
  scale(frame->positions, particles->position.n_values, session->length);
  for (guint i = 0; i < particles->others->len; i++)
    if (!read_element(frame, particles->others->pdata[i], row, TRUE, error))
      return FALSE;
  for (guint i = 0; i < session->observables->len; i++)
    if (!read_element(frame, session->observables->pdata[i], row, FALSE, error))
      return FALSE;
  return TRUE;
}

static BwFrame *read_frame(const Session *session, gint64 row, GError **error)
{
  bw_h5_quiet();
  if (row >= session->segments.n_rows) {
    bw_fail_file(error, BW_ERROR_FILE, session->file->path,
                 "frame %" G_GINT64_FORMAT " is not there any more", row);
    return NULL;
  }
  const BwH5mdParticles *part = bw_h5md_segments_find(&session->segments, row, &row);
  g_autoptr(BwFrame) frame = bw_frame_new(part->atoms, part->n_beads);
  return fill_frame(session, part, frame, row, error) ? g_steal_pointer(&frame) : NULL;
}

static BwFrame *read_index(BwTrajectory *base, gint64 index, GError **error)
{
  H5mdTrajectory *self = (H5mdTrajectory *)base;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&self->mutex);
  for (int attempt = 0; attempt <= MAX_ATTEMPTS; attempt++) {
    GError *problem = NULL;
    g_autoptr(BwFrame) frame = read_frame(self->session, index, &problem);
    if (bw_journal_unchanged(self->session->file->journal)) {
      if (problem)
        g_propagate_error(error, problem);
      return g_steal_pointer(&frame);
    }
    g_clear_error(&problem);
    Session *session = session_open(base->path, &self->told, error);
    if (!session)
      return NULL;
    session_free(self->session);
    self->session = session;
  }
  bw_fail_file(error, BW_ERROR_FILE, base->path, "is written faster than it can be read; try again");
  return NULL;
}

static void finalize(BwTrajectory *base)
{
  H5mdTrajectory *self = (H5mdTrajectory *)base;
  session_free(self->session);
  g_mutex_clear(&self->mutex);
}

/* The trajectory */

static void note_unit(GString *notes, const char *told, const char *said, const char *what, const char *own,
                      BwDimension dimension)
{
  double factor;
  const char *separator = notes->len > 0 ? "; " : "";
  if (told)
    return;
  if (!said)
    g_string_append_printf(notes, "%sthe file does not say its unit of %s: %s assumed", separator, what, own);
  else if (!bw_unit_parse_as(said, dimension, what, &factor, NULL))
    g_string_append_printf(notes, "%sthe unit “%s” of %s is not known: %s assumed", separator, said, what,
                           own);
}

static char *describe(const Session *session, const BwUnitSystem *told)
{
  const BwH5mdParticles *particles = bw_h5md_segments_first(&session->segments);
  const BwH5mdElement *position = &particles->position;
  GString *notes = g_string_new(particles->note);
  note_unit(notes, told->length, position->unit, "length", "Å", BW_DIMENSION_LENGTH);
  if (!isnan(bw_h5md_element_time(position, 0)))
    note_unit(notes, told->time, position->time_unit, "time", "fs", BW_DIMENSION_TIME);
  return g_string_free(notes, notes->len == 0);
}

static BwTrajectory *open_trajectory(const char *path, const BwUnitSystem *units, GError **error)
{
  static const BwTrajectoryClass klass = {.read = read_index, .finalize = finalize};
  Session *session = session_open(path, units, error);
  if (!session)
    return NULL;
  H5mdTrajectory *self = g_new0(H5mdTrajectory, 1);
  bw_trajectory_init(&self->base, &klass, path, "h5md");
  g_mutex_init(&self->mutex);
  self->told = *units;
  self->session = session;
  self->base.n_frames = session->segments.n_rows;
  self->base.n_beads = bw_h5md_segments_first(&session->segments)->n_beads;
  self->base.is_run = bw_h5_has(session->file->id, CHECKPOINT);
  self->base.units_note = describe(session, units);
  return &self->base;
}

static int detect(const char *path, const guint8 *head, gsize n_head)
{
  enum { CERTAIN = 95, LIKELY = 60, JUST_HDF5 = 31 };
  if (!bw_h5_is_hdf5(head, n_head))
    return 0;
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, NULL);
  if (!file)
    return JUST_HDF5; /* to say what is wrong with it */
  return bw_h5_has(file->id, "h5md") ? CERTAIN : bw_h5_has(file->id, "particles") ? LIKELY : JUST_HDF5;
}

static BwKind kind_of(const char *path, GError **error)
{
  g_autoptr(BwH5File) file = bw_h5_file_open(path, BW_JOURNAL_READ, error);
  if (!file)
    return 0;
  return bw_h5_has(file->id, CHECKPOINT) ? BW_KIND_RUN : BW_KIND_TRAJECTORY;
}

const BwFormat bw_format_h5md = {
    .name = "h5md",
    .description = N_("H5MD and runs of Beadwork"),
    .extensions = "h5 h5md hdf5",
    .kinds = BW_KIND_TRAJECTORY | BW_KIND_RUN,
    .can_write = TRUE,
    .detect = detect,
    .kind_of = kind_of,
    .open_trajectory = open_trajectory,
    .write = bw_h5md_write,
};
