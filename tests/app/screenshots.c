/* What the window looks like: pictures of a file that is open and still, by the program itself, compared with
 * small ones that are kept. Each picture is brought down to the means of its blocks, so that another
 * rasteriser of letters passes and another layout, colour or language does not. See
 * tests/data/screenshots/README.md. */
#include <cairo.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { WIDTH = 160, HEIGHT = 100, BLOCK = 8 };

/* Of 255: a block that is as different as this is another one; how many of them are too many, of 1000; and
 * the mean over all blocks. */
#define OTHER_BLOCK 24
#define MOST_OTHERS 6
#define MOST_MEAN 1.0

typedef struct {
  guint8 rgb[HEIGHT][WIDTH][3];
} Picture;

typedef struct {
  const char *name, *option, *language;
  int scale;
} Look;

static const Look looks[] = {
    {"light", NULL, "C.UTF-8", 1},
    {"dark", "--dark", "C.UTF-8", 1},
    {"spanish", NULL, "es", 1},
    {"double", NULL, "C.UTF-8", 2},
};

/* Letters of another font make another picture. */
static gboolean has_font(const char *name)
{
  PangoFontFamily **families;
  int n;
  gboolean found = FALSE;
  pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &n);
  for (int i = 0; i < n; i++)
    found |= g_str_equal(pango_font_family_get_name(families[i]), name);
  g_free(families);
  return found;
}

static void photograph(const Look *look, const char *path)
{
  g_autofree char *scale = g_strdup_printf("%d", look->scale);
  g_autofree char *file = g_build_filename(g_getenv("BW_MODELS"), "acetylacetone.h5", NULL);
  g_auto(GStrv) environment = g_get_environ();
  g_autofree char *messages = NULL;
  g_autoptr(GError) error = NULL;
  int status;
  const char *argv[] = {
      g_getenv("BW_PROGRAM"), "--screenshot", path,         "--size", "1280x800", "--after", "1",
      "--when-still",         file,           look->option, NULL};
  environment = g_environ_setenv(environment, "GDK_SCALE", scale, TRUE);
  environment = g_environ_setenv(environment, "LC_ALL", "C.UTF-8", TRUE);
  environment = g_environ_setenv(environment, "LANGUAGE", look->language, TRUE);
  g_spawn_sync(NULL, (char **)argv, environment, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &messages,
               &status, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(messages, ==, "");
  g_assert_true(g_spawn_check_wait_status(status, NULL));
}

/* The means of its blocks; of a picture that is already small, its pixels. */
static void read_picture(const char *path, int block, Picture *picture)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
  g_assert_cmpint(cairo_surface_status(surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint(cairo_image_surface_get_width(surface), ==, WIDTH * block);
  g_assert_cmpint(cairo_image_surface_get_height(surface), ==, HEIGHT * block);
  const guint8 *pixels = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  for (int i = 0; i < HEIGHT * WIDTH * 3; i++) {
    int y = i / (3 * WIDTH), x = i / 3 % WIDTH, channel = i % 3, sum = 0;
    for (int k = 0; k < block * block; k++)
      sum += pixels[(gsize)(y * block + k / block) * (gsize)stride + 4 * (gsize)(x * block + k % block) +
                    (gsize)(2 - channel)];
    picture->rgb[y][x][channel] = (guint8)(sum / (block * block));
  }
  cairo_surface_destroy(surface);
}

static void write_picture(const char *path, const Picture *picture)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  guint8 *pixels = cairo_image_surface_get_data(surface);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      for (int c = 0; c < 3; c++)
        pixels[y * cairo_image_surface_get_stride(surface) + 4 * x + 2 - c] = picture->rgb[y][x][c];
  cairo_surface_mark_dirty(surface);
  g_assert_cmpint(cairo_surface_write_to_png(surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy(surface);
}

static double compare(const Picture *a, const Picture *b, int *n_others)
{
  double sum = 0;
  *n_others = 0;
  for (int i = 0; i < HEIGHT * WIDTH; i++) {
    const guint8 *p = a->rgb[0][0] + 3 * i, *q = b->rgb[0][0] + 3 * i;
    int worst = 0;
    for (int c = 0; c < 3; c++)
      worst = MAX(worst, abs(p[c] - q[c]));
    *n_others += worst > OTHER_BLOCK;
    sum += worst;
  }
  return sum / (HEIGHT * WIDTH);
}

static void test_look(gconstpointer data)
{
  const Look *look = data;
  Picture now, kept;
  int n_others;
  g_autofree char *name = g_strdup_printf("%s.png", look->name);
  g_autofree char *reference = g_test_build_filename(G_TEST_DIST, "data", "screenshots", name, NULL);
  g_autofree char *full_name = g_strdup_printf("screenshot-%s.png", look->name);
  g_autofree char *full = g_test_build_filename(G_TEST_BUILT, full_name, NULL);
  if (!has_font("Cantarell")) {
    g_test_skip("the pictures that are kept are written in Cantarell");
    return;
  }
  photograph(look, full);
  read_picture(full, look->scale * BLOCK, &now);
  if (g_getenv("BW_KEEP_SCREENSHOTS")) {
    write_picture(reference, &now);
    return;
  }
  read_picture(reference, 1, &kept);
  double mean = compare(&now, &kept, &n_others);
  g_test_message("%s: %d of %d blocks are others, mean difference %.2f; the picture is %s", look->name,
                 n_others, WIDTH * HEIGHT, mean, full);
  g_assert_cmpfloat(mean, <, MOST_MEAN);
  g_assert_cmpint(n_others, <=, WIDTH * HEIGHT * MOST_OTHERS / 1000);
}

/* The four are not the same, or nothing would be compared. */
static void test_differ(void)
{
  enum { N = G_N_ELEMENTS(looks) };
  static Picture kept[N];
  for (int i = 0; i < N; i++) {
    g_autofree char *name = g_strdup_printf("%s.png", looks[i].name);
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "screenshots", name, NULL);
    read_picture(path, 1, &kept[i]);
  }
  int n_dark, n_spanish;
  g_assert_cmpfloat(compare(&kept[0], &kept[1], &n_dark), >, 10 * MOST_MEAN);
  compare(&kept[0], &kept[2], &n_spanish);
  g_assert_cmpint(n_spanish, >, WIDTH * HEIGHT * MOST_OTHERS / 1000);
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(looks); i++) {
    g_autofree char *path = g_strdup_printf("/screenshots/%s", looks[i].name);
    g_test_add_data_func(path, &looks[i], test_look);
  }
  g_test_add_func("/screenshots/differ", test_differ);
  return g_test_run();
}
