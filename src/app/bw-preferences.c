#include "app/bw-preferences.h"

#include "app/bw-settings.h"

struct _BwPreferences {
  AdwPreferencesWindow parent;
  AdwComboRow *theme, *energy_unit;
  GtkSpinButton *threads;
};

G_DEFINE_FINAL_TYPE(BwPreferences, bw_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void bw_preferences_class_init(BwPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-preferences.ui");
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, theme);
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, energy_unit);
  gtk_widget_class_bind_template_child(widget_class, BwPreferences, threads);
}

/* A row selects by number what the setting keeps by name. */
static void write_choice(AdwComboRow *row, G_GNUC_UNUSED GParamSpec *pspec, const char *key)
{
  g_settings_set_enum(bw_settings_get(), key, (int)adw_combo_row_get_selected(row));
}

static void bind_choice(AdwComboRow *row, const char *key)
{
  adw_combo_row_set_selected(row, (guint)g_settings_get_enum(bw_settings_get(), key));
  g_signal_connect(row, "notify::selected", G_CALLBACK(write_choice), (gpointer)key);
}

static void bw_preferences_init(BwPreferences *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  bind_choice(self->theme, "theme");
  bind_choice(self->energy_unit, "energy-unit");
  g_settings_bind(bw_settings_get(), "threads", self->threads, "value", G_SETTINGS_BIND_DEFAULT);
}

BwPreferences *bw_preferences_new(GtkWindow *parent)
{
  return g_object_new(BW_TYPE_PREFERENCES, "transient-for", parent, NULL);
}
