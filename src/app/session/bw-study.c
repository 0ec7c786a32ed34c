#include "app/session/bw-study.h"

#include "io/io.h"

#define POLL 200 /* ms between two looks at the progress of a check */

struct _BwStudy {
  GObject parent;
  char *path;
  BwUnitSystem units;
  GCancellable *cancellable;
  gboolean busy, checking, leave_out;
  guint poll;           /* source */
  _Atomic int progress; /* of the check, thousandths; its thread's */
  BwCollection *whole;  /* all frames; NULL: nothing can be learned from them */
  BwCollection *usable; /* without those that are bad; NULL: not gathered */
  BwDatasetSummary *summary;
  BwCheck *check;
  GError *error;
  BwTrainingRecord *record;
};

G_DEFINE_FINAL_TYPE(BwStudy, bw_study, G_TYPE_OBJECT)

static void bw_study_finalize(GObject *object)
{
  BwStudy *self = BW_STUDY(object);
  g_clear_handle_id(&self->poll, g_source_remove);
  g_object_unref(self->cancellable);
  g_clear_pointer(&self->whole, bw_collection_unref);
  g_clear_pointer(&self->usable, bw_collection_unref);
  g_clear_pointer(&self->summary, bw_dataset_summary_unref);
  g_clear_pointer(&self->check, bw_check_unref);
  g_clear_pointer(&self->record, bw_training_record_free);
  g_clear_error(&self->error);
  g_free(self->path);
  G_OBJECT_CLASS(bw_study_parent_class)->finalize(object);
}

static void bw_study_class_init(BwStudyClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = bw_study_finalize;
  g_signal_new("changed", BW_TYPE_STUDY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void bw_study_init(BwStudy *self)
{
  self->cancellable = g_cancellable_new();
}

static void tell(BwStudy *self)
{
  g_signal_emit_by_name(self, "changed");
}

static gboolean is_cancelled(const GError *error)
{
  return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The threads know path, units, cancellable, progress and, as soon as it is there, the whole, which stay as
 * they are. */
static void start(BwStudy *self, GTaskThreadFunc work, GAsyncReadyCallback ready)
{
  g_autoptr(GTask) task = g_task_new(self, self->cancellable, ready, NULL);
  g_task_run_in_thread(task, work);
}

/* Frames without those that are bad */

/* Of data of many systems nothing is left out for being of another one. */
static BwCheckSettings settings_of(const BwStudy *self)
{
  return (BwCheckSettings){.units = &self->units, .mixed = self->whole && self->whole->parts->len > 1};
}

static BwCollection *gather_usable(const BwStudy *self, const BwCheck *check, BwTrajectory *trajectory,
                                   GCancellable *cancellable, GError **error)
{
  const BwCheckSettings settings = settings_of(self);
  if (settings.mixed)
    return bw_check_gather_collection(check, trajectory, &settings, cancellable, error);
  g_autoptr(BwDataset) dataset = bw_check_gather(check, trajectory, &settings, cancellable, error);
  return dataset ? bw_collection_new(dataset) : NULL;
}

static void gather(GTask *task, gpointer source, gpointer check, GCancellable *cancellable)
{
  const BwStudy *self = source;
  GError *error = NULL;
  g_autoptr(BwTrajectory) trajectory = bw_open_labelled(self->path, &self->units, NULL, NULL, &error);
  BwCollection *usable = trajectory ? gather_usable(self, check, trajectory, cancellable, &error) : NULL;
  if (usable)
    g_task_return_pointer(task, usable, (GDestroyNotify)bw_collection_unref);
  else
    g_task_return_error(task, error);
}

static void on_gathered(GObject *source, GAsyncResult *result, G_GNUC_UNUSED gpointer data)
{
  BwStudy *self = BW_STUDY(source);
  g_autoptr(GError) error = NULL;
  BwCollection *usable = g_task_propagate_pointer(G_TASK(result), &error);
  if (is_cancelled(error))
    return;
  self->busy = FALSE;
  self->usable = usable;
  if (error) {
    g_clear_error(&self->error);
    self->error = g_steal_pointer(&error);
  }
  tell(self);
}

void bw_study_set_leave_out(BwStudy *self, gboolean leave_out)
{
  if (leave_out == self->leave_out || !self->check)
    return;
  self->leave_out = leave_out;
  if (leave_out && !self->usable && !self->busy) {
    self->busy = TRUE;
    g_autoptr(GTask) task = g_task_new(self, self->cancellable, on_gathered, NULL);
    g_task_set_task_data(task, bw_check_ref(self->check), (GDestroyNotify)bw_check_unref);
    g_task_run_in_thread(task, gather);
  }
  tell(self);
}

gboolean bw_study_get_leave_out(BwStudy *self)
{
  return self->leave_out;
}

BwVerdict bw_study_judge(BwStudy *self)
{
  if (self->busy || self->checking)
    return BW_VERDICT_PENDING;
  if (self->check && bw_check_concerns_all(self->check))
    return BW_VERDICT_BAD_SET;
  return self->check && self->check->n_errors > 0 && !self->leave_out ? BW_VERDICT_BAD_FRAMES
                                                                      : BW_VERDICT_FINE;
}

gint64 bw_study_count_bad(BwStudy *self)
{
  return self->check ? self->check->n_frames - self->check->n_usable : 0;
}

/* The check */

static void on_progress(G_GNUC_UNUSED const char *stage, double fraction, gpointer data)
{
  BwStudy *self = data;
  self->progress = (int)(1000 * fraction);
}

typedef struct {
  BwStudy *study;
  BwDatasetSummary *summary;
} News;

static gboolean take_summary(gpointer data)
{
  News *news = data;
  g_clear_pointer(&news->study->summary, bw_dataset_summary_unref);
  news->study->summary = news->summary;
  if (!g_cancellable_is_cancelled(news->study->cancellable))
    tell(news->study);
  g_object_unref(news->study);
  g_free(news);
  return G_SOURCE_REMOVE;
}

static void on_summarised(BwDatasetSummary *summary, gpointer data)
{
  News *news = g_new(News, 1);
  *news = (News){g_object_ref(data), bw_dataset_summary_ref(summary)};
  g_idle_add(take_summary, news);
}

static void check(GTask *task, gpointer source, G_GNUC_UNUSED gpointer data, GCancellable *cancellable)
{
  BwStudy *self = source;
  GError *error = NULL;
  const BwCheckSettings settings = settings_of(self);
  const BwCheckObserver observer = {on_progress, on_summarised, self};
  g_autoptr(BwTrajectory) trajectory = bw_open_labelled(self->path, &self->units, NULL, NULL, &error);
  BwCheck *found =
      trajectory ? bw_check_trajectory(trajectory, &settings, NULL, &observer, cancellable, &error) : NULL;
  if (found)
    g_task_return_pointer(task, found, (GDestroyNotify)bw_check_unref);
  else
    g_task_return_error(task, error);
}

static gboolean poll_progress(gpointer data)
{
  tell(data);
  return G_SOURCE_CONTINUE;
}

static void on_checked(GObject *source, GAsyncResult *result, G_GNUC_UNUSED gpointer data)
{
  BwStudy *self = BW_STUDY(source);
  g_autoptr(GError) error = NULL;
  BwCheck *found = g_task_propagate_pointer(G_TASK(result), &error);
  if (is_cancelled(error))
    return;
  g_clear_handle_id(&self->poll, g_source_remove);
  self->checking = FALSE;
  self->check = found;
  if (found && !self->summary)
    self->summary = bw_dataset_summary_ref(found->summary);
  if (error && !self->error)
    self->error = g_steal_pointer(&error);
  if (self->record && self->record->left_out) /* as the person had chosen */
    bw_study_set_leave_out(self, TRUE);
  tell(self);
}

/* Reading */

typedef struct {
  BwCollection *data; /* NULL: */
  GError *error;
  BwTrainingRecord *record;
} Answer;

static void answer_free(gpointer data)
{
  Answer *answer = data;
  g_clear_pointer(&answer->data, bw_collection_unref);
  g_clear_pointer(&answer->record, bw_training_record_free);
  g_clear_error(&answer->error);
  g_free(answer);
}

/* Of no system are there half of the frames: these are no strays of a dataset. */
static gboolean is_mixed(const BwCollection *data)
{
  int most = 0;
  for (guint p = 0; p < data->parts->len; p++)
    most = MAX(most, ((const BwDataset *)data->parts->pdata[p])->n_frames);
  return 2 * most < bw_collection_get_n_samples(data);
}

static BwCollection *open_data(const BwStudy *self, GError **error)
{
  g_autoptr(BwDataset) dataset = bw_open_dataset(self->path, &self->units, NULL, NULL, error);
  if (dataset)
    return bw_collection_new(dataset);
  g_autoptr(BwCollection) data = bw_open_collection(self->path, &self->units, NULL, NULL, NULL);
  if (!data || (bw_collection_knows_energies(data) && !is_mixed(data)))
    return NULL;
  g_clear_error(error);
  return g_steal_pointer(&data);
}

static void look(GTask *task, gpointer source, G_GNUC_UNUSED gpointer data,
                 G_GNUC_UNUSED GCancellable *cancellable)
{
  const BwStudy *self = source;
  Answer *answer = g_new0(Answer, 1);
  answer->data = open_data(self, &answer->error);
  answer->record =
      bw_training_record_find(self->path, answer->data ? bw_collection_get_md5(answer->data) : "");
  g_task_return_pointer(task, answer, answer_free);
}

/* Frames that make no dataset may be checked all the same: then it is known why. */
static void on_looked(GObject *source, GAsyncResult *result, G_GNUC_UNUSED gpointer data)
{
  BwStudy *self = BW_STUDY(source);
  Answer *answer = g_task_propagate_pointer(G_TASK(result), NULL);
  if (!answer) /* cancelled */
    return;
  self->busy = FALSE;
  self->whole = g_steal_pointer(&answer->data);
  self->record = g_steal_pointer(&answer->record);
  self->error = g_steal_pointer(&answer->error);
  answer_free(answer);
  self->checking = TRUE;
  self->poll = g_timeout_add(POLL, poll_progress, self);
  start(self, check, on_checked);
  tell(self);
}

BwStudy *bw_study_new(const char *path, const BwUnitSystem *units)
{
  BwStudy *self = g_object_new(BW_TYPE_STUDY, NULL);
  self->path = g_strdup(path);
  self->busy = TRUE;
  if (units)
    self->units = *units;
  start(self, look, on_looked);
  return self;
}

void bw_study_cancel(BwStudy *self)
{
  g_clear_handle_id(&self->poll, g_source_remove);
  g_cancellable_cancel(self->cancellable);
}

/* What is known */

gboolean bw_study_is_busy(BwStudy *self)
{
  return self->busy;
}

gboolean bw_study_is_checking(BwStudy *self)
{
  return self->checking;
}

double bw_study_get_progress(BwStudy *self)
{
  return self->progress / 1000.0;
}

const GError *bw_study_get_error(BwStudy *self)
{
  return self->leave_out && self->usable ? NULL : self->error;
}

BwCollection *bw_study_get_data(BwStudy *self)
{
  return self->leave_out ? self->usable : self->whole;
}

BwDataset *bw_study_get_dataset(BwStudy *self)
{
  BwCollection *data = bw_study_get_data(self);
  return data ? bw_collection_get_dataset(data) : NULL;
}

const BwDatasetSummary *bw_study_get_summary(BwStudy *self)
{
  return self->summary;
}

const BwCheck *bw_study_get_check(BwStudy *self)
{
  return self->check;
}

const BwTrainingRecord *bw_study_get_record(BwStudy *self)
{
  return self->record;
}

void bw_study_refresh_record(BwStudy *self)
{
  g_clear_pointer(&self->record, bw_training_record_free);
  self->record = bw_training_record_find(self->path, self->whole ? bw_collection_get_md5(self->whole) : "");
  tell(self);
}
