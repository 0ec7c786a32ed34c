#include "learning/kernel/kernel.h"
#include "base/array.h"
#include "base/error.h"
#include "learning/kernel/plan.h"
#include "learning/kernel/select.h"

#include <string.h>

/* What goes from one size to the next. */
typedef struct {
  const BwLearningCurve *curve;
  BwKernelChoices choices; /* of the largest size */
  BwPool *pool;
  const BwTrainObserver *observer;
  GCancellable *cancellable;
  GArray *points;
  double *alphas; /* of the last size; NULL: none */
  int *train;     /* [n_train] its frames */
  int n_train;
} Walk;

static void walk_clear(Walk *walk)
{
  bw_free(walk->alphas);
  g_free(walk->train);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

/* The last size's coefficients for the unknowns of a task that has its points among others; the rest 0. */
static double *embed(const Walk *walk, const BwKernelTask *task)
{
  const BwKernelSystem system = bw_kernel_task_system(task, 1);
  gboolean forces = (task->learns & BW_LEARNS_FORCES) != 0,
           energies = (task->learns & BW_LEARNS_ENERGIES) != 0;
  gsize width = forces ? 3 * (gsize)task->points.n_atoms : 0;
  double *alphas = bw_new0(double, bw_kernel_system_n_rows(&system));
  for (int m = 0, last = 0; m < task->n_train && last < walk->n_train; m++) {
    if (task->train[m] != walk->train[last])
      continue;
    memcpy(alphas + m * width, walk->alphas + last * width, sizeof(double) * width);
    if (energies)
      alphas[task->n_train * width + m] = walk->alphas[walk->n_train * width + last];
    last++;
  }
  return alphas;
}

static void keep(Walk *walk, const BwKernelTask *task, BwKernelSolution *best)
{
  bw_free(walk->alphas);
  g_free(walk->train);
  walk->alphas = g_steal_pointer(&best->alphas);
  walk->n_train = task->n_train;
  walk->train = g_memdup2(task->train, sizeof(int) * task->n_train);
}

/* What an earlier time has of this size; another size's state is of no use. */
static BwKernelState *begin(const Walk *walk, const BwDataset *dataset, const BwKernelChoices *choices,
                            GError **error)
{
  const BwTrainSettings *settings = &walk->curve->settings;
  const char *path = settings->checkpoint;
  g_autofree char *identity = path ? bw_kernel_identify(dataset, settings, choices) : NULL;
  BwKernelState *state = bw_kernel_state_new(identity);
  g_autoptr(GError) problem = NULL;
  if (!path || !settings->resume || !g_file_test(path, G_FILE_TEST_EXISTS) ||
      bw_kernel_state_load(state, path, &problem))
    return state;
  bw_kernel_state_free(state);
  if (g_error_matches(problem, BW_ERROR, BW_ERROR_ARGUMENT))
    return bw_kernel_state_new(identity);
  g_propagate_error(error, g_steal_pointer(&problem));
  return NULL;
}

static gboolean select_from(Walk *walk, BwKernelRun *run, const BwKernelChoices *choices, GError **error)
{
  g_autoptr(BwDoubles) start = walk->alphas ? embed(walk, run->task) : NULL;
  int n = (int)walk->points->len;
  int first =
      n > 0 ? bw_kernel_sigma_index(choices, g_array_index(walk->points, BwLearningPoint, n - 1).sigma) : 0;
  if (bw_kernel_select(run, choices, first, start, error))
    return TRUE;
  bw_kernel_run_save(run, TRUE, NULL);
  return FALSE;
}

static gboolean add_size(Walk *walk, const BwKernelTask *task, GError **error)
{
  int size = task->n_train;
  const BwTrainSettings *settings = &walk->curve->settings;
  gint64 start = g_get_monotonic_time();
  g_auto(BwTrainPlan) plan = {0};
  BwKernelChoices choices = walk->choices;
  choices.n_train = size;
  if (!bw_kernel_plan(task->dataset, settings, &choices, task->permutations->n, task->pairs, walk->pool,
                      &plan, error))
    return FALSE;
  g_auto(BwKernelRun) run = {.task = task,
                             .solver = plan.solver,
                             .tolerance = choices.tolerance,
                             .max_bytes = plan.bytes_free,
                             .seed = settings->seed,
                             .pool = walk->pool,
                             .observer = walk->observer,
                             .cancellable = walk->cancellable,
                             .checkpoint = settings->checkpoint,
                             .state = begin(walk, task->dataset, &choices, error)};
  if (!run.state || !select_from(walk, &run, &choices, error))
    return FALSE;
  const BwKernelTry *best = &g_array_index(run.state->tries, BwKernelTry, run.state->best_try);
  const BwLearningPoint point = {size, best->sigma, best->lambda, best->errors,
                                 (g_get_monotonic_time() - start) * 1e-6};
  g_array_append_val(walk->points, point);
  keep(walk, task, &run.state->best);
  return !walk->curve->reached || walk->curve->reached(walk->points, walk->curve->data, error);
}

static gboolean is_known(const GArray *points, int size)
{
  for (guint i = 0; i < points->len; i++)
    if (g_array_index(points, BwLearningPoint, i).n_train == size)
      return TRUE;
  return FALSE;
}

/* Tasks of all sizes, each a part of the next one. */
static GPtrArray *make_parts(BwKernelTask *whole, const BwLearningCurve *curve, GError **error)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_kernel_task_free);
  g_ptr_array_add(parts, whole);
  for (int i = curve->n_sizes - 2; i >= 0; i--) {
    BwKernelTask *part = bw_kernel_task_part(parts->pdata[0], curve->sizes[i], curve->settings.seed, error);
    if (!part)
      return NULL;
    g_ptr_array_insert(parts, 0, part);
  }
  return g_steal_pointer(&parts);
}

/* Settings and choices for the largest size. */
static gboolean choose(const BwDataset *dataset, const BwLearningCurve *curve, BwTrainSettings *settings,
                       BwKernelChoices *choices, GError **error)
{
  *settings = curve->settings;
  settings->n_train = curve->sizes[curve->n_sizes - 1];
  if (!bw_kernel_choose(dataset, settings, choices, error))
    return FALSE;
  return choices->n_valid > 0 ||
         bw_fail_file(error, BW_ERROR_ARGUMENT, dataset->path,
                      "training on %d of its %d frames leaves none to measure the error on", choices->n_train,
                      dataset->n_frames);
}

gboolean bw_kernel_curve(const BwDataset *dataset, const BwLearningCurve *curve, GArray *points, BwPool *pool,
                         const BwTrainObserver *observer, GCancellable *cancellable, GError **error)
{
  BwTrainSettings settings;
  BwKernelChoices choices;
  if (!choose(dataset, curve, &settings, &choices, error))
    return FALSE;
  BwKernelTask *whole =
      bw_kernel_task_new(dataset, &settings, &choices, NULL, pool, observer, cancellable, error);
  g_autoptr(GPtrArray) parts = whole ? make_parts(whole, curve, error) : NULL;
  if (!parts)
    return FALSE;
  g_auto(Walk) walk = {.curve = curve,
                       .choices = choices,
                       .pool = pool,
                       .observer = observer,
                       .cancellable = cancellable,
                       .points = points};
  for (int i = 0; i < curve->n_sizes; i++)
    if (!is_known(points, curve->sizes[i]) && !add_size(&walk, parts->pdata[i], error))
      return FALSE;
  return TRUE;
}

char *bw_kernel_curve_identify(const BwDataset *dataset, const BwLearningCurve *curve, GError **error)
{
  BwTrainSettings settings;
  BwKernelChoices choices;
  if (!choose(dataset, curve, &settings, &choices, error))
    return NULL;
  g_autofree char *identity = bw_kernel_identify(dataset, &settings, &choices);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, identity, -1);
}
