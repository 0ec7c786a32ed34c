#include "app/window/bw-window-private.h"

#include <glib/gi18n.h>

#include "app/session/bw-examples.h"
#include "app/bw-settings.h"
#include "app/window/bw-welcome.h"

G_DEFINE_FINAL_TYPE(BwWindow, bw_window, ADW_TYPE_APPLICATION_WINDOW)

static void on_open_again(BwWindow *self, const char *path, const char *unit)
{
  BwUnitSystem units = {.length = unit};
  bw_session_open(self->session, (const char *const[]){path, NULL}, &units);
}

/* The widget */

static void bw_window_dispose(GObject *object)
{
  BwWindow *self = BW_WINDOW(object);
  if (self->tick)
    gtk_widget_remove_tick_callback(GTK_WIDGET(self), self->tick);
  self->tick = 0;
  g_clear_handle_id(&self->folding, g_source_remove);
  if (self->session) {
    bw_window_disconnect_session(self);
    bw_session_close(self->session);
  }
  g_clear_object(&self->session);
  g_clear_object(&self->chooser);
  G_OBJECT_CLASS(bw_window_parent_class)->dispose(object);
}

static void bw_window_size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS(bw_window_parent_class)->size_allocate(widget, width, height, baseline);
  bw_window_fold_panels(BW_WINDOW(widget));
}

static void bw_window_class_init(BwWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_window_dispose;
  widget_class->size_allocate = bw_window_size_allocate;
  g_type_ensure(BW_TYPE_ANALYSE_PAGE);
  g_type_ensure(BW_TYPE_NOTICE_BAR);
  g_type_ensure(BW_TYPE_SIDEBAR);
  g_type_ensure(BW_TYPE_SIMULATE_PAGE);
  g_type_ensure(BW_TYPE_TRAIN_PAGE);
  g_type_ensure(BW_TYPE_VIEW3D);
  g_type_ensure(BW_TYPE_VIEW_PAGE);
  g_type_ensure(BW_TYPE_TIMELINE);
  g_type_ensure(BW_TYPE_PLOT_ROW);
  g_type_ensure(BW_TYPE_WELCOME);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-window.ui");
  gtk_widget_class_bind_template_child(widget_class, BwWindow, title);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, run_controls);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, start_button);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, start_content);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, notice_bar);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, toasts);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, stack);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, sidebar_flap);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, panel);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, sidebar);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, panel_box);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, pages);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, view_page);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, simulate_page);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, train_page);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, analyse_page);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, paned);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, view);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, timeline);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, plots);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, recent_menu);
  gtk_widget_class_bind_template_child(widget_class, BwWindow, drop_target);
  gtk_widget_class_bind_template_callback(widget_class, on_open_again);
  gtk_widget_class_bind_template_callback_full(widget_class, "on_drop", G_CALLBACK(bw_window_on_drop));
}

static void bind_settings(BwWindow *self)
{
  GSettings *settings = bw_settings_get();
  g_settings_bind(settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind(settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind(settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  bw_view3d_bind_settings(self->view);
  g_signal_connect_object(settings, "changed::energy-unit", G_CALLBACK(bw_session_refresh_numbers),
                          self->session, G_CONNECT_SWAPPED);
  g_signal_connect_object(settings, "changed::length-unit", G_CALLBACK(bw_session_refresh_numbers),
                          self->session, G_CONNECT_SWAPPED);
}

static void bw_window_init(BwWindow *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  self->session = bw_session_new(g_settings_get_int(bw_settings_get(), "threads"));
  bind_settings(self);
  bw_window_init_actions(self);
  bw_window_init_panels(self);
  bw_window_init_plots(self);
  bw_window_init_files(self);
  bw_window_connect_session(self);
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

void bw_window_open_example(BwWindow *self, const char *name)
{
  const BwExample *example = bw_examples_find(name);
  bw_notice_bar_hide(self->notice_bar);
  if (!example || bw_session_open_example(self->session, example->file))
    return;
  g_autofree char *text =
      g_strdup_printf(_("The example is not installed: models/%s is neither in $BW_MODELS nor among the "
                        "program's data. Install Beadwork again, or open a file of your own."),
                      example->file);
  bw_notice_bar_show_error(self->notice_bar, text);
}

const char *bw_window_get_notice(BwWindow *self)
{
  return bw_notice_bar_get_text(self->notice_bar);
}

gint64 bw_window_get_n_drawn(BwWindow *self)
{
  return bw_view3d_get_n_drawn(self->view);
}
