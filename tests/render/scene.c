/* Pictures of small scenes, drawn without a display: what covers what, how much, and in which colour. */
#include "render/picture.h"
#include "folder.h"

#include <math.h>
#include <string.h>

/* The disc of one sphere: π r² when orthographic, more by the perspective's known factor otherwise; whether
 * it is drawn as a point sprite, a quad (it touches the border), or larger than sprites can be. */
static void test_coverage(void)
{
  static const double half_heights[] = {4, 1, 0.6};
  const int carbon = 6;
  const double origin[3] = {0, 0, 0};
  if (!ready())
    return;
  BwSceneStyle style = bare_style(BW_STYLE_LICORICE); /* radius 0.16 Å */
  style.atom_scale = 3;
  show(1, &carbon, origin, 1, &style);
  for (gsize i = 0; i < G_N_ELEMENTS(half_heights); i++)
    for (int orthographic = 0; orthographic < 2; orthographic++) {
      BwCamera camera = straight_camera(half_heights[i], orthographic);
      cairo_surface_t *image = picture(&camera);
      double r = 0.48, radius = orthographic ? r : r / sqrt(1 - pow(r / camera.distance, 2));
      double expected = G_PI * pow(radius * HEIGHT / 2 / half_heights[i], 2);
      g_assert_cmpfloat_with_epsilon(covered_area(image) / expected, 1, 0.02);
      cairo_surface_destroy(image);
    }
}

/* Far from the axis perspective makes an ellipse: still all of it is there. */
static void test_ellipse(void)
{
  const int carbon = 6;
  const double aside[3] = {1.6, 1.2, 0};
  if (!ready())
    return;
  BwSceneStyle style = bare_style(BW_STYLE_SPACE_FILLING);
  show(1, &carbon, aside, 1, &style);
  BwCamera camera = straight_camera(4, FALSE);
  camera.field_of_view = 90;
  camera.distance = 4;
  cairo_surface_t *image = picture(&camera);
  double r = 1.77, off = atan(2.0 / 4), seen = asin(r / sqrt(16 + 4)); /* 2 Å aside, 4 Å ahead */
  double major = HEIGHT / 2 * (tan(off + seen) - tan(off - seen)) / 2; /* tan 45° = 1 */
  double minor = HEIGHT / 2 * r / sqrt(16 - r * r);
  g_assert_cmpfloat_with_epsilon(covered_area(image) / (G_PI * major * minor), 1, 0.03);
  cairo_surface_destroy(image);
}

/* Oxygen in front of nitrogen by less than their radii: red in the middle, and the rim of nitrogen around. */
static void test_depth_order(void)
{
  const int numbers[] = {7, 8};
  const double in_line[] = {0, 0, -0.3, 0.5, 0, 0.3};
  if (!ready())
    return;
  BwSceneStyle style = plain_style();
  style.show_bonds = FALSE;
  style.atom_scale = 1.5;
  show(2, numbers, in_line, 1, &style);
  for (int orthographic = 0; orthographic < 2; orthographic++) {
    BwCamera camera = straight_camera(2, orthographic);
    const double y[3] = {0, 1, 0};
    cairo_surface_t *front = picture(&camera);
    bw_camera_rotate(&camera, y, 180);
    cairo_surface_t *back = picture(&camera);
    const guint8 *shared = pixel(front, WIDTH / 2 + 15, HEIGHT / 2); /* 0.25 Å: within both discs */
    g_assert_cmpint(shared[2], >, shared[0]);
    shared = pixel(back, WIDTH / 2 - 15, HEIGHT / 2);
    g_assert_cmpint(shared[2], <, shared[0]);
    const guint8 *alone = pixel(front, WIDTH / 2 - 20, HEIGHT / 2);
    g_assert_cmpint(alone[2], <, alone[0]);
    cairo_surface_destroy(front);
    cairo_surface_destroy(back);
  }
}

/* A bond in licorice is a capsule: a rectangle with round ends, half in each colour. */
static void test_capsule(void)
{
  const int numbers[] = {8, 7};
  const double pair[] = {-0.6, 0, 0, 0.6, 0, 0};
  if (!ready())
    return;
  BwSceneStyle style = bare_style(BW_STYLE_LICORICE);
  show(2, numbers, pair, 1, &style);
  BwCamera camera = straight_camera(1, TRUE);
  cairo_surface_t *image = picture(&camera);
  double scale = HEIGHT / 2, r = 0.16 * scale;
  g_assert_cmpfloat_with_epsilon(covered_area(image) / (1.2 * scale * 2 * r + G_PI * r * r), 1, 0.02);
  int middle = WIDTH / 2, reach = (int)(0.6 * scale + r);
  const guint8 *left = pixel(image, middle - 20, HEIGHT / 2), *right = pixel(image, middle + 20, HEIGHT / 2);
  g_assert_cmpint(left[2], >, left[0]);
  g_assert_cmpint(right[0], >, right[2]);
  g_assert_cmpint(pixel(image, middle + reach - 3, HEIGHT / 2)[3], ==, 255);
  g_assert_cmpint(pixel(image, middle + reach + 3, HEIGHT / 2)[3], ==, 0);
  g_assert_cmpint(pixel(image, middle + reach - 3, HEIGHT / 2 + (int)r - 2)[3], ==, 0); /* round */
  cairo_surface_destroy(image);
}

/* Looking straight along a bond the capsule is a disc. */
static void test_capsule_from_its_end(void)
{
  const int numbers[] = {6, 6};
  const double along[] = {0, 0, -0.7, 0, 0, 0.7};
  if (!ready())
    return;
  BwSceneStyle style = bare_style(BW_STYLE_LICORICE);
  show(2, numbers, along, 1, &style);
  for (int orthographic = 0; orthographic < 2; orthographic++) {
    BwCamera camera = straight_camera(1, orthographic);
    cairo_surface_t *image = picture(&camera);
    double distance = camera.distance - 0.7, r = 0.16 * HEIGHT / 2;
    if (!orthographic)
      r *= camera.distance / sqrt(distance * distance - 0.16 * 0.16);
    g_assert_cmpfloat_with_epsilon(covered_area(image) / (G_PI * r * r), 1, 0.03);
    cairo_surface_destroy(image);
  }
}

static void test_backgrounds(void)
{
  if (!ready())
    return;
  BwSceneStyle style = plain_style();
  style.background[0] = 0.2, style.background[1] = 0.4, style.background[2] = 0.6;
  bw_scene_set_style(scene, &style);
  BwCamera camera = straight_camera(1, FALSE);
  cairo_surface_t *image = picture(&camera); /* of nothing */
  const guint8 *corner = pixel(image, 3, 3);
  g_assert_cmpint(corner[2], ==, 51);
  g_assert_cmpint(corner[1], ==, 102);
  g_assert_cmpint(corner[0], ==, 153);
  g_assert_cmpint(cairo_image_surface_get_format(image), ==, CAIRO_FORMAT_RGB24);
  cairo_surface_destroy(image);
  style.transparent = TRUE;
  bw_scene_set_style(scene, &style);
  image = picture(&camera);
  g_assert_cmpfloat(covered_area(image), ==, 0);
  g_assert_cmpint(pixel(image, 9, 9)[0], ==, 0);
  cairo_surface_destroy(image);
}

/* Premultiplied: no channel exceeds alpha, however smooth the edge. */
static void test_transparency(void)
{
  const int numbers[] = {8, 1};
  const double pair[] = {-0.4, 0, 0, 0.55, 0, 0};
  int partial = 0;
  if (!ready())
    return;
  BwSceneStyle style;
  bw_scene_style_init(&style, FALSE);
  style.transparent = TRUE;
  show(2, numbers, pair, 1, &style);
  BwCamera camera = straight_camera(1, FALSE);
  cairo_surface_t *image = picture(&camera);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      const guint8 *p = pixel(image, x, y);
      g_assert_cmpint(MAX(p[0], MAX(p[1], p[2])), <=, p[3] + 1);
      partial += p[3] > 0 && p[3] < 255;
    }
  g_assert_cmpint(partial, >, 100); /* the edges are smooth */
  cairo_surface_destroy(image);
}

static void test_highlight(void)
{
  const int numbers[] = {6, 6}, second = 1;
  const double apart[] = {-1, 0, 0, 1, 0, 0};
  if (!ready())
    return;
  BwSceneStyle style = plain_style();
  show(2, numbers, apart, 1, &style);
  bw_scene_set_highlight(scene, -1, &second, 1);
  BwCamera camera = straight_camera(2, TRUE);
  cairo_surface_t *image = picture(&camera);
  int rim = (int)(0.35 * HEIGHT / 4);
  const guint8 *selected = pixel(image, WIDTH / 2 + HEIGHT / 4, HEIGHT / 2 - rim);
  const guint8 *other = pixel(image, WIDTH / 2 - HEIGHT / 4, HEIGHT / 2 - rim);
  g_assert_cmpint(selected[0], >, selected[2] + 80); /* a blue rim */
  g_assert_cmpint(ABS(other[0] - other[2]), <, 40);
  cairo_surface_destroy(image);
}

static void show_heap(void)
{
  enum { N = 40 };
  int numbers[N];
  double positions[3 * N];
  BwSceneStyle style;
  for (int i = 0; i < N; i++) {
    numbers[i] = i % 3 ? 1 : 8;
    for (int d = 0; d < 3; d++)
      positions[3 * i + d] = 2 * sin(12.9898 * (3 * i + d + 1)) + 0.3 * (i % 3);
  }
  bw_scene_style_init(&style, FALSE);
  show(N, numbers, positions, 1, &style);
}

/* Four tiles of a picture, each with its margin, must be the picture: same pixels, no seams. */
static void test_tiles(void)
{
  if (!ready())
    return;
  show_heap();
  BwCamera camera;
  bw_camera_init(&camera);
  bw_scene_look_at(scene, &camera, (double)WIDTH / HEIGHT);
  cairo_surface_t *whole = picture(&camera);
  GLuint fbo, buffer;
  glGenFramebuffers(1, &fbo);
  glGenRenderbuffers(1, &buffer);
  glBindFramebuffer(GL_FRAMEBUFFER, fbo);
  glBindRenderbuffer(GL_RENDERBUFFER, buffer);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, WIDTH, HEIGHT);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, buffer);
  int margin = bw_scene_tile_margin(HEIGHT), worst = 0;
  g_assert_cmpint(margin % 8, ==, 0);
  for (int part = 0; part < 4; part++) {
    int x = part % 2 * 160, y = part / 2 * 120;
    BwTile tile = {WIDTH, HEIGHT, MAX(x - margin, 0), MAX(y - margin, 0), 0, 0};
    tile.tile_width = MIN(x + 160 + margin, WIDTH) - tile.x;
    tile.tile_height = MIN(y + 120 + margin, HEIGHT) - tile.y;
    for (int frame = 1; bw_scene_draw_tile(scene, &camera, &tile, fbo, frame); frame++)
      ;
    for (int row = 0; row < 120; row++) {
      guint8 line[4 * 160];
      glReadPixels(x - tile.x, y + row - tile.y, 160, 1, GL_BGRA, GL_UNSIGNED_BYTE, line);
      for (int i = 0; i < 160; i++)
        for (int c = 0; c < 3; c++)
          worst = MAX(worst, ABS(line[4 * i + c] - pixel(whole, x + i, HEIGHT - 1 - (y + row))[c]));
    }
  }
  g_assert_cmpint(worst, <=, 6);
  glDeleteFramebuffers(1, &fbo);
  glDeleteRenderbuffers(1, &buffer);
  cairo_surface_destroy(whole);
}

/* What is picked is what is seen, over the whole of a picture. */
static void test_pick_agrees_with_the_picture(void)
{
  const int numbers[] = {8, 7, 6};
  const double positions[] = {-0.9, 0, 0.4, 0.3, 0.5, -0.2, 0.6, -0.6, 0.1};
  int wrong = 0;
  if (!ready())
    return;
  BwSceneStyle style = plain_style();
  style.transparent = TRUE;
  show(3, numbers, positions, 1, &style);
  BwCamera camera = straight_camera(1.6, FALSE);
  cairo_surface_t *image = picture(&camera);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      const guint8 *p = pixel(image, x, y);
      int bead, atom = bw_scene_pick(scene, &camera, x, y, WIDTH, HEIGHT, &bead);
      if (p[3] == 0 || p[3] == 255)
        wrong += (atom >= 0) != (p[3] == 255);
      if (atom >= 0 && p[3] == 255) /* oxygen is red, nitrogen is blue, carbon is grey */
        wrong += (p[2] > p[0] + 40) != (atom == 0) || (p[0] > p[2] + 40) != (atom == 1);
    }
  g_assert_cmpint(wrong, <, 150); /* where colours meet, pixels are mixed */
  cairo_surface_destroy(image);
}

/* GTK finds its framebuffer bound and nothing of ours left on; the last refinement says that it was. */
static void test_state_and_refinement(void)
{
  if (!ready())
    return;
  show_heap();
  BwCamera camera = straight_camera(4, FALSE);
  GLuint fbo, buffer;
  glGenFramebuffers(1, &fbo);
  glGenRenderbuffers(1, &buffer);
  glBindFramebuffer(GL_FRAMEBUFFER, fbo);
  glBindRenderbuffer(GL_RENDERBUFFER, buffer);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, WIDTH, HEIGHT);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, buffer);
  g_assert_true(bw_scene_draw(scene, &camera, fbo, WIDTH, HEIGHT, 0));
  int frames = 1;
  while (bw_scene_draw(scene, &camera, fbo, WIDTH, HEIGHT, frames))
    frames++;
  g_assert_cmpint(frames, ==, 16);
  g_assert_false(bw_scene_draw(scene, &camera, fbo, WIDTH, HEIGHT, 99));
  camera.distance *= 1.1; /* another picture begins anew, whatever number is given */
  g_assert_true(bw_scene_draw(scene, &camera, fbo, WIDTH, HEIGHT, 99));
  g_assert_false(bw_scene_draw(scene, &camera, fbo, 0, 0, 0));

  GLint value;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &value);
  g_assert_cmpint(value, ==, fbo);
  glGetIntegerv(GL_CURRENT_PROGRAM, &value);
  g_assert_cmpint(value, ==, 0);
  glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &value);
  g_assert_cmpint(value, ==, 0);
  g_assert_false(glIsEnabled(GL_DEPTH_TEST));
  g_assert_false(glIsEnabled(GL_SCISSOR_TEST));
  g_assert_false(glIsEnabled(GL_BLEND));
  g_assert_cmpint(glGetError(), ==, GL_NO_ERROR);
  glDeleteFramebuffers(1, &fbo);
  glDeleteRenderbuffers(1, &buffer);
}

/* From within an atom, with atoms behind the eye: nothing breaks, and what lies ahead is seen. */
static void test_inside(void)
{
  const int numbers[] = {6, 8, 6};
  const double positions[] = {0, 0, 0, 0, 0, -2, 0, 0, 2};
  if (!ready())
    return;
  BwSceneStyle style = plain_style();
  show(3, numbers, positions, 1, &style);
  BwCamera camera;
  bw_camera_init(&camera);
  camera.distance = 0.05;
  cairo_surface_t *image = picture(&camera);
  const guint8 *middle = pixel(image, WIDTH / 2, HEIGHT / 2);
  g_assert_cmpint(middle[2], >, middle[0] + 40);
  cairo_surface_destroy(image);
}

static void test_png(void)
{
  g_autoptr(GError) error = NULL;
  if (!ready())
    return;
  char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "scene.png", NULL);
  show_heap();
  BwCamera camera = straight_camera(4, FALSE);
  g_assert_true(bw_offscreen_write_png(offscreen, scene, &camera, 37, 23, path, &error));
  g_assert_no_error(error);
  cairo_surface_t *image = cairo_image_surface_create_from_png(path);
  g_assert_cmpint(cairo_image_surface_get_width(image), ==, 37);
  g_assert_cmpint(cairo_image_surface_get_height(image), ==, 23);
  cairo_surface_destroy(image);
  remove_folder(folder);
  g_assert_false(bw_offscreen_write_png(offscreen, scene, &camera, 8, 8, "/nowhere/x.png", &error));
  g_assert_nonnull(error);
  g_clear_error(&error);
  g_assert_null(bw_offscreen_draw(offscreen, scene, &camera, 20000, 10, &error));
  g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  stage_open();
  g_test_add_func("/scene/coverage", test_coverage);
  g_test_add_func("/scene/ellipse", test_ellipse);
  g_test_add_func("/scene/depth-order", test_depth_order);
  g_test_add_func("/scene/capsule", test_capsule);
  g_test_add_func("/scene/capsule-from-its-end", test_capsule_from_its_end);
  g_test_add_func("/scene/backgrounds", test_backgrounds);
  g_test_add_func("/scene/transparency", test_transparency);
  g_test_add_func("/scene/highlight", test_highlight);
  g_test_add_func("/scene/tiles", test_tiles);
  g_test_add_func("/scene/pick", test_pick_agrees_with_the_picture);
  g_test_add_func("/scene/state-and-refinement", test_state_and_refinement);
  g_test_add_func("/scene/inside", test_inside);
  g_test_add_func("/scene/png", test_png);
  int status = g_test_run();
  stage_close();
  return status;
}
