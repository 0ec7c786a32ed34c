/* beadwork render, called as a user calls it. */
#include "folder.h"
#include "line.h"

#include <cairo.h>
#include <string.h>

static char *folder;

static const char three_waters[] = "3\nfirst\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n"
                                   "3\nsecond\nO 0 0 0\nH 0.98 0 0\nH -0.24 0.95 0\n"
                                   "3\nthird\nO 0 0 0\nH 1.00 0 0\nH -0.24 0.97 0\n";

/* The exit status of `beadwork render …`, the arguments separated by blanks. */
static int call(const char *arguments, char **output, char **message)
{
  g_autofree char *line = g_strconcat("render ", arguments, NULL);
  return call_line(folder, line, output, message);
}

/* FALSE, and the test is skipped, where there is nothing to draw with. */
static gboolean render(const char *arguments, char **output)
{
  g_autofree char *message = NULL;
  int status = call(arguments, output, &message);
  if (status == 1 && strstr(message, "OpenGL")) {
    g_test_skip("no OpenGL 3.3 through EGL");
    return FALSE;
  }
  g_assert_cmpint(status, ==, 0);
  return TRUE;
}

static void check_picture(const char *name, int width, int height, cairo_format_t format)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  cairo_surface_t *image = cairo_image_surface_create_from_png(path);
  g_assert_cmpint(cairo_surface_status(image), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint(cairo_image_surface_get_width(image), ==, width);
  g_assert_cmpint(cairo_image_surface_get_height(image), ==, height);
  g_assert_cmpint(cairo_image_surface_get_format(image), ==, format);
  cairo_surface_destroy(image);
  g_remove(path);
}

static void test_pictures(void)
{
  g_autofree char *output = NULL;
  if (!render("w.xyz -o a.png --size 60x40 --frame -1 --json", &output))
    return;
  g_assert_nonnull(strstr(output, "\"frame\":2"));
  g_assert_nonnull(strstr(output, "\"n_atoms\":3"));
  check_picture("a.png", 60, 40, CAIRO_FORMAT_RGB24);
  g_assert_true(render("w.xyz -o b.png --size 33x50 --transparent --style licorice --orthographic "
                       "--rotate 10,20,30 --zoom 2 --dark",
                       NULL));
  check_picture("b.png", 33, 50, CAIRO_FORMAT_ARGB32);
}

static void expect_failure(const char *arguments, int status, const char *words)
{
  g_autofree char *message = NULL;
  g_assert_cmpint(call(arguments, NULL, &message), ==, status);
  g_assert_nonnull(strstr(message, words));
  g_autofree char *path = g_build_filename(folder, "x.png", NULL);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

static void test_wrong_calls(void)
{
  expect_failure("w.xyz", 2, "-o FILE");
  expect_failure("w.xyz -o x.jpg", 2, ".png");
  expect_failure("w.xyz -o x.png --frame 3", 2, "no frame 3");
  expect_failure("w.xyz -o x.png --frame -4", 2, "no frame -4");
  expect_failure("w.xyz -o x.png --size 100", 2, "WIDTHxHEIGHT");
  expect_failure("w.xyz -o x.png --size 0x10", 2, "WIDTHxHEIGHT");
  expect_failure("w.xyz -o x.png --size 20000x10", 2, "16384");
  expect_failure("w.xyz -o x.png --style ribbons", 2, "licorice");
  expect_failure("w.xyz -o x.png --rotate 1,2", 2, "three angles");
  expect_failure("w.xyz -o x.png --bead-colour blue", 2, "element or time");
  expect_failure("w.xyz -o x.png --zoom 0", 2, "--zoom");
  expect_failure("w.xyz -o x.png --images 2,2", 2, "along a, b and c");
  expect_failure("w.xyz -o x.png --images 2,0,1", 2, "along a, b and c");
  expect_failure("missing.xyz -o x.png", 1, "missing.xyz");
}

static void test_help(void)
{
  g_autofree char *output = NULL;
  g_assert_cmpint(call("--help", &output, NULL), ==, 0);
  g_assert_nonnull(strstr(output, "--bead-colour"));
  g_assert_nonnull(strstr(output, "Example"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "w.xyz", NULL);
  g_assert_true(g_file_set_contents(path, three_waters, -1, NULL));
  g_test_add_func("/cli-render/pictures", test_pictures);
  g_test_add_func("/cli-render/wrong-calls", test_wrong_calls);
  g_test_add_func("/cli-render/help", test_help);
  int status = g_test_run();
  remove_folder(folder);
  return status;
}
