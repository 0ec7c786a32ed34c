#include "cli/train-display.h"
#include "base/format.h"
#include "cli/cli.h"

#include <math.h>
#include <string.h>

enum { N_ROWS = 20 }; /* of epochs */

gboolean bw_train_display_init(BwTrainDisplay *display, const char *energy_unit, gboolean search,
                               GError **error)
{
  *display = (BwTrainDisplay){
      .cancellable = g_cancellable_new(), .energy_unit = energy_unit, .search = search, .force_mae = NAN};
  return bw_unit_parse_as(energy_unit, BW_DIMENSION_ENERGY, "energy", &display->energy, error);
}

void bw_train_display_clear(BwTrainDisplay *display)
{
  bw_train_display_end(display);
  g_clear_object(&display->cancellable);
}

/* Stages between which one system is solved. */
static gboolean is_solving(BwStage stage)
{
  return stage == BW_STAGE_ASSEMBLY || stage == BW_STAGE_PRECONDITIONER || stage == BW_STAGE_SOLUTION;
}

void bw_train_display_end(BwTrainDisplay *display)
{
  display->fresh |= is_solving(display->stage);
  if (is_solving(display->stage))
    display->solving += (g_get_monotonic_time() - display->stage_start) * 1e-6;
  g_clear_pointer(&display->bar, bw_progress_free);
  display->stage = BW_STAGE_NONE;
}

/* The last epoch: losses, rate and errors on the validation set, where there is one. */
static void describe_epoch(const BwTrainDisplay *display, GString *text)
{
  const BwTrainEpoch *e = &display->epoch;
  const BwErrors *errors = &e->validation;
  double force = errors->n > 0 ? errors->force_mae : e->force_mae;
  double energy = errors->n > 0 ? errors->energy_mae : e->energy_mae;
  if (e->epoch == 0)
    return;
  g_string_append_printf(text, "epoch %d of %d, loss %.2e", e->epoch, e->n_epochs, e->loss);
  if (!isnan(e->validation_loss))
    g_string_append_printf(text, ", validation %.2e", e->validation_loss);
  g_string_append_printf(text, ", rate %.1e", e->rate);
  if (!isnan(energy))
    g_string_append_printf(text, ", energy MAE %.3g %s", energy / display->energy, display->energy_unit);
  if (!isnan(force))
    g_string_append_printf(text, ", force MAE %.3g %s/Å", force / display->energy, display->energy_unit);
}

static void describe_outputs(const BwTrainEpoch *epoch, GString *text)
{
  for (int o = 0; o < epoch->n_outputs; o++) {
    const BwEpochOutput *output = &epoch->outputs[o];
    if (!isnan(output->mae))
      g_string_append_printf(text, ", %s MAE %.3g%s%s", output->name, output->mae, output->unit ? " " : "",
                             output->unit ? output->unit : "");
  }
}

/* Rows that stay, some twenty of them for each network. */
static void show_epoch(const BwTrainEpoch *epoch, gpointer data)
{
  BwTrainDisplay *display = data;
  int interval = MAX(epoch->n_epochs / N_ROWS, 1);
  display->epoch = *epoch;
  if (epoch->epoch != 1 && epoch->epoch % interval != 0)
    return;
  g_autoptr(GString) text = g_string_new(NULL);
  describe_epoch(display, text);
  describe_outputs(epoch, text);
  bw_train_display_end(display);
  bw_cli_note("%s", text->str);
}

static void show_progress(const BwTrainProgress *progress, gpointer data)
{
  BwTrainDisplay *display = data;
  if (display->stage != progress->stage) {
    bw_train_display_end(display);
    display->bar = bw_progress_new(bw_stage_name(progress->stage), NULL, 100);
    display->stage = progress->stage;
    display->stage_start = g_get_monotonic_time();
  }
  g_autoptr(GString) note = g_string_new(NULL);
  if (progress->stage == BW_STAGE_EPOCHS)
    describe_epoch(display, note);
  else if (progress->iteration >= 0)
    g_string_append_printf(note, "iteration %d, residual %.1e", progress->iteration, progress->residual);
  if (progress->stage != BW_STAGE_EPOCHS && progress->iteration >= 0 && !isnan(display->force_mae))
    g_string_append_printf(note, ", validation force MAE %.3g %s/Å", display->force_mae / display->energy,
                           display->energy_unit);
  if (!isnan(progress->fraction))
    bw_progress_set(display->bar, 100 * progress->fraction, note->len > 0 ? note->str : NULL);
  if (bw_cli_interrupted)
    g_cancellable_cancel(display->cancellable);
}

static void show_note(const BwMessage *message, gpointer data)
{
  bw_train_display_end(data);
  bw_cli_note("%s", bw_message_text(message));
}

static void show_tried(double sigma, double lambda, const BwErrors *errors, gpointer data)
{
  BwTrainDisplay *display = data;
  bw_train_display_end(display);
  display->n_solved += display->fresh;
  display->fresh = FALSE;
  if (!display->search)
    return;
  g_autoptr(GString) text = g_string_new(NULL);
  if (!isnan(errors->force_mae))
    g_string_append_printf(text, "force MAE %.4g, RMSE %.4g %s/Å", errors->force_mae / display->energy,
                           errors->force_rmse / display->energy, display->energy_unit);
  if (!isnan(errors->energy_mae))
    g_string_append_printf(text, "%senergy MAE %.4g %s", text->len > 0 ? ", " : "",
                           errors->energy_mae / display->energy, display->energy_unit);
  bw_cli_note("sigma %g, lambda %g: %s on %d validation frames", sigma, lambda, text->str, errors->n);
}

static void show_compared(const BwComparison *comparison, gpointer data)
{
  ((BwTrainDisplay *)data)->force_mae = comparison->errors.force_mae;
}

static gboolean is_enough(gpointer data)
{
  return ((BwTrainDisplay *)data)->finish;
}

BwTrainObserver bw_train_display_observer(BwTrainDisplay *display, BwModelKind kind)
{
  return (BwTrainObserver){.progress = show_progress,
                           .note = show_note,
                           .tried = show_tried,
                           .epoch = show_epoch,
                           .compared = bw_model_kind_is_network(kind) ? NULL : show_compared,
                           .is_enough = is_enough,
                           .data = display};
}

static char *about(double seconds)
{
  return isfinite(seconds) ? bw_format_duration(seconds) : g_strdup("–");
}

void bw_train_plan_note(const BwTrainPlan *plan)
{
  g_autofree char *time = about(plan->seconds);
  if (bw_model_kind_is_network(plan->kind)) {
    bw_cli_note("%s on %d structures, %d to validate: %" G_GINT64_FORMAT
                " weights, %d epochs%s, about %s at the most",
                bw_model_kind_name(plan->kind), plan->n_train, plan->n_valid, plan->n_unknowns,
                plan->n_epochs, plan->n_members > 1 ? " for each member" : "", time);
    return;
  }
  bw_cli_note("%s on %d points: %" G_GINT64_FORMAT " unknowns by the %s solver (%s), %.2g GB, about %s%s",
              bw_model_kind_name(plan->kind), plan->n_train, plan->n_unknowns, bw_solver_name(plan->solver),
              plan->reason, plan->bytes / 1e9, time,
              plan->n_sigmas * plan->n_lambdas > 1 ? " for each sigma and lambda" : "");
}

static void print_solver(const char *name, guint64 bytes, double seconds, int capacity)
{
  g_autofree char *time = about(seconds);
  bw_cli_row(name, "%.2g GB, about %s; room for %d points", bytes / 1e9, time, capacity);
}

void bw_train_plan_print(const BwTrainPlan *plan, const char *path)
{
  g_print("%s\n", path);
  bw_cli_row("model", "%s on %d points, %d to validate", bw_model_kind_name(plan->kind), plan->n_train,
             plan->n_valid);
  bw_cli_row("unknowns", "%" G_GINT64_FORMAT, plan->n_unknowns);
  if (bw_model_kind_is_network(plan->kind)) {
    g_autofree char *time = about(plan->seconds);
    bw_cli_row("networks", "%d", plan->n_members);
    bw_cli_row("epochs", "%d at the most, about %s", plan->n_epochs, time);
    bw_cli_row("memory", "%.2g GB of the %.3g GB that may be taken", plan->bytes / 1e9,
               plan->bytes_free / 1e9);
    return;
  }
  if (plan->n_permutations > 0)
    bw_cli_row("symmetries", "%d", plan->n_permutations);
  else
    bw_cli_row("symmetries", "to be found in the geometries");
  bw_cli_row("tries", "up to %d of sigma and lambda", plan->n_sigmas * plan->n_lambdas);
  bw_cli_row("solver", "%s: %s", bw_solver_name(plan->solver), plan->reason);
  print_solver("closed", plan->bytes_closed, plan->seconds_closed, plan->capacity_closed);
  print_solver("iterative", plan->bytes_iterative, plan->seconds_iterative, plan->capacity_iterative);
  bw_cli_row("memory", "%.3g GB may be taken", plan->bytes_free / 1e9);
}

static void add_network(JsonBuilder *builder, const BwTrainPlan *plan)
{
  bw_json_add_int(builder, "n_train", plan->n_train);
  bw_json_add_int(builder, "n_valid", plan->n_valid);
  bw_json_add_int(builder, "n_unknowns", plan->n_unknowns);
  bw_json_add_int(builder, "n_epochs", plan->n_epochs);
  bw_json_add_int(builder, "n_members", plan->n_members);
  bw_json_add_int(builder, "bytes", (gint64)plan->bytes);
  bw_json_add_int(builder, "bytes_free", (gint64)plan->bytes_free);
  bw_json_add_double(builder, "seconds", plan->seconds);
}

void bw_train_plan_print_json(const BwTrainPlan *plan)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  bw_json_add_string(builder, "method", bw_model_kind_name(plan->kind));
  if (bw_model_kind_is_network(plan->kind)) {
    add_network(builder, plan);
    json_builder_end_object(builder);
    bw_json_print(builder);
    return;
  }
  bw_json_add_string(builder, "solver", bw_solver_name(plan->solver));
  bw_json_add_string(builder, "reason", plan->reason);
  bw_json_add_int(builder, "n_train", plan->n_train);
  bw_json_add_int(builder, "n_valid", plan->n_valid);
  bw_json_add_int(builder, "n_tries", plan->n_sigmas * plan->n_lambdas);
  bw_json_add_int(builder, "n_permutations", plan->n_permutations);
  bw_json_add_int(builder, "n_unknowns", plan->n_unknowns);
  bw_json_add_int(builder, "bytes_closed", (gint64)plan->bytes_closed);
  bw_json_add_int(builder, "bytes_iterative", (gint64)plan->bytes_iterative);
  bw_json_add_int(builder, "bytes_free", (gint64)plan->bytes_free);
  bw_json_add_double(builder, "seconds_closed", plan->seconds_closed);
  bw_json_add_double(builder, "seconds_iterative", plan->seconds_iterative);
  bw_json_add_int(builder, "capacity", plan->capacity);
  json_builder_end_object(builder);
  bw_json_print(builder);
}
