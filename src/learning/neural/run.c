#include "learning/neural/run.h"

#include "base/error.h"
#include "learning/neural/measure.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

enum { SAVE_SECONDS = 20, COMPARE_SECONDS = 3, COMPARE_SHARE = 20 };
#define TELL_SECONDS 0.1

static gboolean is_due(gint64 *last, double seconds)
{
  gint64 now = g_get_monotonic_time();
  if (now - *last < seconds * G_USEC_PER_SEC)
    return FALSE;
  *last = now;
  return TRUE;
}

static gboolean save(BwNeuralRun *run, const BwFit *fit, GError **error)
{
  const char *path = run->task->settings.checkpoint;
  run->last_saved = g_get_monotonic_time();
  return !path || bw_neural_state_save(run->state, fit, path, error);
}

/* Of all epochs of all members, if none stops before. */
static void tell_progress(BwNeuralRun *run, const BwFit *fit)
{
  const BwTrainObserver *observer = run->observer;
  if (!observer || !observer->progress || !is_due(&run->last_told, TELL_SECONDS))
    return;
  double n_epochs = fit->settings.schedule.n_epochs, n_members = run->task->settings.neural.n_members;
  double within = (double)fit->position / (run->task->train_data.n * fit->settings.passes);
  double done = run->member * n_epochs + fit->schedule.epoch + within, all = n_members * n_epochs;
  double left = run->epochs_done + within > 0.01
                    ? run->worked * 1e-6 / (run->epochs_done + within) * (all - done)
                    : NAN;
  const BwTrainProgress progress = {
      BW_STAGE_EPOCHS, done / all, left, fit->schedule.epoch + 1, NAN, NAN, NAN};
  observer->progress(&progress, observer->data);
}

static void set_mean(double absolute, double squared, gint64 n, double *mae, double *rmse)
{
  *mae = n > 0 ? absolute / (double)n : NAN;
  if (rmse)
    *rmse = n > 0 ? sqrt(squared / (double)n) : NAN;
}

static void set_outputs(const BwNetwork *network, const BwLossSums *sums, BwTrainEpoch *epoch)
{
  epoch->n_outputs = network->n_outputs;
  for (int o = 0; o < network->n_outputs; o++) {
    const BwOutputSums *of = &sums->outputs[o];
    epoch->outputs[o] = (BwEpochOutput){network->outputs[o].name, network->outputs[o].unit, NAN};
    set_mean(of->absolute, 0, of->n, &epoch->outputs[o].mae, NULL);
  }
}

static void tell_epoch(const BwNeuralRun *run, const BwFit *fit, const BwLossSums *train,
                       const BwLossSums *valid, double rate, double seconds, gboolean best)
{
  BwTrainEpoch epoch = {run->member, fit->schedule.epoch, fit->settings.schedule.n_epochs,
                        rate,        train->loss,         valid ? valid->loss : NAN};
  set_mean(train->energy_absolute, 0, train->n_energies, &epoch.energy_mae, NULL);
  set_mean(train->force_absolute, 0, train->n_forces, &epoch.force_mae, NULL);
  BwErrors *e = &epoch.validation;
  *e = (BwErrors){NAN, NAN, NAN, NAN, valid ? run->task->valid_data.n : 0, NAN, NAN};
  if (valid) {
    set_mean(valid->energy_absolute, valid->energy_squared, valid->n_energies, &e->energy_mae,
             &e->energy_rmse);
    set_mean(valid->force_absolute, valid->force_squared, valid->n_forces, &e->force_mae, &e->force_rmse);
  }
  set_outputs(run->task->network, valid ? valid : train, &epoch);
  epoch.seconds = seconds;
  epoch.best = best;
  bw_train_tell_epoch(run->observer, &epoch);
}

/* The present mean of weights on the validation set, every few seconds, for no more than a small share of the
 * time. */
static void compare(BwNeuralRun *run, const BwFit *fit)
{
  if (!bw_neural_can_compare(run->task, run->observer) ||
      !is_due(&run->last_compared, MAX(COMPARE_SECONDS, COMPARE_SHARE * run->comparing * 1e-6)))
    return;
  gint64 start = g_get_monotonic_time();
  g_autoptr(BwNetworkFile) file = bw_neural_file_new_for(run->task, fit->average);
  bw_neural_compare(run->task, file, run->pool, run->observer, run->cancellable);
  run->comparing = g_get_monotonic_time() - start;
}

/* All batches of the present epoch that are left. */
static gboolean learn(BwNeuralRun *run, BwFit *fit, gint64 *spent, GError **error)
{
  while (!run->enough && !bw_fit_is_at_end(fit, &run->task->train_data)) {
    gint64 start = g_get_monotonic_time();
    if (g_cancellable_is_cancelled(run->cancellable))
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    if (!bw_fit_step(fit, &run->task->train_data, error))
      return FALSE;
    *spent += g_get_monotonic_time() - start;
    run->worked += g_get_monotonic_time() - start;
    if (g_get_monotonic_time() - run->last_saved > SAVE_SECONDS * G_USEC_PER_SEC && !save(run, fit, error))
      return FALSE;
    tell_progress(run, fit);
    run->enough = bw_train_is_enough(run->observer);
  }
  return TRUE;
}

/* Validates, and ends the epoch; data without a validation set are judged by what they were learnt with. */
static gboolean judge(BwNeuralRun *run, BwFit *fit, gint64 spent, GError **error)
{
  gboolean validates = run->task->valid_data.n > 0;
  BwLossSums train = fit->sums, valid = {0};
  gint64 start = g_get_monotonic_time();
  double rate = fit->schedule.rate;
  if (validates && !bw_fit_validate(fit, &run->task->valid_data, &valid, run->cancellable, error))
    return FALSE;
  if (validates && !isfinite(valid.loss))
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "the loss on the validation set is no longer a number: begin again with a smaller rate of "
                   "learning (now %g)",
                   rate);
  run->worked += g_get_monotonic_time() - start;
  gboolean best = bw_fit_end_epoch(fit, validates ? &valid : &train);
  run->epochs_done++;
  spent += g_get_monotonic_time() - start;
  tell_epoch(run, fit, &train, validates ? &valid : NULL, rate, spent * 1e-6, best);
  compare(run, fit);
  return TRUE;
}

static gboolean do_epochs(BwNeuralRun *run, BwFit *fit, GError **error)
{
  while (!run->enough && !bw_schedule_is_over(&fit->schedule, &fit->settings.schedule)) {
    gint64 spent = 0;
    if (!learn(run, fit, &spent, error))
      return FALSE;
    /* what was begun counts where it is all there is */
    gboolean whole = bw_fit_is_at_end(fit, &run->task->train_data);
    if ((whole || fit->schedule.best_epoch == 0) && !judge(run, fit, spent, error))
      return FALSE;
  }
  return TRUE;
}

/* A loss that is no longer a number ends the training; what was good before is kept: this network's best
 * weights, or the networks before it. Where there is nothing of the kind only other settings help, which no
 * checkpoint of these could go on with: then there shall be none. */
static gboolean survive(BwNeuralRun *run, const BwFit *fit, GError *trouble, GError **error)
{
  const char *checkpoint = run->task->settings.checkpoint;
  gboolean diverged = g_error_matches(trouble, BW_ERROR, BW_ERROR_NUMERICS);
  if (diverged && fit->schedule.best_epoch > 0) {
    bw_train_note(run->observer, N_("in epoch %d %s; the weights of epoch %d, the best so far, are kept"),
                  fit->schedule.epoch + 1, trouble->message, fit->schedule.best_epoch);
    g_error_free(trouble);
    return TRUE;
  }
  if (diverged && run->member > 0) {
    bw_train_note(run->observer, N_("in the first epoch of network %d %s; the networks before it are kept"),
                  run->member + 1, trouble->message);
    g_error_free(trouble);
    run->enough = TRUE;
    return TRUE;
  }
  if (!diverged)
    save(run, fit, NULL);
  else if (checkpoint)
    g_unlink(checkpoint);
  g_propagate_error(error, trouble);
  return FALSE;
}

static gboolean train_member(BwNeuralRun *run, GError **error)
{
  const BwNeuralTask *task = run->task;
  g_autoptr(BwNetwork) network = bw_neural_task_make(task, run->member);
  const BwFitSettings settings = bw_neural_task_fit(task, run->member);
  GError *trouble = NULL;
  BwFit fit;
  bw_fit_init(&fit, network, &settings, run->pool);
  gboolean done = !run->unfinished || bw_neural_state_load_fit(task->settings.checkpoint, &fit, error);
  run->unfinished = FALSE;
  if (done && !do_epochs(run, &fit, &trouble))
    done = survive(run, &fit, trouble, error);
  if (done && fit.schedule.best_epoch > 0)
    bw_neural_state_add(run->state, &fit);
  bw_fit_clear(&fit);
  return done && save(run, NULL, error);
}

gboolean bw_neural_run(BwNeuralRun *run, GError **error)
{
  run->last_saved = run->last_compared = g_get_monotonic_time();
  while (!run->enough && (int)run->state->members->len < run->task->settings.neural.n_members) {
    run->member = (int)run->state->members->len;
    if (!train_member(run, error))
      return FALSE;
  }
  return TRUE;
}
