#include "app/bw-window-private.h"

#include <glib/gi18n.h>

#include "app/bw-settings.h"

G_DEFINE_FINAL_TYPE(BwWindow, bw_window, ADW_TYPE_APPLICATION_WINDOW)

/* The session says so */

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
  g_autofree char *pair = bw_session_describe_pair(self->session);
  g_autofree char *subtitle = bw_session_get_subtitle(self->session);
  adw_window_title_set_subtitle(self->title, subtitle);
  bw_view3d_set_readout(self->view, pair);
  g_autofree char *dilation = bw_session_describe(self->session, BW_WORDS_DILATION);
  bw_plot_view_set_caption(self->distance_view, dilation);
  bw_plot_view_update(self->distance_view);
  bw_plot_view_update(self->energy_view);
  bw_simulate_page_update_numbers(self->simulate_page);
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

static void on_job(BwWindow *self)
{
  g_autofree char *title = bw_session_get_title(self->session);
  g_autofree char *subtitle = bw_session_get_subtitle(self->session);
  adw_window_title_set_title(self->title, title);
  adw_window_title_set_subtitle(self->title, subtitle);
  gtk_window_set_title(GTK_WINDOW(self), title);
  if (bw_session_get_frame(self->session) || bw_session_get_potential(self->session)) {
    gtk_stack_set_visible_child_name(self->stack, "content");
    gtk_widget_set_visible(self->run_controls, TRUE);
  }
  update_start_button(self);
  bw_simulate_page_update(self->simulate_page);
  bw_window_update_actions(self);
  follow(self);
}

static void update_pair_chooser(BwWindow *self)
{
  int n_pairs;
  const int(*pairs)[2] = bw_session_get_pairs(self->session, &n_pairs);
  const BwFrame *frame = bw_session_get_frame(self->session);
  g_autoptr(GtkStringList) names = gtk_string_list_new(NULL);
  for (int p = 0; p < n_pairs && frame; p++)
    gtk_string_list_take(names, bw_atoms_pair_name(frame->atoms, pairs[p][0], pairs[p][1]));
  int pair = bw_session_get_pair(self->session);
  self->choosing_pair = TRUE;
  gtk_drop_down_set_model(self->pair_chooser, G_LIST_MODEL(names));
  gtk_drop_down_set_selected(self->pair_chooser, pair < 0 ? GTK_INVALID_LIST_POSITION : (guint)pair);
  self->choosing_pair = FALSE;
  gtk_widget_set_visible(GTK_WIDGET(self->pair_chooser), n_pairs > 0);
}

static void on_system(BwWindow *self)
{
  update_pair_chooser(self);
  bw_simulate_page_update(self->simulate_page);
}

static void on_atoms(BwWindow *self)
{
  bw_view3d_update(self->view, TRUE);
}

static void on_another(BwWindow *self, const char *path)
{
  BwWindow *window = bw_window_new(gtk_window_get_application(GTK_WINDOW(self)));
  gtk_window_present(GTK_WINDOW(window));
  bw_window_open(window, (const char *const[]){path, NULL});
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

static void on_finished(BwWindow *self, const char *path)
{
  AdwToast *toast = adw_toast_new(_("Run finished"));
  if (path) {
    adw_toast_set_button_label(toast, _("_View"));
    adw_toast_set_detailed_action_name(toast, "win.open-path");
    adw_toast_set_action_target_value(toast, g_variant_new_string(path));
  }
  adw_toast_overlay_add_toast(self->toasts, toast);
}

/* The person says so */

static void on_pair_selected(BwWindow *self)
{
  guint selected = gtk_drop_down_get_selected(self->pair_chooser);
  int n_pairs;
  const int(*pairs)[2] = bw_session_get_pairs(self->session, &n_pairs);
  if (!self->choosing_pair && selected < (guint)n_pairs)
    bw_session_choose_pair(self->session, pairs[selected][0], pairs[selected][1]);
}

static void on_pair_chosen(BwWindow *self, int i, int j)
{
  bw_session_choose_pair(self->session, i, j);
}

static void on_open_again(BwWindow *self, const char *path, const char *unit)
{
  BwUnitSystem units = {.length = unit};
  bw_session_open(self->session, (const char *const[]){path, NULL}, &units);
}

/* The widget */

static void connect_session(BwWindow *self)
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
      {"another", G_CALLBACK(on_another)},
      {"trouble", G_CALLBACK(on_trouble)},
      {"assumed", G_CALLBACK(on_assumed)},
      {"finished", G_CALLBACK(on_finished)},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    g_signal_connect_object(self->session, signals[i].name, signals[i].callback, self, G_CONNECT_SWAPPED);
  bw_view3d_set_session(self->view, self->session);
  bw_timeline_set_session(self->timeline, self->session);
  bw_simulate_page_set_session(self->simulate_page, self->session);
  bw_plot_view_set_plot(self->distance_view, bw_session_get_distance_plot(self->session));
  bw_plot_view_set_plot(self->energy_view, bw_session_get_energy_plot(self->session));
}

static void disconnect_session(BwWindow *self)
{
  bw_view3d_set_session(self->view, NULL);
  bw_timeline_set_session(self->timeline, NULL);
  bw_simulate_page_set_session(self->simulate_page, NULL);
  bw_plot_view_set_plot(self->distance_view, NULL);
  bw_plot_view_set_plot(self->energy_view, NULL);
  g_signal_handlers_disconnect_by_data(self->session, self);
}

static void bw_window_dispose(GObject *object)
{
  BwWindow *self = BW_WINDOW(object);
  if (self->tick)
    gtk_widget_remove_tick_callback(GTK_WIDGET(self), self->tick);
  self->tick = 0;
  if (self->session) {
    disconnect_session(self);
    bw_session_close(self->session);
  }
  g_clear_object(&self->session);
  g_clear_object(&self->chooser);
  G_OBJECT_CLASS(bw_window_parent_class)->dispose(object);
}

static void bw_window_class_init(BwWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_window_dispose;
  g_type_ensure(BW_TYPE_NOTICE_BAR);
  g_type_ensure(BW_TYPE_SIMULATE_PAGE);
  g_type_ensure(BW_TYPE_VIEW3D);
  g_type_ensure(BW_TYPE_TIMELINE);
  g_type_ensure(BW_TYPE_PLOT_VIEW);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-window.ui");
  gtk_widget_class_bind_template_child(widget_class, BwWindow, title);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, run_controls);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, start_button);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, start_content);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, notice_bar);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, toasts);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, stack);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, panel);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, simulate_page);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, paned);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, view);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, timeline);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, plots);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, distance_view);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, energy_view);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, pair_chooser);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, recent_menu);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, drop_target);
  gtk_widget_class_bind_template_callback(widget_class, on_pair_selected);
  gtk_widget_class_bind_template_callback(widget_class, on_pair_chosen);
  gtk_widget_class_bind_template_callback(widget_class, on_open_again);
  gtk_widget_class_bind_template_callback_full(widget_class, "on_drop", G_CALLBACK(bw_window_on_drop));
}

static void bind_settings(BwWindow *self)
{
  static const char *const shown[] = {"show-beads", "show-springs", "show-centroid", "colour-by-time"};
  GSettings *settings = bw_settings_get();
  g_settings_bind(settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind(settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind(settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind(settings, "show-panel", self->panel, "reveal-flap", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind(settings, "show-plots", self->plots, "visible", G_SETTINGS_BIND_DEFAULT);
  for (gsize i = 0; i < G_N_ELEMENTS(shown); i++)
    g_settings_bind(settings, shown[i], self->view, shown[i], G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object(settings, "changed::energy-unit", G_CALLBACK(bw_session_refresh_numbers),
                          self->session, G_CONNECT_SWAPPED);
}

static void bw_window_init(BwWindow *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  self->session = bw_session_new(g_settings_get_int(bw_settings_get(), "threads"));
  bind_settings(self);
  bw_window_init_actions(self);
  bw_window_init_files(self);
  connect_session(self);
  bw_window_update_actions(self);
}

BwWindow *bw_window_new(GtkApplication *application)
{
  return g_object_new(BW_TYPE_WINDOW, "application", application, NULL);
}

BwSession *bw_window_get_session(BwWindow *self)
{
  return self->session;
}

void bw_window_open_example(BwWindow *self)
{
  bw_notice_bar_hide(self->notice_bar);
  if (!bw_session_open_example(self->session))
    bw_notice_bar_show_error(
        self->notice_bar, _("The example is not installed: models/ethanol.xyz is neither in $BW_MODELS nor "
                            "among the program's data. Install Beadwork again, or open a file of your own."));
}

const char *bw_window_get_notice(BwWindow *self)
{
  return bw_notice_bar_get_text(self->notice_bar);
}

gint64 bw_window_get_n_drawn(BwWindow *self)
{
  return bw_view3d_get_n_drawn(self->view);
}
