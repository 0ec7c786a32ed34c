/* How the error of a network falls with the number of structures that it is trained on. */
#include "base/error.h"
#include "learning/neural/measure.h"
#include "learning/neural/run.h"
#include "learning/neural/train.h"

#include <math.h>

typedef struct {
  const BwLearningCurve *curve;
  GArray *points;
  BwPool *pool;
  const BwTrainObserver *observer;
  GCancellable *cancellable;
} Walk;

/* Of the largest size. */
static BwNeuralTask *make_whole(const BwCollection *data, const BwLearningCurve *curve,
                                const BwTrainObserver *observer, GError **error)
{
  BwTrainSettings settings = curve->settings;
  settings.n_train = curve->sizes[curve->n_sizes - 1];
  g_autoptr(BwNeuralTask) whole = bw_neural_task_new(data, &settings, observer, error);
  if (!whole || whole->settings.n_valid > 0)
    return g_steal_pointer(&whole);
  bw_fail_file(error, BW_ERROR_ARGUMENT, data->path,
               "training on %d of its %d structures leaves none to measure the error on", settings.n_train,
               bw_collection_get_n_samples(data));
  return NULL;
}

/* A checkpoint of another size is of no use any more. */
static BwNeuralState *begin(const BwNeuralTask *task, gboolean *unfinished, GError **error)
{
  g_autoptr(GError) problem = NULL;
  BwNeuralState *state = bw_neural_state_begin(task, NULL, unfinished, &problem);
  if (state)
    return state;
  if (g_error_matches(problem, BW_ERROR, BW_ERROR_ARGUMENT)) {
    *unfinished = FALSE;
    return bw_neural_state_new(task);
  }
  g_propagate_error(error, g_steal_pointer(&problem));
  return NULL;
}

static gboolean add_size(const Walk *walk, const BwNeuralTask *task, GError **error)
{
  gint64 start = g_get_monotonic_time();
  BwNeuralRun run = {
      .task = task, .pool = walk->pool, .observer = walk->observer, .cancellable = walk->cancellable};
  g_autoptr(BwNeuralState) state = begin(task, &run.unfinished, error);
  run.state = state;
  if (!state || !bw_neural_run(&run, error))
    return FALSE;
  g_autoptr(BwNetworkFile) file = bw_neural_file_new(task, state);
  BwLearningPoint point = {.n_train = task->settings.n_train, .sigma = NAN, .lambda = NAN};
  if (!bw_neural_measure(file, task->data, task->valid, task->settings.n_valid, walk->pool, NULL, NULL,
                         walk->cancellable, &point.errors, error))
    return FALSE;
  point.seconds = (g_get_monotonic_time() - start) * 1e-6;
  g_array_append_val(walk->points, point);
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
static GPtrArray *make_parts(BwNeuralTask *whole, const BwLearningCurve *curve, GError **error)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)bw_neural_task_free);
  g_ptr_array_add(parts, whole);
  for (int i = curve->n_sizes - 2; i >= 0; i--) {
    BwNeuralTask *part = bw_neural_task_part(parts->pdata[0], curve->sizes[i], error);
    if (!part)
      return NULL;
    g_ptr_array_insert(parts, 0, part);
  }
  return g_steal_pointer(&parts);
}

gboolean bw_neural_curve(const BwCollection *data, const BwLearningCurve *curve, GArray *points, BwPool *pool,
                         const BwTrainObserver *observer, GCancellable *cancellable, GError **error)
{
  const Walk walk = {curve, points, pool, observer, cancellable};
  BwNeuralTask *whole = make_whole(data, curve, observer, error);
  g_autoptr(GPtrArray) parts = whole ? make_parts(whole, curve, error) : NULL;
  if (!parts)
    return FALSE;
  for (int i = 0; i < curve->n_sizes; i++)
    if (!is_known(points, curve->sizes[i]) && !add_size(&walk, parts->pdata[i], error))
      return FALSE;
  return TRUE;
}

char *bw_neural_curve_identify(const BwCollection *data, const BwLearningCurve *curve, GError **error)
{
  g_autoptr(BwNeuralTask) whole = make_whole(data, curve, NULL, error);
  g_autoptr(BwNeuralState) state = whole ? bw_neural_state_new(whole) : NULL;
  return state ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, state->identity, -1) : NULL;
}
