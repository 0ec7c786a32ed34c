#include "learning/neural/fit-outputs.h"

#include "base/error.h"
#include "learning/neural/fit-offsets.h"

#include <math.h>
#include <string.h>

static const BwDataset *get(const BwFitData *self, int k, int *frame)
{
  return bw_collection_get(self->collection, self->samples[k], frame);
}

static int n_numbers(const BwOutput *output, int n_atoms)
{
  return bw_output_is_per_atom(output) ? n_atoms : bw_output_get_n_components(output);
}

/* NaN where structure k does not have it: what is wrong with a label was told when the data were taken. */
static void read_label(const BwFitData *self, const BwOutput *output, int k, double *values)
{
  int frame;
  const BwDataset *dataset = get(self, k, &frame);
  if (!bw_output_read_label(output, dataset, frame, values, NULL))
    for (int i = 0; i < n_numbers(output, dataset->atoms->n_atoms); i++)
      values[i] = NAN;
}

/* Finding */

static gboolean check_label(const BwFitData *self, const BwOutput *output, int k, GError **error)
{
  int frame;
  const BwDataset *dataset = get(self, k, &frame);
  g_autofree double *values = g_new(double, n_numbers(output, dataset->atoms->n_atoms));
  GError *reason = NULL;
  if (bw_output_has_centre(output) && dataset->cells && bw_cell_is_periodic(&dataset->cells[frame]))
    return bw_fail_file(error, BW_ERROR_UNSUPPORTED, self->collection->path,
                        "structure %d is periodic: it has neither a dipole nor an extent that a network "
                        "could learn as '%s'; learn it from molecules",
                        self->samples[k], output->name);
  if (bw_output_read_label(output, dataset, frame, values, &reason) || !reason)
    return TRUE;
  g_propagate_prefixed_error(error, reason, "%s: ", self->collection->path);
  return FALSE;
}

gboolean bw_fit_find_outputs(BwFitData *self, GError **error)
{
  for (int o = 0; o < self->network->n_outputs; o++) {
    const BwOutput *output = &self->network->outputs[o];
    const BwDataset *before = NULL;
    self->outputs[o] = FALSE;
    for (int k = 0; k < self->n; k++) {
      int frame;
      const BwDataset *dataset = get(self, k, &frame);
      if (dataset != before && bw_output_find_label(output, dataset)) {
        self->outputs[o] = TRUE;
        if (!check_label(self, output, k, error))
          return FALSE;
      }
      before = dataset;
    }
  }
  return TRUE;
}

/* Filling */

static void add_output(const BwFitData *self, int o, int k, const int *elements, BwLabelledBatch *batch)
{
  const BwOutput *output = &self->network->outputs[o];
  GArray *to = batch->outputs[o];
  int n_atoms = bw_fit_data_get_n_atoms(self, k);
  guint n = (guint)n_numbers(output, n_atoms), at = to->len;
  g_array_set_size(to, at + n);
  g_array_set_size(batch->offsets, n);
  double *values = (double *)(void *)to->data + at, *offsets = (double *)(void *)batch->offsets->data;
  memset(offsets, 0, sizeof *offsets * n);
  read_label(self, output, k, values);
  bw_output_add_offsets(output, elements, n_atoms, offsets);
  for (guint i = 0; i < n; i++)
    values[i] -= offsets[i];
}

void bw_fit_add_outputs(const BwFitData *self, int k, const int *elements, BwLabelledBatch *batch)
{
  for (int o = 0; o < self->network->n_outputs; o++)
    if (self->outputs[o])
      add_output(self, o, k, elements, batch);
}

/* Scales */

/* Sums, means and extents: values[n] of the structures, left without the offsets. */
static void set_offsets(const BwFitData *self, BwOutput *output, double *values)
{
  double sum = 0;
  int n = 0;
  if (output->kind != BW_OUTPUT_MEAN) {
    bw_fit_offsets(self, output, values, output->offsets);
    return;
  }
  for (int k = 0; k < self->n; k++) {
    sum += isnan(values[k]) ? 0 : values[k];
    n += !isnan(values[k]);
  }
  for (int e = 0; e < self->network->n_elements; e++)
    output->offsets[e] = sum / MAX(n, 1);
  for (int k = 0; k < self->n; k++)
    values[k] -= sum / MAX(n, 1);
}

static double set_of_structures(const BwFitData *self, BwOutput *output)
{
  g_autofree double *values = g_new(double, MAX(self->n, 1));
  double squares = 0;
  int n = 0;
  for (int k = 0; k < self->n; k++)
    read_label(self, output, k, &values[k]);
  set_offsets(self, output, values);
  for (int k = 0; k < self->n; k++) {
    double left = values[k] / bw_fit_count(self, output, k, NULL);
    squares += isnan(left) ? 0 : left * left;
    n += !isnan(left);
  }
  return squares / MAX(n, 1);
}

/* Over all numbers of all structures: those of atoms go to their elements' sums, all others to one. */
static void sum_up(const BwFitData *self, const BwOutput *output, double *sums, double *squares, gint64 *n)
{
  for (int k = 0; k < self->n; k++) {
    int frame, n_atoms = bw_fit_data_get_n_atoms(self, k), n_here = n_numbers(output, n_atoms);
    const BwAtoms *atoms = get(self, k, &frame)->atoms;
    g_autofree double *values = g_new(double, n_here);
    read_label(self, output, k, values);
    for (int i = 0; i < n_here; i++) {
      int e = bw_output_is_per_atom(output) ? self->elements[atoms->numbers[i]] : 0;
      if (isnan(values[i]))
        continue;
      sums[e] += values[i];
      squares[e] += values[i] * values[i];
      n[e]++;
    }
  }
}

static double set_of_atoms(const BwFitData *self, BwOutput *output)
{
  int n_elements = self->network->n_elements;
  g_autofree double *sums = g_new0(double, n_elements), *squares = g_new0(double, n_elements);
  g_autofree gint64 *n = g_new0(gint64, n_elements);
  double left = 0;
  gint64 n_all = 0;
  sum_up(self, output, sums, squares, n);
  for (int e = 0; e < n_elements; e++) {
    double mean = bw_output_is_per_atom(output) && n[e] > 0 ? sums[e] / (double)n[e] : 0;
    output->offsets[e] = mean;
    left += squares[e] - (double)n[e] * mean * mean;
    n_all += n[e];
  }
  return fmax(left, 0) / (double)MAX(n_all, 1);
}

/* Charges without labels are those of the dipole: its root mean square at 1 Å. */
static void set_unlabelled_charges(const BwFitData *self, BwNetwork *network)
{
  for (int o = 0; o < network->n_outputs; o++)
    for (int d = 0; network->outputs[o].kind == BW_OUTPUT_CHARGES && d < network->n_outputs; d++)
      if (!self->outputs[o] && self->outputs[d] &&
          (network->outputs[d].kind == BW_OUTPUT_DIPOLE || network->outputs[d].kind == BW_OUTPUT_MAGNITUDE))
        network->outputs[o].scale = network->outputs[d].scale * bw_output_get_factor(&network->outputs[d]) /
                                    bw_output_get_factor(&network->outputs[o]);
}

void bw_fit_set_output_scales(const BwFitData *self, BwNetwork *network)
{
  for (int o = 0; o < network->n_outputs; o++) {
    BwOutput *output = &network->outputs[o];
    gboolean per_structure =
        output->kind == BW_OUTPUT_SUM || output->kind == BW_OUTPUT_MEAN || output->kind == BW_OUTPUT_EXTENT;
    for (int e = 0; e < network->n_elements; e++)
      output->offsets[e] = 0;
    output->scale = 1;
    if (!self->outputs[o])
      continue;
    double square = per_structure ? set_of_structures(self, output) : set_of_atoms(self, output);
    output->scale = square > 0 ? sqrt(square) : 1;
  }
  set_unlabelled_charges(self, network);
}
