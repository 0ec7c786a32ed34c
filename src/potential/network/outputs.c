#include "potential/network/outputs.h"

#include "base/elements.h"
#include "base/units.h"

#include <math.h>

/* Of the scale: what a dipole of zero length has as its length, so that it can be differentiated. */
#define SMALLEST_LENGTH 1e-4

gboolean bw_output_is_per_atom(const BwOutput *output)
{
  return output->kind == BW_OUTPUT_ATOMS || output->kind == BW_OUTPUT_CHARGES;
}

int bw_output_get_n_components(const BwOutput *output)
{
  return output->kind == BW_OUTPUT_DIPOLE ? 3 : 1;
}

void bw_outputs_free(BwOutput *outputs, int n)
{
  for (int o = 0; o < n; o++)
    g_free(outputs[o].offsets);
  g_free(outputs);
}

/* Of mass, Å. */
static void find_centre(const BwNetwork *network, const int *elements, const double *positions, int n_atoms,
                        double centre[3])
{
  double sum[3] = {0}, mass = 0;
  for (int i = 0; i < n_atoms; i++) {
    double weight = bw_element(network->elements[elements[i]])->mass;
    mass += weight;
    for (int d = 0; d < 3; d++)
      sum[d] += weight * positions[3 * i + d];
  }
  for (int d = 0; d < 3; d++)
    centre[d] = sum[d] / mass;
}

double bw_output_count(const BwNetwork *network, const BwOutput *output, const int *elements,
                       const double *positions, int n_atoms, double *counts)
{
  gboolean extent = output && output->kind == BW_OUTPUT_EXTENT;
  double sum = 0, centre[3] = {0};
  if (output && !extent && output->kind != BW_OUTPUT_SUM)
    return 1;
  if (extent)
    find_centre(network, elements, positions, n_atoms, centre);
  for (int e = 0; counts && e < network->n_elements; e++)
    counts[e] = 0;
  for (int i = 0; i < n_atoms; i++) {
    double here = extent ? 0 : 1;
    for (int d = 0; extent && d < 3; d++)
      here += (positions[3 * i + d] - centre[d]) * (positions[3 * i + d] - centre[d]);
    sum += here;
    if (counts)
      counts[elements[i]] += here;
  }
  return fmax(sum, 1);
}

/* Recording */

static int n_atoms_of(const BwBatch *batch, int molecule)
{
  return batch->molecule.first[molecule + 1] - batch->molecule.first[molecule];
}

/* [n_molecules][1]: 1/N. */
static BwTensor *record_shares(const BwNetworkRecord *record)
{
  const BwBatch *batch = record->batch;
  double *shares = bw_tape_alloc(record->tape, sizeof *shares * MAX(batch->n_molecules, 1));
  for (int m = 0; m < batch->n_molecules; m++)
    shares[m] = 1.0 / MAX(n_atoms_of(batch, m), 1);
  return bw_tensor_new(record->tape, batch->n_molecules, 1, shares);
}

gboolean bw_output_has_charges(const BwOutput *output)
{
  return output->kind == BW_OUTPUT_CHARGES || output->kind == BW_OUTPUT_DIPOLE ||
         output->kind == BW_OUTPUT_MAGNITUDE;
}

gboolean bw_output_has_centre(const BwOutput *output)
{
  return output->kind == BW_OUTPUT_DIPOLE || output->kind == BW_OUTPUT_MAGNITUDE ||
         output->kind == BW_OUTPUT_EXTENT;
}

double bw_output_get_factor(const BwOutput *output)
{
  BwUnit unit;
  return output->unit && bw_unit_parse(output->unit, &unit, NULL) ? unit.to_internal : 1;
}

/* The output that says scale and offsets of the charges: that of the charges themselves if there is one, else
 * the first one that is made of them. */
static const BwOutput *find_charges(const BwNetwork *network)
{
  const BwOutput *found = NULL;
  for (int o = network->n_outputs - 1; o >= 0; o--) {
    const BwOutput *output = &network->outputs[o];
    if (bw_output_has_charges(output) && (!found || found->kind != BW_OUTPUT_CHARGES))
      found = output;
  }
  return found;
}

/* [n_atoms][1], e_Z of each atom times a factor. */
static BwTensor *record_offsets(const BwOutput *output, double factor, const BwNetworkRecord *record)
{
  const BwBatch *batch = record->batch;
  double *offsets = bw_tape_alloc(record->tape, sizeof *offsets * MAX(batch->n_atoms, 1));
  for (int i = 0; i < batch->n_atoms; i++)
    offsets[i] = factor * output->offsets[batch->element.source[i]];
  return bw_tensor_new(record->tape, batch->n_atoms, 1, offsets);
}

/* In e. What is missing to the total charge is spread over all atoms of the molecule. */
static BwTensor *record_charges(const BwNetwork *network, const BwNetworkRecord *record)
{
  const BwBatch *batch = record->batch;
  const BwOutput *source = find_charges(network);
  double factor = bw_output_get_factor(source);
  BwTensor *charges = bw_scale(bw_head_record(&source->head, record), factor * source->scale);
  charges = bw_add(charges, record_offsets(source, factor, record));
  BwTensor *total = bw_tensor_new_filled(record->tape, batch->n_molecules, 1, network->total_charge);
  BwTensor *missing = bw_subtract(total, bw_scatter(charges, &batch->molecule));
  return bw_add(charges, bw_gather(bw_scale_rows(missing, record_shares(record)), &batch->molecule));
}

/* [n_atoms][3]: from the centre of mass of its molecule to each atom. */
static BwTensor *record_arms(const BwNetwork *network, const BwNetworkRecord *record)
{
  const BwBatch *batch = record->batch;
  double *arms = bw_tape_alloc(record->tape, sizeof *arms * 3 * MAX(batch->n_atoms, 1));
  for (int m = 0; m < batch->n_molecules; m++) {
    int first = batch->molecule.first[m];
    double centre[3];
    find_centre(network, batch->element.source + first, batch->positions + 3 * (gsize)first,
                n_atoms_of(batch, m), centre);
    for (int i = first; i < batch->molecule.first[m + 1]; i++)
      for (int d = 0; d < 3; d++)
        arms[3 * i + d] = batch->positions[3 * i + d] - centre[d];
  }
  return bw_tensor_new(record->tape, batch->n_atoms, 3, arms);
}

static BwTensor *record_length(BwTensor *vectors, double smallest)
{
  BwTensor *squares = bw_row_products(vectors, vectors);
  BwTensor *least =
      bw_tensor_new_filled(bw_tensor_get_tape(vectors), bw_tensor_get_rows(vectors), 1, smallest * smallest);
  return bw_power(bw_add(squares, least), 0.5);
}

/* Charges, dipole and magnitude, in the output's unit. */
static BwTensor *record_of_charges(const BwNetwork *network, const BwOutput *output,
                                   const BwNetworkRecord *record)
{
  BwTensor *charges = bw_scale(record_charges(network, record), 1 / bw_output_get_factor(output));
  if (output->kind == BW_OUTPUT_CHARGES)
    return charges;
  BwTensor *parts = bw_scale_rows(record_arms(network, record), charges);
  BwTensor *dipole = bw_scatter(parts, &record->batch->molecule);
  return output->kind == BW_OUTPUT_DIPOLE ? dipole : record_length(dipole, SMALLEST_LENGTH * output->scale);
}

static BwTensor *record_extent(const BwNetwork *network, const BwOutput *output,
                               const BwNetworkRecord *record)
{
  BwTensor *atoms = bw_scale(bw_head_record(&output->head, record), output->scale);
  BwTensor *arms = record_arms(network, record);
  atoms = bw_add(atoms, record_offsets(output, 1, record));
  return bw_scatter(bw_scale_rows(atoms, bw_row_products(arms, arms)), &record->batch->molecule);
}

BwTensor *bw_output_record(const BwNetwork *network, const BwOutput *output, const BwNetworkRecord *record)
{
  if (bw_output_has_charges(output))
    return record_of_charges(network, output, record);
  if (output->kind == BW_OUTPUT_EXTENT)
    return record_extent(network, output, record);
  BwTensor *atoms = bw_scale(bw_head_record(&output->head, record), output->scale);
  if (output->kind == BW_OUTPUT_ATOMS)
    return atoms;
  BwTensor *sum = bw_scatter(atoms, &record->batch->molecule);
  return output->kind == BW_OUTPUT_SUM ? sum : bw_scale_rows(sum, record_shares(record));
}

void bw_output_add_offsets(const BwOutput *output, const int *elements, int n_atoms, double *values)
{
  for (int i = 0; i < n_atoms; i++)
    switch (output->kind) {
    case BW_OUTPUT_ATOMS:
      values[i] += output->offsets[elements[i]];
      break;
    case BW_OUTPUT_SUM:
      values[0] += output->offsets[elements[i]];
      break;
    case BW_OUTPUT_MEAN:
      values[0] += output->offsets[elements[i]] / n_atoms;
      break;
    default:
      break;
    }
}
