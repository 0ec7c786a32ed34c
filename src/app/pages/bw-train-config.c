/* Files of settings of networks, as `beadwork train --config` takes them: opened into the rows, and written
 * from them. */
#include "app/pages/bw-train-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/bw-words.h"
#include "learning/neural/describe.h"
#include "potential/networks.h"

typedef struct {
  char *path;
  BwTrainSettings settings; /* without its description */
  char *description;
} Config;

static void config_free(gpointer data)
{
  Config *config = data;
  g_free(config->path);
  g_free(config->description);
  g_free(config);
}

static void show_state(BwTrainPage *self, const char *words, gboolean good)
{
  g_autofree char *markup = words ? g_markup_escape_text(words, -1) : NULL;
  adw_action_row_set_subtitle(self->config_row, markup);
  if (good)
    gtk_widget_remove_css_class(GTK_WIDGET(self->config_row), "error");
  else
    gtk_widget_add_css_class(GTK_WIDGET(self->config_row), "error");
  gtk_widget_set_visible(self->config_clear, words != NULL);
}

static void show_file(BwTrainPage *self, const char *path)
{
  g_autofree char *name = g_path_get_basename(path);
  g_autofree char *words = g_strdup_printf(_("Settings of %s"), name);
  show_state(self, words, TRUE);
}

static void show_error(BwTrainPage *self, const GError *error)
{
  g_autofree char *sentence = bw_words_sentence(error->message);
  show_state(self, sentence, FALSE);
}

/* Opening */

/* As the file says it, or of the kind that is chosen, or what is called a network most often. */
static gboolean find_kind(Config *config, GKeyFile *said, GError **error)
{
  g_autofree char *model = g_key_file_get_string(said, "network", "model", NULL);
  if (model)
    return bw_model_kind_parse(model, &config->settings.kind, error);
  if (!bw_model_kind_is_network(config->settings.kind))
    config->settings.kind = BW_MODEL_SCHNET;
  return TRUE;
}

/* Of a network that can be made; every setting is said, in the words of today. */
static gboolean complete(Config *config, GError **error)
{
  static const int hydrogen[] = {1};
  g_autoptr(GKeyFile) said = g_key_file_new();
  if (config->description)
    g_key_file_load_from_data(said, config->description, (gsize)-1, G_KEY_FILE_NONE, NULL);
  if (!find_kind(config, said, error))
    return FALSE;
  g_autoptr(GKeyFile) asked = bw_neural_describe(config->settings.kind, config->description, error);
  g_autoptr(BwNetwork) network = asked ? bw_network_make(asked, hydrogen, 1, error) : NULL;
  if (!network)
    return FALSE;
  g_autoptr(GKeyFile) whole = bw_network_describe(network);
  g_free(config->description);
  config->description = g_key_file_to_data(whole, NULL, NULL);
  return TRUE;
}

static void read_config(GTask *task, G_GNUC_UNUSED gpointer source, gpointer data,
                        G_GNUC_UNUSED GCancellable *cancellable)
{
  Config *config = data;
  GError *error = NULL;
  gboolean read = bw_neural_config_read(config->path, &config->settings, &config->description, &error);
  if (read && !complete(config, &error)) {
    g_prefix_error(&error, "%s: ", config->path);
    read = FALSE;
  }
  if (read)
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

static void show_settings(BwTrainPage *self, const BwTrainSettings *settings)
{
  self->updating = TRUE;
  adw_combo_row_set_selected(self->kind, settings->kind);
  bw_train_page_update_settings(self); /* proposes points; the file's go before them */
  bw_network_rows_show(self->network_rows, settings);
  if (settings->n_train > 0)
    bw_number_row_set_value(self->n_train, settings->n_train);
  if (settings->n_valid > 0)
    bw_number_row_set_value(self->n_valid, settings->n_valid);
  bw_number_row_set_value(self->seed, (double)settings->seed);
  self->updating = FALSE;
}

static void on_read(GObject *source, GAsyncResult *result, G_GNUC_UNUSED gpointer data)
{
  BwTrainPage *self = BW_TRAIN_PAGE(source);
  Config *config = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  gboolean read = g_task_propagate_boolean(G_TASK(result), &error);
  if (!self->session) /* the window is gone by now */
    return;
  if (!read) {
    show_error(self, error);
    return;
  }
  config->settings.neural.description = config->description;
  show_settings(self, &config->settings);
  show_file(self, config->path);
  bw_train_page_take_settings(self);
}

void bw_train_page_open_config(BwTrainPage *self, const char *path)
{
  Config *config = g_new0(Config, 1);
  g_autoptr(GTask) task = g_task_new(self, NULL, on_read, NULL);
  config->path = g_strdup(path);
  bw_train_settings_init(&config->settings);
  config->settings.kind = (BwModelKind)adw_combo_row_get_selected(self->kind);
  config->settings.n_valid = 0; /* said or not */
  config->settings.seed = (guint64)bw_number_row_get_value(self->seed);
  g_task_set_task_data(task, config, config_free);
  g_task_run_in_thread(task, read_config);
}

void bw_train_page_clear_config(BwTrainPage *self)
{
  bw_network_rows_show(self->network_rows, NULL);
  show_state(self, NULL, TRUE);
  bw_train_page_take_settings(self);
}

/* Saving */

static char *compose(const BwTrainSettings *settings)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autofree char *kind = g_ascii_strdown(bw_model_kind_name(settings->kind), -1);
  g_key_file_load_from_data(file, settings->neural.description, (gsize)-1, G_KEY_FILE_NONE, NULL);
  g_key_file_set_string(file, "network", "model", kind);
  g_autofree char *network = g_key_file_to_data(file, NULL, NULL);
  g_autofree char *training = bw_neural_config_write(settings);
  return g_strconcat(network, "\n", training, NULL);
}

static void on_written(GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(BwTrainPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_file_get_path(G_FILE(source));
  gboolean written = g_file_replace_contents_finish(G_FILE(source), result, NULL, &error);
  if (self->session && written)
    show_file(self, path);
  else if (self->session)
    show_error(self, error);
}

void bw_train_page_save_config(BwTrainPage *self, const char *path)
{
  BwTrainSpec spec;
  if (bw_train_page_read(self, &spec, NULL)) {
    g_autoptr(GFile) file = g_file_new_for_path(path);
    char *text = compose(&spec.settings);
    g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
    g_file_replace_contents_bytes_async(file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                        on_written, g_object_ref(self));
  }
  bw_train_spec_clear(&spec);
}

/* Choosing */

static void on_response(BwTrainPage *self, int response)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER(self->chooser);
  g_autoptr(GFile) file = gtk_file_chooser_get_file(chooser);
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  if (response != GTK_RESPONSE_ACCEPT || !path)
    return;
  if (gtk_file_chooser_get_action(chooser) == GTK_FILE_CHOOSER_ACTION_OPEN)
    bw_train_page_open_config(self, path);
  else
    bw_train_page_save_config(self, path);
}

static void set_name(BwTrainPage *self)
{
  const char *kind = bw_model_kind_name((BwModelKind)adw_combo_row_get_selected(self->kind));
  g_autofree char *lower = g_ascii_strdown(kind, -1);
  g_autofree char *name = g_strconcat(lower, ".ini", NULL);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(self->chooser), name);
}

void bw_train_page_choose_config(BwTrainPage *self, GtkFileChooserAction action)
{
  gboolean open = action == GTK_FILE_CHOOSER_ACTION_OPEN;
  g_autoptr(GtkFileFilter) settings = gtk_file_filter_new(), all = gtk_file_filter_new();
  g_clear_object(&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new(open ? _("Open Settings") : _("Save Settings"),
                                  GTK_WINDOW(gtk_widget_get_root(GTK_WIDGET(self))), action, NULL, NULL);
  gtk_file_filter_set_name(settings, _("Settings of networks"));
  gtk_file_filter_add_pattern(settings, "*.ini");
  gtk_file_filter_add_pattern(settings, "*.conf");
  gtk_file_filter_set_name(all, _("All files"));
  gtk_file_filter_add_pattern(all, "*");
  gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(self->chooser), settings);
  gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(self->chooser), all);
  if (!open)
    set_name(self);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->chooser), TRUE);
  g_signal_connect_object(self->chooser, "response", G_CALLBACK(on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}
