/* What a plot looks like, asked of its pixels. */
#include "plot/plot.h"

#include <math.h>

typedef struct {
  cairo_surface_t *surface;
  int width, height;
} Image;

static Image paint(BwPlot *plot, int width, int height, const BwPlotTheme *theme)
{
  Image image = {cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height), width, height};
  cairo_t *cr = cairo_create(image.surface);
  bw_plot_paint(plot, cr, width, height, theme);
  g_assert_cmpint(cairo_status(cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(image.surface);
  return image;
}

static guint32 pixel(const Image *image, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data(image->surface) +
                      (gsize)y * cairo_image_surface_get_stride(image->surface);
  return ((const guint32 *)(const void *)row)[x] & 0xffffff;
}

static guint32 accent(const BwPlotTheme *theme, BwAccent which)
{
  guint32 value = 0;
  for (int k = 0; k < 3; k++)
    value = value << 8 | (guint32)lrint(255 * theme->accents[which][k]);
  return value;
}

/* Centre of the pixels that have the colour, within the area of data; returns how many. */
static int find_colour(BwPlot *plot, const Image *image, guint32 colour, double *x, double *y)
{
  int n = 0;
  double data_x, data_y;
  *x = *y = 0;
  for (int py = 0; py < image->height; py++)
    for (int px = 0; px < image->width; px++)
      if (pixel(image, px, py) == colour && bw_plot_from_pixel(plot, px + 0.5, py + 0.5, &data_x, &data_y)) {
        *x += px + 0.5;
        *y += py + 0.5;
        n++;
      }
  *x /= MAX(1, n);
  *y /= MAX(1, n);
  return n;
}

/* from_pixel undoes what the paint did: a lone dot is found where it was put. */
static void test_from_pixel(void)
{
  const double points[][2] = {{3.25, -17}, {9.5, 4}, {0.5, 11}};
  for (gsize i = 0; i < G_N_ELEMENTS(points); i++) {
    g_autoptr(BwPlot) plot = bw_plot_new("Title", "Time (fs)", "Energy (eV)");
    int layer = bw_plot_add_layer(plot, BW_LAYER_SCATTER, BW_ACCENT_QUANTUM, NULL);
    bw_plot_set_range(plot, 0, 10, -20, 20);
    bw_plot_layer_append(plot, layer, points[i][0], points[i][1]);
    Image image = paint(plot, 640, 400, &bw_plot_theme_light);
    double px, py, x, y;
    g_assert_cmpint(find_colour(plot, &image, accent(&bw_plot_theme_light, BW_ACCENT_QUANTUM), &px, &py), >,
                    4);
    g_assert_true(bw_plot_from_pixel(plot, px, py, &x, &y));
    g_assert_cmpfloat_with_epsilon(x, points[i][0], 10 / 500.0);
    g_assert_cmpfloat_with_epsilon(y, points[i][1], 40 / 250.0);
    g_assert_false(bw_plot_from_pixel(plot, 2, 200, &x, &y));
    g_assert_false(bw_plot_from_pixel(plot, 300, 398, &x, &y));
    cairo_surface_destroy(image.surface);
  }
}

static void test_range_follows(void)
{
  g_autoptr(BwPlot) plot = bw_plot_new(NULL, "Time (fs)", "Energy (eV)");
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, NULL);
  double x, y, far_x, far_y;
  for (int round = 1; round <= 3; round++) {
    for (int i = 0; i < 100; i++)
      bw_plot_layer_append(plot, layer, round * 100 + i, round);
    Image image = paint(plot, 400, 300, &bw_plot_theme_dark);
    for (int px = 399; !bw_plot_from_pixel(plot, px, 100, &far_x, &far_y); px--)
      ;
    g_assert_cmpfloat_with_epsilon(far_x, round * 100 + 99, 10);
    cairo_surface_destroy(image.surface);
  }
  guint64 version = bw_plot_get_version(plot);
  bw_plot_set_range(plot, 120, 150, NAN, NAN);
  g_assert_cmpuint(bw_plot_get_version(plot), >, version);
  Image image = paint(plot, 400, 300, &bw_plot_theme_dark);
  g_assert_true(bw_plot_from_pixel(plot, 200, 100, &x, &y));
  g_assert_true(x > 120 && x < 150);
  g_assert_cmpfloat_with_epsilon(y, 1, 0.2); /* follows what is seen, not the rest */
  cairo_surface_destroy(image.surface);
  version = bw_plot_get_version(plot);
  bw_plot_set_range(plot, 120, 150, NAN, NAN);
  g_assert_cmpuint(bw_plot_get_version(plot), ==, version);
}

/* A spike of one point in a million is seen. */
static void test_million(void)
{
  g_autoptr(BwPlot) plot = bw_plot_new("Many", "Time (ps)", "Energy (eV)");
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, "energy");
  for (int i = 0; i < 1000000; i++)
    bw_plot_layer_append(plot, layer, i * 1e-3, i == 654321 ? 5 : 0.1 * sin(i));
  Image image = paint(plot, 800, 300, &bw_plot_theme_light);
  double x, y;
  int found = 0;
  guint32 background = 0xffffff;
  for (int px = 0; px < 800; px++)
    for (int py = 0; py < 300; py++)
      if (bw_plot_from_pixel(plot, px + 0.5, py + 0.5, &x, &y) && fabs(y - 3) < 0.02 &&
          pixel(&image, px, py) != background && fabs(x - 654.321) < 4)
        found++;
  g_assert_cmpint(found, >, 0);
  cairo_surface_destroy(image.surface);
}

static void test_nearest(void)
{
  g_autoptr(BwPlot) plot = bw_plot_new(NULL, "x", "y");
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, NULL);
  double x, y;
  g_assert_false(bw_plot_layer_nearest(plot, layer, 1, &x, &y));
  for (int i = 0; i < 10; i++)
    bw_plot_layer_append(plot, layer, i, i * i);
  g_assert_true(bw_plot_layer_nearest(plot, layer, 3.4, &x, &y));
  g_assert_true(x == 3 && y == 9);
}

static void fill_with_trouble(BwPlot *plot)
{
  const double density[] = {0, NAN, 3, INFINITY, -1}, x[] = {NAN, INFINITY, 1, 0},
               y[] = {1, 2, NAN, -INFINITY};
  int histogram = bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_QUANTUM, "histogram");
  int line = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, "line");
  int band = bw_plot_add_layer(plot, BW_LAYER_BAND, BW_ACCENT_ENERGY, "band");
  int dots = bw_plot_add_layer(plot, BW_LAYER_SCATTER, BW_ACCENT_NEUTRAL, "dots");
  bw_plot_layer_set_histogram(plot, histogram, 0, 5, density, 5);
  bw_plot_layer_set(plot, line, x, y, NULL, 4);
  bw_plot_layer_set(plot, band, x, y, x, 4);
  bw_plot_layer_set(plot, dots, x, y, NULL, 4);
  for (int i = 0; i < 12; i++)
    bw_plot_layer_set_mark(plot, bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_NEUTRAL, NULL), i % 5,
                           "a label");
}

/* Whatever is in it, however small the place: something is painted and nothing breaks. */
static void test_robust(void)
{
  const BwPlotTheme *themes[] = {&bw_plot_theme_light, &bw_plot_theme_dark, &bw_plot_theme_print};
  const double numbers[] = {0, 1e300, -1e300, 1e-300, 4209.125, -1.7e308};
  for (int size = 1; size <= 700; size = size * 2 + 3) {
    g_autoptr(BwPlot) trouble = bw_plot_new("Trouble", "x (Å)", "y (eV)"),
                      empty = bw_plot_new(NULL, NULL, NULL);
    fill_with_trouble(trouble);
    bw_plot_set_cursor(trouble, 1);
    bw_plot_set_empty_text(empty, "Nothing here yet");
    bw_plot_set_caption(empty, "A caption");
    cairo_surface_destroy(paint(trouble, size, size, themes[size % 3]).surface);
    cairo_surface_destroy(paint(empty, size, MAX(1, size / 3), themes[size % 3]).surface);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
    for (gsize j = 0; j < G_N_ELEMENTS(numbers); j++) {
      g_autoptr(BwPlot) plot = bw_plot_new("Extremes", "x", "y");
      int line = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, "line");
      bw_plot_layer_append(plot, line, MIN(numbers[i], numbers[j]), numbers[i]);
      bw_plot_layer_append(plot, line, MAX(numbers[i], numbers[j]), numbers[j]);
      cairo_surface_destroy(paint(plot, 300, 200, &bw_plot_theme_light).surface);
    }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/paint/from-pixel", test_from_pixel);
  g_test_add_func("/paint/range-follows", test_range_follows);
  g_test_add_func("/paint/million", test_million);
  g_test_add_func("/paint/nearest", test_nearest);
  g_test_add_func("/paint/robust", test_robust);
  return g_test_run();
}
