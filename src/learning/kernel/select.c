#include "learning/kernel/select.h"
#include "learning/kernel/fit.h"
#include "potential/gdml/predict.h"

#include <math.h>

typedef struct {
  const BwKernelTask *task;
  BwPackedMatrix *matrix;
  BwPool *pool;
  const BwTrainObserver *observer;
  GCancellable *cancellable;
  BwGdmlFile *best;
  BwErrors *validation; /* of the best */
} Search;

/* What a model is judged by. */
static double judge(const BwKernelTask *task, const BwErrors *errors)
{
  return bw_model_kind_needs_forces(task->kind) ? errors->force_rmse : errors->energy_rmse;
}

static gboolean validate(const Search *search, const BwGdmlFile *file, BwErrors *errors, GError **error)
{
  const BwKernelTask *task = search->task;
  *errors = (BwErrors){NAN, NAN, NAN, NAN, 0, NAN, NAN};
  if (task->n_valid == 0)
    return TRUE;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, error);
  if (!potential)
    return FALSE;
  BwTrainStage stage = bw_train_stage(search->observer, "Validating", file->sig, file->lam);
  g_autoptr(BwComparison) comparison =
      bw_comparison_measure(potential, task->dataset, task->valid, task->n_valid, search->pool,
                            bw_train_stage_progress, &stage, search->cancellable, error);
  if (!comparison)
    return FALSE;
  bw_train_compared(search->observer, comparison);
  *errors = comparison->errors;
  return TRUE;
}

/* *worse: than the last one was. */
static gboolean try(Search *search, double sigma, double lambda, double *last, gboolean *worse,
                    GError **error)
{
  BwErrors errors;
  g_autoptr(BwGdmlFile) file = bw_kernel_fit(search->task, sigma, lambda, search->matrix, search->pool,
                                             search->observer, search->cancellable, error);
  if (!file || !validate(search, file, &errors, error))
    return FALSE;
  bw_train_tried(search->observer, sigma, lambda, &errors);
  double error_now = judge(search->task, &errors);
  *worse = error_now > *last;
  *last = error_now;
  if (!search->best || error_now < judge(search->task, search->validation)) {
    g_clear_pointer(&search->best, bw_gdml_file_free);
    search->best = g_steal_pointer(&file);
    *search->validation = errors;
  }
  return TRUE;
}

static gboolean search_all(Search *search, const BwKernelChoices *choices, GError **error)
{
  for (int l = 0; l < choices->n_lambdas; l++) {
    double last = INFINITY;
    gboolean worse = FALSE;
    for (int s = 0; s < choices->n_sigmas && !worse; s++)
      if (!try(search, choices->sigmas[s], choices->lambdas[l], &last, &worse, error))
        return FALSE;
  }
  return TRUE;
}

static void note_border(const Search *search, const BwKernelChoices *choices)
{
  double sigma = search->best->sig;
  if (choices->n_sigmas > 1 &&
      (sigma == choices->sigmas[0] || sigma == choices->sigmas[choices->n_sigmas - 1]))
    bw_train_note(search->observer,
                  "the best sigma, %g, is at the border of those tried; a better one may lie beyond", sigma);
}

BwGdmlFile *bw_kernel_select(const BwKernelTask *task, const BwKernelChoices *choices, BwErrors *validation,
                             BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                             GError **error)
{
  g_autoptr(BwPackedMatrix) matrix = bw_kernel_fit_matrix(&task->points);
  Search search = {task, matrix, pool, observer, cancellable, NULL, validation};
  if (!search_all(&search, choices, error)) {
    bw_gdml_file_free(search.best);
    return NULL;
  }
  note_border(&search, choices);
  return search.best;
}
