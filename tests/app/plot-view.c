/* A plot on the screen: what is painted again and what is not, what a hand and the keys do, what is told, and
 * what leaves it. With the painter that $BW_PLOT_PAINTER names. */
#include "../folder.h"
#include "patience.h"

#include "app/plots/bw-plot-view-private.h"

#include <adwaita.h>
#include <math.h>

struct _Fixture {
  GtkWidget *window;
  BwPlotView *view;
  BwPlot *plot;
  char *exported, *trouble;
};

static gint64 count_paints(Fixture *f)
{
  return bw_plot_canvas_get_n_painted(f->view->canvas);
}

static void wait_for_paints(Fixture *f, gint64 n)
{
  WAIT_FOR(count_paints(f) >= n);
}

static void on_exported(Fixture *f, const char *path)
{
  f->exported = g_strdup(path);
}

static void on_trouble(Fixture *f, const char *message)
{
  f->trouble = g_strdup(message);
}

static void set_up(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  f->plot = bw_plot_new(NULL, "Time (ps)", "Energy (eV)");
  int layer = bw_plot_add_layer(f->plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, "potential");
  for (int i = 0; i <= 100; i++)
    bw_plot_layer_append(f->plot, layer, 0.1 * i, 0.01 * i * i);
  f->window = gtk_window_new();
  f->view = g_object_new(BW_TYPE_PLOT_VIEW, "title", "Energy", "x-is-time", TRUE, NULL);
  bw_plot_view_set_plot(f->view, f->plot);
  g_signal_connect_swapped(f->view, "exported", G_CALLBACK(on_exported), f);
  g_signal_connect_swapped(f->view, "trouble", G_CALLBACK(on_trouble), f);
  gtk_window_set_child(GTK_WINDOW(f->window), GTK_WIDGET(f->view));
  gtk_window_set_default_size(GTK_WINDOW(f->window), 480, 320);
  gtk_window_present(GTK_WINDOW(f->window));
  wait_for_paints(f, 1);
  spend(0.3);
}

static void tear_down(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  gtk_window_destroy(GTK_WINDOW(f->window));
  spend(0.05);
  bw_plot_free(f->plot);
  g_free(f->exported);
  g_free(f->trouble);
}

static void act(Fixture *f, const char *action)
{
  gtk_widget_activate_action(GTK_WIDGET(f->view), action, NULL);
}

/* Data are painted once for each change; cursor and pointer do not count as one. */
static void test_painted_once(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  gint64 before = count_paints(f);
  for (int i = 0; i < 20; i++) {
    bw_plot_set_cursor(f->plot, 0.3 * i);
    bw_plot_canvas_set_pointer(f->view->canvas, 100 + i, 100);
    bw_plot_view_update(f->view);
    spend(0.02);
  }
  g_assert_cmpint(count_paints(f), ==, before);
  bw_plot_layer_append(f->plot, 0, 10.1, 3);
  bw_plot_view_update(f->view);
  wait_for_paints(f, before + 1);
  spend(0.2);
  g_assert_cmpint(count_paints(f), ==, before + 1);
}

static void test_readout(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  double px, py;
  g_assert_null(bw_plot_canvas_get_readout(f->view->canvas));
  g_assert_true(bw_plot_to_pixel(f->plot, 0, 5, 25, &px, &py));
  bw_plot_canvas_set_pointer(f->view->canvas, px, py);
  g_assert_cmpstr(bw_plot_canvas_get_readout(f->view->canvas), ==, "5.00\u202fps\n● potential 25.0\u202feV");
  bw_plot_canvas_set_pointer(f->view->canvas, 1, 1);
  g_assert_null(bw_plot_canvas_get_readout(f->view->canvas));
  bw_plot_canvas_set_pointer(f->view->canvas, NAN, NAN);
  g_assert_null(bw_plot_canvas_get_readout(f->view->canvas));
}

static void test_view(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_false(gtk_widget_get_visible(f->view->view_buttons));
  act(f, "plot.follow");
  g_assert_cmpfloat_with_epsilon(bw_plot_get_follow(f->plot), 2, 1e-9);
  g_assert_true(gtk_widget_get_visible(f->view->view_buttons));
  g_assert_false(gtk_widget_get_visible(f->view->follow_button));
  act(f, "plot.reset-view");
  g_assert_cmpfloat(bw_plot_get_follow(f->plot), ==, 0);
  g_assert_false(gtk_widget_get_visible(f->view->view_buttons));
  bw_plot_zoom(f->plot, 200, 100, 0.5, TRUE, FALSE);
  bw_plot_view_update(f->view);
  g_assert_true(gtk_widget_get_visible(f->view->view_buttons));
  act(f, "plot.log");
  g_assert_true(bw_plot_get_log(f->plot));
  act(f, "plot.log");
  g_assert_false(bw_plot_get_log(f->plot));
}

/* Title and caption go along, and do not stay. */
static void test_export(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  char *folder = new_folder();
  g_autofree char *csv = g_build_filename(folder, "energy.csv", NULL),
                  *pdf = g_build_filename(folder, "energy.pdf", NULL), *text = NULL;
  double px, py, px_after, py_after;
  bw_plot_set_source(f->plot, "run 3");
  bw_plot_view_set_caption(f->view, "rises");
  bw_plot_to_pixel(f->plot, 0, 5, 25, &px, &py);
  bw_plot_view_export(f->view, pdf);
  g_assert_cmpstr(f->exported, ==, pdf);
  g_assert_true(g_file_test(pdf, G_FILE_TEST_EXISTS));
  bw_plot_to_pixel(f->plot, 0, 5, 25, &px_after, &py_after);
  g_assert_true(px == px_after && py == py_after);
  g_clear_pointer(&f->exported, g_free);
  bw_plot_view_export(f->view, csv);
  g_assert_cmpstr(f->exported, ==, csv);
  g_assert_true(g_file_get_contents(csv, &text, NULL, NULL));
  g_assert_true(
      g_str_has_prefix(text, "# Energy\n# rises\n# source: run 3\nTime (ps),potential (eV)\n0,0\n"));
  g_assert_null(f->trouble);
  remove_folder(folder);
  bw_plot_view_export(f->view, pdf); /* there is no such folder any more */
  g_assert_nonnull(f->trouble);
}

static void on_text(GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(char **)data = gdk_clipboard_read_text_finish(GDK_CLIPBOARD(clipboard), result, NULL);
}

static void test_copy(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard(GTK_WIDGET(f->view));
  g_autofree char *text = NULL;
  act(f, "plot.copy-data");
  gdk_clipboard_read_text_async(clipboard, NULL, on_text, &text);
  WAIT_FOR(text);
  g_assert_nonnull(strstr(text, "Time (ps)\tpotential (eV)\n0\t0\n"));
  act(f, "plot.copy-picture");
  GdkContentFormats *formats = gdk_clipboard_get_formats(clipboard);
  g_assert_true(gdk_content_formats_contain_mime_type(formats, "image/png"));
  g_assert_true(gdk_content_formats_contain_mime_type(formats, "image/svg+xml"));
}

/* Taken out of its window and put into another, as a plot is that is maximised. */
static void test_moved(Fixture *f, G_GNUC_UNUSED gconstpointer data)
{
  GtkWidget *other = gtk_window_new();
  g_object_ref(f->view);
  gtk_window_set_child(GTK_WINDOW(f->window), NULL);
  gtk_window_set_child(GTK_WINDOW(other), GTK_WIDGET(f->view));
  g_object_unref(f->view);
  gint64 before = count_paints(f);
  gtk_window_present(GTK_WINDOW(other));
  wait_for_paints(f, before + 1);
  gtk_window_destroy(GTK_WINDOW(other));
}

static void add(const char *path, void (*test)(Fixture *, gconstpointer))
{
  g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
  g_setenv("LC_ALL", "C.UTF-8", TRUE);
  g_test_init(&argc, &argv, NULL);
  if (!gtk_init_check()) {
    g_print("1..0 # SKIP no display\n");
    return 0;
  }
  adw_init();
  add("/plot-view/painted-once", test_painted_once);
  add("/plot-view/readout", test_readout);
  add("/plot-view/view", test_view);
  add("/plot-view/export", test_export);
  add("/plot-view/copy", test_copy);
  add("/plot-view/moved", test_moved);
  return g_test_run();
}
