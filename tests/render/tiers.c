/* What a picture leaves out while it moves, and that it is whole again when it stands still; the shaders for
 * it. */
#include "render/picture.h"
#include "render/program.h"
#include "render/scene-private.h"

#include <gio/gio.h>
#include <string.h>

static GLuint window, buffer; /* stands for that of a widget */

/* Every fragment shader with the vertex shader of its name, or the one for the whole screen. */
static void test_shaders_compile(void)
{
  static const char folder[] = "/org/beadwork/Beadwork/shaders/";
  if (!ready())
    return;
  g_auto(GStrv) files = g_resources_enumerate_children(folder, 0, NULL);
  int n = 0;
  for (int i = 0; files[i]; i++) {
    if (!g_str_has_suffix(files[i], ".frag"))
      continue;
    g_autofree char *name = g_strndup(files[i], strlen(files[i]) - 5);
    g_autofree char *path = g_strconcat(folder, name, ".vert", NULL);
    const char *vertex = g_resources_get_info(path, 0, NULL, NULL, NULL) ? name : "screen";
    for (int version = 330; version <= (epoxy_gl_version() >= 45 ? 450 : 330); version += 120)
      for (int points = 0; points < 2; points++) {
        g_autoptr(GError) error = NULL;
        BwProgram program = {0};
        bw_program_init(&program, version, vertex, name, points ? "#define POINT_SPRITES" : NULL, &error);
        g_assert_no_error(error);
        bw_program_clear(&program);
        n++;
      }
  }
  g_assert_cmpint(n, >=, 9 * 2);
  g_autoptr(GError) error = NULL;
  BwProgram broken = {0};
  g_assert_false(bw_program_init(&broken, 330, "screen", "copy", "#error on purpose", &error));
  g_assert_nonnull(strstr(error->message, "screen.vert"));
  gl_complaints = 0; /* that one was asked for */
}

static void test_complaints_are_heard(void)
{
  if (!ready())
    return;
  if (!listen_to_gl()) {
    g_test_skip("the driver does not report");
    return;
  }
  glBindBuffer(GL_TEXTURE_2D, 0); /* no such target */
  g_assert_cmpint(gl_complaints, >, 0);
  gl_complaints = 0;
  while (glGetError() != GL_NO_ERROR)
    ;
}

/* A molecule whose bonds point every way, some of it selected. */
static void show_molecule(BwCamera *camera, int n_beads, BwSceneStyle style)
{
  enum { N = 7 };
  static const int numbers[N] = {6, 8, 7, 1, 1, 9, 16}, selected = 2;
  static const double at[3 * N] = {0,   0,    0, 1.2, 0.4, 0.5,  -0.9, 1.1,  0.2,  0.1, -0.3,
                                   1.1, -0.6, 0, -1,  0.3, -1.3, -0.3, -1.6, -0.5, -0.6};
  double positions[3 * N * 8];
  for (int i = 0; i < 3 * N * n_beads; i++)
    positions[i] =
        at[i % (3 * N)] + (n_beads > 1 ? 0.15 * sin(i % 3 + 2 * G_PI * (i / (3 * N)) / n_beads) : 0);
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N, numbers, NULL, NULL);
  bw_scene_set_style(scene, &style);
  bw_scene_set_moment(scene, atoms, NULL, positions, n_beads);
  bw_scene_set_highlight(scene, -1, &selected, 1);
  bw_camera_init(camera);
  bw_scene_look_at(scene, camera, (double)WIDTH / HEIGHT);
}

static void read_window(guint8 pixels[HEIGHT][WIDTH][4])
{
  glBindFramebuffer(GL_READ_FRAMEBUFFER, window);
  for (int y = 0; y < HEIGHT; y++)
    glReadPixels(0, HEIGHT - 1 - y, WIDTH, 1, GL_BGRA, GL_UNSIGNED_BYTE, pixels[y]);
}

static void draw_still(const BwCamera *camera, guint8 pixels[HEIGHT][WIDTH][4])
{
  for (int frame = 1; bw_scene_draw(scene, camera, window, WIDTH, HEIGHT, frame); frame++)
    ;
  read_window(pixels);
}

/* As if the governor had found that tier. */
static void draw_moving(const BwCamera *camera, BwSceneStyle style, BwTier tier,
                        guint8 pixels[HEIGHT][WIDTH][4])
{
  style.quality = BW_QUALITY_AUTO;
  bw_scene_set_style(scene, &style);
  scene->governor.tier = tier;
  bw_scene_draw(scene, camera, window, WIDTH, HEIGHT, 0);
  g_assert_cmpint(bw_scene_get_tier(scene), ==, tier);
  read_window(pixels);
}

static void test_quality(void)
{
  static guint8 seen[HEIGHT][WIDTH][4];
  BwSceneStyle style;
  BwCamera camera;
  if (!ready())
    return;
  bw_scene_style_init(&style, FALSE);
  show_molecule(&camera, 1, style);
  draw_moving(&camera, style, BW_TIER_COARSE, seen);
  for (int fast = 0; fast < 2; fast++) {
    style.quality = fast ? BW_QUALITY_FAST : BW_QUALITY_HIGH;
    bw_scene_set_style(scene, &style);
    bw_scene_draw(scene, &camera, window, WIDTH, HEIGHT, 0);
    g_assert_cmpint(bw_scene_get_tier(scene), ==, fast ? BW_TIER_BARE : BW_TIER_FULL);
  }
}

/* Mean over all pixels of the largest difference of a channel. */
static double difference(guint8 a[HEIGHT][WIDTH][4], guint8 b[HEIGHT][WIDTH][4], int *largest)
{
  double sum = 0;
  *largest = 0;
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      int worst = 0;
      for (int c = 0; c < 3; c++)
        worst = MAX(worst, ABS(a[y][x][c] - b[y][x][c]));
      *largest = MAX(*largest, worst);
      sum += worst;
    }
  return sum / (WIDTH * HEIGHT);
}

/* What stands still in the window is what is exported, whatever was left out before. */
static void test_still_is_export(void)
{
  static guint8 seen[HEIGHT][WIDTH][4], exported[HEIGHT][WIDTH][4];
  if (!ready())
    return;
  for (int fast = 0; fast < 2; fast++) {
    g_autoptr(GError) error = NULL;
    BwSceneStyle style;
    BwCamera camera;
    int largest;
    bw_scene_style_init(&style, fast);
    show_molecule(&camera, fast ? 8 : 1, style);
    draw_moving(&camera, style, fast ? BW_TIER_COARSE : BW_TIER_FULL, seen);
    draw_still(&camera, seen);
    cairo_surface_t *image = bw_offscreen_draw(offscreen, scene, &camera, WIDTH, HEIGHT, &error);
    g_assert_no_error(error);
    for (int y = 0; y < HEIGHT; y++)
      memcpy(exported[y],
             cairo_image_surface_get_data(image) + (gsize)y * cairo_image_surface_get_stride(image),
             sizeof exported[y]);
    cairo_surface_destroy(image);
    difference(seen, exported, &largest);
    g_assert_cmpint(largest, <=, 1);
  }
  assert_gl_content();
}

/* The least that is drawn has the same shapes, colours and depths as all of it. */
static void test_fast_resembles_full(void)
{
  static guint8 full[HEIGHT][WIDTH][4], fast[HEIGHT][WIDTH][4];
  if (!ready())
    return;
  for (int variant = 0; variant < 12; variant++) {
    BwSceneStyle style;
    BwCamera camera;
    int largest;
    bw_scene_style_init(&style, variant & 1);
    style.ambient_occlusion = FALSE;
    style.style = (BwStyle)(variant / 4);
    show_molecule(&camera, 1, style);
    camera.orthographic = variant >> 1 & 1;
    draw_moving(&camera, style, BW_TIER_FULL, full);
    draw_moving(&camera, style, BW_TIER_COARSE, fast);
    double apart = difference(full, fast, &largest);
    g_test_message("variant %d: %.2f, at most %d", variant, apart, largest);
    g_assert_cmpfloat(apart, <, 5); /* half as many pixels either way */
    g_assert_cmpfloat(apart, >, 0.1);
  }
  assert_gl_content();
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  stage_open();
  if (offscreen) {
    glGenFramebuffers(1, &window);
    glGenRenderbuffers(1, &buffer);
    glBindFramebuffer(GL_FRAMEBUFFER, window);
    glBindRenderbuffer(GL_RENDERBUFFER, buffer);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, WIDTH, HEIGHT);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, buffer);
  }
  g_test_add_func("/tiers/shaders-compile", test_shaders_compile);
  g_test_add_func("/tiers/complaints-are-heard", test_complaints_are_heard);
  g_test_add_func("/tiers/quality", test_quality);
  g_test_add_func("/tiers/still-is-export", test_still_is_export);
  g_test_add_func("/tiers/fast-resembles-full", test_fast_resembles_full);
  int status = g_test_run();
  stage_close();
  return status;
}
