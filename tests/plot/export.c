/* What is written: CSV to the letter, pictures that a reader accepts. */
#include "base/error.h"
#include "folder.h"
#include "plot/plot.h"

#include <math.h>
#include <string.h>

static char *folder;

static BwPlot *sample_plot(void)
{
  const double density[] = {0.5, 4.5, 5}, x[] = {0, 0.5, 1}, energy[] = {-1.25, NAN, 0.1},
               longer[] = {0, 1, 2, 3};
  BwPlot *plot = bw_plot_new("Distance O2–H8", "Distance (Å)", "Probability density (1/Å)");
  bw_plot_set_caption(plot, "quantum bond longer by 0.014 ± 0.001 Å");
  bw_plot_set_source(plot, "ethanol.h5");
  int quantum = bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_QUANTUM, "beads");
  int classical = bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_CLASSICAL, "classical, one bead");
  int mark = bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_QUANTUM, "mean of the beads");
  int line = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, "potential");
  int other = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_TEMPERATURE, "all");
  bw_plot_layer_set_histogram(plot, quantum, 0.9, 1.2, density, 3);
  bw_plot_layer_set_histogram(plot, classical, 0.8, 1.1, density, 3);
  bw_plot_layer_set_mark(plot, mark, 0.985, "0.985 Å");
  bw_plot_layer_set(plot, line, x, energy, NULL, 3);
  bw_plot_layer_set(plot, other, longer, longer, NULL, 4);
  bw_plot_set_right_axis(plot, line, "Energy (eV)");
  return plot;
}

static char *export(BwPlot *plot, const char *name, double scale, gsize *length)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autoptr(GError) error = NULL;
  char *content;
  g_assert_true(bw_plot_export(plot, path, 320, 200, scale, &bw_plot_theme_print, &error));
  g_assert_no_error(error);
  g_assert_true(g_file_get_contents(path, &content, length, NULL));
  g_unlink(path);
  return content;
}

static void test_csv(void)
{
  g_autoptr(BwPlot) plot = sample_plot();
  g_autofree char *text = export(plot, "plot.csv", 1, NULL);
  g_assert_cmpstr(text, ==,
                  "# Distance O2–H8\n"
                  "# quantum bond longer by 0.014 ± 0.001 Å\n"
                  "# source: ethanol.h5\n"
                  "# mark: mean of the beads at 0.985\n"
                  "Distance from (Å),Distance to (Å),beads (1/Å),\"classical, one bead (1/Å)\",Distance (Å),"
                  "potential (eV),Distance (Å),all (1/Å)\n"
                  "0.8,0.9,0,0.5,0,-1.25,0,0\n"
                  "0.9,1,0.5,4.5,0.5,,1,1\n"
                  "1,1.1,4.5,5,1,0.1,2,2\n"
                  "1.1,1.2,5,0,,,3,3\n");
}

static void test_csv_precision(void)
{
  g_autoptr(BwPlot) plot = bw_plot_new(NULL, "x", "y");
  const double x[] = {0.1, 1.0 / 3, 1e-300}, y[] = {-4209.123456789012, 2, 1e22};
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, NULL);
  bw_plot_layer_set(plot, layer, x, y, NULL, 3);
  g_autofree char *text = export(plot, "precise.csv", 1, NULL);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (int i = 0; i < 3; i++) {
    char *rest;
    g_assert_cmpfloat(g_ascii_strtod(lines[1 + i], &rest), ==, x[i]);
    g_assert_cmpfloat(g_ascii_strtod(rest + 1, NULL), ==, y[i]);
  }
  g_assert_cmpstr(lines[0], ==, "x,y");
  g_assert_true(g_str_has_prefix(lines[1], "0.1,"));
}

static void test_pdf(void)
{
  g_autoptr(BwPlot) plot = sample_plot();
  gsize length;
  g_autofree char *pdf = export(plot, "plot.pdf", 1, &length);
  g_assert_cmpuint(length, >, 2000);
  g_assert_true(g_str_has_prefix(pdf, "%PDF-1."));
  g_assert_nonnull(g_strstr_len(pdf + length - 16, 16, "%%EOF"));
}

static void test_svg(void)
{
  g_autoptr(BwPlot) plot = sample_plot();
  gsize length;
  g_autofree char *svg = export(plot, "plot.svg", 1, &length);
  const GMarkupParser parser = {0};
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
  g_assert_true(g_markup_parse_context_parse(context, svg, (gssize)length, NULL));
  g_assert_true(g_markup_parse_context_end_parse(context, NULL));
  g_assert_nonnull(strstr(svg, "<path"));
}

static void test_png(void)
{
  g_autoptr(BwPlot) plot = sample_plot();
  gsize length;
  g_autofree char *png = export(plot, "plot.PNG", 2, &length);
  g_assert_true(memcmp(png, "\x89PNG\r\n\x1a\n", 8) == 0);
  const guint8 *header = (const guint8 *)png + 16;
  g_assert_cmpuint((guint)header[2] << 8 | header[3], ==, 640);
  g_assert_cmpuint((guint)header[6] << 8 | header[7], ==, 400);
  g_assert_cmpuint(length, >, 3000);
}

/* The clipboard gets what a file would get. */
static void test_copy(void)
{
  g_autoptr(BwPlot) plot = sample_plot();
  gsize length;
  g_autofree char *csv = export(plot, "plot.csv", 1, &length);
  g_autoptr(GBytes) copy = bw_plot_copy(plot, "csv", 320, 200, 1, &bw_plot_theme_print, NULL);
  g_assert_cmpmem(csv, length, g_bytes_get_data(copy, NULL), g_bytes_get_size(copy));
  g_autoptr(GBytes) tabs = bw_plot_copy(plot, "tsv", 320, 200, 1, &bw_plot_theme_print, NULL);
  g_autofree char *text = g_strndup(g_bytes_get_data(tabs, NULL), g_bytes_get_size(tabs));
  g_assert_nonnull(strstr(text, "\n0.8\t0.9\t0\t0.5\t0\t-1.25\t0\t0\n"));
  g_autoptr(GBytes) png = bw_plot_copy(plot, "png", 320, 200, 2, &bw_plot_theme_print, NULL);
  g_assert_true(memcmp(g_bytes_get_data(png, NULL), "\x89PNG", 4) == 0);
  g_autoptr(GError) error = NULL;
  g_assert_null(bw_plot_copy(plot, "png", 1e6, 200, 2, &bw_plot_theme_print, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
}

static void test_refused(void)
{
  g_autoptr(BwPlot) plot = sample_plot();
  g_autofree char *wrong = g_build_filename(folder, "plot.jpg", NULL),
                  *huge = g_build_filename(folder, "huge.png", NULL);
  g_autofree char *nowhere = g_build_filename(folder, "not", "there.pdf", NULL);
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_plot_export(plot, wrong, 320, 200, 1, &bw_plot_theme_light, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_clear_error(&error);
  g_assert_false(bw_plot_export(plot, huge, 1e6, 200, 1, &bw_plot_theme_light, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_ARGUMENT);
  g_assert_false(g_file_test(huge, G_FILE_TEST_EXISTS));
  g_clear_error(&error);
  g_assert_false(bw_plot_export(plot, nowhere, 320, 200, 1, &bw_plot_theme_light, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FILE);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = new_folder();
  g_test_add_func("/export/csv", test_csv);
  g_test_add_func("/export/csv-precision", test_csv_precision);
  g_test_add_func("/export/pdf", test_pdf);
  g_test_add_func("/export/svg", test_svg);
  g_test_add_func("/export/png", test_png);
  g_test_add_func("/export/copy", test_copy);
  g_test_add_func("/export/refused", test_refused);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
