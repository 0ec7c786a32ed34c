/* What a training will take, worked out on another thread soon after the last change; the newest question
 * counts. */
#include "app/pages/bw-train-page-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-widgets.h"
#include "app/session/bw-training-words.h"
#include "app/session/bw-words.h"
#include "base/error.h"
#include "base/format.h"
#include "engine/trainer.h"

#define DELAY 250 /* ms after the last change */

typedef struct {
  BwTrainSpec spec;
  gint64 number;
  BwPool *pool;     /* as the trainer's */
  BwTrainPlan plan; /* of the largest size */
  double seconds;   /* of all that is trained */
} Question;

static void question_free(gpointer data)
{
  Question *question = data;
  bw_train_spec_clear(&question->spec);
  bw_train_plan_clear(&question->plan);
  g_free(question);
}

static gboolean plan_one(Question *question, GError **error)
{
  bw_train_plan_clear(&question->plan);
  if (!bw_train_plan(question->spec.data, &question->spec.settings, question->pool, &question->plan, error))
    return FALSE;
  question->seconds +=
      question->plan.seconds * MAX(question->plan.n_sigmas, 1) * MAX(question->plan.n_lambdas, 1);
  return TRUE;
}

static gboolean plan_all(Question *question, GError **error)
{
  const BwTrainSpec *spec = &question->spec;
  gboolean alike = bw_model_kind_is_network(spec->settings.kind); /* as many steps for each size */
  for (int i = alike ? MAX(spec->n_sizes - 1, 0) : 0; i < spec->n_sizes; i++) {
    question->spec.settings.n_train = spec->sizes[i];
    if (!plan_one(question, error))
      return FALSE;
  }
  if (alike && spec->n_sizes > 0)
    question->seconds *= spec->n_sizes;
  if (spec->n_sizes > 0 && question->plan.n_valid == 0)
    return bw_fail(error, BW_ERROR_ARGUMENT,
                   _("no frame is left to measure the errors on; leave some out of the sizes"));
  return spec->n_sizes > 0 || plan_one(question, error);
}

static void make_plan(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                      G_GNUC_UNUSED GCancellable *cancellable)
{
  GError *error = NULL;
  Question *question = data;
  g_autoptr(BwPool) pool = bw_pool_new(bw_trainer_count_threads(0), TRUE);
  question->pool = pool;
  gboolean planned = plan_all(question, &error);
  question->pool = NULL;
  if (planned)
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

/* Words */

static const char *solver_words(BwSolver solver)
{
  return solver == BW_SOLVER_ITERATIVE ? _("iterative solver") : _("closed form");
}

static char *describe_time(const Question *question)
{
  const BwTrainPlan *plan = &question->plan;
  gboolean network = bw_model_kind_is_network(plan->kind); /* may stop before its last epoch */
  gboolean one = question->spec.n_sizes == 0 && plan->n_sigmas * plan->n_lambdas <= 1 && !network;
  g_autofree char *most = bw_format_duration(question->seconds);
  if (!isfinite(question->seconds))
    return g_strdup(_("time not known"));
  if (question->seconds < 1)
    return g_strdup(_("a moment"));
  return one ? g_steal_pointer(&most) : g_strdup_printf(_("up to %s"), most);
}

/* "33 000 weights · 4 members · 1 000 epochs · up to 12 min · 34 MB memory" */
static char *describe_network(const Question *question)
{
  const BwTrainPlan *plan = &question->plan;
  g_autofree char *weights = bw_words_count(plan->n_unknowns), *epochs = bw_words_count(plan->n_epochs);
  g_autofree char *bytes = g_format_size(plan->bytes), *time = describe_time(question);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, _("%s weights"), weights);
  if (plan->n_members > 1)
    g_string_append_printf(text, ngettext(" · %d member", " · %d members", (gulong)plan->n_members),
                           plan->n_members);
  g_string_append_printf(text, ngettext(" · %s epoch", " · %s epochs", (gulong)plan->n_epochs), epochs);
  g_string_append_printf(text, _(" · %s · %s memory"), time, bytes);
  return g_strdup(text->str);
}

static char *describe_plan(const Question *question)
{
  const BwTrainPlan *plan = &question->plan;
  if (bw_model_kind_is_network(plan->kind))
    return describe_network(question);
  g_autofree char *unknowns = bw_words_count(plan->n_unknowns);
  g_autofree char *bytes = g_format_size(plan->bytes);
  g_autofree char *time = describe_time(question);
  return g_strdup_printf(_("%s unknowns · %s · %s · %s memory"), unknowns, solver_words(plan->solver), time,
                         bytes);
}

void bw_train_page_show_lack(BwTrainPage *self, const char *why)
{
  bw_label_show(self->plan_label, why);
  gtk_widget_set_visible(GTK_WIDGET(self->reason_label), FALSE);
  g_clear_pointer(&self->trouble, g_free);
}

static void show_plan(BwTrainPage *self, const Question *question, const GError *error)
{
  const BwTrainPlan *plan = &question->plan;
  g_autofree char *text = error ? NULL : describe_plan(question);
  g_autofree char *reason = error ? NULL : bw_words_solver_reason(plan);
  bw_label_show(self->plan_label, text);
  bw_label_show(self->reason_label, reason);
  g_free(self->trouble);
  self->trouble = g_strdup(error ? error->message : NULL);
  self->can_start = error == NULL;
  if (!error)
    self->capacity = plan->capacity;
  bw_network_rows_set_planned(self->network_rows, error ? 0 : plan->n_epochs);
  bw_train_page_update_settings(self);
  bw_train_page_update_buttons(self);
}

/* Data that say other things than energies and forces are for networks, which have to be told what to learn.
 */
static const char *find_lack(const BwCollection *data, const BwTrainSettings *settings)
{
  if (bw_collection_knows_energies(data))
    return NULL;
  if (!bw_model_kind_is_network(settings->kind))
    return _("These data have neither energies nor forces: choose a network, which learns other properties.");
  const char *description = settings->neural.description;
  return description && strstr(description, "[outputs]")
             ? NULL
             : _("These data have neither energies nor forces: choose under “Also learn” what a network "
                 "learns.");
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
  show_plan(self, question, error);
}

static gboolean ask(gpointer data)
{
  BwTrainPage *self = data;
  self->planning = 0;
  if (!self->data)
    return G_SOURCE_REMOVE;
  Question *question = g_new0(Question, 1);
  question->number = ++self->n_plans;
  g_autoptr(GError) error = NULL;
  if (!bw_train_page_read(self, &question->spec, &error)) {
    self->plan_pending = FALSE;
    show_plan(self, question, error);
    question_free(question);
    return G_SOURCE_REMOVE;
  }
  const char *lack = find_lack(self->data, &question->spec.settings);
  if (lack) {
    question_free(question);
    self->plan_pending = self->can_start = FALSE;
    bw_train_page_show_lack(self, lack);
    bw_train_page_update_buttons(self);
    return G_SOURCE_REMOVE;
  }
  question->spec.data = bw_collection_ref(self->data);
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
