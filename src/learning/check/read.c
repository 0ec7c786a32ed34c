/* The frames and their labels, whatever is wrong with them, in memory. */
#include "base/error.h"
#include "learning/check/private.h"
#include "system/frame-label.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* What a frame says of its electrons: energies of different states are different functions. New. */
static char *state_of(const BwFrame *frame)
{
  static const char *const names[] = {"charge",       "total_charge",      "spin",
                                      "multiplicity", "spin_multiplicity", "unpaired_electrons"};
  GString *state = g_string_new(NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    const BwProperty *property = bw_frame_find(frame, names[i]);
    if (property && property->values && !property->per_atom && property->n_rows * property->n_components == 1)
      g_string_append_printf(state, "%s%s %g", state->len ? ", " : "", names[i], property->values[0]);
  }
  g_strdelimit(state->str, "_", ' ');
  return g_string_free(state, FALSE);
}

static int find_system(BwCheckFrames *frames, const BwFrame *frame, gint64 index)
{
  g_autofree char *state = state_of(frame);
  gpointer last = NULL;
  int before = -1;
  if (g_hash_table_lookup_extended(frames->last_system, frame->atoms, NULL, &last))
    before = GPOINTER_TO_INT(last);
  for (int s = before; s >= 0; s = g_array_index(frames->systems, BwCheckSystem, s).before) {
    BwCheckSystem *system = &g_array_index(frames->systems, BwCheckSystem, s);
    if (g_str_equal(system->state, state)) {
      system->n_frames++;
      return s;
    }
  }
  BwCheckSystem system = {bw_atoms_ref(frame->atoms), g_steal_pointer(&state), 1, index, before};
  int number = (int)frames->systems->len;
  g_array_append_val(frames->systems, system);
  g_hash_table_insert(frames->last_system, system.atoms, GINT_TO_POINTER(number));
  return number;
}

/* Cells appear with the first periodic frame; those before it have none. */
static void take_cell(BwCheckFrames *frames, const BwFrame *frame, gint64 index)
{
  if (!frames->cells && bw_cell_is_periodic(&frame->cell)) {
    frames->cells = g_new(BwCell, frames->n_frames);
    for (gint64 i = 0; i < frames->n_frames; i++)
      bw_cell_init_none(&frames->cells[i]);
  }
  if (frames->cells)
    frames->cells[index] = frame->cell;
}

/* FALSE: the frame has no such label that could be used; the unit is that of the first that has one. */
static gboolean take_label(BwCheckFrames *frames, const BwFrame *frame, gint64 index,
                           const BwLabelling *labelling, gboolean forces, double *to, const char **unit)
{
  g_autoptr(GError) problem = NULL;
  const BwProperty *label = bw_frame_label(frame, index, labelling, forces, &problem);
  if (label && bw_frame_label_copy(label, labelling, forces, to, &problem)) {
    if (!*unit)
      *unit = label->unit ? label->unit : "";
    return TRUE;
  }
  if (problem)
    bw_check_add(frames, BW_FLAW_MISSING, BW_SEVERITY_ERROR, index, -1, -1,
                 N_("take the frame out, or give it what the others have"), "%s", problem->message);
  return FALSE;
}

/* New; NULL: there are none. */
static char *other_labels(const BwFrame *frame, gint64 index, const BwLabelling *labelling)
{
  g_autoptr(BwDataset) labels = bw_dataset_new(frame->atoms, 1, FALSE, FALSE);
  if (!bw_frame_copy_labels(frame, index, labelling, labels, 0, NULL) || !labels->labels)
    return NULL;
  GString *names = g_string_new(NULL);
  for (guint l = 0; l < labels->labels->len; l++)
    g_string_append_printf(names, "%s%s", l > 0 ? ", " : "", g_array_index(labels->labels, BwLabel, l).name);
  return g_string_free(names, FALSE);
}

static void take_frame(BwCheckFrames *frames, const BwFrame *frame, gint64 index,
                       const BwLabelling *labelling, const char *units[2])
{
  guint n = (guint)frame->atoms->n_atoms * 3, first = frames->positions->len;
  frames->system_of[index] = find_system(frames, frame, index);
  frames->first[index] = first;
  g_array_append_vals(frames->positions, frame->positions, n);
  g_array_set_size(frames->forces, first + n);
  double *forces = &g_array_index(frames->forces, double, first);
  take_cell(frames, frame, index);
  frames->has_energy[index] =
      take_label(frames, frame, index, labelling, FALSE, &frames->energies[index], &units[0]);
  frames->has_forces[index] = take_label(frames, frame, index, labelling, TRUE, forces, &units[1]);
  if (!frames->has_energy[index])
    frames->energies[index] = NAN;
  for (guint k = 0; k < n && !frames->has_forces[index]; k++)
    forces[k] = NAN;
  if (!frames->others)
    frames->others = other_labels(frame, index, labelling);
  frames->n_energies += frames->has_energy[index];
  frames->n_forces += frames->has_forces[index];
}

/* The dataset knows its units; of a trajectory they are those of the labels, or what the user said. */
static void set_units(BwCheckFrames *frames, BwTrajectory *trajectory, const BwUnitSystem *said,
                      const char *units[2])
{
  const BwDataset *dataset = bw_trajectory_get_dataset(trajectory);
  gboolean energy = units[0] && *units[0], force = units[1] && *units[1];
  if (dataset) {
    frames->units = dataset->units;
    frames->units_note = g_strdup(dataset->units_note);
    return;
  }
  frames->units.length = said->length ? said->length : "Å";
  frames->units.energy = energy ? units[0] : said->energy ? said->energy : "eV";
  frames->units.force = force ? units[1] : said->force;
  gboolean assumed =
      (units[0] && !energy && !said->energy) || (units[1] && !force && !said->force && !said->energy);
  frames->units_note = assumed && !trajectory->units_note
                           ? g_strdup("no units of energies and forces in the file; eV and eV/Å assumed")
                           : g_strdup(trajectory->units_note);
}

static gboolean begin(BwCheckFrames *frames, BwTrajectory *trajectory, GError **error)
{
  g_autoptr(GError) problem = NULL;
  if (!bw_trajectory_wait(trajectory, frames->cancellable, &problem)) {
    if (g_error_matches(problem, BW_ERROR, BW_ERROR_CANCELLED) ||
        g_cancellable_is_cancelled(frames->cancellable) || bw_trajectory_get_n_frames(trajectory, NULL) < 1) {
      g_propagate_error(error, g_steal_pointer(&problem));
      return FALSE;
    }
    bw_check_add(frames, BW_FLAW_UNREADABLE, BW_SEVERITY_ERROR, -1, -1, -1,
                 N_("repair the file; the frames before that place can be used"), "%s", problem->message);
  }
  gint64 n = frames->n_frames = bw_trajectory_get_n_frames(trajectory, NULL);
  if (n < 1 || n > G_MAXINT32)
    return bw_fail_file(error, n < 1 ? BW_ERROR_FORMAT : BW_ERROR_UNSUPPORTED, trajectory->path,
                        n < 1 ? "has no frames" : "has too many frames");
  frames->system_of = g_new(int, n);
  frames->first = g_new0(gsize, n);
  frames->energies = g_new0(double, n);
  frames->has_energy = g_new0(gboolean, n);
  frames->has_forces = g_new0(gboolean, n);
  frames->check->n_frames = n;
  frames->check->usable = g_new(gboolean, n);
  for (gint64 f = 0; f < n; f++)
    frames->check->usable[f] = TRUE;
  return TRUE;
}

/* A frame that cannot be read is a finding; that the first is a ring polymer is not what was meant. */
static gboolean read_one(BwCheckFrames *frames, BwTrajectory *trajectory, gint64 index,
                         const BwLabelling *labelling, const char *units[2], GError **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, index, &problem);
  if (!frame) {
    frames->system_of[index] = -1;
    frames->energies[index] = NAN;
    bw_check_add(frames, BW_FLAW_UNREADABLE, BW_SEVERITY_ERROR, index, -1, -1,
                 N_("repair the frame, or take it out"), "%s", problem->message);
    return TRUE;
  }
  if (frame->n_beads > 1)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, trajectory->path,
                        "holds ring polymers of %d beads; a dataset needs classical frames", frame->n_beads);
  guint64 bytes = (guint64)(frames->n_frames - index) * frame->atoms->n_atoms * 6 * sizeof(double);
  if (index == 0 && !bw_memory_check(bytes, "the dataset", "use fewer frames", error))
    return FALSE;
  take_frame(frames, frame, index, labelling, units);
  return TRUE;
}

static gboolean any_label(const BwCheckFrames *frames, BwTrajectory *trajectory, const BwLabelling *labelling,
                          GError **error)
{
  const char *missing = labelling->energy_key && frames->n_energies == 0 ? labelling->energy_key
                        : labelling->forces_key && frames->n_forces == 0 ? labelling->forces_key
                                                                         : NULL;
  if (missing)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, trajectory->path, "no frame has a '%s' that can be used",
                        missing);
  return frames->n_energies > 0 || frames->n_forces > 0 || frames->others ||
         bw_fail_file(error, BW_ERROR_FORMAT, trajectory->path,
                      "has neither energies nor forces; name the keys if they are there");
}

gboolean bw_check_read(BwCheckFrames *frames, BwTrajectory *trajectory, const BwCheckSettings *settings,
                       GError **error)
{
  static const BwUnitSystem not_said = {0};
  const BwUnitSystem *said = settings && settings->units ? settings->units : &not_said;
  const BwLabelling labelling = {trajectory->path, settings ? settings->energy_key : NULL,
                                 settings ? settings->forces_key : NULL, said};
  /* the arrays of a dataset have been chosen by these names already */
  const BwLabelling chosen = {trajectory->path, NULL, NULL, said};
  const BwLabelling *names = bw_trajectory_get_dataset(trajectory) ? &chosen : &labelling;
  const char *units[2] = {NULL, NULL};
  frames->systems = g_array_new(FALSE, FALSE, sizeof(BwCheckSystem));
  frames->last_system = g_hash_table_new(bw_atoms_hash, (GEqualFunc)bw_atoms_equal);
  frames->wants_mixed = settings && settings->mixed;
  frames->positions = g_array_new(FALSE, FALSE, sizeof(double));
  frames->forces = g_array_new(FALSE, FALSE, sizeof(double));
  if (!begin(frames, trajectory, error))
    return FALSE;
  for (gint64 f = 0; f < frames->n_frames; f++)
    if (!read_one(frames, trajectory, f, names, units, error) ||
        !bw_check_go_on(frames, "Reading", (double)(f + 1) / (double)frames->n_frames, error))
      return FALSE;
  set_units(frames, trajectory, said, units);
  return any_label(frames, trajectory, names, error);
}

static void clear_system(gpointer system)
{
  bw_atoms_unref(((BwCheckSystem *)system)->atoms);
  g_free(((BwCheckSystem *)system)->state);
}

void bw_check_frames_clear(BwCheckFrames *frames)
{
  if (frames->systems)
    g_array_set_clear_func(frames->systems, clear_system);
  g_clear_pointer(&frames->last_system, g_hash_table_unref);
  g_clear_pointer(&frames->systems, g_array_unref);
  g_clear_pointer(&frames->positions, g_array_unref);
  g_clear_pointer(&frames->forces, g_array_unref);
  g_free(frames->system_of);
  g_free(frames->first);
  g_free(frames->energies);
  g_free(frames->has_energy);
  g_free(frames->has_forces);
  g_free(frames->cells);
  g_free(frames->units_note);
  g_free(frames->others);
  g_free(frames->all_clean ? frames->all_clean : frames->clean);
}
