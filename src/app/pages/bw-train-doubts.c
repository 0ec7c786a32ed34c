/* Data that would spoil a model: why they are not trained on, and what a person who knows better can do. */
#include "app/pages/bw-train-page-private.h"

#include <glib/gi18n.h>

#include "app/session/bw-flaw-words.h"
#include "app/session/bw-words.h"

enum { MOST_TOLD = 3 };

static BwStudy *get_study(BwTrainPage *self)
{
  return bw_session_get_dataset(self->session) ? bw_session_get_study(self->session) : NULL;
}

BwVerdict bw_train_page_judge(BwTrainPage *self)
{
  BwStudy *study = get_study(self);
  return study ? bw_study_judge(study) : BW_VERDICT_PENDING;
}

gboolean bw_train_page_has_doubts(BwTrainPage *self)
{
  BwVerdict verdict = bw_train_page_judge(self);
  return verdict == BW_VERDICT_BAD_FRAMES || verdict == BW_VERDICT_BAD_SET;
}

/* Of the whole set those that concern all of it; they come first. */
static gboolean counts(const BwFlaw *flaw, BwVerdict verdict)
{
  return flaw->severity == BW_SEVERITY_ERROR && (verdict != BW_VERDICT_BAD_SET || flaw->frame < 0);
}

char *bw_train_page_describe_doubts(BwTrainPage *self, int most)
{
  BwStudy *study = get_study(self);
  const BwCheck *check = study ? bw_study_get_check(study) : NULL;
  BwVerdict verdict = bw_train_page_judge(self);
  g_autoptr(GString) text = g_string_new(NULL);
  int n = 0;
  for (guint i = 0; check && i < check->flaws->len; i++) {
    const BwFlaw *flaw = check->flaws->pdata[i];
    if (!counts(flaw, verdict) || n++ >= most)
      continue;
    g_autofree char *sentence = bw_words_flaw(flaw), *remedy = bw_words_flaw_remedy(flaw);
    g_string_append_printf(text, "%s%s%s%s.", text->len > 0 ? "\n" : "", sentence, remedy ? "; " : "",
                           remedy ? remedy : "");
  }
  if (n > most) {
    g_autofree char *more = bw_words_count(n - most);
    g_string_append_printf(text, ngettext("\nAnd %s more.", "\nAnd %s more.", (gulong)(n - most)), more);
  }
  return g_strdup(text->str);
}

static void on_response(BwTrainPage *self, const char *response)
{
  BwStudy *study = get_study(self);
  if (g_str_equal(response, "leave-out") && study)
    bw_study_set_leave_out(study, TRUE);
  else if (g_str_equal(response, "train"))
    bw_train_page_start(self);
}

void bw_train_page_ask_about_doubts(BwTrainPage *self)
{
  gboolean frames = bw_train_page_judge(self) == BW_VERDICT_BAD_FRAMES;
  g_autofree char *doubts = bw_train_page_describe_doubts(self, MOST_TOLD);
  GtkWidget *dialog = adw_message_dialog_new(GTK_WINDOW(gtk_widget_get_root(GTK_WIDGET(self))),
                                             _("Train on These Data?"), NULL);
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG(dialog);
  adw_message_dialog_format_body(question, _("%s\n\nA model that learns from them will be wrong, too."),
                                 doubts);
  adw_message_dialog_add_response(question, "cancel", _("_Cancel"));
  if (frames)
    adw_message_dialog_add_response(question, "leave-out", _("_Leave Them Out"));
  adw_message_dialog_add_response(question, "train", _("_Train Anyway"));
  adw_message_dialog_set_response_appearance(question, "train", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response(question, frames ? "leave-out" : "cancel");
  adw_message_dialog_set_close_response(question, "cancel");
  g_signal_connect_object(dialog, "response", G_CALLBACK(on_response), self, G_CONNECT_SWAPPED);
  gtk_window_present(GTK_WINDOW(dialog));
}
