#include "learning/kernel/symmetries.h"
#include "learning/split.h"
#include "potential/gdml/crystal/crystal.h"
#include "potential/gdml/symmetry.h"

#include <glib/gi18n.h>
#include <math.h>

enum { MAX_SYMMETRY_FRAMES = 1000, ROUND_SYMMETRY = 2 };

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
  BwTrainStage stage = bw_train_stage(observer, BW_STAGE_SYMMETRIES, NAN, NAN);
  gboolean salvaged = FALSE;
  BwPermutations *found =
      bw_symmetry_find(positions, n, n_atoms, dataset->atoms->numbers, task->periodic ? &task->cell : NULL,
                       task->images, pool, bw_train_stage_progress, &stage, cancellable, &salvaged, error);
  if (found && salvaged)
    bw_train_note(observer, N_("the symmetries found contradict each other; %d of them could be kept"),
                  found->n);
  return found;
}

/* Of a crystal, from the geometries of all frames: few are trained on, and many show the sites better. */
static BwPermutations *search_crystal(const BwKernelTask *task, const BwTrainSettings *settings, BwPool *pool,
                                      const BwTrainObserver *observer, GCancellable *cancellable,
                                      GError **error)
{
  const BwDataset *dataset = task->dataset;
  int n = MIN(dataset->n_frames, MAX_SYMMETRY_FRAMES);
  g_autofree int *frames = g_new(int, n);
  for (int i = 0; i < n; i++)
    frames[i] = (int)((gint64)i * dataset->n_frames / n);
  BwTrainStage stage = bw_train_stage(observer, BW_STAGE_SYMMETRIES, NAN, NAN);
  bw_train_stage_progress(0, &stage);
  const BwListener listener = {observer ? observer->note : NULL, observer ? observer->data : NULL};
  return bw_crystal_find(dataset, frames, n, settings->kernel.symmetries, pool, &listener, cancellable, NULL,
                         error);
}

static gboolean has_symmetries(BwModelKind kind)
{
  return kind == BW_MODEL_SGDML || kind == BW_MODEL_BIGDML;
}

static gboolean has_own(const BwDataset *dataset, const BwTrainSettings *settings)
{
  return dataset->n_permutations > 0 && !settings->kernel.search_symmetries;
}

BwPermutations *bw_kernel_symmetries(const BwKernelTask *task, const BwTrainSettings *settings,
                                     const BwPermutations *known, BwPool *pool,
                                     const BwTrainObserver *observer, GCancellable *cancellable,
                                     GError **error)
{
  const BwDataset *dataset = task->dataset;
  int n_atoms = dataset->atoms->n_atoms;
  if (known)
    return bw_permutations_new_from(known->perms, known->n, n_atoms);
  if (settings->kernel.like)
    return bw_permutations_new_from(settings->kernel.like->perms, settings->kernel.like->n_permutations,
                                    n_atoms);
  if (!has_symmetries(task->kind))
    return bw_permutations_new(n_atoms);
  if (dataset->n_permutations > 0)
    bw_train_note(observer, "the %d permutations that are stored with the data %s", dataset->n_permutations,
                  settings->kernel.search_symmetries ? "are left out: symmetries are looked for as asked"
                                                     : "are taken for its symmetries");
  if (has_own(dataset, settings))
    return bw_permutations_new_from(dataset->permutations, dataset->n_permutations, n_atoms);
  return (task->kind == BW_MODEL_BIGDML ? search_crystal : search_permutations)(task, settings, pool,
                                                                                observer, cancellable, error);
}

int bw_kernel_symmetries_expected(const BwDataset *dataset, const BwTrainSettings *settings)
{
  if (settings->kernel.like)
    return settings->kernel.like->n_permutations;
  if (!has_symmetries(settings->kind))
    return 1;
  return has_own(dataset, settings) ? dataset->n_permutations : -1;
}
