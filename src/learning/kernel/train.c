#include "learning/train.h"
#include "base/error.h"
#include "learning/kernel/plan.h"
#include "learning/kernel/select.h"
#include "potential/gdml/predict.h"

#include <string.h>

static const char *const solvers[] = {"auto", "closed", "iterative"};

gboolean bw_solver_parse(const char *text, BwSolver *solver, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS(solvers); i++)
    if (g_ascii_strcasecmp(text, solvers[i]) == 0) {
      *solver = i;
      return TRUE;
    }
  return bw_fail(error, BW_ERROR_ARGUMENT, "there is no solver \"%s\"; use auto, closed or iterative", text);
}

const char *bw_solver_name(BwSolver solver)
{
  return solvers[solver];
}

BwGdmlFile *bw_train(const BwDataset *dataset, const BwTrainSettings *settings, BwErrors *validation,
                     BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable, GError **error)
{
  BwKernelChoices choices;
  g_auto(BwTrainPlan) plan = {0};
  if (!bw_kernel_choose(dataset, settings, &choices, error))
    return NULL;
  g_autoptr(BwKernelTask) task =
      bw_kernel_task_new(dataset, settings, &choices, pool, observer, cancellable, error);
  if (!task || !bw_kernel_plan(dataset, settings, &choices, task->permutations->n, pool, &plan, error))
    return NULL;
  return bw_kernel_select(task, &choices, validation, pool, observer, cancellable, error);
}

gboolean bw_train_test(BwGdmlFile *file, const BwDataset *dataset, BwPool *pool, BwErrors *errors,
                       GCancellable *cancellable, GError **error)
{
  double length, energy;
  g_autoptr(BwPotential) potential = bw_gdml_potential_new(file, error);
  if (!potential || !bw_potential_check_atoms(potential, dataset->atoms, error) ||
      !bw_unit_parse_as(file->r_unit, BW_DIMENSION_LENGTH, "length", &length, error) ||
      !bw_unit_parse_as(file->e_unit, BW_DIMENSION_ENERGY, "energy", &energy, error) ||
      !bw_errors_measure(potential, dataset, NULL, 0, pool, NULL, NULL, cancellable, errors, error))
    return FALSE;
  file->e_err = (BwGdmlError){errors->energy_mae / energy, errors->energy_rmse / energy};
  file->f_err = (BwGdmlError){errors->force_mae * length / energy, errors->force_rmse * length / energy};
  file->n_test = errors->n;
  g_strlcpy(file->md5_test, dataset->md5, sizeof file->md5_test);
  return TRUE;
}
