/* Small multiples: equal widths, common heights, what is written, and that all is painted where it belongs.
 */
#include "plot/multiples.h"

#include <math.h>
#include <string.h>

static const double narrow[] = {0, 1, 4, 1, 0}, wide[] = {1, 2, 2, 1}, high[] = {0.001, 9, 1};

static BwMultiples *sample(void)
{
  BwMultiples *self = bw_multiples_new("Bonds", "Å");
  bw_multiples_set_legend(self, BW_ACCENT_QUANTUM, "beads");
  bw_multiples_set_legend(self, BW_ACCENT_CENTROID, "centroid");
  bw_multiples_set_source(self, "ethanol.h5");
  bw_multiples_set_n(self, 4);
  bw_multiples_set_words(self, 0, "O2–H8", "O–H", "+0.014");
  bw_multiples_set_words(self, 1, "C0–H3", "C–H", "+0.012");
  bw_multiples_set_words(self, 2, "C0–H4", "C–H", NULL);
  bw_multiples_set_words(self, 3, "C0–C1", "C–C", NULL);
  bw_multiples_add(self, 0, BW_ACCENT_QUANTUM, 0.7, 1.2, narrow, 5, 0.95);
  bw_multiples_add(self, 1, BW_ACCENT_QUANTUM, 0.9, 1.3, wide, 4, 1.1);
  bw_multiples_add(self, 2, BW_ACCENT_QUANTUM, 1.0, 1.3, high, 3, 1.15);
  bw_multiples_add(self, 2, BW_ACCENT_CENTROID, 1.0, 1.3, wide, 3, 1.15);
  return self;
}

static void test_ranges(void)
{
  g_autoptr(BwMultiples) self = sample();
  double low[4], top[4], high_y[4];
  for (int i = 0; i < 3; i++)
    g_assert_true(bw_multiples_get_range(self, i, &low[i], &top[i], &high_y[i]));
  g_assert_false(bw_multiples_get_range(self, 3, &low[3], &top[3], &high_y[3]));
  /* The widest data are those of panel 1, 0.4; of panel 0 the empty bins do not count, nor of panel 2 the
   * thin tail. */
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon(top[i] - low[i], 0.4 * 1.16, 1e-12);
  g_assert_cmpfloat_with_epsilon(0.5 * (low[0] + top[0]), 0.95, 1e-12);
  g_assert_cmpfloat_with_epsilon(0.5 * (low[1] + top[1]), 1.1, 1e-12);
  /* The two bonds of one kind are drawn to one scale. */
  g_assert_cmpfloat_with_epsilon(high_y[0], 4.4, 1e-12);
  g_assert_cmpfloat_with_epsilon(high_y[1], 9.9, 1e-12);
  g_assert_cmpfloat_with_epsilon(high_y[2], 9.9, 1e-12);
  bw_multiples_clear_panel(self, 2);
  g_assert_true(bw_multiples_get_range(self, 1, &low[1], &top[1], &high_y[1]));
  g_assert_cmpfloat_with_epsilon(high_y[1], 2.2, 1e-12);
  bw_multiples_set_n(self, 1);
  g_assert_cmpint(bw_multiples_get_n(self), ==, 1);
  g_assert_true(bw_multiples_get_range(self, 0, &low[0], &top[0], &high_y[0]));
  g_assert_cmpfloat_with_epsilon(top[0] - low[0], 0.3 * 1.16, 1e-12);
}

static void test_table(void)
{
  g_autoptr(BwMultiples) self = sample();
  g_autoptr(GError) error = NULL;
  bw_multiples_set_n(self, 1);
  g_autoptr(GBytes) bytes = bw_multiples_copy(self, "csv", 400, 1, &bw_plot_theme_print, &error);
  g_assert_no_error(error);
  g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  g_assert_cmpstr(text, ==,
                  "# Bonds\n# source: ethanol.h5\n# O2–H8: +0.014\n"
                  "name,distribution,from (Å),to (Å),density (1/Å)\n"
                  "O2–H8,beads,0.7,0.8,0\nO2–H8,beads,0.8,0.9,1\nO2–H8,beads,0.9,1,4\n"
                  "O2–H8,beads,1,1.1,1\nO2–H8,beads,1.1,1.2,0\n");
}

static gboolean has_colour(cairo_surface_t *surface, int x0, int x1, int y0, int y1, const double accent[3])
{
  const unsigned char *data = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++) {
      const unsigned char *pixel = data + y * stride + 4 * x;
      if (fabs(pixel[2] - 255 * accent[0]) + fabs(pixel[1] - 255 * accent[1]) +
              fabs(pixel[0] - 255 * accent[2]) <
          30)
        return TRUE;
    }
  return FALSE;
}

/* Panel 2 alone has a centroid: in three columns it is the right third of the only row but one. */
static void test_painted(void)
{
  g_autoptr(BwMultiples) self = sample();
  const BwPlotTheme *theme = &bw_plot_theme_light;
  const int width = (int)(3.2 * 12 * theme->font_size),
            height = (int)bw_multiples_get_height(self, width, theme);
  const double *centroid = theme->accents[BW_ACCENT_CENTROID];
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create(surface);
  bw_multiples_paint(self, cr, width, height, theme);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  const int top = (int)(5.5 * theme->font_size); /* below title and legend */
  g_assert_true(has_colour(surface, 2 * width / 3, width, top, height / 2, centroid));
  g_assert_false(has_colour(surface, 0, 2 * width / 3 - 1, top, height, centroid));
  cairo_surface_destroy(surface);
}

static void test_formats(void)
{
  static const struct {
    const char *format, *begin;
  } formats[] = {{"pdf", "%PDF"}, {"svg", "<?xml"}, {"png", "\x89PNG"}};
  g_autoptr(BwMultiples) self = sample();
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes =
        bw_multiples_copy(self, formats[i].format, 500, 2, &bw_plot_theme_print, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(bytes), >, 1000);
    g_assert_true(memcmp(g_bytes_get_data(bytes, NULL), formats[i].begin, strlen(formats[i].begin)) == 0);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/multiples/ranges", test_ranges);
  g_test_add_func("/multiples/table", test_table);
  g_test_add_func("/multiples/painted", test_painted);
  g_test_add_func("/multiples/formats", test_formats);
  return g_test_run();
}
