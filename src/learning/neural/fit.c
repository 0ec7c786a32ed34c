#include "learning/neural/fit.h"

#include "base/array.h"
#include "base/error.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

enum { LOOKED_AT_ONCE = 256 }; /* structures, between two looks at whether to stop */

void bw_fit_settings_init(BwFitSettings *settings)
{
  *settings = (BwFitSettings){
      .batch_size = 10, .passes = 1, .weights = {0.01, 0.99}, .average_decay = 0.999, .precision = BW_SINGLE};
  for (int o = 0; o < BW_MAX_OUTPUTS; o++)
    settings->weights.outputs[o] = 1;
  bw_adam_settings_init(&settings->adam);
  bw_schedule_settings_init(&settings->schedule);
}

static double *copy_weights(const BwNetwork *network)
{
  gsize n = network->parameters.n_values;
  double *copy = bw_new(double, n);
  memcpy(copy, network->parameters.values, n * sizeof *copy);
  return copy;
}

void bw_fit_init(BwFit *self, BwNetwork *network, const BwFitSettings *settings, BwPool *pool)
{
  *self = (BwFit){.settings = *settings, .network = network, .order_pass = -1};
  bw_fit_parts_init(&self->parts, network, settings->precision, pool);
  bw_adam_init(&self->adam, network->parameters.n_values);
  bw_schedule_init(&self->schedule, &settings->schedule);
  self->average = copy_weights(network);
  self->best = copy_weights(network);
  self->gradient = bw_new(double, network->parameters.n_values);
}

void bw_fit_clear(BwFit *self)
{
  bw_fit_parts_clear(&self->parts);
  bw_adam_clear(&self->adam);
  g_clear_pointer(&self->average, bw_free);
  g_clear_pointer(&self->best, bw_free);
  g_clear_pointer(&self->gradient, bw_free);
  g_clear_pointer(&self->order, g_free);
}

/* Fisher and Yates. */
static void shuffle(BwFit *self, int n)
{
  int pass = self->schedule.epoch * self->settings.passes + self->position / n;
  if (self->order_pass == pass && self->order_n == n)
    return;
  g_free(self->order);
  self->order = g_new(int, MAX(n, 1));
  self->order_pass = pass;
  self->order_n = n;
  for (int k = 0; k < n; k++)
    self->order[k] = k;
  for (int k = n - 1; k > 0; k--) {
    int other = (int)bw_random_below(self->settings.seed, BW_STREAM_BATCHES, (guint64)pass, (guint64)k,
                                     (guint32)k + 1);
    int kept = self->order[k];
    self->order[k] = self->order[other];
    self->order[other] = kept;
  }
}

/* One step; nothing is changed where loss or gradient are no numbers. */
static gboolean descend(BwFit *self, double loss, GError **error)
{
  BwParameters *parameters = &self->network->parameters;
  BwAdamSettings settings = self->settings.adam;
  settings.rate = self->schedule.rate;
  if (!isfinite(loss) || !isfinite(bw_adam_step(&self->adam, &settings, self->gradient, parameters->values)))
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "the loss is no longer a number after %" G_GINT64_FORMAT
                   " steps: begin again with a smaller rate of learning (now %g), or limit the gradient",
                   self->adam.step, settings.rate);
  bw_average_weights(self->average, parameters->values, parameters->n_values, self->settings.average_decay,
                     self->adam.step);
  return TRUE;
}

gboolean bw_fit_step(BwFit *self, const BwFitData *data, GError **error)
{
  BwLossSums sums;
  int first = self->position % data->n, n = MIN(self->settings.batch_size, data->n - first);
  shuffle(self, data->n);
  if (!bw_fit_parts_loss(&self->parts, data, self->order + first, n, &self->settings.weights, &sums,
                         self->gradient, error) ||
      !descend(self, sums.loss, error))
    return FALSE;
  sums.loss *= (double)n / ((double)data->n * self->settings.passes);
  bw_loss_sums_add(&self->sums, &sums);
  self->position += n;
  return TRUE;
}

gboolean bw_fit_is_at_end(const BwFit *self, const BwFitData *data)
{
  return self->position >= data->n * self->settings.passes;
}

static void exchange(BwFit *self)
{
  double *kept = self->network->parameters.values;
  self->network->parameters.values = self->average;
  self->average = kept;
}

static gboolean look(BwFit *self, const BwFitData *data, BwLossSums *sums, GCancellable *cancellable,
                     GError **error)
{
  int which[LOOKED_AT_ONCE];
  for (int first = 0; first < data->n; first += LOOKED_AT_ONCE) {
    BwLossSums part;
    int n = MIN(LOOKED_AT_ONCE, data->n - first);
    for (int k = 0; k < n; k++)
      which[k] = first + k;
    if (g_cancellable_is_cancelled(cancellable))
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    if (!bw_fit_parts_loss(&self->parts, data, which, n, &self->settings.weights, &part, NULL, error))
      return FALSE;
    part.loss *= (double)n / data->n;
    bw_loss_sums_add(sums, &part);
  }
  return TRUE;
}

gboolean bw_fit_validate(BwFit *self, const BwFitData *data, BwLossSums *sums, GCancellable *cancellable,
                         GError **error)
{
  *sums = (BwLossSums){0};
  exchange(self);
  gboolean done = look(self, data, sums, cancellable, error);
  exchange(self);
  return done;
}

gboolean bw_fit_end_epoch(BwFit *self, const BwLossSums *validation)
{
  gboolean better = bw_schedule_take(&self->schedule, &self->settings.schedule, validation->loss);
  if (better)
    memcpy(self->best, self->average, sizeof *self->best * self->network->parameters.n_values);
  self->position = 0;
  self->sums = (BwLossSums){0};
  return better;
}
