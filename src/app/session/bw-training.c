#include "app/session/bw-training-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-training-words.h"
#include "app/session/bw-words.h"
#include "base/format.h"

G_DEFINE_FINAL_TYPE(BwTraining, bw_training, G_TYPE_OBJECT)

static void bw_training_finalize(GObject *object)
{
  BwTraining *self = BW_TRAINING(object);
  BwTrainSettings *settings = &self->spec.settings;
  g_clear_pointer(&self->spec.dataset, bw_dataset_unref);
  g_clear_pointer(&self->comparison, bw_comparison_unref);
  bw_atoms_unref(self->atoms);
  bw_train_status_clear(&self->status);
  g_array_unref(self->tried);
  g_array_unref(self->residuals);
  g_ptr_array_unref(self->notes);
  g_free((char *)self->spec.output);
  g_free((char *)settings->checkpoint);
  g_free((double *)settings->sigmas);
  g_free((double *)settings->lambdas);
  g_free(self->dataset_path);
  g_free(self->title);
  G_OBJECT_CLASS(bw_training_parent_class)->finalize(object);
}

static void bw_training_class_init(BwTrainingClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = bw_training_finalize;
}

static void bw_training_init(BwTraining *self)
{
  self->tried = g_array_new(FALSE, FALSE, sizeof(BwTrainEvent));
  self->residuals = g_array_new(FALSE, FALSE, sizeof(BwTrainEvent));
  self->notes = g_ptr_array_new_with_free_func(g_free);
  self->status.progress = (BwTrainProgress){
      .fraction = NAN, .seconds_left = NAN, .iteration = -1, .residual = NAN, .sigma = NAN, .lambda = NAN};
}

BwTraining *bw_training_new(const BwTrainingPlan *plan)
{
  BwTraining *self = g_object_new(BW_TYPE_TRAINING, NULL);
  BwTrainSettings *settings = &self->spec.settings;
  *settings = *plan->settings;
  settings->sigmas = g_memdup2(settings->sigmas, sizeof(double) * (gsize)settings->n_sigmas);
  settings->lambdas = g_memdup2(settings->lambdas, sizeof(double) * (gsize)settings->n_lambdas);
  settings->checkpoint = g_strconcat(plan->output, ".training", NULL);
  self->spec.dataset = bw_dataset_ref(plan->dataset);
  self->spec.output = g_strdup(plan->output);
  self->title = g_strdup(plan->title);
  self->dataset_path = g_strdup(plan->dataset_path);
  self->atoms = bw_atoms_ref(plan->dataset->atoms);
  self->left_out = plan->left_out;
  return self;
}

/* While it goes on */

gboolean bw_training_begin(BwTraining *self, BwTrainer *trainer, GError **error)
{
  if (!bw_trainer_start(trainer, &self->spec, error)) {
    self->status.state = BW_JOB_FAILED;
    self->status.error = error && *error ? g_error_copy(*error) : NULL;
    return FALSE;
  }
  self->trainer = trainer;
  self->status.state = BW_JOB_STARTING;
  return TRUE;
}

/* The residuals of another σ begin a curve of their own. */
static void add_residual(BwTraining *self, const BwTrainEvent *event)
{
  guint n = self->residuals->len;
  const BwTrainEvent *last = n > 0 ? &g_array_index(self->residuals, BwTrainEvent, n - 1) : NULL;
  if (last &&
      (last->sigma != event->sigma || last->lambda != event->lambda || event->iteration < last->iteration))
    g_array_set_size(self->residuals, 0);
  g_array_append_val(self->residuals, *event);
}

static void take_event(const BwTrainEvent *event, gpointer data)
{
  BwTraining *self = data;
  switch (event->kind) {
  case BW_TRAIN_NOTED:
    g_ptr_array_add(self->notes, g_strdup(event->text));
    break;
  case BW_TRAIN_TRIED:
    g_array_append_val(self->tried, *event);
    break;
  case BW_TRAIN_ITERATED:
    add_residual(self, event);
    break;
  }
}

BwJobState bw_training_take(BwTraining *self)
{
  BwJobState before = self->status.state;
  if (!self->trainer)
    return before;
  bw_train_status_clear(&self->status);
  bw_trainer_get_status(self->trainer, &self->status);
  bw_trainer_drain_events(self->trainer, take_event, self);
  BwComparison *comparison = bw_trainer_take_comparison(self->trainer);
  if (comparison) {
    g_clear_pointer(&self->comparison, bw_comparison_unref);
    self->comparison = comparison;
  }
  return before;
}

void bw_training_let_go(BwTraining *self)
{
  bw_training_take(self);
  self->trainer = NULL;
}

/* What it is */

const char *bw_training_get_title(BwTraining *self)
{
  return self->title;
}

const char *bw_training_get_output(BwTraining *self)
{
  return self->spec.output;
}

const char *bw_training_get_dataset(BwTraining *self)
{
  return self->dataset_path;
}

BwAtoms *bw_training_get_atoms(BwTraining *self)
{
  return self->atoms;
}

const BwTrainSettings *bw_training_get_settings(BwTraining *self)
{
  return &self->spec.settings;
}

BwJobState bw_training_get_state(BwTraining *self)
{
  return self->status.state;
}

gboolean bw_training_is_on(BwTraining *self)
{
  return self->trainer != NULL;
}

gboolean bw_training_is_over(BwTraining *self)
{
  return !self->trainer && self->status.state != BW_JOB_IDLE;
}

const BwTrainStatus *bw_training_get_status(BwTraining *self)
{
  return &self->status;
}

double bw_training_get_progress(BwTraining *self)
{
  double fraction = self->status.progress.fraction;
  return isfinite(fraction) ? CLAMP(fraction, 0, 1) : -1;
}

const GArray *bw_training_get_tried(BwTraining *self)
{
  return self->tried;
}

const GArray *bw_training_get_residuals(BwTraining *self)
{
  return self->residuals;
}

const GPtrArray *bw_training_get_notes(BwTraining *self)
{
  return self->notes;
}

BwComparison *bw_training_get_comparison(BwTraining *self)
{
  return self->comparison;
}

/* In words */

char *bw_training_describe_model(BwTraining *self)
{
  const BwTrainSettings *settings = &self->spec.settings;
  g_autoptr(GString) text = g_string_new(bw_model_kind_name(settings->kind));
  g_autofree char *n = bw_words_count(settings->n_train);
  if (settings->n_train > 0)
    g_string_append_printf(text, ngettext(", %s point", ", %s points", (gulong)settings->n_train), n);
  return g_strdup(text->str);
}

char *bw_training_describe(BwTraining *self)
{
  g_autofree char *model = bw_training_describe_model(self);
  g_autoptr(GString) text = g_string_new(model);
  BwJobState state = self->status.state;
  if (state == BW_JOB_RUNNING && isfinite(self->status.progress.fraction))
    g_string_append_printf(text, " · %.0f %%", 100 * self->status.progress.fraction);
  else if (state != BW_JOB_FINISHED)
    g_string_append_printf(text, " · %s", bw_words_state(state));
  return g_strdup(text->str);
}

char *bw_training_describe_stage(BwTraining *self)
{
  const BwTrainProgress *progress = &self->status.progress;
  BwJobState state = self->status.state;
  if (state == BW_JOB_FINISHED) {
    g_autofree char *time = bw_format_duration(self->status.seconds);
    return g_strdup_printf(_("finished in %s"), time);
  }
  if (state != BW_JOB_RUNNING && state != BW_JOB_PAUSED)
    return g_strdup(bw_words_state(state));
  g_autoptr(GString) text =
      g_string_new(progress->stage ? bw_words_stage(progress->stage) : bw_words_state(state));
  if (isfinite(progress->sigma))
    g_string_append_printf(text, " · σ %g", progress->sigma);
  if (progress->iteration > 0)
    g_string_append_printf(text, _(" · iteration %d"), progress->iteration);
  if (state == BW_JOB_PAUSED || self->status.pausing)
    g_string_append_printf(text, " · %s", state == BW_JOB_PAUSED ? _("paused") : _("will pause soon"));
  else if (isfinite(progress->seconds_left) && progress->seconds_left > 1) {
    g_autofree char *left = bw_format_duration(progress->seconds_left);
    g_string_append_printf(text, _(" · %s left"), left);
  }
  return g_strdup(text->str);
}
