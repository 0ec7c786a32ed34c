#include "base/error.h"
#include "base/pool.h"
#include "base/priority.h"
#include "engine/train-spec.h"

#include <math.h>

#define NICE_OF_TRAINER 10 /* below a run: steps of it are watched, a training is waited for */
#define INTERVAL 120       /* ms between two notices of progress */

struct _BwTrainer {
  int n_threads;
  gboolean lower_priority;
  GThread *thread; /* of what goes on, or of the last one until it is joined */
  GCancellable *cancellable;

  GMutex mutex; /* all below */
  GCond changed;
  BwTrainSpec spec;
  BwTrainStatus status;
  gboolean pause;     /* asked for */
  gboolean enough;    /* likewise */
  gint64 since;       /* µs: at work without a pause; 0: is not */
  double seconds;     /* before that */
  GArray *events;     /* of BwTrainEvent, that nobody has seen */
  BwComparison *news; /* that nobody has seen; NULL: none */

  BwTrainerNotify notify;
  gpointer notify_data;
  GMainContext *context;
  GSource *pending; /* a notice that has not been delivered */
};

static gboolean is_over(BwJobState state)
{
  return state == BW_JOB_IDLE || state == BW_JOB_FINISHED || state == BW_JOB_STOPPED ||
         state == BW_JOB_FAILED;
}

static void event_clear(BwTrainEvent *event)
{
  g_clear_pointer(&event->note, bw_message_unref);
}

/* News */

static gboolean deliver(gpointer data)
{
  BwTrainer *self = data;
  g_mutex_lock(&self->mutex);
  g_clear_pointer(&self->pending, g_source_unref);
  g_mutex_unlock(&self->mutex);
  self->notify(self, self->notify_data);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void tell(BwTrainer *self, gboolean at_once)
{
  g_cond_broadcast(&self->changed);
  if (!self->notify)
    return;
  if (!self->pending) {
    self->pending = g_timeout_source_new(INTERVAL);
    g_source_set_callback(self->pending, deliver, self, NULL);
    g_source_attach(self->pending, self->context);
  }
  if (at_once)
    g_source_set_ready_time(self->pending, 0);
}

/* With the mutex held. */
static void set_state(BwTrainer *self, BwJobState state)
{
  gint64 now = g_get_monotonic_time();
  gboolean works = state == BW_JOB_RUNNING || state == BW_JOB_STARTING;
  if (self->since)
    self->seconds += (double)(now - self->since) * 1e-6;
  self->since = works ? now : 0;
  self->status.state = state;
  tell(self, TRUE);
}

/* The thread */

static void add_event(BwTrainer *self, const BwTrainEvent *event)
{
  g_mutex_lock(&self->mutex);
  g_array_append_val(self->events, *event);
  tell(self, FALSE);
  g_mutex_unlock(&self->mutex);
}

static void on_note(const BwMessage *message, gpointer data)
{
  add_event(data, &(BwTrainEvent){.kind = BW_TRAIN_NOTED, .note = bw_message_ref((BwMessage *)message)});
}

static void on_tried(double sigma, double lambda, const BwErrors *validation, gpointer data)
{
  add_event(data,
            &(BwTrainEvent){.kind = BW_TRAIN_TRIED, .sigma = sigma, .lambda = lambda, .errors = *validation});
}

static void on_reached(const BwLearningPoint *point, gpointer data)
{
  add_event(data, &(BwTrainEvent){.kind = BW_TRAIN_REACHED, .point = *point});
}

static void on_epoch(const BwTrainEpoch *epoch, gpointer data)
{
  add_event(data, &(BwTrainEvent){.kind = BW_TRAIN_EPOCH, .epoch = *epoch});
}

static gboolean is_enough(gpointer data)
{
  BwTrainer *self = data;
  g_mutex_lock(&self->mutex);
  gboolean enough = self->enough;
  g_mutex_unlock(&self->mutex);
  return enough;
}

static void on_compared(const BwComparison *comparison, gpointer data)
{
  BwTrainer *self = data;
  g_mutex_lock(&self->mutex);
  g_clear_pointer(&self->news, bw_comparison_unref);
  self->news = bw_comparison_ref((BwComparison *)comparison);
  tell(self, FALSE);
  g_mutex_unlock(&self->mutex);
}

/* Of the solver's iterations each is an event, once. With the mutex held. */
static void note_residual(BwTrainer *self, const BwTrainProgress *progress)
{
  const BwTrainProgress *before = &self->status.progress;
  if (progress->iteration < 0 || !isfinite(progress->residual) ||
      (progress->iteration == before->iteration && progress->residual == before->residual))
    return;
  const BwTrainEvent event = {.kind = BW_TRAIN_ITERATED,
                              .sigma = progress->sigma,
                              .lambda = progress->lambda,
                              .iteration = progress->iteration,
                              .residual = progress->residual};
  g_array_append_val(self->events, event);
}

/* Here the training waits while it pauses. */
static void on_progress(const BwTrainProgress *progress, gpointer data)
{
  BwTrainer *self = data;
  g_mutex_lock(&self->mutex);
  note_residual(self, progress);
  self->status.progress = *progress;
  if (self->status.state == BW_JOB_STARTING)
    set_state(self, BW_JOB_RUNNING);
  else
    tell(self, FALSE);
  if (self->pause && !g_cancellable_is_cancelled(self->cancellable)) {
    set_state(self, BW_JOB_PAUSED);
    while (self->pause && !g_cancellable_is_cancelled(self->cancellable))
      g_cond_wait(&self->changed, &self->mutex);
    set_state(self, BW_JOB_RUNNING);
  }
  g_mutex_unlock(&self->mutex);
}

static void end(BwTrainer *self, GError *error, const BwErrors *validation)
{
  gboolean cancelled = g_error_matches(error, BW_ERROR, BW_ERROR_CANCELLED) ||
                       g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_mutex_lock(&self->mutex);
  self->pause = FALSE;
  if (!error)
    self->status.validation = *validation;
  else if (cancelled)
    g_error_free(error);
  else
    self->status.error = error;
  set_state(self, !error ? BW_JOB_FINISHED : cancelled ? BW_JOB_STOPPED : BW_JOB_FAILED);
  g_mutex_unlock(&self->mutex);
}

static gpointer work(gpointer data)
{
  BwTrainer *self = data;
  const BwTrainObserver observer = {.progress = on_progress,
                                    .note = on_note,
                                    .tried = on_tried,
                                    .epoch = on_epoch,
                                    .is_enough = is_enough,
                                    .compared = on_compared,
                                    .data = self};
  BwErrors validation = {0};
  GError *error = NULL;
  if (self->lower_priority)
    bw_thread_give_way(NICE_OF_TRAINER);
  g_autoptr(BwPool) pool = bw_pool_new(bw_trainer_count_threads(self->n_threads), self->lower_priority);
  const BwTrainWork task = {pool, &observer, on_reached, self, self->cancellable};
  bw_train_spec_perform(&self->spec, &task, &validation, &error);
  end(self, error, &validation);
  return NULL;
}

/* Commands */

/* The thread of one that is over ends at once. */
static void join(BwTrainer *self)
{
  g_clear_pointer(&self->thread, g_thread_join);
  g_clear_object(&self->cancellable);
  bw_train_spec_clear(&self->spec);
}

gboolean bw_trainer_start(BwTrainer *self, const BwTrainSpec *spec, GError **error)
{
  g_mutex_lock(&self->mutex);
  gboolean may = is_over(self->status.state);
  g_mutex_unlock(&self->mutex);
  if (!may)
    return bw_fail(error, BW_ERROR_ARGUMENT, "another training is going on; cancel it first");
  join(self);
  bw_train_spec_copy(&self->spec, spec);
  self->cancellable = g_cancellable_new();
  g_mutex_lock(&self->mutex);
  bw_train_status_clear(&self->status);
  self->status = (BwTrainStatus){.progress = {.fraction = NAN,
                                              .seconds_left = NAN,
                                              .residual = NAN,
                                              .iteration = -1,
                                              .sigma = NAN,
                                              .lambda = NAN},
                                 .output = g_strdup(spec->output)};
  self->seconds = 0;
  self->since = 0;
  self->pause = self->enough = FALSE;
  g_clear_pointer(&self->news, bw_comparison_unref);
  g_array_set_size(self->events, 0);
  set_state(self, BW_JOB_STARTING);
  g_mutex_unlock(&self->mutex);
  self->thread = g_thread_new("training", work, self);
  return TRUE;
}

static void set_pause(BwTrainer *self, gboolean pause)
{
  g_mutex_lock(&self->mutex);
  self->pause = pause && !is_over(self->status.state);
  tell(self, TRUE);
  g_mutex_unlock(&self->mutex);
}

void bw_trainer_pause(BwTrainer *self)
{
  set_pause(self, TRUE);
}

void bw_trainer_resume(BwTrainer *self)
{
  set_pause(self, FALSE);
}

void bw_trainer_cancel(BwTrainer *self)
{
  if (self->cancellable)
    g_cancellable_cancel(self->cancellable);
  set_pause(self, FALSE);
}

void bw_trainer_finish(BwTrainer *self)
{
  g_mutex_lock(&self->mutex);
  self->enough = TRUE;
  g_mutex_unlock(&self->mutex);
  set_pause(self, FALSE);
}

void bw_trainer_wait(BwTrainer *self)
{
  g_mutex_lock(&self->mutex);
  while (!is_over(self->status.state))
    g_cond_wait(&self->changed, &self->mutex);
  g_mutex_unlock(&self->mutex);
}

/* What comes out */

void bw_trainer_get_status(BwTrainer *self, BwTrainStatus *status)
{
  g_mutex_lock(&self->mutex);
  *status = self->status;
  status->pausing = self->pause && self->status.state != BW_JOB_PAUSED;
  status->seconds = self->seconds;
  if (self->since)
    status->seconds += (double)(g_get_monotonic_time() - self->since) * 1e-6;
  status->output = g_strdup(self->status.output);
  status->error = self->status.error ? g_error_copy(self->status.error) : NULL;
  g_mutex_unlock(&self->mutex);
}

void bw_train_status_clear(BwTrainStatus *status)
{
  g_clear_error(&status->error);
  g_clear_pointer(&status->output, g_free);
}

static GArray *new_events(void)
{
  GArray *events = g_array_new(FALSE, FALSE, sizeof(BwTrainEvent));
  g_array_set_clear_func(events, (GDestroyNotify)event_clear);
  return events;
}

void bw_trainer_drain_events(BwTrainer *self, void (*each)(const BwTrainEvent *event, gpointer data),
                             gpointer data)
{
  g_mutex_lock(&self->mutex);
  g_autoptr(GArray) events = g_steal_pointer(&self->events);
  self->events = new_events();
  g_mutex_unlock(&self->mutex);
  for (guint i = 0; i < events->len; i++)
    each(&g_array_index(events, BwTrainEvent, i), data);
}

BwComparison *bw_trainer_take_comparison(BwTrainer *self)
{
  g_mutex_lock(&self->mutex);
  BwComparison *news = g_steal_pointer(&self->news);
  g_mutex_unlock(&self->mutex);
  return news;
}

/* Life */

int bw_trainer_count_threads(int n_threads)
{
  return n_threads < 1 ? MAX(1, bw_n_processors() - 1) : n_threads;
}

BwTrainer *bw_trainer_new(int n_threads, gboolean lower_priority, BwTrainerNotify notify, gpointer data)
{
  BwTrainer *self = g_new0(BwTrainer, 1);
  self->n_threads = n_threads;
  self->lower_priority = lower_priority;
  self->notify = notify;
  self->notify_data = data;
  self->context = g_main_context_ref_thread_default();
  self->events = new_events();
  g_mutex_init(&self->mutex);
  g_cond_init(&self->changed);
  return self;
}

void bw_trainer_free(BwTrainer *self)
{
  if (!self)
    return;
  bw_trainer_cancel(self);
  join(self);
  if (self->pending) {
    g_source_destroy(self->pending);
    g_source_unref(self->pending);
  }
  g_main_context_unref(self->context);
  g_array_unref(self->events);
  g_clear_pointer(&self->news, bw_comparison_unref);
  bw_train_status_clear(&self->status);
  g_mutex_clear(&self->mutex);
  g_cond_clear(&self->changed);
  g_free(self);
}
