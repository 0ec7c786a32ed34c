/* Scale and offsets of a network's energy, from its data. */
#include "learning/neural/fit-offsets.h"
#include "learning/neural/fit-outputs.h"

#include <math.h>

static double force_square(const BwFitData *self)
{
  double sum = 0;
  gint64 n = 0;
  for (int k = 0; k < self->n; k++) {
    int frame, size = 3 * bw_fit_data_get_n_atoms(self, k);
    const BwDataset *dataset = bw_collection_get(self->collection, self->samples[k], &frame);
    const double *forces = dataset->forces + (gsize)frame * size;
    for (int i = 0; i < size; i++)
      sum += forces[i] * forces[i];
    n += size;
  }
  return sum / (double)MAX(n, 1);
}

/* Per atom, of what the offsets leave, which they are set to do. */
static double set_offsets(const BwFitData *self, BwNetwork *network)
{
  double sum = 0;
  g_autofree double *energies = g_new(double, MAX(self->n, 1));
  for (int k = 0; k < self->n; k++) {
    int frame;
    const BwDataset *dataset = bw_collection_get(self->collection, self->samples[k], &frame);
    energies[k] = dataset->energies[frame];
  }
  bw_fit_offsets(self, NULL, energies, network->offsets);
  for (int k = 0; k < self->n; k++) {
    double left = energies[k] / bw_fit_data_get_n_atoms(self, k);
    sum += left * left / self->n;
  }
  return sum;
}

void bw_fit_data_set_scale(const BwFitData *self, BwNetwork *network)
{
  for (int e = 0; e < network->n_elements; e++)
    network->offsets[e] = 0;
  double square = self->energies ? set_offsets(self, network) : 0;
  if (self->forces)
    square = force_square(self);
  network->scale = square > 0 ? sqrt(square) : 1;
  bw_fit_set_output_scales(self, network);
}
