/* The row of plots in the window: room for one that is maximised, and what plots have to say. */
#include "app/window/bw-window-private.h"

#include <glib/gi18n.h>

/* A maximised plot has the place of the view, above the timeline. */
static void on_maximised(BwWindow *self)
{
  gboolean maximised;
  g_object_get(self->plots, "maximised", &maximised, NULL);
  if (maximised == self->plot_maximised)
    return;
  self->plot_maximised = maximised;
  if (maximised)
    self->paned_position = gtk_paned_get_position(self->paned);
  gtk_widget_set_visible(GTK_WIDGET(self->view), !maximised);
  gtk_paned_set_position(self->paned, maximised ? 0 : self->paned_position);
}

static void on_removed(BwWindow *self, const char *title)
{
  g_autofree char *text = g_strdup_printf(_("Plot removed: %s"), title);
  g_autofree char *markup = g_markup_escape_text(text, -1);
  AdwToast *toast = adw_toast_new(markup);
  adw_toast_set_button_label(toast, _("_Undo"));
  g_signal_connect_object(toast, "button-clicked", G_CALLBACK(bw_plot_row_undo_remove), self->plots,
                          G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast(self->toasts, toast);
}

void bw_window_tell_exported(BwWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename(path), *title = g_strdup_printf(_("Exported %s"), name);
  g_autofree char *markup = g_markup_escape_text(title, -1);
  adw_toast_overlay_add_toast(self->toasts, adw_toast_new(markup));
}

static void on_trouble(BwWindow *self, const char *message)
{
  bw_notice_bar_show_error(self->notice_bar, message);
}

void bw_window_init_plots(BwWindow *self)
{
  static const struct {
    const char *name;
    GCallback callback;
  } signals[] = {{"notify::maximised", G_CALLBACK(on_maximised)},
                 {"removed", G_CALLBACK(on_removed)},
                 {"exported", G_CALLBACK(bw_window_tell_exported)},
                 {"trouble", G_CALLBACK(on_trouble)}};
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    g_signal_connect_object(self->plots, signals[i].name, signals[i].callback, self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->analyse_page, "exported", G_CALLBACK(bw_window_tell_exported), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->analyse_page, "trouble", G_CALLBACK(on_trouble), self, G_CONNECT_SWAPPED);
}
