/* The delocalisation cloud as it is seen: where, how dense, in front of what and behind what. */
#include "render/cloud-batch.h"
#include "render/picture.h"

#include "base/random.h"

#include <string.h>

enum { N_BEADS = 32, N_MOMENTS = 200 };

static const double WIDTH_OF_CLOUD = 0.1; /* Å */

static const int hydrogen_and_carbon[] = {1, 6};

static void test_shaders_compile(void)
{
  if (!ready())
    return;
  for (int version = 330; version <= (epoxy_gl_version() >= 45 ? 450 : 330); version += 120) {
    g_autoptr(GError) error = NULL;
    BwProgram program = {0};
    bw_program_init(&program, version, "cloud", "cloud", "#define BARE\n", &error);
    g_assert_no_error(error);
    bw_program_clear(&program);
    bw_program_init(&program, version, "screen", "overlay", NULL, &error);
    g_assert_no_error(error);
    bw_program_clear(&program);
  }
}

/* Only one hydrogen's cloud, at the origin; of the carbon at `carbon` all beads are one point. */
static void show_clouds(const BwSceneStyle *style, const double carbon[3])
{
  double positions[N_BEADS][2][3], normals[N_BEADS][3];
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, hydrogen_and_carbon, NULL, NULL);
  BwCell none;
  bw_cell_init_none(&none);
  bw_scene_set_style(scene, style);
  for (int m = 0; m < N_MOMENTS; m++) {
    bw_random_normals(5, BW_STREAM_TEST, m, 0, normals[0], 3 * N_BEADS);
    for (int d = 0; d < 3; d++) {
      double mean = 0;
      for (int bead = 0; bead < N_BEADS; bead++)
        mean += normals[bead][d] / N_BEADS;
      for (int bead = 0; bead < N_BEADS; bead++) {
        positions[bead][0][d] = WIDTH_OF_CLOUD * (normals[bead][d] - mean);
        positions[bead][1][d] = carbon[d];
      }
    }
    if (m == 0)
      bw_scene_set_moment(scene, atoms, &none, positions[0][0], N_BEADS);
    else
      bw_scene_deposit(scene, atoms, &none, positions[0][0], N_BEADS);
  }
}

static BwSceneStyle cloud_style(double inner, double outer)
{
  BwSceneStyle style = plain_style();
  style.show_beads = style.show_centroid = FALSE;
  style.show_cloud = style.transparent = TRUE;
  style.cloud_fractions[0] = inner;
  style.cloud_fractions[1] = outer;
  return style;
}

static const double far_away[3] = {0, 50, 0};

/* √χ² of the fractions, less what the centroid takes of the beads' spread. */
static double radius_of(double fraction)
{
  return (fraction < 0.6 ? 1.5382 : 2.5003) * WIDTH_OF_CLOUD * sqrt(1 - 1.0 / N_BEADS);
}

static double seen_area(cairo_surface_t *image)
{
  int n = 0;
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      n += pixel(image, x, y)[3] > 12;
  return n;
}

/* A disc of the radius that belongs to the fraction, translucent, premultiplied; in either projection. */
static void test_extent(void)
{
  static const double fractions[] = {0.5, 0.9};
  if (!ready())
    return;
  for (int f = 0; f < 2; f++) {
    BwSceneStyle style = cloud_style(0, fractions[f]);
    show_clouds(&style, far_away);
    for (int orthographic = 0; orthographic < 2; orthographic++) {
      BwCamera camera = straight_camera(0.5, orthographic);
      double r = radius_of(fractions[f]);
      double seen = orthographic ? r : r / sqrt(1 - pow(r / camera.distance, 2));
      cairo_surface_t *image = picture(&camera);
      const guint8 *middle = pixel(image, WIDTH / 2, HEIGHT / 2);
      g_assert_cmpfloat_with_epsilon(seen_area(image) / (G_PI * pow(seen * HEIGHT, 2)), 1, 0.06);
      g_assert_cmpint(middle[3], >, 25);
      g_assert_cmpint(middle[3], <, 140);
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          for (int c = 0; c < 3; c++)
            g_assert_cmpint(pixel(image, x, y)[c], <=, pixel(image, x, y)[3]);
      cairo_surface_destroy(image);
    }
  }
}

/* The inner surface shows through the outer one. */
static void test_nested(void)
{
  int alpha[2];
  if (!ready())
    return;
  BwCamera camera = straight_camera(0.5, TRUE);
  for (int both = 0; both < 2; both++) {
    BwSceneStyle style = cloud_style(both ? 0.5 : 0, 0.9);
    bw_scene_clear(scene);
    show_clouds(&style, far_away);
    cairo_surface_t *image = picture(&camera);
    alpha[both] = pixel(image, WIDTH / 2 + 10, HEIGHT / 2)[3];
    cairo_surface_destroy(image);
  }
  g_assert_cmpint(alpha[1], >, alpha[0] + 40);
  g_assert_cmpint(alpha[1], <, 250);
}

/* An atom in front hides the cloud; one behind is seen through it. */
static void test_among_atoms(void)
{
  guint8 seen[3][4];
  if (!ready())
    return;
  BwCamera camera = straight_camera(0.5, TRUE);
  for (int i = 0; i < 3; i++) {
    const double carbon[3] = {0.12, 0, i == 1 ? -0.8 : 0.8};
    BwSceneStyle style = cloud_style(0, 0.9);
    style.transparent = FALSE;
    style.style = BW_STYLE_LICORICE;
    style.show_centroid = TRUE;
    style.show_bonds = FALSE;
    if (i == 0)
      style.cloud_fractions[1] = 0; /* the bare atom */
    bw_scene_clear(scene);
    show_clouds(&style, carbon);
    cairo_surface_t *image = picture(&camera);
    memcpy(seen[i], pixel(image, WIDTH / 2 + (int)(0.12 * HEIGHT), HEIGHT / 2), 4);
    cairo_surface_destroy(image);
  }
  for (int c = 0; c < 3; c++) {
    g_assert_cmpint(ABS(seen[2][c] - seen[0][c]), <=, 1);
    g_assert_cmpint(seen[1][c], >, seen[0][c] + 3); /* carbon is darker than the veil before it */
    g_assert_cmpint(seen[1][c], <, 200);
  }
}

/* Another scene that is given the surfaces shows the same picture, and a periodic image has its own. */
static void test_given(void)
{
  if (!ready())
    return;
  BwSceneStyle style = cloud_style(0.5, 0.9);
  BwCamera camera = straight_camera(0.8, TRUE);
  show_clouds(&style, far_away);
  g_assert_null(bw_scene_get_cloud(scene));
  cairo_surface_t *first = picture(&camera);
  g_autoptr(BwCloudMesh) cloud = bw_scene_get_cloud(scene);
  g_assert_nonnull(cloud);
  g_assert_cmpint(cloud->n_moments, ==, N_MOMENTS);

  static const gboolean everywhere[3] = {TRUE, TRUE, TRUE};
  const double vectors[3][3] = {{0.6, 0, 0}, {0, 99, 0}, {0, 0, 99}}, still[2][3] = {{0, 0, 0}, {0, 50, 0}};
  double beads[2][2][3];
  BwCell cell;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, hydrogen_and_carbon, NULL, NULL);
  g_assert_true(bw_cell_init(&cell, vectors, everywhere, NULL));
  memcpy(beads[0], still, sizeof still);
  memcpy(beads[1], still, sizeof still);
  style.show_cell = FALSE;
  for (int images = 1; images <= 2; images++) {
    style.images[0] = images;
    bw_scene_set_cloud(scene, cloud);
    bw_scene_set_style(scene, &style);
    bw_scene_set_moment(scene, atoms, &cell, beads[0][0], 2);
    cairo_surface_t *second = picture(&camera);
    g_assert_cmpfloat_with_epsilon(seen_area(second) / seen_area(first), images, 0.01);
    cairo_surface_destroy(second);
  }
  cairo_surface_destroy(first);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  stage_open();
  g_test_add_func("/cloud-picture/shaders-compile", test_shaders_compile);
  g_test_add_func("/cloud-picture/extent", test_extent);
  g_test_add_func("/cloud-picture/nested", test_nested);
  g_test_add_func("/cloud-picture/among-atoms", test_among_atoms);
  g_test_add_func("/cloud-picture/given", test_given);
  int status = g_test_run();
  stage_close();
  return status;
}
