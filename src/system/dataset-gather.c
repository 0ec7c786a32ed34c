/* The frames of a trajectory gathered into datasets, one for each composition and order of atoms. */
#include "base/array.h"
#include "base/elements.h"
#include "base/error.h"
#include "system/collection.h"
#include "system/frame-label.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

typedef struct {
  BwTrajectory *trajectory;
  BwLabelling labelling;
  gboolean mixed;     /* frames may differ in their atoms */
  BwDataset *pattern; /* of the first frame: whether there are energies and forces, units, theory */
  GPtrArray *parts;   /* of BwDataset, with room for more frames than there are */
  GArray *counts;     /* of int: how many there are, of each part */
  GHashTable *places; /* BwAtoms of a part → its number */
  GArray *samples;    /* of BwCollectionItem */
} Gatherer;

static void gatherer_clear(Gatherer *g)
{
  bw_dataset_unref(g->pattern);
  g_ptr_array_unref(g->parts);
  g_array_unref(g->counts);
  g_array_unref(g->samples);
  g_hash_table_unref(g->places);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Gatherer, gatherer_clear)

static void gatherer_init(Gatherer *g, BwTrajectory *trajectory, const char *energy_key,
                          const char *forces_key, const BwUnitSystem *units, gboolean mixed)
{
  static const BwUnitSystem not_said = {0};
  *g = (Gatherer){.trajectory = trajectory,
                  .labelling = {trajectory->path, energy_key, forces_key, units ? units : &not_said},
                  .mixed = mixed,
                  .parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_dataset_unref),
                  .counts = g_array_new(FALSE, FALSE, sizeof(int)),
                  .samples = g_array_new(FALSE, FALSE, sizeof(BwCollectionItem)),
                  .places = g_hash_table_new(bw_atoms_hash, (GEqualFunc)bw_atoms_equal)};
}

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
  const BwAtoms *first = g->pattern->atoms, *here = frame->atoms;
  if (g->mixed || here == first || bw_atoms_equal(here, first))
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

static gboolean check_beads(const Gatherer *g, const BwFrame *frame, GError **error)
{
  return frame->n_beads == 1 ||
         bw_fail_file(error, BW_ERROR_UNSUPPORTED, frame_path(g),
                      "holds ring polymers of %d beads; a dataset needs classical frames", frame->n_beads);
}

static gboolean check_frame(const Gatherer *g, const BwFrame *frame, gint64 index, GError **error)
{
  if (!check_beads(g, frame, error) || !check_atoms(g, frame, index, error))
    return FALSE;
  for (int i = 0; i < 3 * frame->atoms->n_atoms; i++)
    if (!isfinite(frame->positions[i]))
      return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g),
                          "frame %" G_GINT64_FORMAT ": the position of atom %d is %g", index, i / 3,
                          frame->positions[i]);
  return TRUE;
}

/* The part that the frame belongs to, with room for it, and where it goes there. */
static BwDataset *find_place(Gatherer *g, const BwFrame *frame, gint64 index, int *at)
{
  const BwCollectionItem *last =
      g->samples->len ? &g_array_index(g->samples, BwCollectionItem, g->samples->len - 1) : NULL;
  BwDataset *dataset = last ? g->parts->pdata[last->part] : NULL;
  gpointer found = NULL;
  int part = last ? last->part : -1;
  if (!dataset || (dataset->atoms != frame->atoms && !bw_atoms_equal(dataset->atoms, frame->atoms)))
    part = g_hash_table_lookup_extended(g->places, frame->atoms, NULL, &found) ? GPOINTER_TO_INT(found) : -1;
  if (part < 0) {
    gint64 room = g->mixed ? 1 : bw_trajectory_get_n_frames(g->trajectory, NULL);
    part = (int)g->parts->len;
    dataset =
        bw_dataset_new(frame->atoms, (int)room, g->pattern->energies != NULL, g->pattern->forces != NULL);
    dataset->origins = g->mixed ? g_new(gint64, room) : NULL;
    g_ptr_array_add(g->parts, dataset);
    g_array_append_vals(g->counts, &(int){0}, 1);
    g_hash_table_insert(g->places, dataset->atoms, GINT_TO_POINTER(part));
  }
  dataset = g->parts->pdata[part];
  *at = g_array_index(g->counts, int, part)++;
  if (*at == dataset->n_frames)
    bw_dataset_resize(dataset, 2 * *at);
  if (dataset->origins)
    dataset->origins[*at] = index;
  g_array_append_vals(g->samples, &(BwCollectionItem){part, *at}, 1);
  return dataset;
}

static gboolean copy_frame(Gatherer *g, const BwFrame *frame, gint64 index, GError **error)
{
  gsize n = (gsize)frame->atoms->n_atoms * 3;
  int at;
  if (!check_frame(g, frame, index, error))
    return FALSE;
  BwDataset *dataset = find_place(g, frame, index, &at);
  memcpy(dataset->positions + at * n, frame->positions, sizeof(double) * n);
  copy_cell(dataset, frame, at);
  return (!dataset->energies || copy_label(g, frame, index, FALSE, dataset->energies + at, error)) &&
         (!dataset->forces || copy_label(g, frame, index, TRUE, dataset->forces + at * n, error)) &&
         bw_frame_copy_labels(frame, index, &g->labelling, dataset, at, error);
}

/* The units in which errors are reported: those of the first frame's labels. */
static void set_units(Gatherer *g, const BwProperty *energy, const BwProperty *forces)
{
  BwDataset *dataset = g->pattern;
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

static gboolean fail_unlabelled(const Gatherer *g, const BwFrame *first, GError **error)
{
  g_autofree char *names = bw_frame_property_names(first);
  return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g),
                      "has neither energies nor forces%s (frame 0 has %s); name the keys if they are there",
                      g->mixed ? " nor other labels" : "", *names ? names : "only positions");
}

/* What the first frame says of all of them. */
static gboolean make_pattern(Gatherer *g, const BwFrame *first, GError **error)
{
  GError *reason = NULL;
  const BwProperty *energy = bw_frame_label(first, 0, &g->labelling, FALSE, &reason);
  const BwProperty *forces = reason ? NULL : bw_frame_label(first, 0, &g->labelling, TRUE, &reason);
  if (reason) {
    g_propagate_error(error, reason);
    return FALSE;
  }
  g->pattern = bw_dataset_new(first->atoms, 1, energy != NULL, forces != NULL);
  if (!bw_frame_copy_labels(first, 0, &g->labelling, g->pattern, 0, error))
    return FALSE;
  if (!energy && !forces && (!g->mixed || !g->pattern->labels))
    return fail_unlabelled(g, first, error);
  set_units(g, energy, forces);
  const BwProperty *theory = bw_frame_find(first, "theory");
  g->pattern->theory = theory ? g_strdup(theory->text) : NULL;
  return TRUE;
}

static gboolean begin(Gatherer *g, GCancellable *cancellable, GError **error)
{
  if (!bw_trajectory_wait(g->trajectory, cancellable, error))
    return FALSE;
  gint64 n_frames = bw_trajectory_get_n_frames(g->trajectory, NULL);
  if (n_frames < 1)
    return bw_fail_file(error, BW_ERROR_FORMAT, frame_path(g), "has no frames");
  g_autoptr(BwFrame) first = bw_trajectory_read(g->trajectory, 0, error);
  if (!first || !check_beads(g, first, error) || !make_pattern(g, first, error))
    return FALSE;
  guint64 bytes = (guint64)n_frames * first->atoms->n_atoms * 3 * sizeof(double) * 2;
  if (n_frames > G_MAXINT32)
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, frame_path(g), "has too many frames");
  return bw_memory_check(bytes, "the dataset", "use fewer frames", error);
}

static char *stem(const char *path)
{
  char *name = g_path_get_basename(path ? path : "dataset"), *dot = strrchr(name, '.');
  if (dot && dot != name)
    *dot = 0;
  return name;
}

/* Every part says what the file says, and has as many frames as it has. */
static void end(const Gatherer *g)
{
  for (guint p = 0; p < g->parts->len; p++) {
    BwDataset *dataset = g->parts->pdata[p];
    int n = g_array_index(g->counts, int, p);
    dataset->path = g_strdup(frame_path(g));
    dataset->name = stem(frame_path(g));
    dataset->theory = g_strdup(g->pattern->theory);
    dataset->units = g->pattern->units;
    dataset->units_note = g_strdup(g->pattern->units_note);
    if (n < dataset->n_frames)
      bw_dataset_resize(dataset, n);
  }
}

static gboolean gather(Gatherer *g, GCancellable *cancellable,
                       void (*progress)(double fraction, gpointer data), gpointer progress_data,
                       GError **error)
{
  if (!begin(g, cancellable, error))
    return FALSE;
  gint64 n_frames = bw_trajectory_get_n_frames(g->trajectory, NULL);
  for (gint64 index = 0; index < n_frames; index++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(g->trajectory, index, error);
    if (!frame || !copy_frame(g, frame, index, error))
      return FALSE;
    if (progress)
      progress((double)(index + 1) / (double)n_frames, progress_data);
    if (g_cancellable_is_cancelled(cancellable))
      return bw_fail_file(error, BW_ERROR_CANCELLED, frame_path(g), "reading was stopped");
  }
  end(g);
  return TRUE;
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
  g_auto(Gatherer) g;
  gatherer_init(&g, trajectory, energy_key, forces_key, units, FALSE);
  if (!gather(&g, cancellable, progress, progress_data, error))
    return NULL;
  g_autoptr(BwCollection) data = bw_collection_new_of_parts(g.parts, g.samples);
  BwDataset *dataset = g.parts->pdata[0];
  g_strlcpy(dataset->md5, bw_collection_get_md5(data), sizeof dataset->md5); /* the file states none */
  return bw_dataset_ref(dataset);
}

BwCollection *bw_collection_gather(BwTrajectory *trajectory, const char *energy_key, const char *forces_key,
                                   const BwUnitSystem *units, gpointer cancellable,
                                   void (*progress)(double fraction, gpointer data), gpointer progress_data,
                                   GError **error)
{
  g_auto(Gatherer) g;
  gatherer_init(&g, trajectory, energy_key, forces_key, units, TRUE);
  if (!gather(&g, cancellable, progress, progress_data, error))
    return NULL;
  return bw_collection_new_of_parts(g.parts, g.samples);
}
