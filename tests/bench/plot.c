/* plot-1m: painting a live series of a million points, text and axes included, by both painters. plot-live:
 * five plots of some thousand points each, one of which has grown. */
#include "bench.h"
#include "render/offscreen.h"
#include "render/plot-painter.h"

#include <epoxy/gl.h>
#include <math.h>

enum { N_POINTS = 1000000, N_LIVE = 5000, WIDTH = 800, HEIGHT = 300 };

typedef struct {
  BwPlot *plot;
  cairo_t *cr;
  BwPlotPainter *painter;
  GLuint framebuffer, buffer;
} Canvas;

static void paint_cairo(gpointer data)
{
  Canvas *canvas = data;
  bw_plot_paint(canvas->plot, canvas->cr, WIDTH, HEIGHT, &bw_plot_theme_light);
}

static void paint_gl(gpointer data)
{
  Canvas *canvas = data;
  bw_plot_painter_paint(canvas->painter, canvas->plot, &bw_plot_theme_light, canvas->framebuffer, WIDTH,
                        HEIGHT, 1);
  glFinish();
}

/* A temperature as a thermostat makes it. */
static BwPlot *temperature(int n)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(1);
  BwPlot *plot = bw_plot_new("Temperature", "Time (ps)", "Temperature (K)");
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_TEMPERATURE, "temperature");
  double drift = 300;
  for (int i = 0; i < n; i++) {
    drift += 1e-3 * (300 - drift) + g_rand_double_range(random, -0.7, 0.7);
    bw_plot_layer_append(plot, layer, i * 2.5e-4, drift + g_rand_double_range(random, -20, 20));
  }
  return plot;
}

static void measure_cairo(BwPlot *plot, const char *name)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  Canvas canvas = {.plot = plot, .cr = cairo_create(surface)};
  bw_bench_report(name, 1e3 * bw_bench_median(paint_cairo, &canvas, 1.0), "ms/paint", NAN, NAN);
  cairo_destroy(canvas.cr);
  cairo_surface_destroy(surface);
}

static void measure_gl(BwPlot *plot, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwOffscreen) offscreen = bw_offscreen_new(&error);
  Canvas canvas = {.plot = plot, .painter = offscreen ? bw_plot_painter_new(&error) : NULL};
  if (!canvas.painter) {
    g_printerr("%s is left out: %s\n", name, error->message);
    return;
  }
  glGenFramebuffers(1, &canvas.framebuffer);
  glGenRenderbuffers(1, &canvas.buffer);
  glBindFramebuffer(GL_FRAMEBUFFER, canvas.framebuffer);
  glBindRenderbuffer(GL_RENDERBUFFER, canvas.buffer);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, WIDTH, HEIGHT);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, canvas.buffer);
  bw_bench_report(name, 1e3 * bw_bench_median(paint_gl, &canvas, 1.0), "ms/paint", NAN, NAN);
  glDeleteFramebuffers(1, &canvas.framebuffer);
  glDeleteRenderbuffers(1, &canvas.buffer);
  bw_plot_painter_free(canvas.painter);
}

static void run_1m(void)
{
  g_autoptr(BwPlot) plot = temperature(N_POINTS);
  measure_cairo(plot, "plot-1m");
  measure_gl(plot, "plot-1m-gl");
}

static void run_live(void)
{
  g_autoptr(BwPlot) plot = temperature(N_LIVE);
  measure_cairo(plot, "plot-5k");
  measure_gl(plot, "plot-5k-gl");
  bw_plot_set_range(plot, 0, 0.1, NAN, NAN);
  measure_cairo(plot, "plot-400");
  measure_gl(plot, "plot-400-gl");
}

const BwBenchCase bw_bench_plot[] = {{"plot-1m", run_1m}, {"plot-live", run_live}, {NULL, NULL}};
