#include "learning/neural/loss.h"

#include <math.h>
#include <string.h>

void bw_labelled_batch_init(BwLabelledBatch *self)
{
  bw_batch_init(&self->batch);
  self->energies = g_array_new(FALSE, FALSE, sizeof(double));
  self->forces = g_array_new(FALSE, FALSE, sizeof(double));
  self->elements = g_array_new(FALSE, FALSE, sizeof(int));
  self->offsets = g_array_new(FALSE, FALSE, sizeof(double));
  for (int o = 0; o < BW_MAX_OUTPUTS; o++)
    self->outputs[o] = g_array_new(FALSE, FALSE, sizeof(double));
}

void bw_labelled_batch_begin(BwLabelledBatch *self)
{
  bw_batch_begin(&self->batch);
  g_array_set_size(self->energies, 0);
  g_array_set_size(self->forces, 0);
  for (int o = 0; o < BW_MAX_OUTPUTS; o++)
    g_array_set_size(self->outputs[o], 0);
}

void bw_labelled_batch_clear(BwLabelledBatch *self)
{
  bw_batch_clear(&self->batch);
  g_clear_pointer(&self->energies, g_array_unref);
  g_clear_pointer(&self->forces, g_array_unref);
  g_clear_pointer(&self->elements, g_array_unref);
  g_clear_pointer(&self->offsets, g_array_unref);
  for (int o = 0; o < BW_MAX_OUTPUTS; o++)
    g_clear_pointer(&self->outputs[o], g_array_unref);
}

void bw_loss_sums_add(BwLossSums *total, const BwLossSums *part)
{
  total->loss += part->loss;
  total->energy_absolute += part->energy_absolute;
  total->energy_squared += part->energy_squared;
  total->force_absolute += part->force_absolute;
  total->force_squared += part->force_squared;
  total->n_energies += part->n_energies;
  total->n_forces += part->n_forces;
  for (int o = 0; o < BW_MAX_OUTPUTS; o++) {
    total->outputs[o].absolute += part->outputs[o].absolute;
    total->outputs[o].squared += part->outputs[o].squared;
    total->outputs[o].n += part->outputs[o].n;
  }
}

BwLossWeights bw_loss_weights_share(const BwLossWeights *weights, double molecules, double atoms)
{
  BwLossWeights share = {weights->energy * molecules, weights->forces * atoms, {0}};
  for (int o = 0; o < BW_MAX_OUTPUTS; o++)
    share.outputs[o] = weights->outputs[o] * molecules;
  return share;
}

/* In double precision whatever the tape's. */
static void sum_up(const BwTensor *differences, double *absolute, double *squared, gint64 *n)
{
  *n = (gint64)bw_tensor_get_rows(differences) * bw_tensor_get_columns(differences);
  double *values = bw_tape_alloc(bw_tensor_get_tape(differences), sizeof *values * (gsize)*n);
  bw_tensor_read(differences, values);
  for (gint64 i = 0; i < *n; i++) {
    *absolute += fabs(values[i]);
    *squared += values[i] * values[i];
  }
}

/* weight times the mean square, added to what there is. */
static BwTensor *add_mean_square(BwTensor *loss, BwTensor *differences, double weight)
{
  double n = (double)bw_tensor_get_rows(differences) * bw_tensor_get_columns(differences);
  BwTensor *part = bw_scale(bw_total(bw_power(differences, 2)), n > 0 ? weight / n : 0);
  return loss ? bw_add(loss, part) : part;
}

static BwTensor *add_energies(BwTensor *loss, const BwNetwork *network, const BwNetworkRecord *record,
                              const BwLabelledBatch *labels, const BwLossWeights *weights, BwLossSums *sums)
{
  const BwBatch *batch = record->batch;
  BwTensor *energies = bw_network_record_energies(network, record);
  if (weights->energy > 0 && labels->energies->len > 0) {
    const double *known = (const double *)(void *)labels->energies->data;
    BwTensor *difference = bw_subtract(bw_scatter(energies, &batch->molecule),
                                       bw_tensor_new(record->tape, batch->n_molecules, 1, known));
    sum_up(difference, &sums->energy_absolute, &sums->energy_squared, &sums->n_energies);
    loss = add_mean_square(loss, difference, weights->energy);
  }
  if (weights->forces > 0 && labels->forces->len > 0) {
    const double *known = (const double *)(void *)labels->forces->data;
    BwTensor *slope;
    bw_gradient(energies, NULL, (BwTensor *const *)&record->positions, 1, &slope);
    BwTensor *difference = bw_add(slope, bw_tensor_new(record->tape, batch->n_atoms, 3, known));
    sum_up(difference, &sums->force_absolute, &sums->force_squared, &sums->n_forces);
    loss = add_mean_square(loss, difference, weights->forces);
  }
  return loss;
}

/* Of each row: 0 where the label is not known, otherwise 1/√N for one of N atoms, for a sum or an extent one
 * over what its scale is for. */
static double row_share(const BwBatch *batch, const BwNetwork *network, const BwOutput *output, int row,
                        const double *known, int columns)
{
  for (int c = 0; c < columns; c++)
    if (isnan(known[row * columns + c]))
      return 0;
  gboolean per_atom = bw_output_is_per_atom(output);
  int molecule = per_atom ? batch->molecule.source[row] : row;
  int first = batch->molecule.first[molecule], n_atoms = batch->molecule.first[molecule + 1] - first;
  return per_atom ? 1 / sqrt(n_atoms)
                  : 1 / bw_output_count(network, output, batch->element.source + first,
                                        batch->positions + 3 * (gsize)first, n_atoms, NULL);
}

static BwTensor *add_output(BwTensor *loss, const BwNetwork *network, const BwOutput *output,
                            const BwNetworkRecord *record, const double *known, double weight,
                            BwOutputSums *sums)
{
  const BwBatch *batch = record->batch;
  gboolean per_atom = bw_output_is_per_atom(output);
  int columns = bw_output_get_n_components(output), rows = per_atom ? batch->n_atoms : batch->n_molecules;
  BwTensor *predicted = bw_output_record(network, output, record);
  double *values = bw_tape_alloc(record->tape, sizeof *values * MAX(rows * columns, 1));
  double *labels = bw_tape_alloc(record->tape, sizeof *labels * MAX(rows * columns, 1));
  double *shares = bw_tape_alloc(record->tape, sizeof *shares * MAX(rows, 1));
  bw_tensor_read(predicted, values);
  for (int r = 0; r < rows; r++) {
    shares[r] = row_share(batch, network, output, r, known, columns);
    for (int k = r * columns; k < (r + 1) * columns; k++) {
      labels[k] = shares[r] > 0 ? known[k] : 0;
      double difference = shares[r] > 0 ? values[k] - known[k] : 0;
      sums->absolute += fabs(difference);
      sums->squared += difference * difference;
      sums->n += shares[r] > 0;
    }
  }
  BwTensor *differences = bw_subtract(predicted, bw_tensor_new(record->tape, rows, columns, labels));
  differences = bw_scale_rows(differences, bw_tensor_new(record->tape, rows, 1, shares));
  double factor = weight / (output->scale * output->scale * MAX(batch->n_molecules, 1) * columns);
  BwTensor *part = bw_scale(bw_total(bw_power(differences, 2)), factor);
  return loss ? bw_add(loss, part) : part;
}

static BwTensor *record_loss(const BwNetwork *network, const BwNetworkRecord *record,
                             const BwLabelledBatch *labels, const BwLossWeights *weights, BwLossSums *sums)
{
  BwTensor *loss = network->has_energy ? add_energies(NULL, network, record, labels, weights, sums) : NULL;
  for (int o = 0; o < network->n_outputs; o++)
    if (weights->outputs[o] > 0 && labels->outputs[o]->len > 0)
      loss = add_output(loss, network, &network->outputs[o], record,
                        (const double *)(void *)labels->outputs[o]->data, weights->outputs[o],
                        &sums->outputs[o]);
  return loss;
}

void bw_network_loss(const BwNetwork *network, BwTape *tape, const BwLabelledBatch *batch,
                     const BwLossWeights *weights, BwLossSums *sums, double *gradient)
{
  int n_parameters = bw_parameters_get_n(&network->parameters);
  BwNetworkRecord record;
  *sums = (BwLossSums){0};
  bw_tape_clear(tape);
  bw_network_record(network, tape, &batch->batch, &record);
  BwTensor *loss = record_loss(network, &record, batch, weights, sums);
  if (loss)
    sums->loss = bw_tensor_get_number(loss);
  if (!gradient)
    return;
  memset(gradient, 0, sizeof *gradient * network->parameters.n_values);
  if (!loss)
    return;
  BwTensor **gradients = bw_tape_alloc(tape, sizeof(BwTensor *) * n_parameters);
  bw_gradient(loss, NULL, record.weights, n_parameters, gradients);
  for (int i = 0; i < n_parameters; i++)
    bw_tensor_read(gradients[i], gradient + bw_parameters_get(&network->parameters, i)->first);
}
