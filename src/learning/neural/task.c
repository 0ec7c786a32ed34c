#include "learning/neural/task.h"

#include "base/error.h"
#include "learning/neural/check.h"
#include "learning/neural/describe.h"
#include "learning/neural/choose.h"
#include "potential/networks.h"

#include <string.h>

enum {
  AUTOMATIC_TRAIN = 1000, /* structures: more of one trajectory tell little */
  USUAL_STEPS = 100000,   /* of the optimiser: what ethanol takes */
  FEWEST_EPOCHS = 20,
  MOST_EPOCHS = 2000,
};

static gboolean count_structures(BwNeuralTask *self, GError **error)
{
  BwTrainSettings *s = &self->settings;
  int n = bw_collection_get_n_samples(self->data);
  if (s->n_train == 0)
    s->n_train = MIN(MAX(n * 4 / 5, 1), AUTOMATIC_TRAIN);
  if (s->n_train < 0 || s->n_train > n)
    return bw_fail_file(error, BW_ERROR_ARGUMENT, self->data->path,
                        "%d structures are to be trained on; choose from 1 to the %d that are there",
                        s->n_train, n);
  s->n_valid = CLAMP(s->n_valid, 0, n - s->n_train);
  return TRUE;
}

static BwNetwork *make_network(const char *text, const int *elements, int n_elements, GError **error)
{
  g_autoptr(GKeyFile) description = g_key_file_new();
  if (!g_key_file_load_from_data(description, text, (gsize)-1, G_KEY_FILE_NONE, error))
    return NULL;
  return bw_network_make(description, elements, n_elements, error);
}

static gboolean choose_network(BwNeuralTask *self, const BwTrainObserver *observer, GError **error)
{
  int n_elements;
  g_autofree int *elements =
      bw_collection_find_elements(self->data, self->train, self->settings.n_train, &n_elements);
  g_autoptr(GKeyFile) asked =
      bw_neural_describe(self->settings.kind, self->settings.neural.description, error);
  if (!asked || !(self->network = bw_network_make(asked, elements, n_elements, error)))
    return FALSE;
  g_autoptr(GKeyFile) whole = bw_network_describe(self->network);
  self->description = g_key_file_to_data(whole, NULL, NULL);
  self->settings.neural.description = self->description;
  const BwNetworkClass *klass = self->network->klass;
  const char *jumps = klass->find_jumps ? klass->find_jumps(self->network) : NULL;
  if (jumps)
    bw_train_note(observer, "%s", jumps);
  return TRUE;
}

static gboolean check_numbers(const BwFitSettings *fit, int n_members, GError **error)
{
  if (fit->batch_size < 1 || n_members < 1 || fit->schedule.n_epochs < 0)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "batches of %d structures, %d epochs, %d members: use numbers from 1 on", fit->batch_size,
                   fit->schedule.n_epochs, n_members);
  if (!(fit->schedule.rate > 0 && fit->schedule.rate <= 10))
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   "a rate of learning of %g: use a small positive number, such as 1e-3", fit->schedule.rate);
  return TRUE;
}

static void choose_epochs(BwTrainSettings *s)
{
  BwFitSettings *fit = &s->neural.fit;
  int steps = (s->n_train + fit->batch_size - 1) / fit->batch_size;
  if (fit->schedule.n_epochs == 0)
    fit->schedule.n_epochs = CLAMP(USUAL_STEPS / steps, FEWEST_EPOCHS, MOST_EPOCHS);
  fit->schedule.smallest = MIN(fit->schedule.smallest, fit->schedule.rate);
}

BwNeuralTask *bw_neural_task_new(const BwCollection *data, const BwTrainSettings *settings,
                                 const BwTrainObserver *observer, GError **error)
{
  g_autoptr(BwNeuralTask) self = g_new0(BwNeuralTask, 1);
  self->data = data;
  self->settings = *settings;
  if (!check_numbers(&settings->neural.fit, settings->neural.n_members, error) ||
      !count_structures(self, error) ||
      !bw_neural_choose(data, &self->settings, observer, &self->train, &self->valid, error) ||
      !choose_network(self, observer, error) ||
      !bw_fit_data_init(&self->train_data, data, self->train, self->settings.n_train, self->network, error) ||
      !bw_fit_data_init(&self->valid_data, data, self->valid, self->settings.n_valid, self->network, error) ||
      !bw_neural_check(self, observer, error))
    return NULL;
  choose_epochs(&self->settings);
  bw_fit_data_set_scale(&self->train_data, self->network);
  return g_steal_pointer(&self);
}

static int count_steps(int n, int batch_size)
{
  return (n + batch_size - 1) / batch_size;
}

BwNeuralTask *bw_neural_task_part(const BwNeuralTask *whole, int n, GError **error)
{
  g_autoptr(BwNeuralTask) self = g_new0(BwNeuralTask, 1);
  int n_whole = whole->settings.n_train, n_valid = whole->settings.n_valid;
  const BwNetwork *first = whole->network;
  g_autofree int *chosen = bw_neural_choose_part(n_whole, n, whole->settings.seed, error);
  if (!chosen)
    return NULL;
  self->data = whole->data;
  self->settings = whole->settings;
  self->settings.n_train = n;
  BwFitSettings *fit = &self->settings.neural.fit;
  int steps = count_steps(MAX(n, 1), fit->batch_size), wanted = count_steps(n_whole, fit->batch_size);
  fit->passes = MAX((wanted * fit->passes + steps / 2) / steps, 1);
  self->description = g_strdup(whole->description);
  self->settings.neural.description = self->description;
  self->train = g_new(int, MAX(n, 1));
  for (int k = 0; k < n; k++)
    self->train[k] = whole->train[chosen[k]];
  self->valid = g_memdup2(whole->valid, sizeof *whole->valid * MAX(n_valid, 1));
  self->network = make_network(self->description, first->elements, first->n_elements, error);
  if (!self->network ||
      !bw_fit_data_init(&self->train_data, self->data, self->train, n, self->network, error) ||
      !bw_fit_data_init(&self->valid_data, self->data, self->valid, n_valid, self->network, error))
    return NULL;
  bw_fit_data_set_scale(&self->train_data, self->network);
  return g_steal_pointer(&self);
}

void bw_neural_task_free(BwNeuralTask *self)
{
  if (!self)
    return;
  g_free(self->description);
  g_free(self->train);
  g_free(self->valid);
  bw_fit_data_clear(&self->train_data);
  bw_fit_data_clear(&self->valid_data);
  bw_network_free(self->network);
  g_free(self);
}

BwFitSettings bw_neural_task_fit(const BwNeuralTask *self, int member)
{
  BwFitSettings fit = self->settings.neural.fit;
  fit.seed = self->settings.seed + G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) * (guint64)member;
  return fit;
}

BwNetwork *bw_neural_task_make(const BwNeuralTask *self, int member)
{
  const BwNetwork *first = self->network;
  BwNetwork *network = make_network(self->description, first->elements, first->n_elements, NULL);
  bw_network_draw(network, bw_neural_task_fit(self, member).seed);
  network->scale = first->scale;
  memcpy(network->offsets, first->offsets, sizeof *first->offsets * first->n_elements);
  for (int o = 0; o < first->n_outputs; o++) {
    network->outputs[o].scale = first->outputs[o].scale;
    memcpy(network->outputs[o].offsets, first->outputs[o].offsets,
           sizeof *first->offsets * first->n_elements);
  }
  return network;
}
