/* The picture of a local chemical potential. */
#include "cli/explain-private.h"

#include "base/elements.h"
#include "render/colour-bar.h"
#include "render/offscreen.h"
#include "render/png.h"
#include "render/probe-surface.h"

static const double DESIGN_HEIGHT = 620; /* pixels of a picture whose letters have the theme's size */

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

gboolean bw_explain_draw(BwExplained *explained, const BwExplainOptions *options, const BwEnergyUnit *unit,
                         BwPool *pool, const BwWatch *watch, BwProbeResult *result, GError **error)
{
  g_autoptr(BwPaintedSurface) surface =
      bw_probe_surface_new(explained, options->element, pool, watch, result, error);
  if (!surface)
    return FALSE;
  g_autofree char *title = g_strdup_printf("Ω of %s (%s)", bw_element(options->element)->symbol, unit->name);
  const BwColourBar bar = {title, result->low / unit->to_internal, result->high / unit->to_internal};
  cairo_surface_t *image = compose(explained, options, surface, &bar, error);
  gboolean ok = image && bw_png_write(image, options->common.output, error);
  g_clear_pointer(&image, cairo_surface_destroy);
  return ok;
}
