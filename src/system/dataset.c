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
  g_free(dataset->path);
  g_free(dataset->name);
  g_free(dataset->theory);
  g_free(dataset->units_note);
  g_free(dataset);
}

gboolean bw_dataset_has_md5(const BwDataset *dataset, const char *md5)
{
  return *md5 && (g_str_equal(md5, dataset->md5) || g_str_equal(md5, dataset->md5_arrays));
}

/* As frames */

typedef struct {
  BwTrajectory base;
  BwDataset *dataset;
} DatasetTrajectory;

static BwFrame *read_frame(BwTrajectory *base, gint64 index, GError **error G_GNUC_UNUSED)
{
  const BwDataset *dataset = ((DatasetTrajectory *)base)->dataset;
  gsize n = (gsize)dataset->atoms->n_atoms * 3;
  BwFrame *frame = bw_frame_new(dataset->atoms, 1);
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
  return frame;
}

static void finalize(BwTrajectory *base)
{
  bw_dataset_unref(((DatasetTrajectory *)base)->dataset);
}

BwTrajectory *bw_dataset_as_trajectory(BwDataset *dataset, const char *format)
{
  static const BwTrajectoryClass klass = {.read = read_frame, .finalize = finalize};
  DatasetTrajectory *self = g_new0(DatasetTrajectory, 1);
  bw_trajectory_init(&self->base, &klass, dataset->path, format);
  self->dataset = bw_dataset_ref(dataset);
  self->base.n_frames = dataset->n_frames;
  self->base.units_note = g_strdup(dataset->units_note);
  return &self->base;
}
