#include "learning/kernel/model.h"
#include "base/array.h"
#include "base/error.h"
#include "config.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/predict.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

enum { HURRIED_POINTS = 50 };

static void *copy(const void *array, gsize n, gsize size)
{
  return memcpy(bw_alloc(n, size), array, n * size);
}

/* Models name frames as the file counts them. */
static gint64 *origins(const BwDataset *dataset, const int *frames, int n)
{
  gint64 *wide = bw_new(gint64, n);
  for (int i = 0; i < n; i++)
    wide[i] = bw_dataset_origin(dataset, frames[i]);
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
  file->idxs_train = origins(dataset, task->train, task->n_train);
  file->idxs_valid = origins(dataset, task->valid, task->n_valid);
  g_strlcpy(file->md5_train, dataset->md5, sizeof file->md5_train);
  g_strlcpy(file->md5_valid, dataset->md5, sizeof file->md5_valid);
  file->perms = copy(task->permutations->perms, (gsize)n_atoms * task->permutations->n, sizeof(int));
  file->use_E = dataset->energies != NULL;
  file->std = task->std;
  file->sig = solution->sigma;
  file->lam = solution->lambda;
  file->method = bw_kernel_method_parse(bw_model_kind_name(task->kind));
  file->function = task->function;
  file->images = task->images;
  if (task->periodic) {
    file->lattice = copy(task->cell.vectors, 9, sizeof(double));
    memcpy(file->periodic, task->cell.periodic, sizeof file->periodic);
  }
}

/* What sGDML calls its solvers, and says of the iterative one. */
static void describe_solver(const BwKernelSolution *solution, BwGdmlFile *file)
{
  file->solver_name = g_strdup(solution->iterative ? "cg" : "analytic");
  if (!solution->iterative)
    return;
  file->solver_tol = solution->tolerance;
  file->solver_resid = solution->residual * solution->norm_labels;
  file->norm_y_train = solution->norm_labels;
  file->solver_iters = solution->iterations;
  if (solution->n_inducing > 0)
    file->inducing_pts_idxs = copy(solution->inducing, solution->n_inducing, sizeof(gint64));
  file->n_inducing_pts = solution->n_inducing;
}

static void fill_coefficients(const BwKernelTask *task, const double *alphas, BwGdmlFile *file)
{
  int n_atoms = task->points.n_atoms, size = task->points.n_descriptors;
  gsize n = (gsize)task->n_train * size, n_forces = (gsize)task->n_train * n_atoms * 3;
  file->R_desc = copy(task->descriptors, n, sizeof(double));
  if (task->learns & BW_LEARNS_FORCES) {
    file->alphas_F = copy(alphas, n_forces, sizeof(double));
    file->R_d_desc_alpha = bw_new(double, n);
    for (int m = 0; m < task->n_train; m++)
      bw_descriptor_change(task->arms + (gsize)m * size * 3, alphas + (gsize)m * n_atoms * 3, n_atoms,
                           file->R_d_desc_alpha + (gsize)m * size);
    alphas += n_forces;
  }
  if (task->learns & BW_LEARNS_ENERGIES)
    file->alphas_E = copy(alphas, task->n_train, sizeof(double));
  file->use_E_cstr = task->learns == (BW_LEARNS_FORCES | BW_LEARNS_ENERGIES);
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
    bw_train_note(
        observer,
        N_("the energies fall where the forces say that they rise: the labels may be gradients, with "
           "the opposite sign of forces"));
  else if (correlation < 0.95)
    bw_train_note(
        observer,
        N_("the energies follow from the forces only roughly (correlation %.2f): labels of different "
           "origin, too "
           "few points, or a σ that does not suit"),
        correlation);
  else if (fabs(slope - 1) > 0.1)
    bw_train_note(observer,
                  N_("the energies vary %.2f times as much as the forces say: the units of one may be wrong"),
                  slope);
}

/* c is the mean difference between labels and predictions on one in `step` of the training points; where
 * energies were learned, it is their mean, which was taken off them. */
static gboolean fit_constant(const BwKernelTask *task, BwGdmlFile *file, int step, BwPool *pool,
                             const BwTrainObserver *observer, GError **error)
{
  const BwDataset *dataset = task->dataset;
  gsize size = (gsize)dataset->atoms->n_atoms * 3;
  int n = (task->n_train + step - 1) / step;
  file->c = task->mean_energy;
  if (!dataset->energies || task->learns & BW_LEARNS_ENERGIES)
    return TRUE;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, error);
  if (!potential)
    return FALSE;
  g_autoptr(BwDoubles) positions = bw_new(double, n *size), predicted = bw_new(double, n),
                       labels = bw_new(double, n);
  for (int m = 0; m < n; m++) {
    int frame = task->train[m * step];
    memcpy(positions + m * size, dataset->positions + frame * size, sizeof(double) * size);
    labels[m] = dataset->energies[frame];
  }
  const BwReplicas in = {n, dataset->atoms->n_atoms, dataset->atoms->numbers, dataset->cells, positions};
  BwEvaluation out = {.energies = predicted};
  if (!bw_potential_evaluate(potential, &in, &out, pool, error))
    return FALSE;
  Moments m = moments(predicted, labels, n);
  diagnose(&m, observer);
  file->c = (m.y - m.x) / task->energy_factor;
  return TRUE;
}

static BwGdmlFile *make(const BwKernelTask *task, const BwKernelSolution *solution, int step, BwPool *pool,
                        const BwTrainObserver *observer, GError **error)
{
  g_autoptr(BwGdmlFile) file = bw_gdml_file_new();
  describe(task, solution, file);
  describe_solver(solution, file);
  fill_coefficients(task, solution->alphas, file);
  return fit_constant(task, file, step, pool, observer, error) ? g_steal_pointer(&file) : NULL;
}

BwGdmlFile *bw_kernel_model(const BwKernelTask *task, const BwKernelSolution *solution, BwPool *pool,
                            const BwTrainObserver *observer, GError **error)
{
  return make(task, solution, 1, pool, observer, error);
}

BwGdmlFile *bw_kernel_model_now(const BwKernelTask *task, const BwKernelSolution *solution, BwPool *pool,
                                GError **error)
{
  return make(task, solution, task->n_train / HURRIED_POINTS + 1, pool, NULL, error);
}
