/* Which family of models trains. */
#include "learning/train.h"

#include "base/error.h"
#include "learning/kernel/kernel.h"
#include "learning/neural/train.h"

void bw_train_settings_init(BwTrainSettings *settings)
{
  *settings = (BwTrainSettings){.kind = BW_MODEL_SGDML, .n_valid = 1000};
  settings->kernel.symmetries = BW_CRYSTAL_ALL;
  bw_neural_settings_init(&settings->neural);
}

gboolean bw_train_plan(const BwCollection *data, const BwTrainSettings *settings, BwPool *pool,
                       BwTrainPlan *plan, GError **error)
{
  if (bw_model_kind_is_network(settings->kind))
    return bw_neural_train_plan(data, settings, pool, plan, error);
  const BwDataset *dataset = bw_train_dataset(data, settings->kind, error);
  return dataset && bw_kernel_train_plan(dataset, settings, pool, plan, error);
}

void bw_train_plan_clear(BwTrainPlan *plan)
{
  g_clear_pointer(&plan->reason, g_free);
}

gboolean bw_train_check_output(const BwCollection *data, const BwTrainSettings *settings, const char *path,
                               GError **error)
{
  if (bw_model_kind_is_network(settings->kind))
    return bw_network_file_check_format(path, error);
  const BwDataset *dataset = bw_train_dataset(data, settings->kind, error);
  return dataset && bw_kernel_check_output(dataset, settings, path, error);
}

BwTrained *bw_train(const BwCollection *data, const BwTrainSettings *settings, BwErrors *validation,
                    BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable, GError **error)
{
  BwTrained trained = {0};
  if (bw_model_kind_is_network(settings->kind))
    trained.network = bw_neural_train(data, settings, validation, pool, observer, cancellable, error);
  else {
    const BwDataset *dataset = bw_train_dataset(data, settings->kind, error);
    if (dataset)
      trained.kernel = bw_kernel_train(dataset, settings, validation, pool, observer, cancellable, error);
  }
  return trained.kernel || trained.network ? g_memdup2(&trained, sizeof trained) : NULL;
}

const BwDataset *bw_train_dataset(const BwCollection *data, BwModelKind kind, GError **error)
{
  const BwDataset *dataset = bw_collection_get_dataset(data);
  if (!dataset)
    bw_fail_file(error, BW_ERROR_ARGUMENT, data->path,
                 "holds %u different systems, and a %s model learns one; train a network, such as schnet, or "
                 "split the file",
                 data->parts->len, bw_model_kind_name(kind));
  return dataset;
}
