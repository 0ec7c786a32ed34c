#include "learning/neural/fit.h"

#include "base/array.h"
#include "base/error.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

void bw_fit_settings_init(BwFitSettings *settings)
{
  *settings = (BwFitSettings){.batch_size = 10, .weights = {0.01, 0.99}, .average_decay = 0.999};
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

void bw_fit_init(BwFit *self, BwNetwork *network, const BwFitSettings *settings)
{
  *self = (BwFit){.settings = *settings, .network = network};
  bw_adam_init(&self->adam, network->parameters.n_values);
  bw_schedule_init(&self->schedule, &settings->schedule);
  self->average = copy_weights(network);
  self->best = copy_weights(network);
}

void bw_fit_clear(BwFit *self)
{
  bw_adam_clear(&self->adam);
  g_clear_pointer(&self->average, bw_free);
  g_clear_pointer(&self->best, bw_free);
}

void bw_fit_set_scale(BwNetwork *network, const BwFitData *data)
{
  const BwDataset *dataset = data->dataset;
  int n_atoms = dataset->atoms->n_atoms;
  double sum = 0, squares = 0, forces = 0;
  for (int f = 0; f < data->n; f++) {
    double energy = dataset->energies ? dataset->energies[data->frames[f]] / n_atoms : 0;
    const double *force = dataset->forces ? dataset->forces + 3 * (gsize)data->frames[f] * n_atoms : NULL;
    sum += energy / data->n;
    squares += energy * energy / data->n;
    for (int k = 0; force && k < 3 * n_atoms; k++)
      forces += force[k] * force[k] / (3.0 * n_atoms * data->n);
  }
  double scale = sqrt(forces > 0 ? forces : fmax(squares - sum * sum, 0));
  network->scale = scale > 0 ? scale : 1;
  for (int e = 0; e < network->n_elements; e++)
    network->offsets[e] = sum;
}

static gboolean is_stopped(GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled(cancellable))
    return FALSE;
  bw_fail(error, BW_ERROR_CANCELLED, "stopped");
  return TRUE;
}

/* Batches */

static gboolean fill(const BwFit *self, const BwFitData *data, const int *order, int n,
                     BwLabelledBatch *batch, GError **error)
{
  const BwDataset *dataset = data->dataset;
  int n_atoms = dataset->atoms->n_atoms;
  bw_batch_begin(&batch->batch);
  g_array_set_size(batch->energies, 0);
  g_array_set_size(batch->forces, 0);
  for (int k = 0; k < n; k++) {
    int frame = data->frames[order[k]];
    gsize at = 3 * (gsize)frame * n_atoms;
    const BwCell *cell = dataset->cells ? &dataset->cells[frame] : NULL;
    if (!bw_batch_add(&batch->batch, data->elements, dataset->positions + at, n_atoms, cell,
                      self->network->cutoff, error)) {
      g_prefix_error(error, "frame %" G_GINT64_FORMAT ": ", bw_dataset_origin(dataset, frame));
      return FALSE;
    }
    if (dataset->energies) {
      double energy = dataset->energies[frame] - data->offset;
      g_array_append_val(batch->energies, energy);
    }
    if (dataset->forces)
      g_array_append_vals(batch->forces, dataset->forces + at, 3 * (guint)n_atoms);
  }
  bw_batch_end(&batch->batch, self->network->n_elements);
  return TRUE;
}

/* Fisher and Yates; seed NULL: as they are. */
static int *make_order(int n, const guint64 *seed, int epoch)
{
  int *order = g_new(int, MAX(n, 1));
  for (int k = 0; k < n; k++)
    order[k] = k;
  for (int k = n - 1; seed && k > 0; k--) {
    int other = (int)bw_random_below(*seed, BW_STREAM_BATCHES, (guint64)epoch, (guint64)k, (guint32)k + 1);
    int kept = order[k];
    order[k] = order[other];
    order[other] = kept;
  }
  return order;
}

/* One step; nothing is changed where loss or gradient are no numbers. */
static gboolean step(BwFit *self, BwTape *tape, const BwLabelledBatch *batch, double *gradient,
                     BwLossSums *sums, GError **error)
{
  BwParameters *parameters = &self->network->parameters;
  BwAdamSettings settings = self->settings.adam;
  settings.rate = self->schedule.rate;
  bw_network_loss(self->network, tape, batch, &self->settings.weights, sums, gradient);
  if (!isfinite(sums->loss) || !isfinite(bw_adam_step(&self->adam, &settings, gradient, parameters->values)))
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "the loss is no longer a number after %" G_GINT64_FORMAT
                   " steps: begin again with a smaller rate of learning (now %g), or limit the gradient",
                   self->adam.step, settings.rate);
  bw_average_weights(self->average, parameters->values, parameters->n_values, self->settings.average_decay,
                     self->adam.step);
  return TRUE;
}

gboolean bw_fit_epoch(BwFit *self, BwTape *tape, const BwFitData *data, BwLossSums *sums,
                      void (*progress)(double fraction, gpointer data), gpointer progress_data,
                      GCancellable *cancellable, GError **error)
{
  g_auto(BwLabelledBatch) batch;
  g_autofree int *order = make_order(data->n, &self->settings.seed, self->schedule.epoch);
  g_autoptr(BwDoubles) gradient = bw_new(double, self->network->parameters.n_values);
  bw_labelled_batch_init(&batch);
  *sums = (BwLossSums){0};
  for (int first = 0; first < data->n; first += self->settings.batch_size) {
    BwLossSums part;
    int n = MIN(self->settings.batch_size, data->n - first);
    if (is_stopped(cancellable, error) || !fill(self, data, order + first, n, &batch, error) ||
        !step(self, tape, &batch, gradient, &part, error))
      return FALSE;
    bw_loss_sums_add(sums, &part);
    if (progress)
      progress((double)(first + n) / data->n, progress_data);
  }
  return TRUE;
}

static void exchange(BwFit *self)
{
  double *kept = self->network->parameters.values;
  self->network->parameters.values = self->average;
  self->average = kept;
}

static gboolean look(BwFit *self, BwTape *tape, const BwFitData *data, BwLossSums *sums,
                     GCancellable *cancellable, GError **error)
{
  g_auto(BwLabelledBatch) batch;
  g_autofree int *order = make_order(data->n, NULL, 0);
  bw_labelled_batch_init(&batch);
  *sums = (BwLossSums){0};
  for (int first = 0; first < data->n; first += self->settings.batch_size) {
    BwLossSums part;
    int n = MIN(self->settings.batch_size, data->n - first);
    if (is_stopped(cancellable, error) || !fill(self, data, order + first, n, &batch, error))
      return FALSE;
    bw_network_loss(self->network, tape, &batch, &self->settings.weights, &part, NULL);
    bw_loss_sums_add(sums, &part);
  }
  return TRUE;
}

gboolean bw_fit_validate(BwFit *self, BwTape *tape, const BwFitData *data, BwLossSums *sums,
                         GCancellable *cancellable, GError **error)
{
  exchange(self);
  gboolean done = look(self, tape, data, sums, cancellable, error);
  exchange(self);
  return done;
}

gboolean bw_fit_end_epoch(BwFit *self, const BwLossSums *validation)
{
  gboolean better = bw_schedule_take(&self->schedule, &self->settings.schedule, validation->loss);
  if (better)
    memcpy(self->best, self->average, sizeof *self->best * self->network->parameters.n_values);
  return better;
}
