#include "learning/kernel/kernel.h"
#include "base/error.h"
#include "learning/kernel/plan.h"
#include "learning/kernel/model.h"
#include "learning/kernel/select.h"
#include "potential/gdml/predict.h"

#include <glib/gi18n.h>
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

/* What is known from an earlier time, or nothing yet. */
static BwKernelState *begin(const BwDataset *dataset, const BwTrainSettings *settings,
                            const BwKernelChoices *choices, const BwTrainObserver *observer, GError **error)
{
  g_autofree char *identity = settings->checkpoint ? bw_kernel_identify(dataset, settings, choices) : NULL;
  g_autoptr(BwKernelState) state = bw_kernel_state_new(identity);
  if (!settings->checkpoint || !settings->resume)
    return g_steal_pointer(&state);
  if (!g_file_test(settings->checkpoint, G_FILE_TEST_EXISTS)) {
    bw_train_note(observer, N_("there is no unfinished training %s; this begins a new one"),
                  settings->checkpoint);
    return g_steal_pointer(&state);
  }
  return bw_kernel_state_load(state, settings->checkpoint, error) ? g_steal_pointer(&state) : NULL;
}

/* With what was found so far in run->state, and in the checkpoint whatever happens. */
static gboolean search(BwKernelRun *run, const BwKernelChoices *choices, GError **error)
{
  const BwPermutations *found = run->task->permutations;
  if (!run->state->permutations)
    run->state->permutations = bw_permutations_new_from(found->perms, found->n, found->n_atoms);
  if (bw_kernel_run_save(run, TRUE, error) && bw_kernel_select_first(run, choices, error) &&
      bw_kernel_select(run, choices, run->state->first, NULL, error))
    return TRUE;
  bw_kernel_run_save(run, TRUE, NULL);
  return FALSE;
}

static BwGdmlFile *finish(const BwKernelRun *run, BwErrors *validation, GError **error)
{
  const BwKernelState *state = run->state;
  *validation = g_array_index(state->tries, BwKernelTry, state->best_try).errors;
  return bw_kernel_model(run->task, &state->best, run->pool, run->observer, error);
}

BwGdmlFile *bw_kernel_train(const BwDataset *dataset, const BwTrainSettings *settings, BwErrors *validation,
                            BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                            GError **error)
{
  BwKernelChoices choices;
  g_auto(BwTrainPlan) plan = {0};
  if (!bw_kernel_choose(dataset, settings, &choices, error) ||
      !bw_kernel_plan(dataset, settings, &choices, -1, NULL, pool, &plan, error))
    return NULL;
  bw_train_plan_clear(&plan);
  g_autoptr(BwKernelState) state = begin(dataset, settings, &choices, observer, error);
  if (!state)
    return NULL;
  g_autoptr(BwKernelTask) task = bw_kernel_task_new(dataset, settings, &choices, state->permutations, pool,
                                                    observer, cancellable, error);
  if (!task ||
      !bw_kernel_plan(dataset, settings, &choices, task->permutations->n, task->pairs, pool, &plan, error))
    return NULL;
  g_auto(BwKernelRun) run = {.task = task,
                             .solver = plan.solver,
                             .tolerance = choices.tolerance,
                             .max_bytes = plan.bytes_free,
                             .seed = settings->seed,
                             .pool = pool,
                             .observer = observer,
                             .cancellable = cancellable,
                             .checkpoint = settings->checkpoint,
                             .state = g_steal_pointer(&state)};
  return search(&run, &choices, error) ? finish(&run, validation, error) : NULL;
}

gboolean bw_kernel_test(BwGdmlFile *file, const BwDataset *dataset, BwPool *pool, BwErrors *errors,
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
