#include "learning/neural/fit-offsets.h"

#include <lapacke.h>
#include <math.h>

/* Directions of the compositions with less than this of the largest eigenvalue tell nothing. */
#define SMALLEST 1e-10

double bw_fit_count(const BwFitData *data, const BwOutput *output, int k, double *counts)
{
  int frame;
  const BwDataset *dataset = bw_collection_get(data->collection, data->samples[k], &frame);
  int n_atoms = dataset->atoms->n_atoms;
  g_autofree int *elements = g_new(int, n_atoms);
  for (int i = 0; i < n_atoms; i++)
    elements[i] = data->elements[dataset->atoms->numbers[i]];
  return bw_output_count(data->network, output, elements, dataset->positions + 3 * (gsize)frame * n_atoms,
                         n_atoms, counts);
}

/* Of each one that is counted. */
static double find_mean(const BwFitData *data, const BwOutput *output, const double *values)
{
  double sum = 0;
  int n = 0;
  for (int k = 0; k < data->n; k++)
    if (!isnan(values[k])) {
      sum += values[k] / bw_fit_count(data, output, k, NULL);
      n++;
    }
  return sum / MAX(n, 1);
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

void bw_fit_offsets(const BwFitData *data, const BwOutput *output, double *values, double *offsets)
{
  int n = data->network->n_elements;
  double mean = find_mean(data, output, values);
  g_autofree double *a = g_new0(double, (gsize)n *n), *b = g_new0(double, n), *counts = g_new(double, n);
  for (int k = 0; k < data->n; k++) {
    if (isnan(values[k]))
      continue;
    double left = values[k] - mean * bw_fit_count(data, output, k, counts);
    for (int e = 0; e < n; e++) {
      b[e] += counts[e] * left;
      for (int f = 0; f < n; f++)
        a[e * n + f] += counts[e] * counts[f];
    }
  }
  solve(a, b, n, offsets);
  for (int e = 0; e < n; e++)
    offsets[e] += mean;
  for (int k = 0; k < data->n; k++) {
    bw_fit_count(data, output, k, counts);
    for (int e = 0; e < n; e++)
      values[k] -= counts[e] * offsets[e];
  }
}
