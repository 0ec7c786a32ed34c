#include "learning/neural/train.h"

#include "learning/neural/measure.h"
#include "learning/neural/run.h"

#include <math.h>

static BwNetworkFile *finish(const BwNeuralRun *run, BwErrors *validation, GError **error)
{
  const BwNeuralTask *task = run->task;
  g_autoptr(BwNetworkFile) file = bw_neural_file_new(task, run->state);
  BwTrainStage stage = bw_train_stage(run->observer, BW_STAGE_VALIDATION, NAN, NAN);
  int n = task->settings.n_valid;
  *validation = (BwErrors){NAN, NAN, NAN, NAN, 0, NAN, NAN};
  if (n == 0)
    return g_steal_pointer(&file);
  if (!bw_neural_measure(file, task->data, task->valid, n, run->pool, bw_train_stage_progress, &stage,
                         run->cancellable, validation, error) ||
      !bw_neural_calibrate(file, task->data, task->valid, n, run->pool, run->cancellable, error))
    return NULL;
  bw_neural_compare(task, file, run->pool, run->observer, run->cancellable);
  return g_steal_pointer(&file);
}

BwNetworkFile *bw_neural_train(const BwCollection *data, const BwTrainSettings *settings,
                               BwErrors *validation, BwPool *pool, const BwTrainObserver *observer,
                               GCancellable *cancellable, GError **error)
{
  g_autoptr(BwNeuralTask) task = bw_neural_task_new(data, settings, observer, error);
  BwNeuralRun run = {.task = task, .pool = pool, .observer = observer, .cancellable = cancellable};
  g_autoptr(BwNeuralState) state =
      task ? bw_neural_state_begin(task, observer, &run.unfinished, error) : NULL;
  run.state = state;
  return state && bw_neural_run(&run, error) ? finish(&run, validation, error) : NULL;
}

gboolean bw_neural_test(BwNetworkFile *file, const BwCollection *data, BwPool *pool, BwErrors *errors,
                        GCancellable *cancellable, GError **error)
{
  if (!bw_neural_measure(file, data, NULL, 0, pool, NULL, NULL, cancellable, errors, error))
    return FALSE;
  file->n_test = errors->n;
  g_strlcpy(file->md5_test, bw_collection_get_md5(data), sizeof file->md5_test);
  return TRUE;
}
