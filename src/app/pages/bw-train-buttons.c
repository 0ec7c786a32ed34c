/* What can be done now: which buttons there are, and what they are called. */
#include "app/pages/bw-train-page-private.h"

#include <glib/gi18n.h>

#include "app/bw-widgets.h"
#include "app/session/bw-words.h"

static void update_continue(BwTrainPage *self, BwStudy *study)
{
  const BwTrainingRecord *record = study ? bw_study_get_record(study) : NULL;
  gboolean can = record && bw_study_get_data(study) && record->left_out == bw_study_get_leave_out(study) &&
                 !bw_session_get_training(self->session) &&
                 !bw_session_is_training_to(self->session, record->spec.output);
  gtk_widget_set_visible(self->continue_button, can);
  if (!can)
    return;
  g_autofree char *file = bw_words_file(record->spec.output);
  g_autofree char *label = g_strdup_printf(_("Continue %s"), file);
  gtk_button_set_label(GTK_BUTTON(self->continue_button), label);
  GtkWidget *text = gtk_button_get_child(GTK_BUTTON(self->continue_button));
  gtk_label_set_ellipsize(GTK_LABEL(text), PANGO_ELLIPSIZE_MIDDLE);
}

static void set_style(GtkWidget *widget, const char *style, gboolean on)
{
  if (on)
    gtk_widget_add_css_class(widget, style);
  else
    gtk_widget_remove_css_class(widget, style);
}

static const char *name_start(BwTrainPage *self, gboolean doubts)
{
  if (doubts)
    return _("Train _Anyway…");
  if (bw_session_get_training_job(self->session))
    return _("_Add to Queue");
  return bw_train_page_makes_curve(self) ? _("_Start Learning Curve") : _("_Start Training");
}

static void update_start(BwTrainPage *self)
{
  gboolean doubts = self->data && bw_train_page_has_doubts(self),
           looks = bw_train_page_judge(self) == BW_VERDICT_PENDING;
  gboolean planned = self->can_start && !self->plan_pending;
  g_autofree char *trouble =
      doubts && planned ? bw_train_page_describe_doubts(self, 1) : g_strdup(self->trouble);
  gtk_widget_set_visible(self->start_button, !bw_session_get_training(self->session));
  gtk_widget_set_sensitive(self->start_button, planned && !looks);
  gtk_widget_set_tooltip_text(self->start_button, looks ? _("As soon as the data are looked through") : NULL);
  gtk_button_set_label(GTK_BUTTON(self->start_button), name_start(self, doubts));
  set_style(self->start_button, "destructive-action", doubts);
  set_style(self->start_button, "suggested-action", !doubts);
  bw_label_show(self->warning_label, bw_session_get_training(self->session) ? NULL : trouble);
}

void bw_train_page_update_buttons(BwTrainPage *self)
{
  BwStudy *study = bw_session_get_dataset(self->session) ? bw_session_get_study(self->session) : NULL;
  BwTraining *training = bw_session_get_training(self->session);
  BwTraining *job = bw_session_get_training_job(self->session);
  const BwTrainStatus *status = training ? bw_training_get_status(training) : NULL;
  gboolean on = training && training == job, waits = status && status->state == BW_JOB_IDLE;
  gboolean pauses = status && (status->state == BW_JOB_PAUSED || status->pausing);
  gboolean done = status && status->state == BW_JOB_FINISHED;
  update_start(self);
  update_continue(self, study);
  gtk_widget_set_visible(self->pause_button, on);
  gtk_button_set_label(GTK_BUTTON(self->pause_button), pauses ? _("_Resume") : _("_Pause"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->pause_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 pauses ? _("Resume the training") : _("Pause the training"), -1);
  gtk_widget_set_visible(self->finish_button,
                         on && bw_training_is_network(training) && !bw_training_is_curve(training));
  gtk_widget_set_sensitive(self->finish_button, training && bw_training_can_finish(training));
  gtk_widget_set_visible(self->cancel_button, on || waits);
  gtk_widget_set_visible(self->another_button, training != NULL);
  gtk_widget_set_visible(self->simulate_button, done && !bw_training_is_curve(training));
}
