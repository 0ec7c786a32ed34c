#include "app/view/bw-export-dialog.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/view/bw-picture.h"
#include "app/bw-settings.h"

#define PIXELS_PER_MM (300 / 25.4) /* in print */

struct _BwExportDialog {
  AdwWindow parent;
  GtkSpinButton *width, *height;
  GtkToggleButton *proportions;
  GtkSwitch *transparent;
  AdwActionRow *size_row;
  BwView3d *view;
  double aspect;
  gboolean adjusting; /* one side follows the other */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE(BwExportDialog, bw_export_dialog, ADW_TYPE_WINDOW)

static void describe_size(BwExportDialog *self)
{
  double width = gtk_spin_button_get_value(self->width), height = gtk_spin_button_get_value(self->height);
  g_autofree char *text = g_strdup_printf(_("%.0f × %.0f mm at 300 dots per inch"), width / PIXELS_PER_MM,
                                          height / PIXELS_PER_MM);
  adw_action_row_set_subtitle(self->size_row, text);
}

static void follow(BwExportDialog *self, GtkSpinButton *other, double value)
{
  if (self->adjusting)
    return;
  self->adjusting = TRUE;
  if (gtk_toggle_button_get_active(self->proportions))
    gtk_spin_button_set_value(other, round(value));
  self->adjusting = FALSE;
  describe_size(self);
}

static void on_width_changed(BwExportDialog *self)
{
  follow(self, self->height, gtk_spin_button_get_value(self->width) / self->aspect);
}

static void on_height_changed(BwExportDialog *self)
{
  follow(self, self->width, gtk_spin_button_get_value(self->height) * self->aspect);
}

static void on_proportions_changed(BwExportDialog *self)
{
  on_width_changed(self);
}

static void on_response(BwExportDialog *self, int response)
{
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(self->chooser));
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  if (!path)
    return;
  g_autofree char *folder = g_path_get_dirname(path);
  g_settings_set_string(bw_settings_get(), "last-folder", folder);
  bw_view3d_export(self->view, path, gtk_spin_button_get_value_as_int(self->width),
                   gtk_spin_button_get_value_as_int(self->height), gtk_switch_get_active(self->transparent));
  gtk_window_destroy(GTK_WINDOW(self));
}

static void on_export(BwExportDialog *self)
{
  g_autofree char *folder = g_settings_get_string(bw_settings_get(), "last-folder");
  g_autofree char *name = bw_view3d_propose_name(self->view);
  g_autoptr(GFile) start = g_file_new_for_path(folder);
  g_clear_object(&self->chooser);
  self->chooser = gtk_file_chooser_native_new(_("Export Picture"), GTK_WINDOW(self),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->chooser), TRUE);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(self->chooser), name);
  if (*folder && g_file_test(folder, G_FILE_TEST_IS_DIR))
    gtk_file_chooser_set_current_folder(GTK_FILE_CHOOSER(self->chooser), start, NULL);
  g_signal_connect_object(self->chooser, "response", G_CALLBACK(on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}

static void bw_export_dialog_dispose(GObject *object)
{
  g_clear_object(&BW_EXPORT_DIALOG(object)->chooser);
  G_OBJECT_CLASS(bw_export_dialog_parent_class)->dispose(object);
}

static void bw_export_dialog_class_init(BwExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_export_dialog_dispose;
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-export-dialog.ui");
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_bind_template_child(widget_class, BwExportDialog, width);
  gtk_widget_class_bind_template_child(widget_class, BwExportDialog, height);
  gtk_widget_class_bind_template_child(widget_class, BwExportDialog, proportions);
  gtk_widget_class_bind_template_child(widget_class, BwExportDialog, transparent);
  gtk_widget_class_bind_template_child(widget_class, BwExportDialog, size_row);
  gtk_widget_class_bind_template_callback(widget_class, on_width_changed);
  gtk_widget_class_bind_template_callback(widget_class, on_height_changed);
  gtk_widget_class_bind_template_callback(widget_class, on_proportions_changed);
  gtk_widget_class_bind_template_callback(widget_class, on_export);
}

static void bw_export_dialog_init(BwExportDialog *self)
{
  self->aspect = 1.6;
  gtk_widget_init_template(GTK_WIDGET(self));
}

void bw_export_dialog_present(BwView3d *view)
{
  GtkRoot *window = gtk_widget_get_root(GTK_WIDGET(view));
  BwExportDialog *self = g_object_new(BW_TYPE_EXPORT_DIALOG, "transient-for", window, NULL);
  int width = gtk_widget_get_width(GTK_WIDGET(view)), height = gtk_widget_get_height(GTK_WIDGET(view));
  self->view = view; /* its window takes this one with it */
  self->aspect = (double)MAX(width, 1) / MAX(height, 1);
  gtk_spin_button_set_value(self->width, 2 * width);
  describe_size(self);
  gtk_window_present(GTK_WINDOW(self));
}
