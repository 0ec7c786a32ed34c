#include "cli/facts.h"
#include "cli/frames.h"

#include <glib/gstdio.h>
#include <math.h>

#define READ_ALL_BYTES ((gint64)512 << 20)

const char *bw_kind_name(BwKind kind)
{
  switch (kind) {
  case BW_KIND_DATASET:
    return "dataset";
  case BW_KIND_MODEL:
    return "model";
  case BW_KIND_RUN:
    return "run";
  default:
    return "trajectory";
  }
}

static const char *what_of(const BwFrame *frame, const BwProperty *property)
{
  if (!property->per_atom)
    return property->n_rows > 1 ? "bead" : "frame";
  return frame->n_beads > 1 && property->n_rows == frame->n_beads * frame->atoms->n_atoms
             ? "atom of each bead"
             : "atom";
}

static void take_first(BwFacts *facts, const BwFrame *frame)
{
  facts->n_atoms = frame->atoms->n_atoms;
  facts->n_beads = frame->n_beads;
  facts->formula = bw_atoms_formula(frame->atoms);
  facts->cell = frame->cell;
  facts->first_step = frame->step;
  facts->first_time = frame->time;
  for (guint i = 0; i < frame->properties->len; i++) {
    const BwProperty *property = frame->properties->pdata[i];
    BwFactsKey key = {property->name, property->unit, what_of(frame, property),
                      property->text ? 0 : property->n_components};
    g_array_append_val(facts->keys, key);
  }
}

static gboolean take_frame(const BwFrame *frame, gint64 index, gpointer data, GError **error G_GNUC_UNUSED)
{
  BwFacts *facts = data;
  if (index == 0)
    take_first(facts, frame);
  facts->n_atoms_varies |= frame->atoms->n_atoms != facts->n_atoms;
  facts->last_n_beads = frame->n_beads;
  facts->last_step = frame->step;
  facts->last_time = frame->time;
  return TRUE;
}

static gboolean is_small(const char *path)
{
  GStatBuf info;
  return g_stat(path, &info) == 0 && info.st_size <= READ_ALL_BYTES;
}

/* The first and the last frame only. */
static gboolean read_ends(BwFacts *facts, BwTrajectory *trajectory, GError **error)
{
  gint64 ends[] = {0, facts->n_frames - 1};
  for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autoptr(BwFrame) frame = bw_trajectory_read(trajectory, ends[i], error);
    if (!frame || !take_frame(frame, ends[i], facts, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean gather_frames(BwFacts *facts, BwTrajectory *trajectory, GError **error)
{
  if (!bw_cli_wait_for_frames(trajectory, error))
    return FALSE;
  facts->n_frames = bw_trajectory_get_n_frames(trajectory, NULL);
  facts->n_beads = trajectory->n_beads;
  if (!facts->units_note)
    facts->units_note = g_strdup(trajectory->units_note);
  if (facts->n_frames == 0)
    return TRUE;
  return is_small(facts->path) ? bw_cli_each_frame(trajectory, "reading", take_frame, facts, error)
                               : read_ends(facts, trajectory, error);
}

static gboolean gather_dataset(BwFacts *facts, const BwUnitSystem *units, GError **error)
{
  g_autoptr(BwDataset) dataset = bw_open_dataset(facts->path, units, NULL, NULL, error);
  if (!dataset)
    return FALSE;
  facts->name = g_strdup(dataset->name);
  facts->theory = g_strdup(dataset->theory);
  facts->units_note = g_strdup(dataset->units_note);
  g_autoptr(BwTrajectory) trajectory = bw_dataset_as_trajectory(dataset, facts->format->name);
  return gather_frames(facts, trajectory, error);
}

gboolean bw_facts_gather(BwFacts *facts, const char *path, const BwUnitSystem *units, GError **error)
{
  *facts = (BwFacts){.first_step = -1, .last_step = -1, .first_time = NAN, .last_time = NAN};
  facts->path = g_strdup(path);
  facts->keys = g_array_new(FALSE, FALSE, sizeof(BwFactsKey));
  bw_cell_init_none(&facts->cell);
  if (!bw_file_kind(path, &facts->format, &facts->kind, error))
    return FALSE;
  if (facts->kind == BW_KIND_DATASET)
    return gather_dataset(facts, units, error);
  g_autoptr(BwTrajectory) trajectory = bw_open_trajectory(path, units, error);
  return trajectory && gather_frames(facts, trajectory, error);
}

void bw_facts_clear(BwFacts *facts)
{
  g_clear_pointer(&facts->path, g_free);
  g_clear_pointer(&facts->formula, g_free);
  g_clear_pointer(&facts->name, g_free);
  g_clear_pointer(&facts->theory, g_free);
  g_clear_pointer(&facts->units_note, g_free);
  g_clear_pointer(&facts->keys, g_array_unref);
}
