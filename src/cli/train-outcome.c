#include "cli/train-outcome.h"
#include "cli/cli.h"
#include "cli/network-facts.h"

#include <math.h>

static void add_errors(JsonBuilder *builder, const char *name, const BwErrors *errors, double energy)
{
  if (errors->n == 0)
    return;
  json_builder_set_member_name(builder, name);
  json_builder_begin_object(builder);
  bw_json_add_double(builder, "energy_mae", errors->energy_mae / energy);
  bw_json_add_double(builder, "force_mae", errors->force_mae / energy);
  bw_json_add_double(builder, "energy_rmse", errors->energy_rmse / energy);
  bw_json_add_double(builder, "force_rmse", errors->force_rmse / energy);
  bw_json_add_int(builder, "n", errors->n);
  json_builder_end_object(builder);
}

/* Seconds that solving took for each σ and λ; NaN when nothing was solved this time. */
static double solving_seconds(const BwTrainOutcome *outcome)
{
  return outcome->display->n_solved > 0 ? outcome->display->solving / outcome->display->n_solved : NAN;
}

static void add_kernel(JsonBuilder *builder, const BwGdmlFile *file)
{
  bw_json_add_int(builder, "n_train", file->n_train);
  bw_json_add_int(builder, "n_valid", file->n_valid);
  bw_json_add_double(builder, "sigma", file->sig);
  bw_json_add_double(builder, "lambda", file->lam);
  bw_json_add_int(builder, "n_permutations", file->n_permutations);
  bw_json_add_string(builder, "solver", file->solver_iters >= 0 ? "iterative" : "closed");
  if (file->solver_iters >= 0) {
    bw_json_add_int(builder, "iterations", file->solver_iters);
    bw_json_add_double(builder, "residual", file->solver_resid / file->norm_y_train);
  }
}

static void add_network(JsonBuilder *builder, const BwNetworkFile *file)
{
  bw_json_add_int(builder, "n_train", file->n_train);
  bw_json_add_int(builder, "n_valid", file->n_valid);
  bw_json_add_int(builder, "n_epochs", file->n_epochs);
  bw_json_add_int(builder, "n_members", file->members->len);
}

void bw_train_outcome_print_json(const BwTrainOutcome *outcome)
{
  const BwTrained *model = outcome->model;
  const char *energy_unit = bw_trained_get_energy_unit(model);
  g_autoptr(JsonBuilder) builder = json_builder_new();
  g_autofree char *force_unit = g_strdup_printf("%s/Å", energy_unit);
  json_builder_begin_object(builder);
  bw_json_add_string(builder, "file", outcome->output);
  bw_json_add_string(builder, "method", bw_trained_get_method(model));
  if (model->kernel)
    add_kernel(builder, model->kernel);
  else
    add_network(builder, model->network);
  bw_json_add_string(builder, "energy_unit", energy_unit);
  bw_json_add_string(builder, "force_unit", force_unit);
  add_errors(builder, "validation", &outcome->validation, outcome->display->energy);
  add_errors(builder, "test", &outcome->test, outcome->display->energy);
  if (model->network) /* of all that it predicts, where it was tested, or else validated */
    bw_network_facts_add_errors(builder, model->network);
  bw_json_add_double(builder, "planned_s", outcome->planned);
  bw_json_add_double(builder, "solving_s", solving_seconds(outcome));
  bw_json_add_double(builder, "wall_s", outcome->seconds);
  json_builder_end_object(builder);
  bw_json_print(builder);
}

static void print_errors(const char *set, const BwErrors *errors, const BwTrainDisplay *display)
{
  if (errors->n == 0 || (isnan(errors->energy_mae) && isnan(errors->force_mae)))
    return;
  g_print("  %-10s ", set);
  if (!isnan(errors->energy_mae)) /* data may have forces alone, or energies */
    g_print("energy MAE %.4g, RMSE %.4g %s%s ", errors->energy_mae / display->energy,
            errors->energy_rmse / display->energy, display->energy_unit, isnan(errors->force_mae) ? "" : ";");
  if (!isnan(errors->force_mae))
    g_print("force MAE %.4g, RMSE %.4g %s/Å ", errors->force_mae / display->energy,
            errors->force_rmse / display->energy, display->energy_unit);
  g_print("(%d frame%s)\n", errors->n, errors->n == 1 ? "" : "s");
}

static void print_kernel(const BwTrainOutcome *outcome)
{
  const BwGdmlFile *file = outcome->model->kernel;
  double solving = solving_seconds(outcome);
  g_print("%s: %s, %d training points, sigma %g, lambda %g, %d symmetries, %.1f s\n", outcome->output,
          file->method, file->n_train, file->sig, file->lam, file->n_permutations, outcome->seconds);
  if (!isnan(solving))
    g_print("  solving    %.1f s for each sigma and lambda; %.1f s were planned\n", solving,
            outcome->planned);
  if (file->solver_iters >= 0)
    g_print("  residual   %.1e after %" G_GINT64_FORMAT " iterations\n",
            file->solver_resid / file->norm_y_train, file->solver_iters);
}

static void print_network(const BwTrainOutcome *outcome)
{
  const BwNetworkFile *file = outcome->model->network;
  g_print("%s: %s, %" G_GINT64_FORMAT " structure%s, %" G_GINT64_FORMAT " epoch%s, ", outcome->output,
          file->method, file->n_train, file->n_train == 1 ? "" : "s", file->n_epochs,
          file->n_epochs == 1 ? "" : "s");
  if (file->members->len > 1)
    g_print("%u networks, ", file->members->len);
  g_print("%.1f s\n", outcome->seconds);
  if (!isnan(file->spread_limit))
    g_print("  spread     %.4g %s/Å between the networks is not passed on 99 %% of the validation set\n",
            file->spread_limit / outcome->display->energy, outcome->display->energy_unit);
}

/* Of what a network predicts beside them, on the test set, or where it was validated. */
static void print_output_errors(const BwNetworkFile *file)
{
  for (guint i = 0; i < file->errors->len; i++) {
    const BwNetworkError *measured = &g_array_index(file->errors, BwNetworkError, i);
    if (!g_str_equal(measured->name, "energy") && !g_str_equal(measured->name, "forces"))
      g_print("  %-10s MAE %.4g, RMSE %.4g %s\n", measured->name, measured->mae, measured->rmse,
              measured->unit ? measured->unit : "");
  }
}

void bw_train_outcome_print(const BwTrainOutcome *outcome)
{
  (outcome->model->kernel ? print_kernel : print_network)(outcome);
  print_errors("validation", &outcome->validation, outcome->display);
  print_errors("test", &outcome->test, outcome->display);
  if (outcome->model->network)
    print_output_errors(outcome->model->network);
}
