#include "learning/kernel/task.h"
#include "base/array.h"
#include "base/error.h"
#include "learning/kernel/labels.h"
#include "learning/split.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/symmetry.h"

#include <math.h>
#include <string.h>

enum { MAX_SYMMETRY_FRAMES = 1000 };

/* Rounds of drawing frames, so that the choices are independent. */
enum { ROUND_TRAIN, ROUND_VALID, ROUND_SYMMETRY };

static gboolean choose_units(BwKernelTask *task, const BwGdmlFile *like, GError **error)
{
  task->r_unit = like ? like->r_unit : g_intern_static_string("Ang");
  task->e_unit =
      like ? like->e_unit : g_intern_string(task->dataset->units.energy ? task->dataset->units.energy : "eV");
  return bw_unit_parse_as(task->r_unit, BW_DIMENSION_LENGTH, "length", &task->length_factor, error) &&
         bw_unit_parse_as(task->e_unit, BW_DIMENSION_ENERGY, "energy", &task->energy_factor, error);
}

static int *copy_indices(const BwDataset *dataset, const gint64 *indices, int n, GError **error)
{
  int *frames = g_new(int, MAX(n, 1));
  for (int i = 0; i < n; i++) {
    if (indices[i] < 0 || indices[i] >= dataset->n_frames) {
      bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path,
                   "the model to repeat was trained on frame %" G_GINT64_FORMAT
                   ", but there are only %d; give the dataset "
                   "that it was trained on",
                   indices[i], dataset->n_frames);
      g_free(frames);
      return NULL;
    }
    frames[i] = (int)indices[i];
  }
  return frames;
}

static gboolean repeat_frames(BwKernelTask *task, const BwGdmlFile *like, const BwTrainObserver *observer,
                              GError **error)
{
  const BwDataset *dataset = task->dataset;
  if (!like->idxs_train)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, like->path,
                        "the model does not say which frames it was trained on, so it cannot be repeated");
  if (like->n_atoms != dataset->atoms->n_atoms)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, like->path, "the model has %d atoms, the dataset %d",
                        like->n_atoms, dataset->atoms->n_atoms);
  if (like->md5_train[0] && !bw_dataset_has_md5(dataset, like->md5_train))
    bw_train_note(observer,
                  "the dataset is not the one that the model to repeat was trained on (checksums differ)");
  task->n_train = like->n_train;
  task->train = copy_indices(dataset, like->idxs_train, like->n_train, error);
  if (!task->train)
    return FALSE;
  task->n_valid = like->idxs_valid ? like->n_valid : 0;
  task->valid = copy_indices(dataset, like->idxs_valid, task->n_valid, error);
  return task->valid != NULL;
}

static gboolean choose_frames(BwKernelTask *task, const BwTrainSettings *settings,
                              const BwKernelChoices *choices, const BwTrainObserver *observer, GError **error)
{
  const BwDataset *dataset = task->dataset;
  task->n_train = choices->n_train;
  task->train = bw_split_choose(dataset->energies, dataset->n_frames, NULL, task->n_train, settings->seed,
                                ROUND_TRAIN, error);
  if (!task->train)
    return FALSE;
  g_autofree gboolean *taken = g_new0(gboolean, dataset->n_frames);
  for (int i = 0; i < task->n_train; i++)
    taken[task->train[i]] = TRUE;
  task->n_valid = choices->n_valid;
  if (task->n_valid < settings->n_valid && task->n_valid == 0)
    bw_train_note(observer, "all %d frames are trained on; none is left to validate", dataset->n_frames);
  task->valid = bw_split_choose(dataset->energies, dataset->n_frames, taken, task->n_valid, settings->seed,
                                ROUND_VALID, error);
  return task->valid != NULL;
}

/* One cell for all frames, periodic in all directions, or none. */
static gboolean choose_cell(BwKernelTask *task, GError **error)
{
  const BwDataset *dataset = task->dataset;
  const BwCell *cell = dataset->cells;
  if (!cell || !bw_cell_is_periodic(cell))
    return TRUE;
  for (int f = 0; f < dataset->n_frames; f++)
    if (memcmp(cell[f].vectors, cell->vectors, sizeof cell->vectors) != 0)
      return bw_fail_file(error, BW_ERROR_UNSUPPORTED, dataset->path,
                          "the cell of frame %d differs from that of frame 0; sGDML describes one cell", f);
  if (!cell->periodic[0] || !cell->periodic[1] || !cell->periodic[2])
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, dataset->path,
                        "the cell is periodic in some directions only; sGDML knows molecules and crystals");
  task->periodic = TRUE;
  double vectors[3][3];
  for (int i = 0; i < 9; i++)
    vectors[i / 3][i % 3] = cell->vectors[i / 3][i % 3] / task->length_factor;
  return bw_cell_init(&task->cell, (const double(*)[3])vectors, cell->periodic, error);
}

static BwPermutations *search_permutations(const BwKernelTask *task, const BwTrainSettings *settings,
                                           BwPool *pool, const BwTrainObserver *observer,
                                           GCancellable *cancellable, GError **error)
{
  const BwDataset *dataset = task->dataset;
  int n_atoms = dataset->atoms->n_atoms, n = MIN(task->n_train, MAX_SYMMETRY_FRAMES);
  g_autofree int *sample =
      bw_split_choose(NULL, task->n_train, NULL, n, settings->seed, ROUND_SYMMETRY, error);
  g_autofree double *positions = g_new(double, (gsize)n *n_atoms * 3);
  for (int i = 0; i < n; i++)
    for (int k = 0; k < 3 * n_atoms; k++)
      positions[(gsize)i * n_atoms * 3 + k] =
          dataset->positions[(gsize)task->train[sample[i]] * n_atoms * 3 + k] / task->length_factor;
  BwTrainStage stage = bw_train_stage(observer, "Looking for symmetries", NAN, NAN);
  gboolean salvaged = FALSE;
  BwPermutations *found = bw_symmetry_find(positions, n, n_atoms, dataset->atoms->numbers,
                                           task->periodic ? &task->cell : NULL, BW_IMAGES_ROUNDED, pool,
                                           bw_train_stage_progress, &stage, cancellable, &salvaged, error);
  if (found && salvaged)
    bw_train_note(observer, "the symmetries found contradict each other; %d of them could be kept", found->n);
  return found;
}

static gboolean choose_permutations(BwKernelTask *task, const BwTrainSettings *settings, BwPool *pool,
                                    const BwTrainObserver *observer, GCancellable *cancellable,
                                    GError **error)
{
  const BwDataset *dataset = task->dataset;
  int n_atoms = dataset->atoms->n_atoms, size = bw_descriptor_size(n_atoms);
  const int *given = settings->like ? settings->like->perms : dataset->permutations;
  int n_given = settings->like ? settings->like->n_permutations : dataset->n_permutations;
  gboolean symmetric = task->kind == BW_MODEL_SGDML || task->kind == BW_MODEL_BIGDML;
  if (!symmetric)
    n_given = 0;
  if (symmetric && !given) {
    task->permutations = search_permutations(task, settings, pool, observer, cancellable, error);
    if (!task->permutations)
      return FALSE;
  } else {
    task->permutations = bw_permutations_new(n_atoms);
    for (int p = 0; p < n_given; p++)
      bw_permutations_add(task->permutations, given + (gsize)p * n_atoms);
  }
  task->pairs = g_new(int, (gsize)task->permutations->n *size);
  for (int p = 0; p < task->permutations->n; p++)
    bw_gdml_descriptor_permutation(bw_permutations_get(task->permutations, p), n_atoms,
                                   task->pairs + (gsize)p * size);
  task->points = (BwGdmlPoints){task->n_train,     n_atoms,    size,       task->permutations->n,
                                task->descriptors, task->arms, task->pairs};
  return TRUE;
}

static void gather_points(BwKernelTask *task)
{
  int n_atoms = task->dataset->atoms->n_atoms, size = bw_descriptor_size(n_atoms), n = 3 * n_atoms;
  task->descriptors = bw_new(double, (gsize)task->n_train *size);
  task->arms = bw_new(double, (gsize)task->n_train *size * 3);
  g_autofree double *positions = g_new(double, n);
  for (int m = 0; m < task->n_train; m++) {
    const double *frame = task->dataset->positions + (gsize)task->train[m] * n;
    for (int k = 0; k < n; k++)
      positions[k] = frame[k] / task->length_factor;
    bw_descriptor(positions, n_atoms, task->periodic ? &task->cell : NULL, BW_IMAGES_ROUNDED,
                  task->descriptors + (gsize)m * size, task->arms + (gsize)m * size * 3);
  }
}

static gboolean check_points(const BwKernelTask *task, GError **error)
{
  int size = bw_descriptor_size(task->dataset->atoms->n_atoms);
  for (int m = 0; m < task->n_train; m++)
    for (int a = 0; a < size; a++)
      if (!isfinite(task->descriptors[(gsize)m * size + a]))
        return bw_fail_file(error, BW_ERROR_FORMAT, task->dataset->path,
                            "two atoms are at the same place in frame %d", task->train[m]);
  return TRUE;
}

BwKernelTask *bw_kernel_task_new(const BwDataset *dataset, const BwTrainSettings *settings,
                                 const BwKernelChoices *choices, BwPool *pool,
                                 const BwTrainObserver *observer, GCancellable *cancellable, GError **error)
{
  g_autoptr(BwKernelTask) task = g_new0(BwKernelTask, 1);
  task->dataset = dataset;
  task->kind = choices->kind;
  task->use_energies = choices->use_energies;
  task->function = choices->function;
  if (!choose_units(task, settings->like, error))
    return NULL;
  if (settings->like ? !repeat_frames(task, settings->like, observer, error)
                     : !choose_frames(task, settings, choices, observer, error))
    return NULL;
  if (!choose_cell(task, error))
    return NULL;
  gather_points(task);
  if (!check_points(task, error) || !bw_kernel_labels(task, error) ||
      !choose_permutations(task, settings, pool, observer, cancellable, error))
    return NULL;
  return g_steal_pointer(&task);
}

void bw_kernel_task_free(BwKernelTask *task)
{
  if (!task)
    return;
  g_free(task->train);
  g_free(task->valid);
  bw_permutations_free(task->permutations);
  bw_free(task->descriptors);
  bw_free(task->arms);
  bw_free(task->labels);
  g_free(task->pairs);
  g_free(task);
}
