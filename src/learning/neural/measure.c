#include "learning/neural/measure.h"

#include "base/array.h"
#include "config.h"
#include "learning/neural/describe.h"
#include "learning/neural/measure-outputs.h"
#include "learning/walk.h"
#include "potential/networks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of the samples' spreads, which the limit is put at. */
#define USUAL_SHARE 0.99

static gint64 *origins(const BwCollection *data, const int *samples, int n)
{
  gint64 *wide = bw_new(gint64, n);
  for (int k = 0; k < n; k++)
    wide[k] = bw_collection_origin(data, samples[k]);
  return wide;
}

static void store(const BwNeuralTask *task, const double *weights, BwNetworkFile *file)
{
  g_autoptr(BwNetwork) network = bw_neural_task_make(task, 0);
  memcpy(network->parameters.values, weights, sizeof *weights * network->parameters.n_values);
  bw_network_store(network, file);
}

static void describe(const BwNeuralTask *task, BwNetworkFile *file)
{
  const BwTrainSettings *settings = &task->settings;
  const BwDataset *first = g_ptr_array_index(task->data->parts, 0);
  g_free(file->dataset_name);
  file->dataset_name = g_strdup(first->name && task->data->parts->len == 1 ? first->name
                                : task->data->name                         ? task->data->name
                                                                           : "unnamed");
  file->dataset_theory = g_strdup(first->theory);
  file->code_version = g_strdup("beadwork " BW_VERSION);
  file->units = first->units;
  g_strlcpy(file->md5_train, bw_collection_get_md5(task->data), sizeof file->md5_train);
  file->n_train = settings->n_train;
  file->n_valid = settings->n_valid;
  file->idxs_train = origins(task->data, task->train, settings->n_train);
  file->idxs_valid = origins(task->data, task->valid, settings->n_valid);
  file->training = bw_neural_config_write(settings);
  file->method = bw_model_kind_name(settings->kind);
}

BwNetworkFile *bw_neural_file_new(const BwNeuralTask *task, const BwNeuralState *state)
{
  BwNetworkFile *file = bw_network_file_new();
  for (guint m = 0; m < state->members->len; m++)
    store(task, state->members->pdata[m], file);
  describe(task, file);
  file->n_epochs = 0;
  for (guint m = 0; m < state->epochs->len; m++)
    file->n_epochs = MAX(file->n_epochs, g_array_index(state->epochs, int, m));
  return file;
}

BwNetworkFile *bw_neural_file_new_for(const BwNeuralTask *task, const double *weights)
{
  BwNetworkFile *file = bw_network_file_new();
  store(task, weights, file);
  describe(task, file);
  return file;
}

static void keep_errors(BwNetworkFile *file, const BwErrors *errors)
{
  g_array_set_size(file->errors, 0);
  if (!isnan(errors->energy_mae))
    bw_network_file_add_error(file, "energy", "eV", errors->energy_mae, errors->energy_rmse);
  if (!isnan(errors->force_mae))
    bw_network_file_add_error(file, "forces", "eV/Å", errors->force_mae, errors->force_rmse);
}

/* Of what the networks predict beside it. */
static gboolean measure_outputs(BwNetworkFile *file, BwPotential *potential, const BwCollection *data,
                                const int *samples, int n, BwPool *pool, GCancellable *cancellable,
                                GError **error)
{
  g_autoptr(GArray) errors =
      bw_output_errors_measure(file, potential, data, samples, n, pool, cancellable, error);
  for (guint k = 0; errors && k < errors->len; k++) {
    const BwOutputError *one = &g_array_index(errors, BwOutputError, k);
    bw_network_file_add_error(file, one->name, one->unit, one->mae, one->rmse);
  }
  return errors != NULL;
}

gboolean bw_neural_measure(BwNetworkFile *file, const BwCollection *data, const int *samples, int n,
                           BwPool *pool, BwProgressFunc progress, gpointer progress_data,
                           GCancellable *cancellable, BwErrors *errors, GError **error)
{
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, error);
  *errors = (BwErrors){NAN, NAN, NAN, NAN, samples ? n : bw_collection_get_n_samples(data), NAN, NAN};
  if (!potential || (!(potential->can & BW_HAS_NO_ENERGY) &&
                     !bw_errors_measure_collection(potential, data, samples, n, pool, progress, progress_data,
                                                   cancellable, errors, error)))
    return FALSE;
  keep_errors(file, errors);
  return measure_outputs(file, potential, data, samples, n, pool, cancellable, error);
}

static int compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

typedef struct {
  BwPotential *potential;
  BwPool *pool;
  double *spreads; /* of all that is walked */
} Calibration;

static gboolean find_spreads(const BwWalkBatch *batch, gpointer data, GError **error)
{
  const Calibration *self = data;
  BwEvaluation out = {.out_of_domain = self->spreads + batch->first};
  return bw_potential_evaluate(self->potential, &batch->in, &out, self->pool, error);
}

/* With a limit of 1 the potential's distance is the spread itself. */
gboolean bw_neural_calibrate(BwNetworkFile *file, const BwCollection *data, const int *samples, int n,
                             BwPool *pool, GCancellable *cancellable, GError **error)
{
  g_autofree double *spreads = g_new(double, MAX(n, 1));
  file->spread_limit = 1;
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, error);
  file->spread_limit = NAN;
  if (!potential)
    return FALSE;
  if (!(potential->can & BW_CAN_OUT_OF_DOMAIN) || n == 0)
    return TRUE;
  Calibration calibration = {potential, pool, spreads};
  if (!bw_walk_collection(data, samples, n, find_spreads, &calibration, cancellable, error))
    return FALSE;
  qsort(spreads, (gsize)n, sizeof *spreads, compare_doubles);
  double limit = spreads[MIN((int)(USUAL_SHARE * n), n - 1)];
  file->spread_limit = limit > 0 ? limit : NAN;
  return TRUE;
}

gboolean bw_neural_can_compare(const BwNeuralTask *task, const BwTrainObserver *observer)
{
  return observer && observer->compared && task->settings.n_valid > 0;
}

/* Of different systems, what the elements alone account for would be all that is seen. */
static void leave_out_elements(const BwNeuralTask *task, BwComparison *comparison)
{
  const BwNetwork *network = task->network;
  g_autoptr(GPtrArray) frames = bw_collection_sort_by_part(task->data, task->valid, task->settings.n_valid);
  int done = 0;
  for (guint p = 0; p < frames->len; p++) {
    const BwAtoms *atoms = ((const BwDataset *)task->data->parts->pdata[p])->atoms;
    double alone = 0;
    for (int i = 0; i < atoms->n_atoms; i++)
      for (int e = 0; e < network->n_elements; e++)
        alone += network->elements[e] == atoms->numbers[i] ? network->offsets[e] : 0;
    for (guint f = 0; f < ((const GArray *)frames->pdata[p])->len; f++, done++) {
      comparison->energies[done] -= alone;
      comparison->labels_E[done] -= alone;
    }
  }
}

static BwComparison *compare(const BwNeuralTask *task, const BwNetworkFile *file, BwPool *pool,
                             GCancellable *cancellable)
{
  int n = task->settings.n_valid;
  g_autoptr(BwPotential) potential = bw_network_potential_new(file, NULL);
  if (!potential)
    return NULL;
  g_autoptr(BwComparison) comparison =
      task->network->has_energy ? bw_comparison_measure_collection(potential, task->data, task->valid, n,
                                                                   pool, NULL, NULL, cancellable, NULL)
                                : bw_comparison_new(n);
  if (!comparison)
    return NULL;
  if (comparison->n_atoms == 0 && comparison->energies)
    leave_out_elements(task, comparison);
  if (task->network->n_outputs > 0)
    comparison->outputs =
        bw_output_comparisons_measure(file, potential, task->data, task->valid, n, pool, cancellable, NULL);
  return g_steal_pointer(&comparison);
}

void bw_neural_compare(const BwNeuralTask *task, const BwNetworkFile *file, BwPool *pool,
                       const BwTrainObserver *observer, GCancellable *cancellable)
{
  if (!bw_neural_can_compare(task, observer))
    return;
  g_autoptr(BwComparison) comparison = compare(task, file, pool, cancellable);
  if (comparison)
    bw_train_compared(observer, comparison);
}
