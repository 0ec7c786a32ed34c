#include "learning/neural/fit-data.h"

#include "base/error.h"
#include "learning/neural/fit-outputs.h"

#include <stdlib.h>

static const BwDataset *get(const BwFitData *self, int k, int *frame)
{
  return bw_collection_get(self->collection, self->samples[k], frame);
}

int bw_fit_data_get_n_atoms(const BwFitData *self, int k)
{
  int frame;
  return get(self, k, &frame)->atoms->n_atoms;
}

static int find(const BwFitData *self, int number)
{
  return number >= 0 && number < BW_N_ELEMENTS ? self->elements[number] : -1;
}

static gboolean check_atoms(const BwFitData *self, int k, GError **error)
{
  int frame;
  const BwDataset *dataset = get(self, k, &frame);
  for (int i = 0; i < dataset->atoms->n_atoms; i++)
    if (find(self, dataset->atoms->numbers[i]) < 0) {
      const BwNetwork *network = self->network;
      g_autofree char *known = bw_elements_describe(network->elements, network->n_elements);
      return bw_fail_file(
          error, BW_ERROR_UNSUPPORTED, self->collection->path,
          "atom %d of structure %d is %s, an element that the model has not seen (it knows %s); "
          "train it on data that has it",
          i, self->samples[k], bw_element(dataset->atoms->numbers[i])->symbol, known);
    }
  return TRUE;
}

gboolean bw_fit_data_init(BwFitData *self, const BwCollection *collection, const int *samples, int n,
                          const BwNetwork *network, GError **error)
{
  *self = (BwFitData){collection, network, samples, n, n > 0, n > 0, {0}, {0}, NULL};
  for (int z = 0; z < BW_N_ELEMENTS; z++)
    self->elements[z] = -1;
  for (int e = 0; e < network->n_elements; e++)
    self->elements[network->elements[e]] = e;
  const BwDataset *before = NULL;
  for (int k = 0; k < n; k++) {
    int frame;
    const BwDataset *dataset = get(self, k, &frame);
    if (dataset != before && !check_atoms(self, k, error))
      return FALSE;
    self->energies = self->energies && dataset->energies;
    self->forces = self->forces && dataset->forces;
    before = dataset;
  }
  if (!bw_fit_find_outputs(self, error))
    return FALSE;
  self->pairs = bw_fit_pairs_new(n);
  return TRUE;
}

void bw_fit_data_clear(BwFitData *self)
{
  g_clear_pointer(&self->pairs, bw_fit_pairs_free);
}

char *bw_fit_data_label_names(const BwFitData *self)
{
  int frame;
  const BwDataset *dataset = get(self, 0, &frame);
  GString *names = g_string_new(dataset->energies ? "energies" : NULL);
  for (guint l = 0; dataset->labels && l < dataset->labels->len; l++)
    g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
                           g_array_index(dataset->labels, BwLabel, l).name);
  return g_string_free(names, FALSE);
}

/* Charges need no labels where a dipole says what they are. */
static gboolean is_known(const BwFitData *self, int o)
{
  const BwOutput *outputs = self->network->outputs;
  gboolean known = self->outputs[o];
  for (int d = 0; outputs[o].kind == BW_OUTPUT_CHARGES && d < self->network->n_outputs; d++)
    known |=
        self->outputs[d] && (outputs[d].kind == BW_OUTPUT_DIPOLE || outputs[d].kind == BW_OUTPUT_MAGNITUDE);
  return known;
}

gboolean bw_fit_data_check(const BwFitData *self, GError **error)
{
  const char *missing = NULL;
  for (int o = 0; o < self->network->n_outputs && !missing; o++)
    if (!is_known(self, o))
      missing =
          self->network->outputs[o].label ? self->network->outputs[o].label : self->network->outputs[o].name;
  if (!missing || self->n == 0)
    return TRUE;
  g_autofree char *names = bw_fit_data_label_names(self);
  return bw_fail_file(
      error, BW_ERROR_ARGUMENT, self->collection->path,
      "there is no '%s', which the network is to learn (the first structure has %s); say what "
      "it is called as the third word of its line in [outputs], or take it out",
      missing, *names ? names : "no labels");
}

static gboolean add_structure(const BwFitData *self, int k, const int *elements, BwBatch *batch,
                              GError **error)
{
  int frame;
  const BwDataset *dataset = get(self, k, &frame);
  int n_atoms = dataset->atoms->n_atoms;
  const double *positions = dataset->positions + 3 * (gsize)frame * n_atoms;
  const BwBatchPairs *pairs = bw_fit_pairs_get(self->pairs, k);
  gboolean added =
      pairs ? bw_batch_add_again(batch, elements, positions, n_atoms, pairs, error)
            : bw_batch_add(batch, elements, positions, n_atoms,
                           dataset->cells ? &dataset->cells[frame] : NULL, self->network->cutoff, error);
  if (!added)
    g_prefix_error(error, "%s: structure %d: ", self->collection->path ? self->collection->path : "data",
                   self->samples[k]);
  else if (!pairs)
    bw_fit_pairs_keep(self->pairs, k, batch);
  return added;
}

static gboolean add(const BwFitData *self, int k, BwLabelledBatch *batch, GError **error)
{
  int frame;
  const BwDataset *dataset = get(self, k, &frame);
  int n_atoms = dataset->atoms->n_atoms;
  double energy = self->energies ? dataset->energies[frame] : 0;
  g_array_set_size(batch->elements, (guint)n_atoms);
  int *elements = (int *)(void *)batch->elements->data;
  for (int i = 0; i < n_atoms; i++) {
    elements[i] = find(self, dataset->atoms->numbers[i]);
    energy -= self->network->offsets[elements[i]];
  }
  if (!add_structure(self, k, elements, &batch->batch, error))
    return FALSE;
  bw_fit_add_outputs(self, k, elements, batch);
  if (self->energies)
    g_array_append_val(batch->energies, energy);
  if (self->forces)
    g_array_append_vals(batch->forces, dataset->forces + 3 * (gsize)frame * n_atoms, 3 * (guint)n_atoms);
  return TRUE;
}

gboolean bw_fit_data_fill(const BwFitData *self, const int *which, int n, BwLabelledBatch *batch,
                          GError **error)
{
  bw_labelled_batch_begin(batch);
  for (int k = 0; k < n; k++)
    if (!add(self, which[k], batch, error))
      return FALSE;
  bw_batch_end(&batch->batch, self->network->n_elements);
  return TRUE;
}
