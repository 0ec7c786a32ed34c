#include "app/window/bw-preferences.h"

#include <glib/gi18n.h>

#include "app/bw-settings.h"

struct _BwPreferences {
  AdwPreferencesWindow parent;
  AdwComboRow *theme, *quality, *energy_unit, *length_unit;
  GtkSpinButton *threads;
  AdwActionRow *folder;
  GtkWidget *reset_folder;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE(BwPreferences, bw_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* Choices: a row selects by number what the setting keeps by name. */

static void write_choice(AdwComboRow *row, G_GNUC_UNUSED GParamSpec *pspec, const char *key)
{
  g_settings_set_enum(bw_settings_get(), key, (int)adw_combo_row_get_selected(row));
}

static void bind_choice(AdwComboRow *row, const char *key)
{
  adw_combo_row_set_selected(row, (guint)g_settings_get_enum(bw_settings_get(), key));
  g_signal_connect(row, "notify::selected", G_CALLBACK(write_choice), (gpointer)key);
}

/* The folder */

static void update_folder(BwPreferences *self)
{
  g_autofree char *folder = g_settings_get_string(bw_settings_get(), "default-folder");
  adw_action_row_set_subtitle(self->folder, *folder ? folder : _("The one used last"));
  gtk_widget_set_visible(self->reset_folder, *folder != '\0');
}

static void on_reset_folder(G_GNUC_UNUSED BwPreferences *self)
{
  g_settings_reset(bw_settings_get(), "default-folder");
}

static void on_folder_response(BwPreferences *self, int response)
{
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(self->chooser));
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  if (response == GTK_RESPONSE_ACCEPT && path)
    g_settings_set_string(bw_settings_get(), "default-folder", path);
}

static void on_choose_folder(BwPreferences *self)
{
  g_autofree char *folder = bw_settings_get_folder();
  g_autoptr(GFile) file = folder ? g_file_new_for_path(folder) : NULL;
  g_clear_object(&self->chooser);
  self->chooser = gtk_file_chooser_native_new(_("Folder"), GTK_WINDOW(self),
                                              GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), NULL);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->chooser), TRUE);
  if (file)
    gtk_file_chooser_set_current_folder(GTK_FILE_CHOOSER(self->chooser), file, NULL);
  g_signal_connect_object(self->chooser, "response", G_CALLBACK(on_folder_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}

/* The window */

static void bw_preferences_dispose(GObject *object)
{
  g_clear_object(&BW_PREFERENCES(object)->chooser);
  G_OBJECT_CLASS(bw_preferences_parent_class)->dispose(object);
}

static void bw_preferences_class_init(BwPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_preferences_dispose;
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-preferences.ui");
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, theme);
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, quality);
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, energy_unit);
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, length_unit);
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, threads);
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, folder);
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, reset_folder);
  gtk_widget_class_bind_template_callback(widget_class, on_choose_folder);
  gtk_widget_class_bind_template_callback(widget_class, on_reset_folder);
}

static void bw_preferences_init(BwPreferences *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  bind_choice(self->theme, "theme");
  bind_choice(self->quality, "quality");
  bind_choice(self->energy_unit, "energy-unit");
  bind_choice(self->length_unit, "length-unit");
  g_settings_bind(bw_settings_get(), "threads", self->threads, "value", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object(bw_settings_get(), "changed::default-folder", G_CALLBACK(update_folder), self,
                          G_CONNECT_SWAPPED);
  update_folder(self);
}

BwPreferences *bw_preferences_new(GtkWindow *parent)
{
  return g_object_new(BW_TYPE_PREFERENCES, "transient-for", parent, NULL);
}
