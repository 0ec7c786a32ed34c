#include "app/session/bw-training-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-training-words.h"
#include "app/session/bw-words.h"
#include "base/format.h"

#define CALM (3 * G_USEC_PER_SEC) /* between two times that are said to be left */

G_DEFINE_FINAL_TYPE(BwTraining, bw_training, G_TYPE_OBJECT)

static void bw_training_finalize(GObject *object)
{
  BwTraining *self = BW_TRAINING(object);
  bw_train_spec_clear(&self->spec);
  g_clear_pointer(&self->comparison, bw_comparison_unref);
  g_clear_pointer(&self->atoms, bw_atoms_unref);
  bw_train_status_clear(&self->status);
  g_array_unref(self->tried);
  g_array_unref(self->residuals);
  g_array_unref(self->points);
  g_array_unref(self->epochs);
  g_ptr_array_unref(self->notes);
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
  self->points = g_array_new(FALSE, FALSE, sizeof(BwLearningPoint));
  self->epochs = g_array_new(FALSE, FALSE, sizeof(BwTrainEpoch));
  self->left = NAN;
  self->notes = g_ptr_array_new_with_free_func((GDestroyNotify)bw_message_unref);
  self->status.progress = (BwTrainProgress){
      .fraction = NAN, .seconds_left = NAN, .iteration = -1, .residual = NAN, .sigma = NAN, .lambda = NAN};
}

BwTraining *bw_training_new(const BwTrainingPlan *plan)
{
  BwTraining *self = g_object_new(BW_TYPE_TRAINING, NULL);
  g_autofree char *checkpoint = g_strconcat(plan->spec->output, ".training", NULL);
  BwTrainSpec spec = *plan->spec;
  const BwDataset *system = bw_collection_get_dataset(plan->data);
  spec.data = plan->data;
  spec.settings.checkpoint = checkpoint;
  bw_train_spec_copy(&self->spec, &spec);
  self->title = g_strdup(plan->title);
  self->dataset_path = g_strdup(plan->dataset_path);
  self->atoms = system ? bw_atoms_ref(system->atoms) : NULL;
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

/* In ascending order: one that goes on is told the sizes that it had, and then those in between. */
static void add_point(BwTraining *self, const BwLearningPoint *point)
{
  guint i = 0;
  while (i < self->points->len && g_array_index(self->points, BwLearningPoint, i).n_train < point->n_train)
    i++;
  g_array_insert_val(self->points, i, *point);
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
    g_ptr_array_add(self->notes, bw_message_ref(event->note));
    break;
  case BW_TRAIN_TRIED:
    g_array_append_val(self->tried, *event);
    break;
  case BW_TRAIN_ITERATED:
    add_residual(self, event);
    break;
  case BW_TRAIN_EPOCH:
    g_array_append_val(self->epochs, event->epoch);
    break;
  case BW_TRAIN_REACHED:
    add_point(self, &event->point);
    g_array_set_size(self->tried, 0); /* each size has a search of its own */
    break;
  }
}

static gboolean is_same_work(const BwTrainProgress *a, const BwTrainProgress *b)
{
  return a->stage == b->stage && !(a->sigma < b->sigma) && !(a->sigma > b->sigma) &&
         !(a->lambda < b->lambda) && !(a->lambda > b->lambda);
}

/* Estimates jitter: what is said changes from time to time only, unless something else is done now. */
static void say_time_left(BwTraining *self)
{
  const BwTrainProgress *now = &self->status.progress;
  gboolean same = is_same_work(now, &self->left_progress);
  gint64 time = g_get_monotonic_time();
  if (same && time - self->left_said < CALM)
    return;
  if (!same)
    self->left = NAN; /* the first estimates are not worth telling */
  else
    self->left = bw_words_calm_seconds(self->left, now->seconds_left);
  self->left_said = time;
  self->left_progress = *now;
}

BwJobState bw_training_take(BwTraining *self)
{
  BwJobState before = self->status.state;
  if (!self->trainer)
    return before;
  bw_train_status_clear(&self->status);
  bw_trainer_get_status(self->trainer, &self->status);
  bw_trainer_drain_events(self->trainer, take_event, self);
  say_time_left(self);
  BwComparison *comparison = bw_trainer_take_comparison(self->trainer);
  if (comparison) {
    g_clear_pointer(&self->comparison, bw_comparison_unref);
    self->comparison = comparison;
  }
  return before;
}

void bw_training_finish(BwTraining *self)
{
  if (!bw_training_can_finish(self))
    return;
  self->finishing = TRUE;
  bw_trainer_finish(self->trainer);
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

BwAtoms *bw_training_get_atoms(BwTraining *self)
{
  return self->atoms;
}

BwJobState bw_training_get_state(BwTraining *self)
{
  return self->status.state;
}

gboolean bw_training_is_curve(BwTraining *self)
{
  return self->spec.n_sizes > 0;
}

gboolean bw_training_is_network(BwTraining *self)
{
  return bw_model_kind_is_network(self->spec.settings.kind);
}

gboolean bw_training_can_finish(BwTraining *self)
{
  BwJobState state = self->status.state;
  return self->trainer && !self->finishing && bw_training_is_network(self) && !bw_training_is_curve(self) &&
         (state == BW_JOB_RUNNING || state == BW_JOB_PAUSED);
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

const GArray *bw_training_get_points(BwTraining *self)
{
  return self->points;
}

const GArray *bw_training_get_epochs(BwTraining *self)
{
  return self->epochs;
}

const GPtrArray *bw_training_get_notes(BwTraining *self)
{
  return self->notes;
}

BwComparison *bw_training_get_comparison(BwTraining *self)
{
  return self->comparison;
}
