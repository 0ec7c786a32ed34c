/* What a moment becomes in each style, and what a ray through a pixel meets; no OpenGL. */
#include "render/shapes-of.h"

#include <math.h>

static const int hydroxyl[] = {8, 1};
static const double classical[] = {0, 0, 0, 0.96, 0, 0};
static const double four_beads[] = {
    0, 0, 0, 0.9, 0, 0, 0, 0.1, 0, 1.0, 0, 0, 0, 0, 0.1, 0.95, 0.1, 0, 0, 0, -0.1, 0.95, 0, 0.1,
};

static void test_counts(void)
{
  BwSceneStyle style;
  bw_scene_style_init(&style, FALSE);
  BwShapes *shapes = shapes_of(2, hydroxyl, classical, 1, NULL, &style);
  g_assert_cmpuint(shapes->spheres->len, ==, 2);
  g_assert_cmpuint(shapes->capsules->len, ==, 1);
  bw_shapes_free(shapes);

  shapes = shapes_of(2, hydroxyl, four_beads, 4, NULL, &style); /* centroids, beads; bond, springs */
  g_assert_cmpuint(shapes->spheres->len, ==, 2 + 8);
  g_assert_cmpuint(shapes->capsules->len, ==, 1 + 8);
  g_assert_cmpint(shapes->n_first_spheres, ==, 2); /* what is never left out */
  g_assert_cmpint(shapes->n_first_capsules, ==, 1);
  int seen = 0; /* every bead once, opposite ones first */
  for (guint i = 2; i < 10; i++)
    seen |= 1 << g_array_index(shapes->sphere_sites, BwSite, i).bead;
  g_assert_cmpint(seen, ==, 15);
  g_assert_cmpint(g_array_index(shapes->sphere_sites, BwSite, 4).bead, ==, 2);
  bw_shapes_free(shapes);

  shapes = shapes_of(2, hydroxyl, four_beads, 2, NULL, &style); /* a ring of two has one spring */
  g_assert_cmpuint(shapes->capsules->len, ==, 1 + 2);
  bw_shapes_free(shapes);

  style.show_centroid = FALSE;
  style.show_springs = FALSE;
  shapes = shapes_of(2, hydroxyl, four_beads, 4, NULL, &style);
  g_assert_cmpuint(shapes->spheres->len, ==, 8);
  g_assert_cmpuint(shapes->capsules->len, ==, 0);
  bw_shapes_free(shapes);

  style.show_beads = FALSE; /* something is always shown: the centroid, as full balls */
  shapes = shapes_of(2, hydroxyl, four_beads, 4, NULL, &style);
  g_assert_cmpuint(shapes->spheres->len, ==, 2);
  g_assert_cmpuint(shapes->capsules->len, ==, 1);
  bw_shapes_free(shapes);

  style.style = BW_STYLE_SPACE_FILLING;
  shapes = shapes_of(2, hydroxyl, classical, 1, NULL, &style);
  g_assert_cmpuint(shapes->capsules->len, ==, 0);
  g_assert_cmpfloat_with_epsilon(shapes->largest, 1.5, 1e-6); /* oxygen's van der Waals radius */
  bw_shapes_free(shapes);
}

static void test_across_the_boundary(void)
{
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  const double vectors[3][3] = {{5, 0, 0}, {0, 5, 0}, {0, 0, 5}};
  const double split[] = {0.2, 2, 2, 4.3, 2, 2}; /* 0.9 Å apart through the wall */
  BwSceneStyle style;
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, all, NULL));
  bw_scene_style_init(&style, FALSE);
  BwShapes *shapes = shapes_of(2, hydroxyl, split, 1, &cell, &style);
  g_assert_cmpuint(shapes->capsules->len, ==, 2 + 12); /* two halves, twelve edges */
  const BwCapsule *halves = (const BwCapsule *)(void *)shapes->capsules->data;
  g_assert_cmpfloat_with_epsilon(shapes->origin[0] + halves[0].end[0], 0.2 - 0.45, 1e-5);
  g_assert_cmpfloat_with_epsilon(shapes->origin[0] + halves[1].start[0], 4.3 + 0.45, 1e-5);
  for (int i = 0; i < 2; i++) /* what the balls hide is left out */
    g_assert_cmpfloat(fabsf(halves[i].end[0] - halves[i].start[0]), <, 0.3);
  bw_shapes_free(shapes);

  /* beads of one atom on both sides: the centroid lies between them, at the wall */
  const double beads[] = {0.1, 2, 2, 4.9, 2, 2};
  const int hydrogen = 1;
  BwMoment moment = {0};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(1, &hydrogen, NULL, NULL);
  bw_moment_set(&moment, atoms, &cell, beads, 2);
  g_assert_cmpfloat_with_epsilon(moment.centroid[0], 0, 1e-9);
  bw_moment_clear(&moment);
}

static void test_bounds(void)
{
  BwSceneStyle style;
  const int numbers[] = {6, 6};
  const double apart[] = {-10, 0, 0, 10, 0, 0};
  bw_scene_style_init(&style, FALSE);
  BwShapes *shapes = shapes_of(2, numbers, apart, 1, NULL, &style);
  g_assert_cmpfloat_with_epsilon(shapes->all.centre[0], 0, 1e-5);
  g_assert_cmpfloat_with_epsilon(shapes->all.radius, 10 + shapes->largest, 1e-4);
  bw_shapes_free(shapes);

  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  const double vacuum[3][3] = {{90, 0, 0}, {0, 90, 0}, {0, 0, 90}};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vacuum, all, NULL));
  shapes = shapes_of(2, numbers, apart, 1, &cell, &style); /* the box around it is not what one looks at */
  g_assert_cmpfloat_with_epsilon(shapes->focus.radius, 10 + shapes->largest, 1e-4);
  g_assert_cmpfloat(shapes->all.radius, >, 75);
  bw_shapes_free(shapes);

  const double broken[] = {NAN, 0, 0, 1, 2, INFINITY};
  shapes = shapes_of(2, numbers, broken, 1, NULL, &style); /* atoms that are nowhere are not shown */
  g_assert_cmpuint(shapes->spheres->len, ==, 0);
  g_assert_cmpfloat(shapes->all.radius, ==, 0);
  bw_shapes_free(shapes);

  BwMoment empty = {0};
  shapes = bw_shapes_new(&empty, &style, &nothing);
  g_assert_cmpfloat(shapes->all.radius, ==, 0);
  bw_shapes_free(shapes);
}

static void expect(const BwShapes *shapes, const BwCamera *camera, int x, int y, int atom, int bead)
{
  BwSite site;
  g_assert_cmpint(bw_shapes_pick(shapes, camera, x, y, 400, 300, &site), ==, atom >= 0);
  g_assert_cmpint(site.atom, ==, atom);
  if (atom >= 0)
    g_assert_cmpint(site.bead, ==, bead);
}

static void test_pick(void)
{
  /* along x, and one behind the first; the picture shows 2 Å up and down */
  const int numbers[] = {6, 8, 6};
  const double positions[] = {-0.7, 0, 0, 0.7, 0, 0, -0.7, 0, -3};
  BwSceneStyle style;
  BwCamera camera;
  bw_scene_style_init(&style, FALSE);
  bw_camera_init(&camera);
  camera.orthographic = TRUE;
  camera.distance = 2 / tan(camera.field_of_view * G_PI / 360);
  BwShapes *shapes = shapes_of(3, numbers, positions, 1, NULL, &style);
  expect(shapes, &camera, 200 - 53, 150, 0, -1); /* 75 pixels are 1 Å: the nearer of the two */
  expect(shapes, &camera, 200 + 52, 150, 1, -1);
  expect(shapes, &camera, 200 - 6, 150, 0, -1); /* the halves of the bond */
  expect(shapes, &camera, 200 + 6, 150, 1, -1);
  expect(shapes, &camera, 200, 190, -1, 0);
  expect(shapes, &camera, 5, 5, -1, 0);
  const double y[3] = {0, 1, 0};
  bw_camera_rotate(&camera, y, 180); /* from behind it is the other one */
  expect(shapes, &camera, 200 + 53, 150, 2, -1);
  bw_shapes_free(shapes);
}

static void test_pick_beads(void)
{
  const int hydrogen = 1;
  const double beads[] = {-1, 0, 0, 0, 0.5, 0, 1, 0, 0};
  BwSceneStyle style;
  BwCamera camera;
  bw_scene_style_init(&style, FALSE);
  style.bead_radius = 0.1;
  bw_camera_init(&camera);
  camera.distance = 2 / tan(camera.field_of_view * G_PI / 360);
  BwShapes *shapes = shapes_of(1, &hydrogen, beads, 3, NULL, &style);
  expect(shapes, &camera, 125, 150, 0, 0);
  expect(shapes, &camera, 200, 150 - 37, 0, 1); /* y from the top */
  expect(shapes, &camera, 275, 150, 0, 2);
  expect(shapes, &camera, 200 - 60, 150 - 7, 0, 0); /* a spring belongs to the nearer bead */
  bw_shapes_free(shapes);
}

/* All hues, no two neighbours alike, no jump where the circle closes. */
static void test_time_colours_are_cyclic(void)
{
  enum { N = 64 };
  for (int i = 0; i < N; i++) {
    BwColour a = bw_colour_of_time((double)i / N), b = bw_colour_of_time((double)(i + 1) / N);
    int step = ABS(a.r - b.r) + ABS(a.g - b.g) + ABS(a.b - b.b);
    g_assert_cmpint(step, >, 3);
    g_assert_cmpint(step, <, 60);
  }
  BwColour first = bw_colour_of_time(0), last = bw_colour_of_time(1);
  g_assert_cmpmem(&first, sizeof first, &last, sizeof last);
}

/* Numbers of atoms take the place of their elements' colours, beads included; too few of them do not. */
static void test_shares(void)
{
  BwMoment moment = {0};
  BwSceneStyle style;
  double shares[] = {0, 1};
  BwHighlight highlight = {.hovered = -1, .shares = shares, .n_shares = 2};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, hydroxyl, NULL, NULL);
  bw_scene_style_init(&style, FALSE);
  bw_moment_set(&moment, atoms, NULL, four_beads, 4);
  BwShapes *shapes = bw_shapes_new(&moment, &style, &highlight);
  for (guint i = 0; i < shapes->spheres->len; i++) {
    BwColour colour = g_array_index(shapes->spheres, BwSphere, i).colour;
    BwColour wanted = bw_colour_of_share(shares[g_array_index(shapes->sphere_sites, BwSite, i).atom], FALSE);
    g_assert_cmpmem(&colour, sizeof colour, &wanted, sizeof wanted);
  }
  bw_shapes_free(shapes);
  highlight.n_shares = 1;
  shapes = bw_shapes_new(&moment, &style, &highlight);
  BwColour colour = g_array_index(shapes->spheres, BwSphere, 0).colour;
  BwColour oxygen = bw_colour_of_element(8, FALSE);
  g_assert_cmpmem(&colour, sizeof colour, &oxygen, sizeof oxygen);
  bw_shapes_free(shapes);
  bw_moment_clear(&moment);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/shapes/counts", test_counts);
  g_test_add_func("/shapes/across-the-boundary", test_across_the_boundary);
  g_test_add_func("/shapes/bounds", test_bounds);
  g_test_add_func("/shapes/pick", test_pick);
  g_test_add_func("/shapes/pick-beads", test_pick_beads);
  g_test_add_func("/shapes/shares", test_shares);
  g_test_add_func("/shapes/time-colours", test_time_colours_are_cyclic);
  return g_test_run();
}
