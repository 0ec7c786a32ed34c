#include "app/pages/bw-analyse-page.h"

#include <glib/gi18n.h>

#include "app/pages/bw-coordinate-table.h"
#include "app/pages/bw-readout.h"
#include "app/bw-settings.h"

#define INTERVAL 400000 /* µs between two updates of the table while numbers come */

struct _BwAnalysePage {
  AdwBin parent;
  AdwActionRow *chosen_row;
  BwReadout *readout;
  BwCoordinateTable *table;
  GtkLabel *note;
  GtkFileChooserNative *file_chooser;
  gint64 updated;     /* the table, µs */
  BwSession *session; /* borrowed */
};

G_DEFINE_FINAL_TYPE(BwAnalysePage, bw_analyse_page, ADW_TYPE_BIN)

/* Copying */

static void copy_chosen(GtkWidget *widget, G_GNUC_UNUSED const char *action,
                        G_GNUC_UNUSED GVariant *parameter)
{
  BwAnalysePage *self = BW_ANALYSE_PAGE(widget);
  g_autofree char *text =
      g_strjoin("\t", adw_preferences_row_get_title(ADW_PREFERENCES_ROW(self->chosen_row)),
                adw_action_row_get_subtitle(self->chosen_row), NULL);
  gdk_clipboard_set_text(gtk_widget_get_clipboard(widget), text);
}

static void copy_table(GtkWidget *widget, G_GNUC_UNUSED const char *action, G_GNUC_UNUSED GVariant *parameter)
{
  g_autofree char *text = bw_coordinate_table_write(BW_ANALYSE_PAGE(widget)->table, '\t');
  gdk_clipboard_set_text(gtk_widget_get_clipboard(widget), text);
}

void bw_analyse_page_export(BwAnalysePage *self, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = bw_coordinate_table_write(self->table, ',');
  if (g_file_set_contents(path, text, -1, &error))
    g_signal_emit_by_name(self, "exported", path);
  else
    g_signal_emit_by_name(self, "trouble", error->message);
}

static void on_response(BwAnalysePage *self, int response)
{
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(self->file_chooser));
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  if (response == GTK_RESPONSE_ACCEPT && path)
    bw_analyse_page_export(self, path);
}

static void export_table(GtkWidget *widget, G_GNUC_UNUSED const char *action,
                         G_GNUC_UNUSED GVariant *parameter)
{
  BwAnalysePage *self = BW_ANALYSE_PAGE(widget);
  g_autofree char *folder = bw_settings_get_folder();
  g_autoptr(GFile) place = folder ? g_file_new_for_path(folder) : NULL;
  g_clear_object(&self->file_chooser);
  self->file_chooser =
      gtk_file_chooser_native_new(_("Export the Averages"), GTK_WINDOW(gtk_widget_get_root(widget)),
                                  GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(self->file_chooser), _("averages.csv"));
  if (place)
    gtk_file_chooser_set_current_folder(GTK_FILE_CHOOSER(self->file_chooser), place, NULL);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->file_chooser), TRUE);
  g_signal_connect_object(self->file_chooser, "response", G_CALLBACK(on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->file_chooser));
}

/* The widget */

static void bw_analyse_page_dispose(GObject *object)
{
  g_clear_object(&BW_ANALYSE_PAGE(object)->file_chooser);
  G_OBJECT_CLASS(bw_analyse_page_parent_class)->dispose(object);
}

static void bw_analyse_page_class_init(BwAnalysePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = bw_analyse_page_dispose;
  const char *const signals[] = {"exported", "trouble"};
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    g_signal_new(signals[i], BW_TYPE_ANALYSE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                 G_TYPE_STRING);
  gtk_widget_class_install_action(widget_class, "analyse.copy-chosen", NULL, copy_chosen);
  gtk_widget_class_install_action(widget_class, "analyse.copy-table", NULL, copy_table);
  gtk_widget_class_install_action(widget_class, "analyse.export-table", NULL, export_table);
  g_type_ensure(BW_TYPE_COORDINATE_TABLE);
  g_type_ensure(BW_TYPE_READOUT);
  gtk_widget_class_set_template_from_resource(widget_class, "/org/beadwork/Beadwork/ui/bw-analyse-page.ui");
  gtk_widget_class_bind_template_child(widget_class, BwAnalysePage, chosen_row);
  gtk_widget_class_bind_template_child(widget_class, BwAnalysePage, readout);
  gtk_widget_class_bind_template_child(widget_class, BwAnalysePage, table);
  gtk_widget_class_bind_template_child(widget_class, BwAnalysePage, note);
}

static void bw_analyse_page_init(BwAnalysePage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

static void on_system(BwAnalysePage *self)
{
  self->updated = 0;
  bw_analyse_page_update(self);
}

void bw_analyse_page_set_session(BwAnalysePage *self, BwSession *session)
{
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  self->session = session;
  bw_coordinate_table_set_session(self->table, session);
  if (!session)
    return;
  g_signal_connect_object(session, "system", G_CALLBACK(on_system), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "atoms", G_CALLBACK(on_system), self, G_CONNECT_SWAPPED);
  bw_analyse_page_update(self);
}

/* Who reads a table does not want it to flicker. */
static void update_table(BwAnalysePage *self)
{
  gint64 now = g_get_monotonic_time();
  if (self->updated > 0 && now - self->updated < INTERVAL && bw_session_has_job(self->session))
    return;
  self->updated = now;
  bw_coordinate_table_update(self->table);
}

void bw_analyse_page_update(BwAnalysePage *self)
{
  g_autofree char *chosen =
      bw_session_describe_coordinate(self->session, bw_session_get_coordinate(self->session));
  g_autofree char *result = bw_session_describe(self->session, BW_WORDS_DILATION);
  g_autofree char *note = bw_session_describe_note(self->session);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(self->chosen_row),
                                *chosen ? chosen : _("None: select atoms in the view and measure them"));
  adw_action_row_set_subtitle(self->chosen_row, result);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "analyse.copy-chosen", *chosen != '\0');
  gtk_label_set_label(self->note, note);
  gtk_widget_set_visible(GTK_WIDGET(self->note), *note != '\0');
  gtk_widget_set_visible(GTK_WIDGET(self->readout),
                         bw_session_shows_run(self->session) || bw_session_get_n_frames(self->session) > 1);
  bw_readout_update(self->readout, self->session);
  update_table(self);
}
