/* The axes in the corner: where their ends are, which is in front, and the view along one. */
#include "render/gizmo.h"

#include "base/vec3.h"

static BwCell hexagonal(void)
{
  static const gboolean everywhere[3] = {TRUE, TRUE, TRUE};
  const double vectors[3][3] = {{3, 0, 0}, {-1.5, 2.598, 0}, {0, 0, 5}};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, everywhere, NULL));
  return cell;
}

static void test_ends(void)
{
  BwCell none, cell = hexagonal();
  BwCamera camera;
  bw_cell_init_none(&none);
  bw_camera_init(&camera); /* x to the right, y up, z towards the viewer */
  BwGizmo gizmo = bw_gizmo_make(&camera, &none, 1);
  g_assert_false(gizmo.of_cell);
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++) {
      g_assert_cmpfloat(gizmo.ends[k][d], ==, k == d);
      g_assert_cmpfloat(gizmo.ends[k + 3][d], ==, -(double)(k == d));
    }
  g_assert_cmpint(gizmo.order[0], ==, 5);
  g_assert_cmpint(gizmo.order[5], ==, 2);
  gizmo = bw_gizmo_make(&camera, &cell, 1);
  g_assert_true(gizmo.of_cell);
  g_assert_cmpfloat_with_epsilon(gizmo.ends[1][0], -0.5, 1e-3);
}

/* Clicks hit what is painted there: the image has the end's colour, and beside all ends it has none. */
static void test_pick_is_what_is_painted(void)
{
  BwCell none;
  BwCamera camera;
  bw_cell_init_none(&none);
  bw_camera_init(&camera);
  bw_camera_rotate(&camera, (double[]){1, 1, 0.3}, 35);
  for (int scale = 1; scale <= 2; scale++) {
    BwGizmo gizmo = bw_gizmo_make(&camera, &none, scale);
    cairo_surface_t *image = bw_gizmo_paint(&gizmo, FALSE);
    int size = bw_gizmo_size(&gizmo), found[BW_GIZMO_ENDS + 1] = {0};
    g_assert_cmpint(cairo_image_surface_get_width(image), ==, size);
    for (int y = 0; y < size; y++)
      for (int x = 0; x < size; x++) {
        const guint8 *pixel = cairo_image_surface_get_data(image) +
                              (gsize)cairo_image_surface_get_stride(image) * y + 4 * (gsize)x;
        int end = bw_gizmo_pick(&gizmo, x + 0.5, y + 0.5);
        found[end + 1]++;
        if (end >= 0 && end < 3 && gizmo.ends[end][2] > 0.5)
          g_assert_cmpint(pixel[3], >, 60);
        if (y < 2 || y >= size - 2)
          g_assert_cmpint(pixel[3] + end, ==, -1);
      }
    for (int end = -1; end < BW_GIZMO_ENDS; end++)
      g_assert_cmpint(found[end + 1], >, 20 * scale * scale);
    cairo_surface_destroy(image);
  }
}

static void check_facing(const BwCell *cell, int end)
{
  BwCamera camera;
  double toward[3], up[3];
  bw_camera_init(&camera);
  bw_camera_rotate(&camera, (double[]){0.2, 1, -0.7}, 77);
  bw_gizmo_direction(cell, end, toward, up);
  bw_camera_face(&camera, toward, up);
  BwGizmo gizmo = bw_gizmo_make(&camera, cell, 1);
  g_assert_cmpfloat_with_epsilon(gizmo.ends[end][2], 1, 1e-6);
  g_assert_cmpint(bw_gizmo_pick(&gizmo, 0.5 * bw_gizmo_size(&gizmo), 0.5 * bw_gizmo_size(&gizmo)), ==, end);
  const double *upright = gizmo.ends[end % 3 == 2 ? 1 : 2];
  g_assert_cmpfloat_with_epsilon(upright[0], 0, 1e-6); /* upright in the picture */
  g_assert_cmpfloat(upright[1], >, 0.1);
}

static void test_facing(void)
{
  BwCell none, cell = hexagonal();
  bw_cell_init_none(&none);
  for (int end = 0; end < BW_GIZMO_ENDS; end++) {
    check_facing(&none, end);
    check_facing(&cell, end);
  }

  /* a chain has one axis; one can look along it all the same */
  static const gboolean along[3] = {FALSE, FALSE, TRUE};
  const double vectors[3][3] = {{0}, {0}, {0, 0, 4}};
  double toward[3], up[3], across[3];
  BwCell chain;
  g_assert_true(bw_cell_init(&chain, vectors, along, NULL));
  bw_gizmo_direction(&chain, 5, toward, up);
  bw_cross3(toward, up, across);
  g_assert_cmpfloat_with_epsilon(toward[2], -1, 1e-12);
  g_assert_cmpfloat(bw_norm3(across), >, 0.5);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gizmo/ends", test_ends);
  g_test_add_func("/gizmo/pick", test_pick_is_what_is_painted);
  g_test_add_func("/gizmo/facing", test_facing);
  return g_test_run();
}
