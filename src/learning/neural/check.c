#include "learning/neural/check.h"

#include "base/error.h"

#include <glib/gi18n.h>
#include <math.h>

static int count_labelled(const BwFitData *data, gboolean forces)
{
  int n = 0;
  for (int k = 0; k < data->n; k++) {
    int frame;
    const BwDataset *dataset = bw_collection_get(data->collection, data->samples[k], &frame);
    n += (forces ? dataset->forces : dataset->energies) != NULL;
  }
  return n;
}

/* All structures or none. */
static gboolean check_kind(const BwNeuralTask *task, gboolean forces, GError **error)
{
  const BwFitData *sets[] = {&task->train_data, &task->valid_data};
  int n = 0, n_labelled = 0;
  for (gsize s = 0; s < G_N_ELEMENTS(sets); s++) {
    n += sets[s]->n;
    n_labelled += count_labelled(sets[s], forces);
  }
  const char *what = forces ? "forces" : "energies";
  if (n_labelled == 0 || n_labelled == n)
    return TRUE;
  return bw_fail_file(
      error, BW_ERROR_ARGUMENT, task->data->path,
      "%d of the %d chosen structures have %s and the others have not: leave those without out, "
      "or take the %s out of all",
      n_labelled, n, what, what);
}

static gboolean learns_outputs(const BwFitData *data, const BwLossWeights *weights)
{
  for (int o = 0; o < data->network->n_outputs; o++)
    if (data->outputs[o] && weights->outputs[o] > 0)
      return TRUE;
  return FALSE;
}

static gboolean check_labels(const BwNeuralTask *task, const BwTrainObserver *observer, GError **error)
{
  const BwFitData *data = &task->train_data;
  const BwLossWeights *weights = &task->settings.neural.fit.weights;
  if (!check_kind(task, FALSE, error) || !check_kind(task, TRUE, error) || !bw_fit_data_check(data, error))
    return FALSE;
  if (!task->network->has_energy)
    return learns_outputs(data, weights) ||
           bw_fail(error, BW_ERROR_ARGUMENT,
                   "the weights of all outputs in [training] are 0, and nothing is left to learn");
  if (!data->energies && !data->forces) {
    g_autofree char *names = bw_fit_data_label_names(data);
    return bw_fail_file(
        error, BW_ERROR_ARGUMENT, task->data->path,
        "there are neither energies nor forces in it to learn from, but %s; name them with --energy-key "
        "and --forces-key if they are called otherwise, or learn others with --property \"NAME = sum UNIT\"",
        *names ? names : "no labels at all");
  }
  if (!(data->energies && weights->energy > 0) && !(data->forces && weights->forces > 0) &&
      !learns_outputs(data, weights))
    return bw_fail(
        error, BW_ERROR_ARGUMENT,
        "the weights of the loss are energy_weight = %g and force_weight = %g, and nothing is left to "
        "learn from: use 0.01 and 0.99",
        weights->energy, weights->forces);
  if (!data->forces)
    bw_train_note(observer,
                  N_("there are no forces in the data: the network learns from energies alone, which "
                     "takes far more structures"));
  if (!data->energies)
    bw_train_note(observer,
                  N_("there are no energies in the data: the network's energies have no zero of their own"));
  return TRUE;
}

/* The first atom of a structure that is in no pair; −1: all are. */
static int find_lonely(const BwPairs *pairs)
{
  const int *first = pairs->ends.first;
  for (int i = 0; i < pairs->n_atoms; i++)
    if (first[i + 1] == first[i])
      return i;
  return -1;
}

/* Whether atoms have others within the cutoff: some have to. */
static gboolean check_neighbours(const BwNeuralTask *task, const BwTrainObserver *observer, GError **error)
{
  int n_lonely = 0, atom = 0, structure = 0;
  gint64 n_pairs = 0;
  g_auto(BwLabelledBatch) batch;
  bw_labelled_batch_init(&batch);
  for (int k = task->train_data.n - 1; k >= 0; k--) {
    if (!bw_fit_data_fill(&task->train_data, &k, 1, &batch, error))
      return FALSE;
    n_pairs += batch.batch.pairs.n_pairs;
    int lonely = find_lonely(&batch.batch.pairs);
    if (lonely < 0)
      continue;
    n_lonely++;
    atom = lonely;
    structure = task->train[k];
  }
  if (n_pairs > 0 && n_lonely > 0)
    bw_train_note(observer,
                  N_("in %d of the %d structures to train on an atom has no neighbour within the cutoff of "
                     "%g Å (atom %d of structure %d): the network learns of it only what it is alone; use a "
                     "larger cutoff where that is not meant"),
                  n_lonely, task->train_data.n, task->network->cutoff, atom, structure);
  if (n_pairs > 0)
    return TRUE;
  return bw_fail_file(
      error, BW_ERROR_ARGUMENT, task->data->path,
      "no two atoms of any of the %d structures to train on are within the cutoff of %g Å, and a "
      "network that sees no neighbours learns nothing: use a larger cutoff, and check the unit of "
      "the positions",
      task->train_data.n, task->network->cutoff);
}

static double smallest_height(const BwCell *cell)
{
  double heights[3];
  bw_cell_heights(cell, heights);
  return fmin(heights[0], fmin(heights[1], heights[2]));
}

static void look_at_cells(const BwNeuralTask *task, const BwTrainObserver *observer)
{
  for (int k = 0; k < task->train_data.n; k++) {
    int frame;
    const BwDataset *dataset = bw_collection_get(task->data, task->train[k], &frame);
    double height = dataset->cells ? smallest_height(&dataset->cells[frame]) : INFINITY;
    if (!(task->network->cutoff > height / 2))
      continue;
    bw_train_note(
        observer,
        N_("the cutoff of %.3g Å is larger than half the cell (%.3g Å wide in structure %d): atoms see "
           "several images of each other, and of themselves; where that is not meant, use a smaller cutoff "
           "or "
           "larger cells"),
        task->network->cutoff, height, task->train[k]);
    return;
  }
}

gboolean bw_neural_check(const BwNeuralTask *task, const BwTrainObserver *observer, GError **error)
{
  if (!check_labels(task, observer, error) || !check_neighbours(task, observer, error))
    return FALSE;
  look_at_cells(task, observer);
  return TRUE;
}
