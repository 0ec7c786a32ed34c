/* The picture of a local chemical potential. */
#include "cli/explain-private.h"

#include "base/elements.h"
#include "render/colour-bar.h"
#include "render/molecule-surface.h"
#include "render/offscreen.h"
#include "render/png.h"

#include <math.h>

static const double DESIGN_HEIGHT = 620; /* pixels of a picture whose letters have the theme's size */

/* Ω at every vertex, and its range. */
static double *probe_vertices(const BwExplained *explained, const GArray *vertices, int element, BwPool *pool,
                              const BwWatch *watch, BwProbeResult *result, GError **error)
{
  gsize n = vertices->len;
  g_autofree double(*points)[3] = g_malloc(sizeof *points * (n + 1));
  g_autofree double *values = g_new(double, n + 1);
  for (gsize v = 0; v < n; v++)
    for (int d = 0; d < 3; d++)
      points[v][d] = (double)g_array_index(vertices, BwSurfaceVertex, v).position[d];
  if (!bw_explained_probe(explained, element, (const double(*)[3])points, n, values, &result->alone, pool,
                          watch, error))
    return NULL;
  result->low = INFINITY;
  result->high = -INFINITY;
  result->n_points = n;
  for (gsize v = 0; v < n; v++) {
    result->high = fmax(result->high, values[v]);
    if (values[v] >= result->low)
      continue;
    result->low = values[v];
    for (int d = 0; d < 3; d++)
      result->lowest[d] = points[v][d];
  }
  return g_steal_pointer(&values);
}

static BwPaintedSurface *paint(const BwExplained *explained, int element, BwPool *pool, const BwWatch *watch,
                               BwProbeResult *result, GError **error)
{
  g_autoptr(GArray) vertices = g_array_new(FALSE, FALSE, sizeof(BwSurfaceVertex));
  g_autoptr(GArray) triangles = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (!bw_molecule_surface(explained->positions, explained->atoms->n_atoms, vertices, triangles, error))
    return NULL;
  g_autofree double *values = probe_vertices(explained, vertices, element, pool, watch, result, error);
  if (!values)
    return NULL;
  return bw_painted_surface_new(g_steal_pointer(&vertices), g_steal_pointer(&triangles),
                                BW_MOLECULE_SURFACE_REACH, values, result->low, result->high);
}

static cairo_surface_t *draw_scene(const BwExplained *explained, const BwExplainOptions *options,
                                   BwPaintedSurface *surface, int width, GError **error)
{
  g_autoptr(BwOffscreen) offscreen = bw_offscreen_new(error);
  BwScene *scene = offscreen ? bw_scene_new(error) : NULL;
  if (!scene)
    return NULL;
  BwSceneStyle style;
  BwCamera camera;
  bw_scene_style_init(&style, options->dark);
  style.transparent = options->transparent;
  bw_scene_set_style(scene, &style);
  bw_scene_set_moment(scene, explained->atoms, &explained->cell, explained->positions, 1);
  bw_scene_set_surface(scene, surface);
  bw_camera_init(&camera);
  camera.orthographic = options->orthographic;
  bw_scene_look_at(scene, &camera, (double)width / options->height);
  cairo_surface_t *image = bw_offscreen_draw(offscreen, scene, &camera, width, options->height, error);
  bw_scene_free(scene);
  return image;
}

/* The picture on the left, the bar on ground of its own to the right of it. */
static cairo_surface_t *compose(const BwExplained *explained, const BwExplainOptions *options,
                                BwPaintedSurface *surface, const BwColourBar *bar, GError **error)
{
  const BwPlotTheme *theme = options->dark ? &bw_plot_theme_dark : &bw_plot_theme_light;
  cairo_format_t format = options->transparent ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24;
  cairo_surface_t *image = cairo_image_surface_create(format, options->width, options->height);
  cairo_t *cr = cairo_create(image);
  double scale = options->height / DESIGN_HEIGHT, tall = 0.56 * DESIGN_HEIGHT, edge = 1.2 * theme->font_size;
  double beside = bw_colour_bar_measure(cr, bar, theme, tall) + 2 * edge;
  int width = MAX((int)(options->width - beside * scale), options->width / 3);
  BwSceneStyle style;
  bw_scene_style_init(&style, options->dark);
  cairo_set_source_rgb(cr, style.background[0], style.background[1], style.background[2]);
  if (!options->transparent)
    cairo_paint(cr);
  cairo_surface_t *scene = draw_scene(explained, options, surface, width, error);
  if (scene) {
    cairo_set_source_surface(cr, scene, 0, 0);
    cairo_paint(cr);
    cairo_surface_destroy(scene);
    cairo_scale(cr, scale, scale);
    bw_colour_bar_paint(cr, bar, theme, width / scale + edge, 0.5 * (DESIGN_HEIGHT - tall), tall);
  }
  cairo_destroy(cr);
  if (!scene)
    g_clear_pointer(&image, cairo_surface_destroy);
  return image;
}

gboolean bw_explain_draw(const BwExplained *explained, const BwExplainOptions *options,
                         const BwEnergyUnit *unit, BwPool *pool, const BwWatch *watch, BwProbeResult *result,
                         GError **error)
{
  g_autoptr(BwPaintedSurface) surface = paint(explained, options->element, pool, watch, result, error);
  if (!surface)
    return FALSE;
  g_autofree char *title = g_strdup_printf("Ω of %s (%s)", bw_element(options->element)->symbol, unit->name);
  const BwColourBar bar = {title, result->low / unit->to_internal, result->high / unit->to_internal};
  cairo_surface_t *image = compose(explained, options, surface, &bar, error);
  gboolean ok = image && bw_png_write(image, options->common.output, error);
  g_clear_pointer(&image, cairo_surface_destroy);
  return ok;
}
