/* A plot leaves the window: as a file, or through the clipboard. It takes title and caption along, which the
 * window shows beside it. */
#include "app/plots/bw-plot-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/bw-settings.h"

#define WIDTH 360.0 /* points: one and a half columns of a journal */
#define WIDE 520.0  /* of small multiples: both columns */
#define SHARP 4.0   /* pixels per point */

/* The part that is shown, in the shape it has on the screen. */
static double get_height(BwPlotView *self)
{
  double width = gtk_widget_get_width(GTK_WIDGET(self->canvas)),
         height = gtk_widget_get_height(GTK_WIDGET(self->canvas));
  return WIDTH * CLAMP(width > 0 ? height / width : 0.6, 0.45, 1);
}

static void lend_words(BwPlotView *self)
{
  const char *caption = gtk_label_get_label(self->caption);
  bw_plot_set_title(self->plot, gtk_label_get_label(self->title));
  bw_plot_set_caption(self->plot, *caption ? caption : NULL);
}

static void take_words_back(BwPlotView *self)
{
  bw_plot_set_title(self->plot, NULL);
  bw_plot_set_caption(self->plot, NULL);
}

static double get_scale(const char *format)
{
  return g_str_has_suffix(format, "png") ? SHARP : 1;
}

void bw_plot_view_export(BwPlotView *self, const char *path)
{
  g_autoptr(GError) error = NULL;
  gboolean ok;
  if (self->multiples) {
    ok = bw_multiples_export(self->multiples, path, WIDE, get_scale(path), &bw_plot_theme_print, &error);
  } else if (self->plot) {
    lend_words(self);
    ok = bw_plot_export(self->plot, path, WIDTH, get_height(self), get_scale(path), &bw_plot_theme_print,
                        &error);
    take_words_back(self);
  } else {
    return;
  }
  if (ok)
    g_signal_emit_by_name(self, "exported", path);
  else
    g_signal_emit_by_name(self, "trouble", error->message);
}

/* NULL: there is nothing to copy, or that is told. */
static GBytes *copy(BwPlotView *self, const char *format)
{
  g_autoptr(GError) error = NULL;
  GBytes *bytes;
  if (self->multiples) {
    bytes = bw_multiples_copy(self->multiples, format, WIDE, get_scale(format), &bw_plot_theme_print, &error);
  } else if (self->plot) {
    lend_words(self);
    bytes = bw_plot_copy(self->plot, format, WIDTH, get_height(self), get_scale(format), &bw_plot_theme_print,
                         &error);
    take_words_back(self);
  } else {
    return NULL;
  }
  if (!bytes)
    g_signal_emit_by_name(self, "trouble", error->message);
  return bytes;
}

void bw_plot_view_copy_picture(GtkWidget *widget, G_GNUC_UNUSED const char *action,
                               G_GNUC_UNUSED GVariant *parameter)
{
  BwPlotView *self = BW_PLOT_VIEW(widget);
  g_autoptr(GBytes) png = copy(self, "png");
  g_autoptr(GBytes) svg = png ? copy(self, "svg") : NULL;
  if (!svg)
    return;
  GdkContentProvider *each[] = {gdk_content_provider_new_for_bytes("image/png", png),
                                gdk_content_provider_new_for_bytes("image/svg+xml", svg)};
  g_autoptr(GdkContentProvider) both = gdk_content_provider_new_union(each, G_N_ELEMENTS(each));
  gdk_clipboard_set_content(gtk_widget_get_clipboard(widget), both);
}

void bw_plot_view_copy_data(GtkWidget *widget, G_GNUC_UNUSED const char *action,
                            G_GNUC_UNUSED GVariant *parameter)
{
  BwPlotView *self = BW_PLOT_VIEW(widget);
  g_autoptr(GBytes) tabs = copy(self, "tsv");
  if (!tabs)
    return;
  g_autofree char *text = g_strndup(g_bytes_get_data(tabs, NULL), g_bytes_get_size(tabs));
  gdk_clipboard_set_text(gtk_widget_get_clipboard(widget), text);
}

/* "O2–H8 distance.pdf", without what a file name cannot hold. */
static char *suggest_name(BwPlotView *self, const char *format)
{
  g_autofree char *title = g_strdup(gtk_label_get_label(self->title));
  g_strdelimit(title, "/\\:", '-');
  return g_strdup_printf("%s.%s", *title ? title : _("plot"), format);
}

static void on_response(BwPlotView *self, int response)
{
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(self->file_chooser));
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  if (!path) {
    g_signal_emit_by_name(self, "trouble",
                          _("The plot can only be written to this computer: choose a folder on it."));
    return;
  }
  const char *format = g_object_get_data(G_OBJECT(self->file_chooser), "format");
  g_autofree char *extension = g_strconcat(".", format, NULL), *lower = g_utf8_strdown(path, -1);
  g_autofree char *full = g_strconcat(path, g_str_has_suffix(lower, extension) ? "" : extension, NULL);
  bw_plot_view_export(self, full);
}

static void start_in_last_folder(GtkFileChooser *chooser)
{
  g_autofree char *folder = g_settings_get_string(bw_settings_get(), "last-folder");
  g_autoptr(GFile) file = g_file_new_for_path(folder);
  if (*folder && g_file_test(folder, G_FILE_TEST_IS_DIR))
    gtk_file_chooser_set_current_folder(chooser, file, NULL);
}

void bw_plot_view_choose_file(GtkWidget *widget, G_GNUC_UNUSED const char *action, GVariant *parameter)
{
  BwPlotView *self = BW_PLOT_VIEW(widget);
  const char *format = g_variant_get_string(parameter, NULL);
  g_autofree char *name = suggest_name(self, format), *pattern = g_strconcat("*.", format, NULL);
  g_clear_object(&self->file_chooser);
  self->file_chooser =
      gtk_file_chooser_native_new(_("Export the Plot"), GTK_WINDOW(gtk_widget_get_root(widget)),
                                  GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER(self->file_chooser);
  g_object_set_data_full(G_OBJECT(chooser), "format", g_strdup(format), g_free);
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
  gtk_file_filter_add_pattern(filter, pattern);
  gtk_file_chooser_set_filter(chooser, filter);
  gtk_file_chooser_set_current_name(chooser, name);
  start_in_last_folder(chooser);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(chooser), TRUE);
  g_signal_connect_object(chooser, "response", G_CALLBACK(on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(chooser));
}
