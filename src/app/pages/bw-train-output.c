/* Where the model is written: beside its data, under a name that says what it is, until a person says
 * otherwise. */
#include "app/pages/bw-train-page-private.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "app/session/bw-output.h"
#include "app/session/bw-words.h"

static const char *suffix_of(BwTrainPage *self)
{
  return bw_train_page_makes_curve(self) ? ".csv" : ".bwmodel";
}

static char *find_folder(const char *dataset)
{
  char *folder = g_path_get_dirname(dataset);
  if (access(folder, W_OK) == 0)
    return folder;
  g_free(folder);
  return NULL; /* a person's documents */
}

/* "ethanol-sgdml-200", "ethanol-sgdml-curve", with a number where that is there, or will be. */
static char *suggest(BwTrainPage *self)
{
  BwModelKind model = (BwModelKind)adw_combo_row_get_selected(self->kind);
  const char *dataset = bw_entry_get_path(bw_session_get_dataset(self->session));
  g_autofree char *folder = find_folder(dataset), *name = bw_words_file(dataset);
  g_autofree char *kind = g_ascii_strdown(bw_model_kind_name(model), -1);
  g_autofree char *what = bw_train_page_makes_curve(self)
                              ? g_strdup("curve")
                              : g_strdup_printf("%.0f", bw_number_row_get_value(self->n_train));
  for (int n = 1;; n++) {
    g_autofree char *number = n > 1 ? g_strdup_printf("-%d", n) : g_strdup("");
    g_autofree char *stem = g_strdup_printf("%s-%s-%s%s", name, kind, what, number);
    char *path = bw_output_place(folder, stem, suffix_of(self));
    g_autofree char *checkpoint = g_strconcat(path, ".training", NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(checkpoint, G_FILE_TEST_EXISTS) &&
        !bw_session_is_training_to(self->session, path))
      return path;
    g_free(path);
  }
}

static void show(BwTrainPage *self)
{
  g_autofree char *folder = g_path_get_dirname(self->output), *short_folder = bw_words_folder(folder);
  g_autofree char *name = bw_words_file(self->output), *markup = g_markup_escape_text(short_folder, -1);
  adw_action_row_set_subtitle(self->folder_row, markup);
  if (g_strcmp0(gtk_editable_get_text(GTK_EDITABLE(self->name_row)), name) != 0 &&
      !gtk_widget_has_focus(GTK_WIDGET(gtk_editable_get_delegate(GTK_EDITABLE(self->name_row)))))
    gtk_editable_set_text(GTK_EDITABLE(self->name_row), name);
  gtk_widget_remove_css_class(GTK_WIDGET(self->name_row), "error");
}

static gboolean is_known(BwTrainPage *self, const char *path)
{
  return g_str_has_suffix(path, suffix_of(self)) ||
         (!bw_train_page_makes_curve(self) && g_str_has_suffix(path, ".npz"));
}

void bw_train_page_update_output(BwTrainPage *self)
{
  if (!self->session || !bw_session_get_dataset(self->session))
    return;
  if (!self->named || !self->output ||
      !is_known(self, self->output)) { /* a model's name is none for a curve */
    self->named = FALSE;
    g_free(self->output);
    self->output = suggest(self);
  }
  show(self);
}

void bw_train_page_rename(BwTrainPage *self)
{
  char *renamed = self->output
                      ? bw_output_rename(self->output, gtk_editable_get_text(GTK_EDITABLE(self->name_row)))
                      : NULL;
  gboolean is_there = renamed && g_file_test(renamed, G_FILE_TEST_EXISTS);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->name_row),
                              is_there ? _("A file of this name is there") : NULL);
  if (!renamed || is_there) {
    gtk_widget_add_css_class(GTK_WIDGET(self->name_row), "error");
    g_free(renamed);
    return;
  }
  g_free(self->output);
  self->output = renamed;
  self->named = TRUE;
  bw_train_page_update_output(self);
  bw_train_page_plan_soon(self);
}

static void on_response(BwTrainPage *self, int response)
{
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(self->chooser));
  char *path = file ? g_file_get_path(file) : NULL;
  if (response != GTK_RESPONSE_ACCEPT || !path) {
    g_free(path);
    return;
  }
  g_free(self->output);
  self->output = is_known(self, path) ? g_strdup(path) : g_strconcat(path, suffix_of(self), NULL);
  self->named = TRUE;
  g_free(path);
  bw_train_page_update_output(self);
}

void bw_train_page_choose_output(BwTrainPage *self)
{
  if (!self->output)
    return;
  g_autofree char *folder = g_path_get_dirname(self->output), *name = g_path_get_basename(self->output);
  g_autoptr(GFile) place = g_file_new_for_path(folder);
  g_clear_object(&self->chooser);
  self->chooser = gtk_file_chooser_native_new(
      bw_train_page_makes_curve(self) ? _("Write the Table to") : _("Write the Model to"),
      GTK_WINDOW(gtk_widget_get_root(GTK_WIDGET(self))), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Choose"), NULL);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(self->chooser), name);
  gtk_file_chooser_set_current_folder(GTK_FILE_CHOOSER(self->chooser), place, NULL);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->chooser), TRUE);
  g_signal_connect_object(self->chooser, "response", G_CALLBACK(on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}
