/* picture.h - a stage for tests that look at pixels: small pictures drawn without a display. */
#pragma once

#include "gl-debug.h"
#include "render/offscreen.h"

#include <math.h>

enum { WIDTH = 320, HEIGHT = 240 };

static BwOffscreen *offscreen; /* NULL: no OpenGL here */
static BwScene *scene;

static inline gboolean ready(void)
{
  if (!offscreen) {
    g_test_skip("no OpenGL 3.3 through EGL");
    return FALSE;
  }
  bw_scene_clear(scene);
  bw_scene_set_highlight(scene, -1, NULL, 0);
  return TRUE;
}

/* Bare colours: nothing but the shapes, on white. */
static inline BwSceneStyle plain_style(void)
{
  BwSceneStyle style;
  bw_scene_style_init(&style, FALSE);
  style.ambient_occlusion = style.outlines = style.depth_cue = FALSE;
  return style;
}

/* The same on nothing: what is covered can be measured. */
static inline BwSceneStyle bare_style(BwStyle kind)
{
  BwSceneStyle style = plain_style();
  style.transparent = TRUE;
  style.style = kind;
  return style;
}

static inline void show(int n_atoms, const int *numbers, const double *positions, int n_beads,
                        const BwSceneStyle *style)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  bw_scene_set_style(scene, style);
  bw_scene_set_moment(scene, atoms, NULL, positions, n_beads);
}

/* Looks along −z at the origin; the picture shows `half_height` Å up and down there. */
static inline BwCamera straight_camera(double half_height, gboolean orthographic)
{
  BwCamera camera;
  bw_camera_init(&camera);
  camera.orthographic = orthographic;
  camera.distance = half_height / tan(camera.field_of_view * G_PI / 360);
  return camera;
}

static inline cairo_surface_t *picture(const BwCamera *camera)
{
  g_autoptr(GError) error = NULL;
  cairo_surface_t *image = bw_offscreen_draw(offscreen, scene, camera, WIDTH, HEIGHT, &error);
  g_assert_no_error(error);
  return image;
}

/* b, g, r, a */
static inline const guint8 *pixel(cairo_surface_t *image, int x, int y)
{
  return cairo_image_surface_get_data(image) + (gsize)cairo_image_surface_get_stride(image) * y + 4 * x;
}

/* Pixels that are not background, partly covered ones in part. */
static inline double covered_area(cairo_surface_t *image)
{
  double area = 0;
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      area += pixel(image, x, y)[3] / 255.0;
  return area;
}

static void stage_open(void)
{
  g_autoptr(GError) error = NULL;
  offscreen = bw_offscreen_new(NULL);
  if (offscreen) {
    listen_to_gl();
    scene = bw_scene_new(&error);
  }
  g_assert_no_error(error);
}

static void stage_close(void)
{
  if (offscreen)
    assert_gl_content();
  bw_scene_free(scene);
  bw_offscreen_free(offscreen);
}
