/* The frames of a trajectory gathered into a dataset. */
#include "base/array.h"
#include "base/elements.h"
#include "base/error.h"
#include "system/dataset.h"
#include "system/frame-label.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

typedef struct {
  BwTrajectory *trajectory;
  BwLabelling labelling;
  BwDataset *dataset;
} Gatherer;

static const char *frame_path(const Gatherer *g)
{
  return g->trajectory->path;
}

static gboolean copy_label(const Gatherer *g, const BwFrame *frame, gint64 index, gboolean forces, double *to,
                           GError **error)
{
  GError *reason = NULL;
  const BwProperty *label = bw_frame_label(frame, index, &g->labelling, forces, &reason);
  if (reason) {
    g_propagate_error(error, reason);
    return FALSE;
  }
  if (!label)
    return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g),
                        "frame %" G_GINT64_FORMAT " has no %s, the first one has", index,
                        forces ? "forces" : "energy");
  if (!bw_frame_label_copy(label, &g->labelling, forces, to, error))
    return FALSE;
  int n = label->n_rows * label->n_components;
  for (int i = 0; i < n; i++) {
    if (!isfinite(to[i]) && forces)
      return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g),
                          "frame %" G_GINT64_FORMAT ": '%s' of atom %d is %g", index, label->name, i / 3,
                          label->values[i]);
    if (!isfinite(to[i]))
      return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g), "frame %" G_GINT64_FORMAT ": '%s' is %g",
                          index, label->name, label->values[i]);
  }
  return TRUE;
}

static gboolean check_atoms(const Gatherer *g, const BwFrame *frame, gint64 index, GError **error)
{
  const BwAtoms *first = g->dataset->atoms, *here = frame->atoms;
  if (here == first || bw_atoms_equal(here, first))
    return TRUE;
  if (here->n_atoms != first->n_atoms)
    return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g),
                        "frame %" G_GINT64_FORMAT
                        " has %d atoms, the first has %d; a dataset holds one system",
                        index, here->n_atoms, first->n_atoms);
  int i = 0;
  while (here->numbers[i] == first->numbers[i])
    i++;
  return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g),
                      "frame %" G_GINT64_FORMAT
                      ": atom %d is %s, in the first frame %s; a dataset holds one system in one order",
                      index, i, bw_element(here->numbers[i])->symbol, bw_element(first->numbers[i])->symbol);
}

/* Cells appear with the first periodic frame; those before it have none. */
static void copy_cell(BwDataset *dataset, const BwFrame *frame, gint64 index)
{
  if (!dataset->cells && bw_cell_is_periodic(&frame->cell)) {
    dataset->cells = bw_new(BwCell, dataset->n_frames);
    for (int i = 0; i < dataset->n_frames; i++)
      bw_cell_init_none(&dataset->cells[i]);
  }
  if (dataset->cells)
    dataset->cells[index] = frame->cell;
}

static gboolean copy_frame(const Gatherer *g, const BwFrame *frame, gint64 index, GError **error)
{
  BwDataset *dataset = g->dataset;
  gsize n = (gsize)dataset->atoms->n_atoms * 3;
  if (!check_atoms(g, frame, index, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!isfinite(frame->positions[i]))
      return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g),
                          "frame %" G_GINT64_FORMAT ": the position of atom %d is %g", index, (int)(i / 3),
                          frame->positions[i]);
  memcpy(dataset->positions + index * n, frame->positions, sizeof(double) * n);
  copy_cell(dataset, frame, index);
  return (!dataset->energies || copy_label(g, frame, index, FALSE, dataset->energies + index, error)) &&
         (!dataset->forces || copy_label(g, frame, index, TRUE, dataset->forces + index * n, error));
}

/* The units in which errors are reported: those of the first frame's labels. */
static void set_units(Gatherer *g, const BwProperty *energy, const BwProperty *forces)
{
  BwDataset *dataset = g->dataset;
  const BwUnitSystem *said = g->labelling.units;
  if (energy)
    dataset->units.energy = energy->unit ? energy->unit : said->energy ? said->energy : "eV";
  if (forces)
    dataset->units.force = forces->unit ? forces->unit : said->force;
  if (forces && !dataset->units.force && said->energy)
    dataset->units.length = said->length ? said->length : "Å";
  gboolean assumed = (energy && !energy->unit && !said->energy) ||
                     (forces && !forces->unit && !said->force && !said->energy);
  const char *note = g->trajectory->units_note;
  if (assumed && !note)
    dataset->units_note = g_strdup("no units of energies and forces in the file; eV and eV/Å assumed");
  else
    dataset->units_note = g_strdup(note);
}

static gboolean begin(Gatherer *g, gint64 n_frames, GError **error)
{
  g_autoptr(BwFrame) first = bw_trajectory_read(g->trajectory, 0, error);
  GError *reason = NULL;
  if (!first)
    return FALSE;
  if (first->n_beads > 1)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, frame_path(g),
                        "holds ring polymers of %d beads; a dataset needs classical frames", first->n_beads);
  const BwProperty *energy = bw_frame_label(first, 0, &g->labelling, FALSE, &reason);
  const BwProperty *forces = reason ? NULL : bw_frame_label(first, 0, &g->labelling, TRUE, &reason);
  if (reason) {
    g_propagate_error(error, reason);
    return FALSE;
  }
  if (!energy && !forces) {
    g_autofree char *names = bw_frame_property_names(first);
    return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g),
                        "has neither energies nor forces (frame 0 has %s); name the keys if they are there",
                        *names ? names : "only positions");
  }
  guint64 bytes = (guint64)n_frames * first->atoms->n_atoms * 3 * sizeof(double) * 2;
  if (n_frames > G_MAXINT32 || !bw_memory_check(bytes, "the dataset", "use fewer frames", error))
    return n_frames > G_MAXINT32 &&
           bw_fail_file(error, BW_ERROR_UNSUPPORTED, frame_path(g), "has too many frames");
  g->dataset = bw_dataset_new(first->atoms, (int)n_frames, energy != NULL, forces != NULL);
  set_units(g, energy, forces);
  const BwProperty *theory = bw_frame_find(first, "theory");
  g->dataset->theory = theory ? g_strdup(theory->text) : NULL;
  return TRUE;
}

static char *stem(const char *path)
{
  char *name = g_path_get_basename(path ? path : "dataset"), *dot = strrchr(name, '.');
  if (dot && dot != name)
    *dot = 0;
  return name;
}

BwDataset *bw_dataset_from_trajectory(BwTrajectory *trajectory, const char *energy_key,
                                      const char *forces_key, const BwUnitSystem *units, GError **error)
{
  return bw_dataset_gather(trajectory, energy_key, forces_key, units, NULL, NULL, NULL, error);
}

BwDataset *bw_dataset_gather(BwTrajectory *trajectory, const char *energy_key, const char *forces_key,
                             const BwUnitSystem *units, gpointer cancellable,
                             void (*progress)(double fraction, gpointer data), gpointer progress_data,
                             GError **error)
{
  static const BwUnitSystem not_said = {0};
  Gatherer gatherer = {
      trajectory, {trajectory->path, energy_key, forces_key, units ? units : &not_said}, NULL};
  if (!bw_trajectory_wait(trajectory, cancellable, error))
    return NULL;
  gint64 n_frames = bw_trajectory_get_n_frames(trajectory, NULL);
  if (n_frames < 1) {
    bw_fail_file(error, BW_ERROR_FORMAT, trajectory->path, "has no frames");
    return NULL;
  }
  if (!begin(&gatherer, n_frames, error))
    return NULL;
  g_autoptr(BwDataset) dataset = gatherer.dataset;
  dataset->path = g_strdup(trajectory->path);
  dataset->name = stem(trajectory->path);
  for (gint64 index = 0; index < n_frames; index++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, index, error);
    if (!frame || !copy_frame(&gatherer, frame, index, error))
      return NULL;
    if (progress)
      progress((double)(index + 1) / (double)n_frames, progress_data);
    if (g_cancellable_is_cancelled(cancellable)) {
      bw_fail_file(error, BW_ERROR_CANCELLED, trajectory->path, "reading was stopped");
      return NULL;
    }
  }
  return g_steal_pointer(&dataset);
}
