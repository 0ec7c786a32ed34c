#include "learning/kernel/select.h"
#include "base/error.h"
#include "learning/kernel/fit.h"
#include "learning/kernel/model.h"

#include <glib/gi18n.h>
#include <math.h>

/* A search on a part of the points pays for itself when there are many points and many σ. */
enum { PART = 4, MIN_POINTS = 400, MIN_SIGMAS = 4 };

/* What a model is judged by. */
static double judge(const BwKernelTask *task, const BwErrors *errors)
{
  return bw_model_kind_needs_forces(task->kind) ? errors->force_rmse : errors->energy_rmse;
}

static gboolean validate(const BwKernelRun *run, const BwKernelSolution *solution, BwErrors *errors,
                         GError **error)
{
  const BwKernelTask *task = run->task;
  *errors = (BwErrors){NAN, NAN, NAN, NAN, 0, NAN, NAN};
  if (task->n_valid == 0)
    return TRUE;
  g_autoptr(BwGdmlFile) file = bw_kernel_model(task, solution, run->pool, NULL, error);
  if (!file)
    return FALSE;
  BwTrainStage stage = bw_train_stage(run->observer, BW_STAGE_VALIDATION, solution->sigma, solution->lambda);
  g_autoptr(BwComparison) comparison =
      bw_kernel_run_compare(run, file, task->valid, task->n_valid, &stage, error);
  if (comparison)
    *errors = comparison->errors;
  return comparison != NULL;
}

/* The validation error of one σ and λ, known or found; NaN without a validation set. */
static gboolean try(BwKernelRun *run, double sigma, double lambda, const double *start, double *result,
                    GError **error)
{
  const BwKernelTry *known = bw_kernel_state_find(run->state, sigma, lambda);
  if (known) {
    bw_train_tried(run->observer, sigma, lambda, &known->errors);
    *result = judge(run->task, &known->errors);
    return TRUE;
  }
  g_auto(BwKernelSolution) solution = {0};
  BwKernelTry one = {.sigma = sigma, .lambda = lambda};
  if (!bw_kernel_fit(run, sigma, lambda, start, &solution, error) ||
      !validate(run, &solution, &one.errors, error))
    return FALSE;
  *result = judge(run->task, &one.errors);
  BwKernelState *state = run->state;
  g_array_append_val(state->tries, one);
  if (state->best_try < 0 ||
      *result < judge(run->task, &g_array_index(state->tries, BwKernelTry, state->best_try).errors)) {
    bw_kernel_solution_move(&state->best, &solution);
    state->best_try = (int)state->tries->len - 1;
  }
  bw_train_tried(run->observer, sigma, lambda, &one.errors);
  return bw_kernel_run_save(run, TRUE, error);
}

/* From sigmas[from] on in steps of `step` while the error falls below *least; *at is where it was least. */
static gboolean walk(BwKernelRun *run, const BwKernelChoices *choices, double lambda, int from, int step,
                     const double *start, double *least, int *at, GError **error)
{
  for (int s = from; s >= 0 && s < choices->n_sigmas; s += step) {
    double result;
    const double *near = run->state->best.alphas ? run->state->best.alphas : start;
    if (!try(run, choices->sigmas[s], lambda, near, &result, error))
      return FALSE;
    if (!(result < *least) && *at >= 0)
      break;
    *least = result;
    *at = s;
  }
  return TRUE;
}

gboolean bw_kernel_select(BwKernelRun *run, const BwKernelChoices *choices, int first, const double *start,
                          GError **error)
{
  for (int l = 0; l < choices->n_lambdas; l++) {
    double least = INFINITY;
    int at = -1;
    if (!walk(run, choices, choices->lambdas[l], first, 1, start, &least, &at, error))
      return FALSE;
    if (at == first && !walk(run, choices, choices->lambdas[l], first - 1, -1, start, &least, &at, error))
      return FALSE;
    first = at;
  }
  if (choices->n_sigmas > 1 && (first == 0 || first == choices->n_sigmas - 1))
    bw_train_note(run->observer,
                  N_("the best sigma, %g, is at the border of those tried; a better one may lie beyond"),
                  choices->sigmas[first]);
  return TRUE;
}

int bw_kernel_sigma_index(const BwKernelChoices *choices, double sigma)
{
  for (int s = 0; s < choices->n_sigmas; s++)
    if (choices->sigmas[s] == sigma)
      return s;
  return 0;
}

gboolean bw_kernel_select_first(BwKernelRun *run, const BwKernelChoices *choices, GError **error)
{
  if (run->state->first >= 0)
    return TRUE;
  run->state->first = 0;
  if (run->task->n_train < MIN_POINTS || choices->n_sigmas < MIN_SIGMAS)
    return TRUE;
  g_autoptr(BwKernelTask) part = bw_kernel_task_part(run->task, run->task->n_train / PART, run->seed, error);
  if (!part)
    return FALSE;
  const BwTrainObserver quiet = {.progress = run->observer ? run->observer->progress : NULL,
                                 .data = run->observer ? run->observer->data : NULL};
  BwKernelChoices one_lambda = *choices;
  one_lambda.n_lambdas = 1;
  g_auto(BwKernelRun) small = {.task = part,
                               .solver = BW_SOLVER_CLOSED,
                               .seed = run->seed,
                               .pool = run->pool,
                               .observer = &quiet,
                               .cancellable = run->cancellable,
                               .state = bw_kernel_state_new(NULL)};
  if (!bw_kernel_select(&small, &one_lambda, 0, NULL, error))
    return FALSE;
  run->state->first = bw_kernel_sigma_index(choices, small.state->best.sigma);
  bw_train_note(run->observer, N_("on %d of the points sigma %g is best: the search begins there"),
                part->n_train, small.state->best.sigma);
  return bw_kernel_run_save(run, TRUE, error);
}
