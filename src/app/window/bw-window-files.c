/* How files come into the window: dialog, drop, recent files, command line. */
#include "app/window/bw-window-private.h"

#include <glib/gi18n.h>

#include "app/bw-settings.h"

#define MAX_RECENT 8
#define ALL_FORMATS "*.xyz *.extxyz *.pdb *.npz *.db *.h5 *.h5md *.bwmodel"

/* Recent files */

static void fill_recent_menu(BwWindow *self)
{
  g_menu_remove_all(self->recent_menu);
  GList *items = gtk_recent_manager_get_items(gtk_recent_manager_get_default());
  int n = 0;
  for (GList *l = items; l && n < MAX_RECENT; l = l->next) {
    GtkRecentInfo *info = l->data;
    g_autofree char *path = g_filename_from_uri(gtk_recent_info_get_uri(info), NULL, NULL);
    if (!path || !gtk_recent_info_has_application(info, g_get_application_name()))
      continue;
    g_autoptr(GString) label = g_string_new(gtk_recent_info_get_display_name(info));
    g_string_replace(label, "_", "__", 0); /* one alone would mark a key */
    g_autoptr(GMenuItem) item = g_menu_item_new(label->str, NULL);
    g_menu_item_set_action_and_target(item, "win.open-path", "s", path);
    g_menu_append_item(self->recent_menu, item);
    n++;
  }
  g_list_free_full(items, (GDestroyNotify)gtk_recent_info_unref);
}

void bw_window_remember(G_GNUC_UNUSED BwWindow *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *uri = g_filename_to_uri(path, NULL, NULL);
  if (!uri)
    return;
  gtk_recent_manager_add_item(gtk_recent_manager_get_default(), uri);
  g_settings_set_string(bw_settings_get(), "last-folder", folder);
}

/* Dialogs */

static void start_in_folder(GtkFileChooser *chooser)
{
  g_autofree char *folder = bw_settings_get_folder();
  g_autoptr(GFile) file = folder ? g_file_new_for_path(folder) : NULL;
  if (file)
    gtk_file_chooser_set_current_folder(chooser, file, NULL);
}

static void add_filter(GtkFileChooser *chooser, const char *name, const char *patterns)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
  g_auto(GStrv) each = g_strsplit(patterns, " ", -1);
  gtk_file_filter_set_name(filter, name);
  for (int i = 0; each[i]; i++)
    gtk_file_filter_add_pattern(filter, each[i]);
  gtk_file_chooser_add_filter(chooser, filter);
}

static GtkFileChooser *new_chooser(BwWindow *self, const char *title, GtkFileChooserAction action,
                                   const char *accept, GCallback callback)
{
  g_clear_object(&self->chooser);
  self->chooser = gtk_file_chooser_native_new(title, GTK_WINDOW(self), action, accept, NULL);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->chooser), TRUE);
  g_signal_connect_object(self->chooser, "response", callback, self, G_CONNECT_SWAPPED);
  start_in_folder(GTK_FILE_CHOOSER(self->chooser));
  return GTK_FILE_CHOOSER(self->chooser);
}

static void on_open_response(BwWindow *self, int response)
{
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  g_autoptr(GListModel) files = gtk_file_chooser_get_files(GTK_FILE_CHOOSER(self->chooser));
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items(files); i++)
    g_ptr_array_add(list, g_list_model_get_item(files, i));
  bw_window_open_files(self, (GFile **)list->pdata, (int)list->len);
}

void bw_window_choose_file(BwWindow *self, gboolean model)
{
  GtkFileChooser *chooser =
      new_chooser(self, model ? _("Open a Model") : _("Open"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"),
                  G_CALLBACK(on_open_response));
  gtk_file_chooser_set_select_multiple(chooser, !model);
  if (model)
    add_filter(chooser, _("Models"), "*.bwmodel *.npz");
  else
    add_filter(chooser, _("Structures, trajectories, datasets, runs and models"), ALL_FORMATS);
  add_filter(chooser, _("All files"), "*");
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}

static void on_output_response(BwWindow *self, int response)
{
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(self->chooser));
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  bw_session_set_output(self->session, path);
}

void bw_window_choose_output(BwWindow *self)
{
  GtkFileChooser *chooser = new_chooser(self, _("Write the Run to"), GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _("_Choose"), G_CALLBACK(on_output_response));
  gtk_file_chooser_set_current_name(chooser, _("run.h5"));
  add_filter(chooser, _("Run files"), "*.h5");
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}

/* Opening */

void bw_window_open(BwWindow *self, const char *const *paths)
{
  bw_notice_bar_hide(self->notice_bar);
  bw_session_open(self->session, paths, NULL);
}

void bw_window_open_files(BwWindow *self, GFile **files, int n_files)
{
  g_autoptr(GStrvBuilder) paths = g_strv_builder_new();
  for (int i = 0; i < n_files; i++) {
    g_autofree char *path = g_file_get_path(files[i]);
    if (path)
      g_strv_builder_add(paths, path);
    else
      bw_notice_bar_show_error(self->notice_bar,
                               _("Only files on this computer can be opened: copy it here first."));
  }
  g_auto(GStrv) list = g_strv_builder_end(paths);
  if (list[0])
    bw_window_open(self, (const char *const *)list);
}

gboolean bw_window_on_drop(G_GNUC_UNUSED GtkDropTarget *target, const GValue *value, G_GNUC_UNUSED double x,
                           G_GNUC_UNUSED double y, BwWindow *self)
{
  GSList *files = g_value_get_boxed(value);
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  for (GSList *l = files; l; l = l->next)
    g_ptr_array_add(list, l->data);
  bw_window_open_files(self, (GFile **)list->pdata, (int)list->len);
  return list->len > 0;
}

void bw_window_init_files(BwWindow *self)
{
  GType types[] = {GDK_TYPE_FILE_LIST};
  gtk_drop_target_set_gtypes(self->drop_target, types, G_N_ELEMENTS(types));
  g_signal_connect_object(gtk_recent_manager_get_default(), "changed", G_CALLBACK(fill_recent_menu), self,
                          G_CONNECT_SWAPPED);
  fill_recent_menu(self);
}
