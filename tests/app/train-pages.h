/* train-pages.h - a window that shows the Train page with water to learn from: what the tests of that page
 * share. */
#pragma once

#include "water.h"
#include "windows.h"

#include "app/pages/bw-train-page-private.h"

struct _Fixture {
  BwWindow *window;
  BwSession *session;
  BwTrainPage *page;
  char *data;
};

static inline void act(Fixture *f, const char *action, GVariant *parameter)
{
  g_action_group_activate_action(G_ACTION_GROUP(f->window), action, parameter);
}

static inline gboolean can_start(Fixture *f)
{
  return f->page->data && gtk_widget_get_sensitive(f->page->start_button);
}

static inline void set_up(Fixture *f, gconstpointer data)
{
  f->data = write_water(home, (WaterFlaws)GPOINTER_TO_INT(data));
  f->window = bw_window_new(application);
  f->session = bw_window_get_session(f->window);
  f->page = BW_TRAIN_PAGE(find(GTK_WIDGET(f->window), BW_TYPE_TRAIN_PAGE));
  gtk_window_present(GTK_WINDOW(f->window));
  act(f, "page", g_variant_new_string("train"));
  open_in(f->window, f->data);
  g_assert_true(happens(f, can_start));
}

static inline void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  close_window(f->window);
  empty_folder(home);
  g_free(f->data);
}

static inline void type(AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text(GTK_EDITABLE(row), text);
}

static inline void press(GtkWidget *button)
{
  g_assert_true(gtk_widget_get_visible(button) && gtk_widget_get_sensitive(button));
  g_signal_emit_by_name(button, "clicked");
}

static inline gboolean is_finished(Fixture *f)
{
  BwTraining *training = bw_session_get_training(f->session);
  return training && bw_training_get_state(training) == BW_JOB_FINISHED &&
         !bw_session_get_training_job(f->session);
}

static inline gboolean is_refused(Fixture *f)
{
  return gtk_widget_get_visible(GTK_WIDGET(f->page->warning_label));
}
