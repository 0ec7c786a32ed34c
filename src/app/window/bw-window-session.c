/* What the session says, brought to the widgets. */
#include "app/window/bw-window-private.h"

#include <glib/gi18n.h>

static gboolean on_tick(GtkWidget *widget, GdkFrameClock *clock, G_GNUC_UNUSED gpointer data)
{
  BwWindow *self = BW_WINDOW(widget);
  bw_session_tick(self->session, gdk_frame_clock_get_frame_time(clock));
  if (bw_session_needs_ticks(self->session))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

/* The frame clock runs only while there is something to follow. */
static void follow(BwWindow *self)
{
  if (!self->tick && bw_session_needs_ticks(self->session))
    self->tick = gtk_widget_add_tick_callback(GTK_WIDGET(self), on_tick, NULL, NULL);
}

static void on_frame(BwWindow *self)
{
  bw_view3d_update(self->view, FALSE);
  follow(self);
}

static void on_timeline(BwWindow *self)
{
  bw_timeline_update(self->timeline);
  bw_window_update_actions(self);
  follow(self);
}

static void on_numbers(BwWindow *self)
{
  g_autofree char *subtitle = bw_session_get_subtitle(self->session);
  adw_window_title_set_subtitle(self->title, subtitle);
  bw_analyse_page_update(self->analyse_page);
}

static void update_start_button(BwWindow *self)
{
  gboolean runs =
      bw_session_has_job(self->session) && bw_session_get_job_state(self->session) != BW_JOB_PAUSED;
  adw_button_content_set_icon_name(self->start_content,
                                   runs ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  adw_button_content_set_label(self->start_content, runs                                ? _("_Pause")
                                                    : bw_session_has_job(self->session) ? _("_Resume")
                                                                                        : _("_Start"));
  if (runs)
    gtk_widget_remove_css_class(self->start_button, "suggested-action");
  else
    gtk_widget_add_css_class(self->start_button, "suggested-action");
}

/* A run that goes, again or anew, is past what stopped the last one. */
static void forget_trouble(BwWindow *self)
{
  BwJobState before = self->job;
  self->job = bw_session_get_job_state(self->session);
  if (self->job == BW_JOB_RUNNING && before != BW_JOB_RUNNING && before != BW_JOB_PAUSED)
    bw_notice_bar_hide_error(self->notice_bar);
}

/* Without anything open the window says how to begin. */
static void on_entries(BwWindow *self)
{
  gboolean empty = g_list_model_get_n_items(bw_session_get_entries(self->session)) == 0;
  gtk_stack_set_visible_child_name(self->stack, empty ? "empty" : "content");
  gtk_widget_set_visible(self->run_controls, !empty);
}

static void on_job(BwWindow *self)
{
  forget_trouble(self);
  g_autofree char *title = bw_session_get_title(self->session);
  g_autofree char *subtitle = bw_session_get_subtitle(self->session);
  adw_window_title_set_title(self->title, title);
  adw_window_title_set_subtitle(self->title, subtitle);
  gtk_window_set_title(GTK_WINDOW(self), title);
  update_start_button(self);
  bw_simulate_page_update(self->simulate_page);
  bw_analyse_page_update(self->analyse_page);
  bw_window_update_actions(self);
  follow(self);
}

static void on_system(BwWindow *self)
{
  bw_view_page_update(self->view_page, self->session);
  bw_simulate_page_update(self->simulate_page);
}

static void on_atoms(BwWindow *self)
{
  bw_view3d_update(self->view, TRUE);
  bw_view_page_update(self->view_page, self->session);
}

static void on_trouble(BwWindow *self, const GError *error)
{
  bw_notice_bar_show_error(self->notice_bar, error->message);
}

static void on_assumed(BwWindow *self, const char *path, const char *note)
{
  g_autofree char *name = g_path_get_basename(path);
  g_autofree char *text = g_strdup_printf("%s: %s", name, note);
  bw_notice_bar_show_assumption(self->notice_bar, path, text);
}

static void show_finished(AdwToast *toast, BwWindow *self)
{
  BwEntry *entry = g_object_get_data(G_OBJECT(toast), "entry");
  bw_session_show_entry(self->session, entry);
  if (bw_entry_get_kind(entry) == BW_ENTRY_TRAINING)
    gtk_widget_activate_action(GTK_WIDGET(self), "win.page", "s", "train");
}

static gboolean is_seen(BwWindow *self, BwEntry *entry)
{
  return bw_entry_is_shown(entry) && (bw_entry_get_kind(entry) != BW_ENTRY_TRAINING ||
                                      gtk_widget_get_mapped(GTK_WIDGET(self->train_page)));
}

/* A run or a training that is looked at anyway needs no button. */
static void on_finished(BwWindow *self, G_GNUC_UNUSED const char *path, BwEntry *entry)
{
  g_autofree char *text = g_strdup_printf(_("Finished: %s"), bw_entry_get_title(entry));
  g_autofree char *markup = g_markup_escape_text(text, -1);
  AdwToast *toast = adw_toast_new(markup);
  if (!is_seen(self, entry)) {
    adw_toast_set_button_label(toast, _("_View"));
    g_object_set_data_full(G_OBJECT(toast), "entry", g_object_ref(entry), g_object_unref);
    g_signal_connect_object(toast, "button-clicked", G_CALLBACK(show_finished), self, 0);
  }
  adw_toast_overlay_add_toast(self->toasts, toast);
}

void bw_window_connect_session(BwWindow *self)
{
  static const struct {
    const char *name;
    GCallback callback;
  } signals[] = {
      {"frame", G_CALLBACK(on_frame)},
      {"timeline", G_CALLBACK(on_timeline)},
      {"numbers", G_CALLBACK(on_numbers)},
      {"job", G_CALLBACK(on_job)},
      {"system", G_CALLBACK(on_system)},
      {"atoms", G_CALLBACK(on_atoms)},
      {"opened", G_CALLBACK(bw_window_remember)},
      {"colours", G_CALLBACK(bw_window_update_energies)},
      {"trouble", G_CALLBACK(on_trouble)},
      {"assumed", G_CALLBACK(on_assumed)},
      {"written", G_CALLBACK(bw_window_tell_exported)},
      {"finished", G_CALLBACK(on_finished)},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    g_signal_connect_object(self->session, signals[i].name, signals[i].callback, self, G_CONNECT_SWAPPED);
  g_signal_connect_object(bw_session_get_entries(self->session), "items-changed", G_CALLBACK(on_entries),
                          self, G_CONNECT_SWAPPED);
  bw_sidebar_set_session(self->sidebar, self->session);
  bw_view3d_set_session(self->view, self->session);
  bw_view_page_set_view(self->view_page, self->view);
  bw_view_page_set_session(self->view_page, self->session);
  bw_timeline_set_session(self->timeline, self->session);
  bw_simulate_page_set_session(self->simulate_page, self->session);
  bw_train_page_set_session(self->train_page, self->session);
  bw_analyse_page_set_session(self->analyse_page, self->session);
  bw_plot_row_set_session(self->plots, self->session);
}

void bw_window_disconnect_session(BwWindow *self)
{
  g_signal_handlers_disconnect_by_data(bw_session_get_entries(self->session), self);
  bw_view_page_set_session(self->view_page, NULL);
  bw_sidebar_set_session(self->sidebar, NULL);
  bw_view3d_set_session(self->view, NULL);
  bw_timeline_set_session(self->timeline, NULL);
  bw_simulate_page_set_session(self->simulate_page, NULL);
  bw_train_page_set_session(self->train_page, NULL);
  bw_analyse_page_set_session(self->analyse_page, NULL);
  bw_plot_row_set_session(self->plots, NULL);
  g_signal_handlers_disconnect_by_data(self->session, self);
}
