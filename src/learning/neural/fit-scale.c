/* Scale and offsets of a network, from its data. */
#include "learning/neural/fit-data.h"

#include "base/array.h"

#include <lapacke.h>
#include <math.h>

/* Directions of the compositions with less than this of the largest eigenvalue tell nothing. */
#define SMALLEST 1e-10

/* How many atoms of each element structure k has; returns how many in all. */
static int count(const BwFitData *self, int k, const BwNetwork *network, double *counts)
{
  int frame;
  const BwAtoms *atoms = bw_collection_get(self->collection, self->samples[k], &frame)->atoms;
  for (int e = 0; e < network->n_elements; e++)
    counts[e] = 0;
  for (int i = 0; i < atoms->n_atoms; i++)
    counts[self->elements[atoms->numbers[i]]]++;
  return atoms->n_atoms;
}

static double energy_of(const BwFitData *self, int k)
{
  int frame;
  const BwDataset *dataset = bw_collection_get(self->collection, self->samples[k], &frame);
  return dataset->energies[frame];
}

static double mean_per_atom(const BwFitData *self)
{
  double sum = 0;
  for (int k = 0; k < self->n; k++)
    sum += energy_of(self, k) / bw_fit_data_get_n_atoms(self, k) / self->n;
  return sum;
}

/* x ← A⁺ b by the eigenvectors of A [n][n], which is lost. */
static void solve(double *a, const double *b, int n, double *x)
{
  g_autofree double *values = g_new(double, n);
  for (int e = 0; e < n; e++)
    x[e] = 0;
  if (LAPACKE_dsyev(LAPACK_COL_MAJOR, 'V', 'U', n, a, n, values) != 0)
    return;
  for (int v = 0; v < n; v++) {
    const double *vector = a + (gsize)v * n;
    double along = 0;
    for (int e = 0; e < n; e++)
      along += vector[e] * b[e];
    for (int e = 0; values[v] > SMALLEST * values[n - 1] && e < n; e++)
      x[e] += along / values[v] * vector[e];
  }
}

static void set_offsets(const BwFitData *self, BwNetwork *network)
{
  int n = network->n_elements;
  double mean = mean_per_atom(self);
  g_autofree double *a = g_new0(double, (gsize)n *n), *b = g_new0(double, n), *counts = g_new(double, n);
  for (int k = 0; k < self->n; k++) {
    double left = energy_of(self, k) - mean * count(self, k, network, counts);
    for (int e = 0; e < n; e++) {
      b[e] += counts[e] * left;
      for (int f = 0; f < n; f++)
        a[e * n + f] += counts[e] * counts[f];
    }
  }
  solve(a, b, n, network->offsets);
  for (int e = 0; e < n; e++)
    network->offsets[e] += mean;
}

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

static double energy_square(const BwFitData *self, const BwNetwork *network)
{
  double sum = 0;
  g_autofree double *counts = g_new(double, network->n_elements);
  for (int k = 0; k < self->n; k++) {
    int n_atoms = count(self, k, network, counts);
    double left = energy_of(self, k);
    for (int e = 0; e < network->n_elements; e++)
      left -= counts[e] * network->offsets[e];
    sum += left * left / ((double)n_atoms * n_atoms) / self->n;
  }
  return sum;
}

void bw_fit_data_set_scale(const BwFitData *self, BwNetwork *network)
{
  for (int e = 0; e < network->n_elements; e++)
    network->offsets[e] = 0;
  if (self->energies)
    set_offsets(self, network);
  double square = self->forces ? force_square(self) : self->energies ? energy_square(self, network) : 0;
  network->scale = square > 0 ? sqrt(square) : 1;
}
