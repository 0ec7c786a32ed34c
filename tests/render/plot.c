/* Two painters, one look: what OpenGL paints of a plot is what cairo does. */
#include "render/offscreen.h"
#include "render/plot-painter.h"
#include "render/program.h"

#include <math.h>

enum { WIDTH = 420, HEIGHT = 260 };

static BwOffscreen *offscreen; /* NULL: no OpenGL here */
static BwPlotPainter *painter;

typedef struct {
  int width, height;
  guint8 *pixels; /* b, g, r, a from the top left */
} Image;

static void image_clear(Image *image)
{
  g_free(image->pixels);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Image, image_clear)

static Image paint_cairo(BwPlot *plot, const BwPlotTheme *theme, double scale)
{
  Image image = {(int)(WIDTH * scale), (int)(HEIGHT * scale), NULL};
  image.pixels = g_malloc0((gsize)image.width * image.height * 4);
  cairo_surface_t *surface = cairo_image_surface_create_for_data(image.pixels, CAIRO_FORMAT_ARGB32,
                                                                 image.width, image.height, 4 * image.width);
  cairo_t *cr = cairo_create(surface);
  cairo_scale(cr, scale, scale);
  bw_plot_paint(plot, cr, WIDTH, HEIGHT, theme);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  return image;
}

static Image paint_gl(BwPlot *plot, const BwPlotTheme *theme, double scale)
{
  Image image = {(int)(WIDTH * scale), (int)(HEIGHT * scale), NULL};
  GLuint framebuffer, buffer;
  glGenFramebuffers(1, &framebuffer);
  glGenRenderbuffers(1, &buffer);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  glBindRenderbuffer(GL_RENDERBUFFER, buffer);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, image.width, image.height);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, buffer);
  bw_plot_painter_paint(painter, plot, theme, framebuffer, WIDTH, HEIGHT, scale);
  gsize stride = 4 * (gsize)image.width;
  image.pixels = g_malloc(stride * image.height);
  for (int y = 0; y < image.height; y++)
    glReadPixels(0, image.height - 1 - y, image.width, 1, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
                 image.pixels + stride * y);
  glDeleteFramebuffers(1, &framebuffer);
  glDeleteRenderbuffers(1, &buffer);
  g_assert_cmpint(glGetError(), ==, GL_NO_ERROR);
  return image;
}

/* The mean of a channel around a place: edges may be smoothed differently, but not differ in weight. */
static double blurred(const Image *image, int x, int y, int channel)
{
  double sum = 0;
  int n = 0;
  for (int j = MAX(0, y - 2); j <= MIN(image->height - 1, y + 2); j++)
    for (int i = MAX(0, x - 2); i <= MIN(image->width - 1, x + 2); i++, n++)
      sum += image->pixels[4 * ((gsize)j * image->width + i) + channel];
  return sum / n;
}

static void assert_alike(BwPlot *plot, const BwPlotTheme *theme, double scale)
{
  g_auto(Image) a = paint_cairo(plot, theme, scale);
  g_auto(Image) b = paint_gl(plot, theme, scale);
  double worst = 0, total = 0;
  for (int y = 0; y < a.height; y++)
    for (int x = 0; x < a.width; x++)
      for (int channel = 0; channel < 4; channel++) {
        double difference = fabs(blurred(&a, x, y, channel) - blurred(&b, x, y, channel));
        worst = MAX(worst, difference);
        total += difference;
      }
  total /= 4.0 * a.width * a.height;
  g_test_message("scale %g: mean difference %.3f, worst %.1f of 255", scale, total, worst);
  g_assert_cmpfloat(total, <, 0.5);
  g_assert_cmpfloat(worst, <, 70);
}

/* Every kind of layer, two axes, marks, a caption and an upright title. */
static BwPlot *everything(void)
{
  BwPlot *plot = bw_plot_new("O–H distance", "Distance (Å)", "Density (1/Å)");
  double density[40], x[60], y[60], y2[60];
  for (int i = 0; i < 40; i++)
    density[i] = 9 * exp(-0.5 * pow((i - 18) / 5.0, 2));
  for (int i = 0; i < 60; i++) {
    x[i] = 0.85 + 0.005 * i;
    y[i] = i == 30 ? NAN : 300 + 40 * sin(0.3 * i);
    y2[i] = 280 + 10 * cos(0.2 * i);
  }
  int histogram = bw_plot_add_layer(plot, BW_LAYER_HISTOGRAM, BW_ACCENT_QUANTUM, "beads");
  int line = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_TEMPERATURE, "temperature");
  int band = bw_plot_add_layer(plot, BW_LAYER_BAND, BW_ACCENT_ENERGY, "band");
  int dots = bw_plot_add_layer(plot, BW_LAYER_SCATTER, BW_ACCENT_CLASSICAL, "dots");
  int mark = bw_plot_add_layer(plot, BW_LAYER_MARK, BW_ACCENT_QUANTUM, NULL);
  bw_plot_layer_set_histogram(plot, histogram, 0.85, 1.15, density, 40);
  bw_plot_layer_set(plot, line, x, y, NULL, 60);
  bw_plot_layer_set(plot, band, x, y2, x, 60);
  bw_plot_layer_set(plot, dots, x, density, NULL, 40);
  bw_plot_set_right_axis(plot, line, "Temperature (K)");
  bw_plot_set_right_axis(plot, band, "Temperature (K)");
  bw_plot_layer_set_mark(plot, mark, 0.985, "0.985");
  bw_plot_set_caption(plot, "quantum bond longer by 0.014 ± 0.001 Å");
  bw_plot_set_source(plot, "ethanol.h5");
  return plot;
}

static gboolean ready(void)
{
  if (!offscreen)
    g_test_skip("no OpenGL 3.3 through EGL");
  return offscreen != NULL;
}

static void test_shaders_compile(void)
{
  if (!ready())
    return;
  for (int version = 330; version <= (epoxy_gl_version() >= 45 ? 450 : 330); version += 120) {
    g_autoptr(GError) error = NULL;
    BwProgram program = {0};
    bw_program_init(&program, version, "plot", "plot", NULL, &error);
    g_assert_no_error(error);
    bw_program_clear(&program);
  }
}

static void test_alike(void)
{
  if (!ready())
    return;
  g_autoptr(BwPlot) plot = everything();
  const double scales[] = {1, 1.5, 2};
  for (gsize i = 0; i < G_N_ELEMENTS(scales); i++) {
    assert_alike(plot, &bw_plot_theme_light, scales[i]);
    assert_alike(plot, bw_plot_theme_for_screen(TRUE, TRUE), scales[i]);
  }
  BwPlotTheme glass = bw_plot_theme_dark;
  glass.background[3] = 0;
  assert_alike(plot, &glass, 1);
}

static void test_dense(void)
{
  if (!ready())
    return;
  g_autoptr(BwPlot) plot = bw_plot_new(NULL, "Time (ps)", "Energy (eV)");
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_ENERGY, "energy");
  for (int i = 0; i < 100000; i++)
    bw_plot_layer_append(plot, layer, i * 1e-3, sin(i * 1e-4) + 0.2 * sin(1e-5 * i * i));
  assert_alike(plot, &bw_plot_theme_light, 1);
}

/* Labels come and go for a long time: the texture of texts starts anew, and all is still as it should be. */
static void test_many_texts(void)
{
  if (!ready())
    return;
  g_autoptr(BwPlot) plot = everything();
  for (int i = 0; i < 400; i++) {
    g_autofree char *title = g_strdup_printf("A title that is different each time: %d", i * 7919);
    g_autofree char *label = g_strdup_printf("%d Å", i);
    bw_plot_set_title(plot, title);
    bw_plot_layer_set_mark(plot, 4, 0.985, label);
    g_auto(Image) image = paint_gl(plot, &bw_plot_theme_light, 2);
  }
  assert_alike(plot, &bw_plot_theme_light, 2);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/plot/shaders-compile", test_shaders_compile);
  g_test_add_func("/plot/alike", test_alike);
  g_test_add_func("/plot/dense", test_dense);
  g_test_add_func("/plot/many-texts", test_many_texts);
  offscreen = bw_offscreen_new(NULL);
  g_autoptr(GError) error = NULL;
  if (offscreen)
    painter = bw_plot_painter_new(&error);
  g_assert_no_error(error);
  int status = g_test_run();
  bw_plot_painter_free(painter);
  bw_offscreen_free(offscreen);
  return status;
}
