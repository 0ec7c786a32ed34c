#include "system/dataset.h"
#include "base/array.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

BwDataset *bw_dataset_new(BwAtoms *atoms, int n_frames, gboolean energies, gboolean forces)
{
  BwDataset *dataset = g_new0(BwDataset, 1);
  gsize n = (gsize)n_frames * atoms->n_atoms * 3;
  g_atomic_ref_count_init(&dataset->refs);
  dataset->atoms = bw_atoms_ref(atoms);
  dataset->n_frames = n_frames;
  dataset->positions = bw_new0(double, n);
  dataset->energies = energies ? bw_new0(double, n_frames) : NULL;
  dataset->forces = forces ? bw_new0(double, n) : NULL;
  dataset->units = (BwUnitSystem){.length = "Å", .energy = "eV"};
  return dataset;
}

BwDataset *bw_dataset_ref(BwDataset *dataset)
{
  g_atomic_ref_count_inc(&dataset->refs);
  return dataset;
}

static void label_clear(BwLabel *label)
{
  g_free(label->values);
}

/* Numbers per frame. */
static gsize label_size(const BwDataset *dataset, const BwLabel *label)
{
  return (gsize)(label->per_atom ? dataset->atoms->n_atoms : 1) * label->n_components;
}

BwLabel *bw_dataset_add_label(BwDataset *dataset, const char *name, const char *unit, gboolean per_atom,
                              int n_components)
{
  BwLabel label = {g_intern_string(name), g_intern_string(unit), per_atom, n_components, NULL};
  gsize n = (gsize)dataset->n_frames * label_size(dataset, &label);
  if (!dataset->labels) {
    dataset->labels = g_array_new(FALSE, FALSE, sizeof(BwLabel));
    g_array_set_clear_func(dataset->labels, (GDestroyNotify)label_clear);
  }
  label.values = g_new(double, MAX(n, 1));
  for (gsize i = 0; i < n; i++)
    label.values[i] = NAN;
  g_array_append_val(dataset->labels, label);
  return &g_array_index(dataset->labels, BwLabel, dataset->labels->len - 1);
}

/* *array with `to` elements of `size` bytes; zeros after the first `from`. */
static void resize(gpointer array, gsize from, gsize to, gsize size)
{
  void **old = array, *new = bw_alloc0(to, size);
  if (MIN(from, to) > 0)
    memcpy(new, *old, MIN(from, to) * size);
  bw_free(*old);
  *old = new;
}

void bw_dataset_resize(BwDataset *dataset, int n_frames)
{
  gsize n = (gsize)dataset->atoms->n_atoms * 3, from = dataset->n_frames, to = n_frames;
  resize(&dataset->positions, from * n, to * n, sizeof(double));
  if (dataset->energies)
    resize(&dataset->energies, from, to, sizeof(double));
  if (dataset->forces)
    resize(&dataset->forces, from * n, to * n, sizeof(double));
  if (dataset->cells)
    resize(&dataset->cells, from, to, sizeof(BwCell));
  for (gsize f = from; dataset->cells && f < to; f++)
    bw_cell_init_none(&dataset->cells[f]);
  if (dataset->origins)
    dataset->origins = g_renew(gint64, dataset->origins, MAX(to, 1));
  for (guint l = 0; dataset->labels && l < dataset->labels->len; l++) {
    BwLabel *label = &g_array_index(dataset->labels, BwLabel, l);
    gsize size = label_size(dataset, label);
    label->values = g_renew(double, label->values, MAX(to * size, 1));
    for (gsize i = from * size; i < to * size; i++)
      label->values[i] = NAN;
  }
  dataset->n_frames = n_frames;
}

const BwLabel *bw_dataset_find_label(const BwDataset *dataset, const char *name)
{
  for (guint i = 0; dataset->labels && i < dataset->labels->len; i++) {
    const BwLabel *label = &g_array_index(dataset->labels, BwLabel, i);
    if (g_ascii_strcasecmp(label->name, name) == 0)
      return label;
  }
  return NULL;
}

void bw_dataset_unref(BwDataset *dataset)
{
  if (!dataset || !g_atomic_ref_count_dec(&dataset->refs))
    return;
  bw_atoms_unref(dataset->atoms);
  bw_free(dataset->cells);
  bw_free(dataset->positions);
  bw_free(dataset->energies);
  bw_free(dataset->forces);
  bw_free(dataset->permutations);
  g_free(dataset->origins);
  g_free(dataset->path);
  g_free(dataset->name);
  g_free(dataset->theory);
  g_free(dataset->units_note);
  g_clear_pointer(&dataset->labels, g_array_unref);
  g_free(dataset);
}

gboolean bw_dataset_has_md5(const BwDataset *dataset, const char *md5)
{
  return *md5 && (g_str_equal(md5, dataset->md5) || g_str_equal(md5, dataset->md5_arrays));
}

gint64 bw_dataset_origin(const BwDataset *dataset, int i)
{
  return dataset->origins ? dataset->origins[i] : i;
}

int bw_dataset_find_origin(const BwDataset *dataset, gint64 origin)
{
  if (!dataset->origins)
    return origin >= 0 && origin < dataset->n_frames ? (int)origin : -1;
  int low = 0, high = dataset->n_frames;
  while (low < high) {
    int middle = (low + high) / 2;
    if (dataset->origins[middle] < origin)
      low = middle + 1;
    else
      high = middle;
  }
  return low < dataset->n_frames && dataset->origins[low] == origin ? low : -1;
}

/* As frames */

typedef struct {
  BwTrajectory base;
  BwDataset *dataset;
  BwAtoms **atoms; /* [n_frames], neighbours share them where they are equal; NULL: the dataset's */
} DatasetTrajectory;

/* A frame that lacks it does not have it. */
static void add_label_of_frame(BwFrame *frame, const BwDataset *dataset, const BwLabel *label, gint64 index)
{
  gsize n = label_size(dataset, label);
  const double *from = label->values + index * n;
  gboolean any = FALSE;
  for (gsize i = 0; i < n; i++)
    any |= !isnan(from[i]);
  if (!any)
    return;
  BwProperty *to = label->per_atom
                       ? bw_frame_add_atom_values(frame, label->name, label->unit, label->n_components)
                       : bw_frame_add_frame_values(frame, label->name, label->unit, label->n_components);
  memcpy(to->values, from, n * sizeof *from);
}

static BwFrame *read_frame(BwTrajectory *base, gint64 index, GError **error G_GNUC_UNUSED)
{
  const DatasetTrajectory *self = (DatasetTrajectory *)base;
  const BwDataset *dataset = self->dataset;
  gsize n = (gsize)dataset->atoms->n_atoms * 3;
  BwFrame *frame = bw_frame_new(self->atoms ? self->atoms[index] : dataset->atoms, 1);
  memcpy(frame->positions, dataset->positions + index * n, sizeof(double) * n);
  if (dataset->cells)
    frame->cell = dataset->cells[index];
  if (dataset->theory)
    bw_frame_add_text(frame, "theory", dataset->theory);
  if (dataset->energies)
    bw_frame_add_frame_values(frame, "energy", "eV", 1)->values[0] = dataset->energies[index];
  if (dataset->forces)
    memcpy(bw_frame_add_atom_values(frame, "forces", "eV/Å", 3)->values, dataset->forces + index * n,
           sizeof(double) * n);
  for (guint l = 0; dataset->labels && l < dataset->labels->len; l++)
    add_label_of_frame(frame, dataset, &g_array_index(dataset->labels, BwLabel, l), index);
  return frame;
}

static void finalize(BwTrajectory *base)
{
  DatasetTrajectory *self = (DatasetTrajectory *)base;
  for (int i = 0; self->atoms && i < self->dataset->n_frames; i++)
    bw_atoms_unref(self->atoms[i]);
  g_free(self->atoms);
  bw_dataset_unref(self->dataset);
}

static const BwTrajectoryClass dataset_class = {.read = read_frame, .finalize = finalize};

BwTrajectory *bw_dataset_as_trajectory(BwDataset *dataset, const char *format)
{
  DatasetTrajectory *self = g_new0(DatasetTrajectory, 1);
  bw_trajectory_init(&self->base, &dataset_class, dataset->path, format);
  self->dataset = bw_dataset_ref(dataset);
  self->base.n_frames = dataset->n_frames;
  self->base.units_note = g_strdup(dataset->units_note);
  return &self->base;
}

BwTrajectory *bw_dataset_as_mixed_trajectory(BwDataset *dataset, const char *format, const gint64 *numbers)
{
  BwTrajectory *base = bw_dataset_as_trajectory(dataset, format);
  DatasetTrajectory *self = (DatasetTrajectory *)base;
  int n = dataset->atoms->n_atoms;
  g_autofree int *here = g_new(int, n);
  self->atoms = g_new(BwAtoms *, dataset->n_frames);
  for (int f = 0; f < dataset->n_frames; f++) {
    const BwAtoms *last = f > 0 ? self->atoms[f - 1] : dataset->atoms;
    for (int i = 0; i < n; i++)
      here[i] = (int)numbers[(gsize)f * n + i];
    gboolean same = memcmp(here, last->numbers, sizeof(int) * n) == 0;
    self->atoms[f] = same ? bw_atoms_ref((BwAtoms *)last) : bw_atoms_new(n, here, NULL, NULL);
  }
  return base;
}

BwDataset *bw_trajectory_get_dataset(BwTrajectory *trajectory)
{
  return trajectory->klass == &dataset_class ? ((DatasetTrajectory *)trajectory)->dataset : NULL;
}

gboolean bw_trajectory_is_mixed(BwTrajectory *trajectory)
{
  return trajectory->klass == &dataset_class && ((DatasetTrajectory *)trajectory)->atoms != NULL;
}
