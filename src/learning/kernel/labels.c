#include "learning/kernel/labels.h"
#include "base/array.h"
#include "base/error.h"

#include <math.h>

static gboolean gather_forces(const BwKernelTask *task, double *labels, GError **error)
{
  const BwDataset *dataset = task->dataset;
  int n = 3 * dataset->atoms->n_atoms;
  double factor = task->length_factor / task->energy_factor;
  for (int m = 0; m < task->n_train; m++)
    for (int k = 0; k < n; k++) {
      double force = dataset->forces[(gsize)task->train[m] * n + k];
      if (!isfinite(force))
        return bw_fail_file(error, BW_ERROR_FORMAT, dataset->path, "a force in frame %d is not a number",
                            task->train[m]);
      labels[(gsize)m * n + k] = force * factor;
    }
  return TRUE;
}

static gboolean gather_energies(BwKernelTask *task, double *labels, GError **error)
{
  const double *energies = task->dataset->energies;
  double sum = 0;
  for (int m = 0; m < task->n_train; m++) {
    double energy = energies[task->train[m]];
    if (!isfinite(energy))
      return bw_fail_file(error, BW_ERROR_FORMAT, task->dataset->path,
                          "the energy of frame %d is not a number", task->train[m]);
    sum += energy;
  }
  double mean = sum / task->n_train;
  for (int m = 0; m < task->n_train; m++)
    labels[m] = (mean - energies[task->train[m]]) / task->energy_factor;
  task->mean_energy = mean / task->energy_factor;
  return TRUE;
}

static double deviation(const double *labels, gsize n)
{
  double sum = 0, square = 0;
  for (gsize k = 0; k < n; k++)
    sum += labels[k];
  for (gsize k = 0; k < n; k++)
    square += pow(labels[k] - sum / n, 2);
  return square > 0 ? sqrt(square / n) : 1;
}

gboolean bw_kernel_labels(BwKernelTask *task, GError **error)
{
  gboolean forces = (task->learns & BW_LEARNS_FORCES) != 0,
           energies = (task->learns & BW_LEARNS_ENERGIES) != 0;
  gsize n_forces = forces ? (gsize)task->n_train * task->dataset->atoms->n_atoms * 3 : 0;
  gsize n = n_forces + (energies ? task->n_train : 0);
  task->labels = bw_new(double, n);
  if ((forces && !gather_forces(task, task->labels, error)) ||
      (energies && !gather_energies(task, task->labels + n_forces, error)))
    return FALSE;
  task->std = deviation(task->labels, n);
  for (gsize k = 0; k < n; k++)
    task->labels[k] /= task->std;
  return TRUE;
}
