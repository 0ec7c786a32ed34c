#include "learning/kernel/task.h"
#include "base/array.h"
#include "base/error.h"
#include "learning/kernel/labels.h"
#include "learning/kernel/symmetries.h"
#include "learning/split.h"
#include "potential/gdml/descriptor.h"

#include <glib/gi18n.h>
#include <math.h>

/* Rounds of drawing frames, so that the choices are independent; symmetries.c has 2. */
enum { ROUND_TRAIN, ROUND_VALID, ROUND_PART = 3 };

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
    frames[i] = bw_dataset_find_origin(dataset, indices[i]);
    if (frames[i] >= 0)
      continue;
    bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path,
                 "the model to repeat was trained on frame %" G_GINT64_FORMAT
                 ", which is not among the %d here; give the "
                 "dataset that it was trained on",
                 indices[i], dataset->n_frames);
    g_free(frames);
    return NULL;
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
    bw_train_note(
        observer,
        N_("the dataset is not the one that the model to repeat was trained on (checksums differ)"));
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
    bw_train_note(observer, N_("all %d frames are trained on; none is left to validate"), dataset->n_frames);
  task->valid = bw_split_choose(dataset->energies, dataset->n_frames, taken, task->n_valid, settings->seed,
                                ROUND_VALID, error);
  return task->valid != NULL;
}

/* That of all frames, which have one or none. */
static gboolean choose_cell(BwKernelTask *task, GError **error)
{
  const BwCell *cell = task->dataset->cells;
  if (!cell || !bw_cell_is_periodic(cell))
    return TRUE;
  task->periodic = TRUE;
  double vectors[3][3];
  for (int i = 0; i < 9; i++)
    vectors[i / 3][i % 3] = cell->vectors[i / 3][i % 3] / task->length_factor;
  return bw_cell_init(&task->cell, (const double(*)[3])vectors, cell->periodic, error);
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
    bw_descriptor(positions, n_atoms, task->periodic ? &task->cell : NULL, task->images,
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

static void set_points(BwKernelTask *task)
{
  int n_atoms = task->dataset->atoms->n_atoms, size = bw_descriptor_size(n_atoms), n = task->permutations->n;
  task->pairs = g_new(int, (gsize)n *size);
  for (int p = 0; p < n; p++)
    bw_gdml_descriptor_permutation(bw_permutations_get(task->permutations, p), n_atoms,
                                   task->pairs + (gsize)p * size);
  task->points = (BwGdmlPoints){.n_points = task->n_train,
                                .n_atoms = n_atoms,
                                .n_descriptors = size,
                                .n_permutations = n,
                                .descriptors = task->descriptors,
                                .arms = task->arms,
                                .pairs = task->pairs};
}

BwKernelTask *bw_kernel_task_new(const BwDataset *dataset, const BwTrainSettings *settings,
                                 const BwKernelChoices *choices, const BwPermutations *known, BwPool *pool,
                                 const BwTrainObserver *observer, GCancellable *cancellable, GError **error)
{
  g_autoptr(BwKernelTask) task = g_new0(BwKernelTask, 1);
  const BwGdmlFile *like = settings->kernel.like;
  task->dataset = dataset;
  task->kind = choices->kind;
  task->learns = choices->learns;
  task->function = choices->function;
  task->images = choices->images;
  if (!choose_units(task, like, error))
    return NULL;
  if (like ? !repeat_frames(task, like, observer, error)
           : !choose_frames(task, settings, choices, observer, error))
    return NULL;
  if (!choose_cell(task, error))
    return NULL;
  gather_points(task);
  if (!check_points(task, error) || !bw_kernel_labels(task, error))
    return NULL;
  task->permutations = bw_kernel_symmetries(task, settings, known, pool, observer, cancellable, error);
  if (!task->permutations)
    return NULL;
  set_points(task);
  return g_steal_pointer(&task);
}

BwKernelTask *bw_kernel_task_part(const BwKernelTask *whole, int n, guint64 seed, GError **error)
{
  g_autofree double *energies = whole->dataset->energies ? g_new(double, whole->n_train) : NULL;
  for (int m = 0; energies && m < whole->n_train; m++)
    energies[m] = whole->dataset->energies[whole->train[m]];
  g_autofree int *chosen = bw_split_choose(energies, whole->n_train, NULL, n, seed, ROUND_PART, error);
  if (!chosen)
    return NULL;
  g_autoptr(BwKernelTask) task = g_memdup2(whole, sizeof *whole);
  task->descriptors = task->arms = task->labels = NULL;
  task->pairs = NULL;
  task->n_train = n;
  task->train = g_new(int, MAX(n, 1));
  for (int m = 0; m < n; m++)
    task->train[m] = whole->train[chosen[m]];
  task->valid = g_memdup2(whole->valid, sizeof(int) * MAX(whole->n_valid, 1));
  task->permutations = bw_permutations_new_from(whole->permutations->perms, whole->permutations->n,
                                                whole->permutations->n_atoms);
  gather_points(task);
  if (!bw_kernel_labels(task, error))
    return NULL;
  set_points(task);
  return g_steal_pointer(&task);
}

BwKernelSystem bw_kernel_task_system(const BwKernelTask *task, double sigma)
{
  return (BwKernelSystem){task->points, task->function, task->learns, sigma};
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
