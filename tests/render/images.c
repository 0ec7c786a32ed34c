/* A periodic cell drawn several times: how many images, where, and which bonds go on into the next one. */
#include "render/shapes-of.h"

#include <math.h>

static const gboolean everywhere[3] = {TRUE, TRUE, TRUE}, plane[3] = {TRUE, TRUE, FALSE};

static BwCell cube(double length, const gboolean periodic[3])
{
  const double vectors[3][3] = {{length, 0, 0}, {0, length, 0}, {0, 0, length}};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, periodic, NULL));
  return cell;
}

static void expect_images(const int asked[3], const BwCell *cell, gsize n_spheres, int a, int b, int c)
{
  BwImages images = bw_images_choose(asked, cell, n_spheres);
  g_assert_cmpint(images.n[0], ==, a);
  g_assert_cmpint(images.n[1], ==, b);
  g_assert_cmpint(images.n[2], ==, c);
}

static void test_how_many(void)
{
  BwCell cell = cube(5, everywhere), slab = cube(5, plane), none;
  bw_cell_init_none(&none);
  expect_images((int[]){2, 3, 4}, &cell, 10, 2, 3, 4);
  expect_images((int[]){2, 3, 4}, &slab, 10, 2, 3, 1);
  expect_images((int[]){2, 3, 4}, &none, 10, 1, 1, 1);
  expect_images((int[]){0, -7, 1}, &cell, 10, 1, 1, 1);
  expect_images((int[]){1000, 1, 1}, &cell, 1000, 200, 1, 1); /* 200 000 spheres */
  expect_images((int[]){3, 1, 1}, &cell, 150000, 1, 1, 1);
  expect_images((int[]){3, 3, 3}, &cell, 900000, 1, 1, 1); /* what there is, is shown */
  BwImages most = bw_images_choose((int[]){G_MAXINT, G_MAXINT, G_MAXINT}, &cell, 8);
  g_assert_cmpint(bw_images_count(&most), <=, 25000);
  g_assert_cmpint(bw_images_count(&most), >, 20000);
  g_assert_cmpint(most.n[0], <, 2 * most.n[2]); /* still about a cube */
  g_assert_cmpint(most.n[2], <, 2 * most.n[0]);
}

static double length_of(const BwShapes *shapes, guint k)
{
  const BwCapsule *c = &g_array_index(shapes->capsules, BwCapsule, k);
  return sqrt(pow(c->end[0] - c->start[0], 2) + pow(c->end[1] - c->start[1], 2) +
              pow(c->end[2] - c->start[2], 2));
}

/* An O–H bond through the wall of the cell, two cells side by side: one whole bond in the middle, a half of
 * one at either outer wall. */
static void test_bonds_go_on(void)
{
  static const int hydroxyl[] = {8, 1};
  const double split[] = {0.2, 2, 2, 4.3, 2, 2};
  BwCell cell = cube(5, everywhere);
  BwSceneStyle style;
  bw_scene_style_init(&style, FALSE);
  style.show_cell = FALSE;
  style.images[0] = 2;
  BwShapes *shapes = shapes_of(2, hydroxyl, split, 1, &cell, &style);
  g_assert_cmpuint(shapes->spheres->len, ==, 4);
  g_assert_cmpuint(shapes->capsules->len, ==, 3);
  int whole = 0;
  for (guint k = 0; k < 3; k++) {
    const BwCapsule *c = &g_array_index(shapes->capsules, BwCapsule, k);
    gboolean two_colours = c->start_colour.r != c->end_colour.r;
    double middle = shapes->origin[0] + 0.5 * (c->start[0] + c->end[0]);
    whole += two_colours;
    g_assert_cmpfloat(length_of(shapes, k), <, 0.9);
    if (two_colours) /* from the first cell's hydrogen to the second one's oxygen */
      g_assert_cmpfloat(fabs(middle - 0.5 * (4.3 + 5.2)), <, 0.1);
    else
      g_assert_true(middle < 0.2 || middle > 9.3);
  }
  g_assert_cmpint(whole, ==, 1);
  bw_shapes_free(shapes);

  style.show_cell = TRUE; /* two boxes share a face: 4 × 2 edges along a, 4 × 3 across */
  shapes = shapes_of(2, hydroxyl, split, 1, &cell, &style);
  g_assert_cmpuint(shapes->capsules->len, ==, 3 + 20);
  bw_shapes_free(shapes);
}

/* The springs of a bead that has been wrapped to the other side do the same. */
static void test_springs_go_on(void)
{
  const int hydrogen = 1;
  const double beads[] = {0.1, 2, 2, 4.9, 2, 2, 0.0, 2.1, 2};
  BwCell cell = cube(5, everywhere);
  BwSceneStyle style;
  bw_scene_style_init(&style, FALSE);
  style.show_cell = style.show_centroid = FALSE;
  style.images[0] = 3;
  BwShapes *shapes = shapes_of(1, &hydrogen, beads, 3, &cell, &style);
  g_assert_cmpuint(shapes->spheres->len, ==, 9);
  for (guint k = 0; k < shapes->capsules->len; k++)
    g_assert_cmpfloat(length_of(shapes, k), <, 0.25);
  /* per image one spring within the cell, two through the wall; these are halves at both ends of the row */
  g_assert_cmpuint(shapes->capsules->len, ==, 3 + 2 * (2 + 2));
  bw_shapes_free(shapes);
}

/* Any image of an atom is that atom. */
static void test_pick_an_image(void)
{
  static const int numbers[] = {6, 8};
  const double positions[] = {1, 2, 2, 3.5, 2, 2};
  BwCell cell = cube(5, everywhere);
  BwSceneStyle style;
  BwCamera camera;
  BwSite site;
  bw_scene_style_init(&style, FALSE);
  style.images[0] = 2;
  BwShapes *shapes = shapes_of(2, numbers, positions, 1, &cell, &style);
  bw_camera_init(&camera);
  camera.orthographic = TRUE;
  camera.centre[0] = 8.5, camera.centre[1] = 2, camera.centre[2] = 2;
  g_assert_true(bw_shapes_pick(shapes, &camera, 200, 150, 400, 300, &site));
  g_assert_cmpint(site.atom, ==, 1);
  g_assert_cmpint(site.bead, ==, -1);
  bw_shapes_free(shapes);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/images/how-many", test_how_many);
  g_test_add_func("/images/bonds-go-on", test_bonds_go_on);
  g_test_add_func("/images/springs-go-on", test_springs_go_on);
  g_test_add_func("/images/pick", test_pick_an_image);
  return g_test_run();
}
