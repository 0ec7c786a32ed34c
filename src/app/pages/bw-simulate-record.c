/* What of a run is written, how often, and where. */
#include "app/pages/bw-simulate-page-private.h"

#include <glib/gi18n.h>

#include "app/session/bw-output.h"
#include "app/bw-settings.h"
#include "app/session/bw-words.h"

static void show_path(BwSimulatePage *self, const char *path)
{
  g_autofree char *folder = path ? g_path_get_dirname(path) : NULL,
                  *file = path ? g_path_get_basename(path) : NULL;
  g_autofree char *short_folder = folder ? bw_words_folder(folder) : NULL;
  g_autofree char *name = path ? bw_words_file(path) : g_strdup("");
  g_autofree char *subtitle = g_markup_escape_text(file ? file : _("Not written: gone with the window"), -1);
  g_autofree char *markup = g_markup_escape_text(short_folder ? short_folder : "", -1);
  adw_expander_row_set_subtitle(self->record_row, subtitle);
  adw_action_row_set_subtitle(self->folder_row, markup);
  if (g_strcmp0(gtk_editable_get_text(GTK_EDITABLE(self->name_row)), name) != 0 &&
      !gtk_widget_has_focus(GTK_WIDGET(gtk_editable_get_delegate(GTK_EDITABLE(self->name_row)))))
    gtk_editable_set_text(GTK_EDITABLE(self->name_row), name);
  gtk_widget_remove_css_class(GTK_WIDGET(self->name_row), "error");
}

void bw_simulate_page_update_record(BwSimulatePage *self)
{
  const char *path = bw_session_get_output(self->session);
  const BwRecordSettings *record = bw_session_get_record(self->session);
  gboolean was_expanded = adw_expander_row_get_expanded(self->record_row);
  if (adw_expander_row_get_enable_expansion(self->record_row) != (path != NULL)) {
    adw_expander_row_set_enable_expansion(self->record_row, path != NULL);
    adw_expander_row_set_expanded(self->record_row, path && was_expanded);
  }
  show_path(self, path);
  bw_number_row_set_value(self->position_stride, record->position_stride);
  bw_number_row_set_value(self->momentum_stride, record->momentum_stride);
  bw_number_row_set_value(self->force_stride, record->force_stride);
  bw_number_row_set_value(self->estimate_stride, record->estimate_stride);
  gtk_switch_set_active(self->single, record->single_precision);
}

void bw_simulate_page_read_record(BwSimulatePage *self, BwRecordSettings *record)
{
  record->position_stride = (int)bw_number_row_get_value(self->position_stride);
  record->momentum_stride = (int)bw_number_row_get_value(self->momentum_stride);
  record->force_stride = (int)bw_number_row_get_value(self->force_stride);
  record->estimate_stride = (int)bw_number_row_get_value(self->estimate_stride);
  record->single_precision = gtk_switch_get_active(self->single);
}

void bw_simulate_page_switch_record(BwSimulatePage *self)
{
  const char *path = bw_session_get_path(self->session);
  g_autofree char *structure = path ? bw_words_file(path) : NULL;
  g_autofree char *folder = bw_settings_get_folder();
  g_autofree char *output =
      adw_expander_row_get_enable_expansion(self->record_row) ? bw_output_suggest(folder, structure) : NULL;
  bw_session_set_output(self->session, output);
}

void bw_simulate_page_rename(BwSimulatePage *self)
{
  const char *path = bw_session_get_output(self->session);
  g_autofree char *renamed =
      path ? bw_output_rename(path, gtk_editable_get_text(GTK_EDITABLE(self->name_row))) : NULL;
  if (renamed)
    bw_session_set_output(self->session, renamed);
  else
    gtk_widget_add_css_class(GTK_WIDGET(self->name_row), "error");
}
