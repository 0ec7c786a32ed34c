/* plot-1m: painting a live series of a million points, text and axes included. */
#include "bench.h"
#include "plot/plot.h"

#include <math.h>

enum { N_POINTS = 1000000, WIDTH = 800, HEIGHT = 300 };

typedef struct {
  BwPlot *plot;
  cairo_t *cr;
} Canvas;

static void paint(gpointer data)
{
  Canvas *canvas = data;
  bw_plot_paint(canvas->plot, canvas->cr, WIDTH, HEIGHT, &bw_plot_theme_light);
}

static void run_1m(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(1);
  g_autoptr(BwPlot) plot = bw_plot_new("Temperature", "Time (ps)", "Temperature (K)");
  int layer = bw_plot_add_layer(plot, BW_LAYER_LINE, BW_ACCENT_TEMPERATURE, "temperature");
  double drift = 300;
  for (int i = 0; i < N_POINTS; i++) {
    drift += 1e-3 * (300 - drift) + g_rand_double_range(random, -0.7, 0.7);
    bw_plot_layer_append(plot, layer, i * 2.5e-4, drift + g_rand_double_range(random, -20, 20));
  }
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  Canvas canvas = {plot, cairo_create(surface)};
  bw_bench_report("plot-1m", 1e3 * bw_bench_median(paint, &canvas, 1.0), "ms/paint", NAN, NAN);
  cairo_destroy(canvas.cr);
  cairo_surface_destroy(surface);
}

const BwBenchCase bw_bench_plot[] = {{"plot-1m", run_1m}, {NULL, NULL}};
