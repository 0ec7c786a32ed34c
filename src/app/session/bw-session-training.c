/* Trainings: the dataset that is looked at for them, which one when, and the one that goes on. */
#include "app/session/bw-session-private.h"

#include <glib/gi18n.h>

#include "app/session/bw-output.h"
#include "app/session/bw-words.h"
#include "base/error.h"

/* The dataset */

BwEntry *bw_session_get_dataset(BwSession *self)
{
  return self->dataset;
}

void bw_session_choose_dataset(BwSession *self, BwEntry *entry)
{
  if (entry == self->dataset || (entry && !bw_entry_can_train(entry)))
    return;
  g_set_object(&self->dataset, entry);
  g_clear_object(&self->training);
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_TRAINING);
}

static void on_study_changed(BwSession *self)
{
  bw_session_emit(self, BW_SIGNAL_TRAINING);
}

BwStudy *bw_session_get_study(BwSession *self)
{
  BwEntry *entry = self->dataset;
  if (!entry)
    return NULL;
  if (!entry->study) {
    entry->study = bw_study_new(entry->path, &entry->reel->opened->units);
    g_signal_connect_object(entry->study, "changed", G_CALLBACK(on_study_changed), self, G_CONNECT_SWAPPED);
  }
  return entry->study;
}

/* What is open is gone, or another file by now. */
void bw_session_forget_dataset(BwSession *self, BwEntry *entry)
{
  if (entry == self->dataset)
    bw_session_choose_dataset(self, NULL);
}

/* The one that is looked at */

BwTraining *bw_session_get_training(BwSession *self)
{
  return self->training;
}

void bw_session_look_at_training(BwSession *self, BwTraining *training)
{
  if (!g_set_object(&self->training, training))
    return;
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_TRAINING);
}

static gboolean has_training(const BwEntry *entry, gconstpointer what)
{
  return entry->training == what;
}

void bw_session_forget_training(BwSession *self, BwTraining *training)
{
  bw_session_cancel_training(self, training);
  if (training == self->training)
    bw_session_look_at_training(self, NULL);
}

BwEntry *bw_session_find_training(BwSession *self, BwTraining *training)
{
  return bw_session_find_entry(self, has_training, training);
}

void bw_session_show_training(BwSession *self, BwEntry *entry)
{
  BwEntry *data = bw_session_find_path(self, entry->training->dataset_path);
  if (data && bw_entry_can_train(data)) {
    g_set_object(&self->dataset, data);
    if (data != self->shown)
      bw_session_show(self, data);
  }
  bw_session_look_at_training(self, entry->training);
}

/* The queue */

BwTraining *bw_session_get_training_job(BwSession *self)
{
  return self->training_job;
}

static void settle(BwSession *self, BwTraining *training);

/* The trainer says that there is news. */
static void on_trainer(G_GNUC_UNUSED BwTrainer *trainer, gpointer data)
{
  BwSession *self = data;
  if (!self->training_job) /* said before the last one was let go */
    return;
  g_autoptr(BwTraining) training = g_object_ref(self->training_job);
  bw_training_take(training);
  BwJobState now = training->status.state;
  if (now == BW_JOB_FINISHED || now == BW_JOB_STOPPED || now == BW_JOB_FAILED)
    settle(self, training);
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_TRAINING);
}

static void start_next(BwSession *self)
{
  while (self->trainings->len > 0 && !self->training_job) {
    g_autoptr(GError) error = NULL;
    g_autoptr(BwTraining) training = g_object_ref(self->trainings->pdata[0]);
    g_ptr_array_remove_index(self->trainings, 0);
    if (!self->trainer)
      self->trainer = bw_trainer_new(self->n_threads, TRUE, on_trainer, self);
    bw_training_record_write(training);
    if (bw_training_begin(training, self->trainer, &error))
      self->training_job = g_object_ref(training);
    else
      bw_session_emit_trouble(self, error);
  }
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_TRAINING);
}

BwTraining *bw_session_train(BwSession *self, const BwTrainSpec *spec)
{
  BwStudy *study = bw_session_get_study(self);
  BwCollection *data = study ? bw_study_get_data(study) : NULL;
  if (!data)
    return NULL;
  g_autofree char *title = bw_words_file(self->dataset->path);
  const BwTrainingPlan plan = {.title = title,
                               .dataset_path = self->dataset->path,
                               .data = data,
                               .left_out = bw_study_get_leave_out(study),
                               .spec = spec};
  g_autoptr(BwTraining) training = bw_training_new(&plan);
  bw_session_add_entry(self, bw_entry_new_training(training));
  g_ptr_array_add(self->trainings, g_object_ref(training));
  bw_session_look_at_training(self, training);
  start_next(self);
  return training; /* its entry holds it */
}

BwTraining *bw_session_continue_training(BwSession *self)
{
  BwStudy *study = bw_session_get_study(self);
  const BwTrainingRecord *record = study ? bw_study_get_record(study) : NULL;
  return record ? bw_session_train(self, &record->spec) : NULL;
}

gboolean bw_session_is_training_to(BwSession *self, const char *output)
{
  if (self->training_job && g_strcmp0(self->training_job->spec.output, output) == 0)
    return TRUE;
  for (guint q = 0; q < self->trainings->len; q++)
    if (g_strcmp0(((BwTraining *)self->trainings->pdata[q])->spec.output, output) == 0)
      return TRUE;
  return FALSE;
}

void bw_session_pause_training(BwSession *self, gboolean pause)
{
  if (!self->training_job)
    return;
  (pause ? bw_trainer_pause : bw_trainer_resume)(self->trainer);
}

void bw_session_finish_training(BwSession *self, BwTraining *training)
{
  bw_training_finish(training);
  bw_session_emit(self, BW_SIGNAL_TRAINING);
}

void bw_session_cancel_training(BwSession *self, BwTraining *training)
{
  if (training == self->training_job)
    bw_trainer_cancel(self->trainer);
  else if (g_ptr_array_remove(self->trainings, training))
    training->status.state = BW_JOB_STOPPED;
  bw_session_update_entries(self);
  bw_session_emit(self, BW_SIGNAL_TRAINING);
}

void bw_session_cancel_training_entry(BwSession *self, BwEntry *entry)
{
  if (entry->training)
    bw_session_cancel_training(self, entry->training);
}

/* The end */

typedef struct {
  BwSession *session;
  BwTraining *training;
} Finish;

/* The model is there to be simulated with. */
static void on_model_opened(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  Finish *finish = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwOpened) opened = bw_open_finish(result, &error);
  BwSession *self = finish->session;
  if (opened && opened->potential) {
    BwEntry *entry = bw_session_find_training(self, finish->training);
    bw_session_add_model(self, opened->potential);
    bw_session_set_potential(self, opened->potential);
    bw_session_update_entries(self);
    if (entry)
      bw_session_emit_finished(self, finish->training->spec.output, entry);
  } else {
    bw_session_emit_trouble(self, error);
  }
  g_object_unref(finish->training);
  g_object_unref(finish->session);
  g_free(finish);
}

static void open_model(BwSession *self, BwTraining *training)
{
  g_autoptr(GPtrArray) known = bw_session_list_models(self);
  const BwOpenQuestion question = {.path = training->spec.output, .known = known};
  Finish *finish = g_new(Finish, 1);
  *finish = (Finish){g_object_ref(self), g_object_ref(training)};
  bw_open_async(&question, NULL, on_model_opened, finish);
}

static void settle(BwSession *self, BwTraining *training)
{
  BwEntry *data = bw_session_find_path(self, training->dataset_path);
  bw_training_let_go(training);
  g_clear_object(&self->training_job);
  gboolean finished = training->status.state == BW_JOB_FINISHED;
  if (finished || !bw_training_record_can_resume(&training->spec))
    bw_training_record_remove(training->spec.output);
  if (finished && bw_training_is_curve(training)) {
    bw_session_emit_finished(self, training->spec.output, bw_session_find_training(self, training));
  } else if (finished) {
    open_model(self, training);
  } else if (training->status.state == BW_JOB_FAILED) {
    g_autoptr(GError) error = g_error_copy(training->status.error);
    g_prefix_error(&error, "%s: ", training->title);
    bw_session_emit_trouble(self, error);
  }
  if (data && data->study)
    bw_study_refresh_record(data->study);
  start_next(self);
}

void bw_session_stop_trainings(BwSession *self)
{
  g_ptr_array_set_size(self->trainings, 0);
  g_clear_pointer(&self->trainer, bw_trainer_free); /* its checkpoint is written */
  g_clear_object(&self->training_job);
}
