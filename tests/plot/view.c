/* The hand and the eye: what zoom, pan and following show, and what is read at a place. */
#include "plot/plot.h"

#include <math.h>

enum { WIDTH = 640, HEIGHT = 400 };

static void paint(BwPlot *plot)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create(surface);
  bw_plot_paint(plot, cr, WIDTH, HEIGHT, &bw_plot_theme_light);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

/* y = x² from 0 to 100 in a thousand steps. */
static BwPlot *parabola(void)
{
  BwPlot *plot = bw_plot_new(NULL, "Time (ps)", "Energy (eV)");
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, "potential");
  for (int i = 0; i <= 1000; i++)
    bw_plot_layer_append(plot, layer, 0.1 * i, 0.01 * i * i);
  paint(plot);
  return plot;
}

/* x and y at the corners of the axes, after a paint. */
static void get_shown(BwPlot *plot, double *x_low, double *x_high, double *y_low, double *y_high)
{
  cairo_rectangle_t axes;
  paint(plot);
  g_assert_true(bw_plot_get_axes(plot, &axes));
  g_assert_true(bw_plot_from_pixel(plot, axes.x, axes.y + axes.height, x_low, y_low));
  g_assert_true(bw_plot_from_pixel(plot, axes.x + axes.width, axes.y, x_high, y_high));
}

static void assert_x(BwPlot *plot, double low, double high)
{
  double x_low, x_high, y_low, y_high;
  get_shown(plot, &x_low, &x_high, &y_low, &y_high);
  g_assert_cmpfloat_with_epsilon(x_low, low, 1e-6 * (high - low));
  g_assert_cmpfloat_with_epsilon(x_high, high, 1e-6 * (high - low));
}

/* What lies beneath the pointer stays there, and y fits what is seen. */
static void test_zoom(void)
{
  g_autoptr(BwPlot) plot = parabola();
  cairo_rectangle_t axes;
  double x, y, x_low, x_high, y_low, y_high;
  bw_plot_get_axes(plot, &axes);
  double px = axes.x + 0.3 * axes.width, py = axes.y + 20;
  g_assert_true(bw_plot_from_pixel(plot, px, py, &x, &y));
  g_assert_false(bw_plot_is_zoomed(plot));
  bw_plot_zoom(plot, px, py, 0.5, TRUE, FALSE);
  bw_plot_zoom(plot, px, py, 0.5, TRUE, FALSE); /* two events between two paints */
  g_assert_true(bw_plot_is_zoomed(plot));
  get_shown(plot, &x_low, &x_high, &y_low, &y_high);
  g_assert_cmpfloat_with_epsilon(x_high - x_low, 25, 1);
  g_assert_cmpfloat_with_epsilon(x_low + 0.3 * (x_high - x_low), x, 0.5);
  g_assert_cmpfloat_with_epsilon(y_high, x_high * x_high, 0.2 * x_high * x_high);
  bw_plot_zoom(plot, px, py, 100, TRUE, FALSE); /* never beyond the data */
  g_assert_false(bw_plot_is_zoomed(plot));
  assert_x(plot, 0, 100);
}

static void test_zoom_y(void)
{
  g_autoptr(BwPlot) plot = parabola();
  double x_low, x_high, y_low, y_high, low, high;
  get_shown(plot, &x_low, &x_high, &y_low, &y_high);
  bw_plot_zoom(plot, 300, 200, 0.5, FALSE, TRUE);
  get_shown(plot, &x_low, &x_high, &low, &high);
  g_assert_cmpfloat_with_epsilon(high - low, 0.5 * (y_high - y_low), 1e-6 * y_high);
  assert_x(plot, 0, 100);
  bw_plot_zoom(plot, 300, 200, 10, FALSE, TRUE);
  g_assert_false(bw_plot_is_zoomed(plot));
}

static void test_rectangle(void)
{
  g_autoptr(BwPlot) plot = parabola();
  cairo_rectangle_t axes, box;
  double x0, y0, x1, y1, x_low, x_high, y_low, y_high;
  bw_plot_get_axes(plot, &axes);
  g_assert_false(bw_plot_frame(plot, 200, 100, 203, 104, &box));
  g_assert_true(bw_plot_frame(plot, 400, 102, 200, 104, &box)); /* thin: all of y */
  g_assert_cmpfloat_with_epsilon(box.height, axes.height, 1e-9);
  g_assert_true(bw_plot_frame(plot, 400, 100, 200, 10000, &box));
  g_assert_cmpfloat_with_epsilon(box.y + box.height, axes.y + axes.height, 1e-9);
  g_assert_true(bw_plot_frame(plot, 400, 200, 200, 100, &box));
  bw_plot_from_pixel(plot, 200, 200, &x0, &y0);
  bw_plot_from_pixel(plot, 400, 100, &x1, &y1);
  bw_plot_zoom_to(plot, &box);
  get_shown(plot, &x_low, &x_high, &y_low, &y_high);
  g_assert_cmpfloat_with_epsilon(x_low, x0, 1e-6);
  g_assert_cmpfloat_with_epsilon(x_high, x1, 1e-6);
  g_assert_cmpfloat_with_epsilon(y_low, y0, 1e-3);
  g_assert_cmpfloat_with_epsilon(y_high, y1, 1e-3);
  bw_plot_reset_view(plot);
  assert_x(plot, 0, 100);
}

static void test_pan(void)
{
  g_autoptr(BwPlot) plot = parabola();
  cairo_rectangle_t axes;
  bw_plot_get_axes(plot, &axes);
  bw_plot_pan(plot, 50, 0); /* everything is seen: there is nowhere to go */
  assert_x(plot, 0, 100);
  bw_plot_set_range(plot, 40, 60, NAN, NAN);
  paint(plot);
  bw_plot_get_axes(plot, &axes);
  bw_plot_pan(plot, -0.5 * axes.width, 0);
  assert_x(plot, 50, 70);
  bw_plot_pan(plot, 100 * axes.width, 0);
  assert_x(plot, 0, 20);
}

/* The window keeps its width and its end is the newest point, until a hand moves it. */
static void test_follow(void)
{
  g_autoptr(BwPlot) plot = parabola();
  bw_plot_follow(plot, 10);
  assert_x(plot, 90, 100);
  bw_plot_layer_append(plot, 0, 150, 1);
  assert_x(plot, 140, 150);
  bw_plot_zoom(plot, 0, 0, 0.5, TRUE, FALSE);
  g_assert_cmpfloat_with_epsilon(bw_plot_get_follow(plot), 5, 1e-9);
  assert_x(plot, 145, 150);
  bw_plot_pan(plot, 20, 0);
  g_assert_cmpfloat(bw_plot_get_follow(plot), ==, 0);
  g_assert_true(bw_plot_is_zoomed(plot));
  paint(plot);
  bw_plot_follow(plot, NAN);
  assert_x(plot, 145, 150);
  bw_plot_follow(plot, 0);
  assert_x(plot, 0, 150);
  bw_plot_follow(plot, NAN);
  assert_x(plot, 120, 150);
  bw_plot_follow(plot, 1000); /* wider than there are data: all of them */
  assert_x(plot, 0, 150);
}

/* Each of two axes is zoomed in its own part. */
static void test_two_axes(void)
{
  g_autoptr(BwPlot) plot = parabola();
  cairo_rectangle_t axes, box;
  double px, py;
  int right = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_TEMPERATURE, "temperature");
  bw_plot_set_right_axis(plot, right, "Temperature (K)");
  for (int i = 0; i <= 100; i++)
    bw_plot_layer_append(plot, right, i, 300 + i % 10);
  paint(plot);
  bw_plot_get_axes(plot, &axes);
  g_assert_true(bw_plot_frame(plot, 200, axes.y + 0.7 * axes.height, 400, axes.y + 0.8 * axes.height, &box));
  g_assert_true(bw_plot_to_pixel(plot, right, 50, 300, &px, &py));
  g_assert_cmpfloat(py, >, axes.y + 0.5 * axes.height);
  g_assert_true(bw_plot_to_pixel(plot, 0, 50, 2500, &px, &py));
  g_assert_cmpfloat(py, <, axes.y + 0.5 * axes.height);
  bw_plot_zoom_to(plot, &box);
  paint(plot);
  g_assert_true(bw_plot_to_pixel(plot, 0, 50, 2500, &px, &py)); /* the left axis follows its data */
  g_assert_false(bw_plot_to_pixel(plot, right, 50, 300, &px, &py));
}

static void test_log(void)
{
  g_autoptr(BwPlot) plot = bw_plot_new(NULL, "Time (ps)", "Error (eV)");
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, "error");
  double px, tens[5];
  for (int i = 0; i <= 100; i++)
    bw_plot_layer_append(plot, layer, i, i == 50 ? -1 : pow(10, -i / 20.0));
  bw_plot_set_log(plot, TRUE);
  paint(plot);
  for (int k = 0; k < 5; k++)
    g_assert_true(bw_plot_to_pixel(plot, layer, 20 * k, pow(10, -k), &px, &tens[k]));
  for (int k = 1; k < 4; k++)
    g_assert_cmpfloat_with_epsilon(tens[k + 1] - tens[k], tens[1] - tens[0], 1e-6);
  bw_plot_zoom(plot, px, tens[2], 0.2, FALSE, TRUE);
  paint(plot);
  g_assert_true(bw_plot_to_pixel(plot, layer, 40, 1e-2, &px, &tens[0]));
  g_assert_false(bw_plot_to_pixel(plot, layer, 0, 1, &px, &tens[0]));
  bw_plot_clear(plot);
  bw_plot_layer_append(plot, layer, 1, -1); /* nothing has a logarithm */
  paint(plot);
}

static void test_read(void)
{
  g_autoptr(BwPlot) plot = parabola();
  const double density[] = {1, 2, 4}, x[] = {10, 10.5, 90}, y[] = {100, 9000, 200};
  int histogram = bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_QUANTUM, NULL);
  int dots = bw_plot_add_layer(plot, BW_LAYER_SCATTER, BW_ACCENT_NEUTRAL, "dots");
  int mark = bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_NEUTRAL, "mark");
  bw_plot_layer_set_histogram(plot, histogram, 20, 50, density, 3);
  bw_plot_layer_set(plot, dots, x, y, NULL, 3);
  bw_plot_layer_set_mark(plot, mark, 30, "30");
  paint(plot);
  double px, py, near_x, near_y;
  BwReading reading;
  bw_plot_to_pixel(plot, 0, 35.04, 5000, &px, &py);
  g_assert_true(bw_plot_layer_read(plot, 0, px, py, &reading));
  g_assert_cmpfloat_with_epsilon(reading.x, 35, 1e-9);
  g_assert_cmpfloat_with_epsilon(reading.y, 1225, 1e-9);
  bw_plot_to_pixel(plot, 0, reading.x, reading.y, &near_x, &near_y);
  g_assert_true(near_x == reading.px && near_y == reading.py);
  g_assert_true(bw_plot_layer_read(plot, histogram, px, py, &reading));
  g_assert_cmpfloat(reading.y, ==, 2);
  g_assert_cmpfloat(reading.x, ==, 35);
  g_assert_false(bw_plot_layer_read(plot, mark, px, py, &reading));
  bw_plot_to_pixel(plot, dots, 11, 8000, &px, &py);
  g_assert_true(bw_plot_layer_read(plot, dots, px, py, &reading));
  g_assert_cmpfloat(reading.y, ==, 9000);
  bw_plot_to_pixel(plot, 0, 70, 1, &px, &py);
  g_assert_false(bw_plot_layer_read(plot, histogram, px, py, &reading));
}

static void test_words(void)
{
  g_autoptr(BwPlot) plot = parabola();
  BwSummary summary;
  g_autofree char *x = bw_plot_format_x(plot, 12.3456), *y = bw_plot_format_y(plot, 0, -0.004),
                  *name = bw_plot_layer_dup_name(plot, 0), *x_name = bw_plot_dup_x_name(plot);
  g_assert_cmpstr(x, ==, "12.3\u202fps");
  g_assert_cmpstr(y, ==, "0\u202feV");
  g_assert_cmpstr(name, ==, "potential");
  g_assert_cmpstr(x_name, ==, "Time");
  bw_plot_layer_append(plot, 0, 101, NAN);
  g_assert_true(bw_plot_layer_summarise(plot, 0, &summary));
  g_assert_cmpfloat(summary.low, ==, 0);
  g_assert_cmpfloat_with_epsilon(summary.high, 10000, 1e-9);
  g_assert_cmpfloat_with_epsilon(summary.last_x, 100, 1e-9);
  g_assert_cmpfloat_with_epsilon(summary.last, 10000, 1e-9);
}

/* The cursor is drawn above the plot: it does not paint it again. */
static void test_cursor(void)
{
  g_autoptr(BwPlot) plot = parabola();
  guint64 version = bw_plot_get_version(plot);
  bw_plot_set_cursor(plot, 12);
  g_assert_cmpuint(bw_plot_get_version(plot), ==, version);
  g_assert_cmpfloat(bw_plot_get_cursor(plot), ==, 12);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/view/zoom", test_zoom);
  g_test_add_func("/view/zoom-y", test_zoom_y);
  g_test_add_func("/view/rectangle", test_rectangle);
  g_test_add_func("/view/pan", test_pan);
  g_test_add_func("/view/follow", test_follow);
  g_test_add_func("/view/two-axes", test_two_axes);
  g_test_add_func("/view/log", test_log);
  g_test_add_func("/view/read", test_read);
  g_test_add_func("/view/words", test_words);
  g_test_add_func("/view/cursor", test_cursor);
  return g_test_run();
}
