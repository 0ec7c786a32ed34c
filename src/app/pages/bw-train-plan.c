/* What a training will take, worked out on another thread soon after the last change; the newest question
 * counts. */
#include "app/pages/bw-train-page-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/bw-training-words.h"
#include "app/session/bw-words.h"
#include "base/error.h"
#include "base/format.h"

#define DELAY 250 /* ms after the last change */

typedef struct {
  BwDataset *dataset;
  BwTrainSettings settings;
  double sigma; /* what its `sigmas` point to */
  gint64 number;
  BwTrainPlan plan;
} Question;

static void question_free(gpointer data)
{
  Question *question = data;
  bw_dataset_unref(question->dataset);
  bw_train_plan_clear(&question->plan);
  g_free(question);
}

static void make_plan(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                      G_GNUC_UNUSED GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  if (bw_train_plan(question->dataset, &question->settings, NULL, &question->plan, &error))
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

/* Words */

static const char *solver_words(BwSolver solver)
{
  return solver == BW_SOLVER_ITERATIVE ? _("iterative solver") : _("closed form");
}

static char *describe_time(const BwTrainPlan *plan)
{
  int n = MAX(plan->n_sigmas, 1) * MAX(plan->n_lambdas, 1);
  double seconds = plan->seconds * n;
  g_autofree char *most = bw_format_duration(seconds);
  if (!isfinite(seconds))
    return g_strdup(_("time not known"));
  if (seconds < 1)
    return g_strdup(_("a moment"));
  return n > 1 ? g_strdup_printf(_("up to %s"), most) : g_steal_pointer(&most);
}

static char *describe_plan(const BwTrainPlan *plan)
{
  g_autofree char *unknowns = bw_words_count(plan->n_unknowns);
  g_autofree char *bytes = g_format_size(plan->bytes);
  g_autofree char *time = describe_time(plan);
  return g_strdup_printf(_("%s unknowns · %s · %s · %s memory"), unknowns, solver_words(plan->solver), time,
                         bytes);
}

static void set_text(GtkLabel *label, const char *text)
{
  gtk_label_set_label(label, text ? text : "");
  gtk_widget_set_visible(GTK_WIDGET(label), text && *text);
}

static void show_plan(BwTrainPage *self, const BwTrainPlan *plan, const GError *error)
{
  g_autofree char *text = error ? NULL : describe_plan(plan);
  g_autofree char *reason = error ? NULL : bw_words_solver_reason(plan);
  set_text(self->plan_label, text);
  set_text(self->reason_label, reason);
  set_text(self->warning_label, error ? error->message : NULL);
  self->can_start = error == NULL;
  if (!error)
    self->capacity = plan->capacity;
  bw_train_page_update_settings(self);
  bw_train_page_update_buttons(self);
}

/* Asking */

static void on_planned(GObject *source, GAsyncResult *result, G_GNUC_UNUSED gpointer data)
{
  BwTrainPage *self = BW_TRAIN_PAGE(source);
  const Question *question = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  g_task_propagate_boolean(G_TASK(result), &error);
  if (question->number != self->n_plans || !self->session) /* something else is asked by now */
    return;
  self->plan_pending = FALSE;
  show_plan(self, &question->plan, error);
}

static gboolean ask(gpointer data)
{
  BwTrainPage *self = data;
  self->planning = 0;
  if (!self->dataset)
    return G_SOURCE_REMOVE;
  Question *question = g_new0(Question, 1);
  question->dataset = bw_dataset_ref(self->dataset);
  question->number = ++self->n_plans;
  bw_train_page_read_settings(self, &question->settings, &question->sigma);
  g_autoptr(GTask) task = g_task_new(self, NULL, on_planned, NULL);
  g_task_set_task_data(task, question, question_free);
  g_task_run_in_thread(task, make_plan);
  return G_SOURCE_REMOVE;
}

void bw_train_page_plan_soon(BwTrainPage *self)
{
  g_clear_handle_id(&self->planning, g_source_remove);
  self->n_plans++;
  self->plan_pending = TRUE;
  self->planning = g_timeout_add(DELAY, ask, self);
}

void bw_train_page_stop_planning(BwTrainPage *self)
{
  g_clear_handle_id(&self->planning, g_source_remove);
  self->n_plans++;
  self->plan_pending = FALSE;
}
