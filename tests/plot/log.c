/* Logarithmic axes: their ticks to the letter, and hand, eye and pixels on them. */
#include "plot/log-ticks.h"
#include "plot/plot.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 640, HEIGHT = 400 };

/* Ticks */

static void assert_ticks(double low, double high, double wanted, const char *labels, int n_minor)
{
  BwLogTicks ticks;
  g_autoptr(GString) all = g_string_new(NULL);
  bw_log_ticks_find(&ticks, log10(low), log10(high), wanted);
  for (int i = 0; i < ticks.n; i++) {
    g_autofree char *label = bw_log_ticks_label(&ticks, i);
    g_string_append_printf(all, "%s%s", i ? "|" : "", label);
  }
  g_assert_cmpstr(all->str, ==, labels);
  g_assert_cmpint(ticks.n_minor, ==, n_minor);
}

static void test_ticks(void)
{
  assert_ticks(50, 1000, 6, "50|100|200|500|1000", 10); /* 60 … 90, 300, 400, 600 … 900 */
  assert_ticks(25, 1000, 6, "50|100|200|500|1000", 12); /* 30 and 40 too */
  assert_ticks(2, 9, 9, "2|3|4|5|6|7|8|9", 0);
  assert_ticks(2, 9, 4, "2|5", 6);
  assert_ticks(1, 10000, 6, "1|10|100|1000|10\u2009000", 32);
  assert_ticks(1e-3, 1e-1, 4, "0.001|0.01|0.1", 16);
}

static void test_powers(void)
{
  assert_ticks(1e-8, 1, 9, "10⁻⁸|10⁻⁷|10⁻⁶|10⁻⁵|10⁻⁴|10⁻³|10⁻²|10⁻¹|10⁰", 64);
  assert_ticks(1e-8, 1, 5, "10⁻⁸|10⁻⁶|10⁻⁴|10⁻²|10⁰", 4);
  assert_ticks(3e-7, 3e-6, 4, "5\u2009×\u200910⁻⁷|10⁻⁶|2\u2009×\u200910⁻⁶", 7);
  assert_ticks(1e-300, 1e300, 5, "10⁻²⁰⁰|10⁰|10²⁰⁰", 0);
  assert_ticks(101, 109, 8, "", 0); /* nothing round: the axis counts in equal steps */
}

/* Never fewer than two, never more than asked for, always in order and within the ends, majors apart from
 * minors. */
static void test_invariants(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(31);
  BwLogTicks ticks;
  for (int i = 0; i < 5000; i++) {
    double low = g_rand_double_range(random, -30, 30), span = pow(10, g_rand_double_range(random, -1, 2)),
           wanted = g_rand_int_range(random, 2, 12);
    bw_log_ticks_find(&ticks, low, low + span, wanted);
    g_assert_cmpint(ticks.n, !=, 1);
    g_assert_true(ticks.n <= 2 * wanted && (ticks.n >= 2 || span < 1 || wanted < 3));
    for (int k = 0; k < ticks.n; k++) {
      g_assert_true(k == 0 || ticks.values[k] > ticks.values[k - 1]);
      g_assert_true(log10(ticks.values[k]) >= low - 1e-6 && log10(ticks.values[k]) <= low + span + 1e-6);
      for (int m = 0; m < ticks.n_minor; m++)
        g_assert_cmpfloat(fabs(ticks.minor[m] / ticks.values[k] - 1), >, 1e-6);
    }
  }
}

/* The plot */

static cairo_surface_t *paint(BwPlot *plot)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create(surface);
  bw_plot_paint(plot, cr, WIDTH, HEIGHT, &bw_plot_theme_light);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static void repaint(BwPlot *plot)
{
  cairo_surface_destroy(paint(plot));
}

/* y = 1000/x at x = 1, 10, …, 10⁴; x of −1 and 0, and y of 0 at 10⁵, have no place. */
static BwPlot *learning_curve(BwLayerKind kind)
{
  BwPlot *plot = bw_plot_new(NULL, "training points", "error (eV)");
  int layer = bw_plot_add_layer(plot, kind, BW_ACCENT_QUANTUM, NULL);
  bw_plot_set_log(plot, TRUE);
  bw_plot_set_log_x(plot, TRUE);
  bw_plot_layer_append(plot, layer, -1, 5);
  bw_plot_layer_append(plot, layer, 0, 5);
  for (int k = 0; k < 5; k++)
    bw_plot_layer_append(plot, layer, pow(10, k), pow(10, 3 - k));
  bw_plot_layer_append(plot, layer, 1e5, 0);
  repaint(plot);
  return plot;
}

static void test_places(void)
{
  g_autoptr(BwPlot) plot = learning_curve(BW_LAYER_LINE);
  double px[5], py[5], x, y;
  g_assert_true(bw_plot_get_log(plot) && bw_plot_get_log_x(plot));
  for (int k = 0; k < 5; k++) {
    g_assert_true(bw_plot_to_pixel(plot, 0, pow(10, k), pow(10, 3 - k), &px[k], &py[k]));
    g_assert_true(bw_plot_from_pixel(plot, px[k], py[k], &x, &y));
    g_assert_cmpfloat_with_epsilon(x / pow(10, k), 1, 1e-9);
    g_assert_cmpfloat_with_epsilon(y / pow(10, 3 - k), 1, 1e-9);
  }
  for (int k = 1; k < 4; k++) {
    g_assert_cmpfloat_with_epsilon(px[k + 1] - px[k], px[1] - px[0], 1e-6);
    g_assert_cmpfloat_with_epsilon(py[k + 1] - py[k], py[1] - py[0], 1e-6);
  }
  g_assert_false(bw_plot_to_pixel(plot, 0, 0, 5, &x, &y));
  g_assert_false(bw_plot_to_pixel(plot, 0, 1e5, 0, &x, &y));
}

static int count_ink(BwPlot *plot, double x_low, double x_high)
{
  cairo_surface_t *surface = paint(plot);
  int n = 0, stride = cairo_image_surface_get_stride(surface);
  double x, y;
  for (int py = 0; py < HEIGHT; py++)
    for (int px = 0; px < WIDTH; px++) {
      const guint8 *pixel = cairo_image_surface_get_data(surface) + (gsize)py * stride + 4 * px;
      if (bw_plot_from_pixel(plot, px + 0.5, py + 0.5, &x, &y) && x > x_low && x < x_high &&
          pixel[0] > pixel[2] + 60) /* blue, not grey */
        n++;
    }
  cairo_surface_destroy(surface);
  return n;
}

/* Where there is nothing to see nothing is painted, be it few points or a million. */
static void test_left_out(void)
{
  const BwLayerKind kinds[] = {BW_LAYER_LINE, BW_LAYER_SCATTER};
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autoptr(BwPlot) plot = learning_curve(kinds[i]);
    g_assert_cmpint(count_ink(plot, 0.9, 1.1e4), >, 20);
    g_assert_cmpint(count_ink(plot, 1.5e4, 1e7), ==, 0);
  }
  g_autoptr(BwPlot) many = bw_plot_new(NULL, "x", "y");
  int layer = bw_plot_add_layer(many, BW_LAYER_LINE, BW_ACCENT_QUANTUM, NULL);
  for (int i = 0; i < 100000; i++)
    bw_plot_layer_append(many, layer, i, i > 100 && i < 10000 ? -i : 1 + i);
  bw_plot_set_log(many, TRUE);
  bw_plot_set_log_x(many, TRUE);
  repaint(many);
  g_assert_cmpint(count_ink(many, 1, 90), >, 50);
  g_assert_cmpint(count_ink(many, 110, 9000), ==, 0);
  g_assert_cmpint(count_ink(many, 12000, 90000), >, 50);
}

static void test_read(void)
{
  g_autoptr(BwPlot) plot = learning_curve(BW_LAYER_LINE);
  BwReading reading;
  double px, py;
  bw_plot_to_pixel(plot, 0, 4, 10, &px, &py); /* nearer to 10 than to 1 for the eye */
  g_assert_true(bw_plot_layer_read(plot, 0, px, py, &reading));
  g_assert_cmpfloat(reading.x, ==, 10);
  g_assert_cmpfloat(reading.y, ==, 100);
  bw_plot_to_pixel(plot, 0, 1e5, 10, &px, &py);
  g_assert_false(bw_plot_layer_read(plot, 0, px, py, &reading));
  g_autofree char *x = bw_plot_format_x(plot, 10), *y = bw_plot_format_y(plot, 0, 0.012345678);
  g_assert_cmpstr(x, ==, "10");
  g_assert_cmpstr(y, ==, "0.01235\u202feV");
}

/* A place under the hand stays there; equal drags are equal factors. */
static void test_hand(void)
{
  g_autoptr(BwPlot) plot = learning_curve(BW_LAYER_LINE);
  double px, py, x, y, far;
  bw_plot_to_pixel(plot, 0, 100, 10, &px, &py);
  bw_plot_zoom(plot, px, py, 0.5, TRUE, TRUE);
  bw_plot_from_pixel(plot, px, py, &x, &y);
  g_assert_cmpfloat_with_epsilon(x, 100, 1e-6);
  g_assert_cmpfloat_with_epsilon(y, 10, 1e-6);
  repaint(plot);
  g_assert_false(bw_plot_to_pixel(plot, 0, 1, 1000, &far, &y));
  bw_plot_to_pixel(plot, 0, 100, 10, &px, &py);
  bw_plot_to_pixel(plot, 0, 1000, 10, &far, &y);
  bw_plot_pan(plot, px - far, 0); /* a decade */
  bw_plot_from_pixel(plot, px, py, &x, &y);
  g_assert_cmpfloat_with_epsilon(x, 1000, 1e-6);
  bw_plot_reset_view(plot);
  repaint(plot);
  bw_plot_to_pixel(plot, 0, 10, 1, &px, &py);
  bw_plot_to_pixel(plot, 0, 1000, 100, &far, &y);
  const cairo_rectangle_t box = {px, y, far - px, py - y};
  bw_plot_zoom_to(plot, &box);
  repaint(plot);
  cairo_rectangle_t axes;
  bw_plot_get_axes(plot, &axes);
  bw_plot_from_pixel(plot, axes.x, axes.y, &x, &y);
  g_assert_cmpfloat_with_epsilon(x, 10, 1e-6);
  g_assert_cmpfloat_with_epsilon(y, 100, 1e-4);
  bw_plot_set_range(plot, -5, 1e6, NAN, NAN); /* an end that has no logarithm follows the data */
  repaint(plot);
  g_assert_true(bw_plot_to_pixel(plot, 0, 1, 1000, &px, &py));
}

/* Between turning it on and painting it the hand has nothing to hold; nothing with a logarithm is no trouble.
 */
static void test_turned(void)
{
  g_autoptr(BwPlot) plot = learning_curve(BW_LAYER_LINE);
  cairo_rectangle_t axes;
  double px, py;
  bw_plot_set_log_x(plot, FALSE);
  g_assert_false(bw_plot_get_axes(plot, &axes));
  bw_plot_zoom(plot, 300, 200, 0.5, TRUE, TRUE);
  repaint(plot);
  g_assert_true(bw_plot_to_pixel(plot, 0, -1, 5, &px, &py));
  bw_plot_set_log_x(plot, TRUE);
  bw_plot_clear(plot);
  bw_plot_layer_append(plot, 0, -3, 1);
  bw_plot_layer_append(plot, 0, 0, -1);
  repaint(plot);
  bw_plot_layer_append(plot, 0, 500, 2);
  repaint(plot);
  g_assert_true(bw_plot_to_pixel(plot, 0, 500, 2, &px, &py));
}

/* Marks, bands and histograms keep to the axes; numbers are written as they are. */
static void test_kinds(void)
{
  g_autoptr(BwPlot) plot = bw_plot_new(NULL, "x", "y");
  const double x[] = {1, 10, 100}, low[] = {-1, 0.5, -2}, high[] = {3, 2, -1}, density[] = {3, 0, 5, 1};
  int band = bw_plot_add_layer(plot, BW_LAYER_BAND, BW_ACCENT_QUANTUM, "band");
  int bins = bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_ENERGY, "bins");
  int mark = bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_NEUTRAL, "mark");
  bw_plot_set_log(plot, TRUE);
  bw_plot_set_log_x(plot, TRUE);
  bw_plot_layer_set(plot, band, x, low, high, 3);
  bw_plot_layer_set_histogram(plot, bins, -50, 50, density, 4);
  bw_plot_layer_set_mark(plot, mark, -3, "nowhere");
  bw_plot_layer_set_mark_width(plot, mark, 10);
  repaint(plot);
  g_autoptr(GBytes) table = bw_plot_copy(plot, "csv", WIDTH, HEIGHT, 1, &bw_plot_theme_light, NULL);
  g_autofree char *text = g_strndup(g_bytes_get_data(table, NULL), g_bytes_get_size(table));
  g_assert_nonnull(strstr(text, "\n1,-1,3,-50,-25,3\n"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/log/ticks", test_ticks);
  g_test_add_func("/log/powers", test_powers);
  g_test_add_func("/log/invariants", test_invariants);
  g_test_add_func("/log/places", test_places);
  g_test_add_func("/log/left-out", test_left_out);
  g_test_add_func("/log/read", test_read);
  g_test_add_func("/log/hand", test_hand);
  g_test_add_func("/log/turned", test_turned);
  g_test_add_func("/log/kinds", test_kinds);
  return g_test_run();
}
