#include "learning/kernel/model.h"
#include "base/array.h"
#include "base/error.h"
#include "config.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/predict.h"

#include <math.h>
#include <string.h>

static void *copy(const void *array, gsize n, gsize size)
{
  return memcpy(bw_alloc(n, size), array, n * size);
}

static gint64 *widen(const int *frames, int n)
{
  gint64 *wide = bw_new(gint64, n);
  for (int i = 0; i < n; i++)
    wide[i] = frames[i];
  return wide;
}

static void describe(const BwKernelTask *task, const BwKernelSolution *solution, BwGdmlFile *file)
{
  const BwDataset *dataset = task->dataset;
  int n_atoms = dataset->atoms->n_atoms;
  file->code_version = g_strdup("beadwork " BW_VERSION);
  file->dataset_name = g_strdup(dataset->name ? dataset->name : "unnamed");
  file->dataset_theory = g_strdup(dataset->theory);
  file->r_unit = task->r_unit;
  file->e_unit = task->e_unit;
  file->units_stated = TRUE;
  file->n_atoms = n_atoms;
  file->n_train = task->n_train;
  file->n_descriptors = task->points.n_descriptors;
  file->n_permutations = task->permutations->n;
  file->n_valid = task->n_valid;
  file->z = copy(dataset->atoms->numbers, n_atoms, sizeof(int));
  file->idxs_train = widen(task->train, task->n_train);
  file->idxs_valid = widen(task->valid, task->n_valid);
  g_strlcpy(file->md5_train, dataset->md5, sizeof file->md5_train);
  g_strlcpy(file->md5_valid, dataset->md5, sizeof file->md5_valid);
  file->perms = copy(task->permutations->perms, (gsize)n_atoms * task->permutations->n, sizeof(int));
  file->use_E = dataset->energies != NULL;
  file->solver_name = g_strdup(solution->solver);
  file->std = task->std;
  file->sig = solution->sigma;
  file->lam = solution->lambda;
  if (task->periodic)
    file->lattice = copy(task->cell.vectors, 9, sizeof(double));
}

static void fill_coefficients(const BwKernelTask *task, const double *alphas, BwGdmlFile *file)
{
  int n_atoms = task->points.n_atoms, size = task->points.n_descriptors;
  gsize n = (gsize)task->n_train * size;
  file->alphas_F = copy(alphas, (gsize)task->n_train * n_atoms * 3, sizeof(double));
  file->R_desc = copy(task->descriptors, n, sizeof(double));
  file->R_d_desc_alpha = bw_new(double, n);
  for (int m = 0; m < task->n_train; m++)
    bw_descriptor_change(task->arms + (gsize)m * size * 3, alphas + (gsize)m * n_atoms * 3, n_atoms,
                         file->R_d_desc_alpha + (gsize)m * size);
}

/* Means and second moments of predicted (x) and labelled (y) energies. */
typedef struct {
  double x, y, xx, xy, yy;
} Moments;

static Moments moments(const double *x, const double *y, int n)
{
  Moments m = {0};
  for (int i = 0; i < n; i++)
    m.x += x[i] / n, m.y += y[i] / n;
  for (int i = 0; i < n; i++) {
    m.xx += (x[i] - m.x) * (x[i] - m.x);
    m.xy += (x[i] - m.x) * (y[i] - m.y);
    m.yy += (y[i] - m.y) * (y[i] - m.y);
  }
  return m;
}

/* What the comparison with the energies tells about the labels. */
static void diagnose(const Moments *m, const BwTrainObserver *observer)
{
  double slope = m->xy / m->xx, correlation = m->xy / sqrt(m->xx * m->yy);
  if (!(m->xx > 0 && m->yy > 0))
    return;
  if (slope < 0)
    bw_train_note(observer,
                  "the energies fall where the forces say that they rise: the labels may be gradients, with "
                  "the opposite sign of forces");
  else if (correlation < 0.95)
    bw_train_note(observer,
                  "the energies follow from the forces only roughly (correlation %.2f): labels of different "
                  "origin, too "
                  "few points, or a σ that does not suit",
                  correlation);
  else if (fabs(slope - 1) > 0.1)
    bw_train_note(observer,
                  "the energies vary %.2f times as much as the forces say: the units of one may be wrong",
                  slope);
}

/* c is the mean difference between labels and predictions on the training points. */
static gboolean fit_constant(const BwKernelTask *task, BwGdmlFile *file, BwPool *pool,
                             const BwTrainObserver *observer, GError **error)
{
  const BwDataset *dataset = task->dataset;
  gsize n = (gsize)dataset->atoms->n_atoms * 3;
  if (!dataset->energies)
    return TRUE;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, error);
  if (!potential)
    return FALSE;
  g_autoptr(BwDoubles) positions = bw_new(double, task->n_train *n),
                       predicted = bw_new(double, task->n_train), labels = bw_new(double, task->n_train);
  for (int m = 0; m < task->n_train; m++) {
    memcpy(positions + m * n, dataset->positions + (gsize)task->train[m] * n, sizeof(double) * n);
    labels[m] = dataset->energies[task->train[m]];
  }
  const BwReplicas in = {task->n_train, dataset->atoms->n_atoms, dataset->atoms->numbers, dataset->cells,
                         positions};
  BwEvaluation out = {.energies = predicted};
  if (!bw_potential_evaluate(potential, &in, &out, pool, error))
    return FALSE;
  Moments m = moments(predicted, labels, task->n_train);
  diagnose(&m, observer);
  file->c = (m.y - m.x) / task->energy_factor;
  return TRUE;
}

BwGdmlFile *bw_kernel_model(const BwKernelTask *task, const BwKernelSolution *solution, const double *alphas,
                            BwPool *pool, const BwTrainObserver *observer, GError **error)
{
  g_autoptr(BwGdmlFile) file = bw_gdml_file_new();
  describe(task, solution, file);
  fill_coefficients(task, alphas, file);
  return fit_constant(task, file, pool, observer, error) ? g_steal_pointer(&file) : NULL;
}
