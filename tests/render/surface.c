/* Painted surfaces: where they are, which colours they have, in front of what; and what their bar says. */
#include "render/colour-bar.h"
#include "render/molecule-surface.h"
#include "render/picture.h"

#include <string.h>

static const double origin[6] = {0, 0, 0, 1.2, 0, 0};

static void find_surface(int n_atoms, GArray **vertices, GArray **triangles)
{
  GError *error = NULL;
  *vertices = g_array_new(FALSE, FALSE, sizeof(BwSurfaceVertex));
  *triangles = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(BwAtoms) atoms = bw_atoms_new(n_atoms, (const int[]){6, 6}, NULL, NULL);
  bw_molecule_surface(atoms, origin, NULL, *vertices, *triangles, &error);
  g_assert_no_error(error);
}

/* Every vertex is where the sum is 3.8 Å⁻², and looks outward. */
static void test_place(void)
{
  for (int n_atoms = 1; n_atoms <= 2; n_atoms++) {
    GArray *vertices, *triangles;
    find_surface(n_atoms, &vertices, &triangles);
    g_assert_cmpuint(vertices->len, >, 300);
    for (guint v = 0; v < vertices->len; v++) {
      const BwSurfaceVertex *vertex = &g_array_index(vertices, BwSurfaceVertex, v);
      double sum = 0, outward = 0;
      for (int i = 0; i < n_atoms; i++) {
        double square = 0;
        for (int d = 0; d < 3; d++) {
          double apart = (double)vertex->position[d] - origin[3 * i + d];
          square += apart * apart;
          outward += (double)vertex->normal[d] * apart;
        }
        sum += 1 / square;
      }
      g_assert_cmpfloat_with_epsilon(sum, 3.8, 0.12);
      g_assert_cmpfloat(outward, >, 0);
    }
    g_array_unref(vertices);
    g_array_unref(triangles);
  }
}

/* Two atoms that are no molecule are two spheres; the second lies across the cell. */
static void test_apart(void)
{
  const double edge = 3, vectors[3][3] = {{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}};
  const double positions[6] = {1.5, 1.5, 0.1, 1.5, 1.5, 1.6};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, (const gboolean[]){TRUE, TRUE, TRUE}, NULL));
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, (const int[]){2, 2}, NULL, NULL);
  g_autoptr(GArray) vertices = g_array_new(FALSE, FALSE, sizeof(BwSurfaceVertex));
  g_autoptr(GArray) triangles = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_assert_true(bw_molecule_surface(atoms, positions, &cell, vertices, triangles, NULL));
  g_assert_cmpuint(vertices->len, >, 600);
  for (guint v = 0; v < vertices->len; v++) {
    const float *at = g_array_index(vertices, BwSurfaceVertex, v).position;
    double nearest = INFINITY;
    for (int i = 0; i < 2; i++)
      nearest =
          fmin(nearest, hypot(hypot((double)at[0] - positions[3 * i], (double)at[1] - positions[3 * i + 1]),
                              (double)at[2] - positions[3 * i + 2]));
    g_assert_cmpfloat_with_epsilon(nearest, 1 / sqrt(3.8), 0.02);
  }
}

/* A molecule that is much larger than the paper's has its surface near its atoms, in one piece: as many
 * vertices as edges and faces together ask for a closed surface. */
static void test_large(void)
{
  enum { SIDE = 12, N = SIDE * SIDE * SIDE };
  static double positions[3 * N];
  static int numbers[N];
  const double step = 1.8; /* as dense as diamond */
  for (int i = 0; i < N; i++) {
    numbers[i] = 6;
    for (int d = 0, k = i; d < 3; d++, k /= SIDE)
      positions[3 * i + d] = step * (k % SIDE);
  }
  g_autoptr(BwAtoms) atoms = bw_atoms_new(N, numbers, NULL, NULL);
  g_autoptr(GArray) vertices = g_array_new(FALSE, FALSE, sizeof(BwSurfaceVertex));
  g_autoptr(GArray) triangles = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_assert_true(bw_molecule_surface(atoms, positions, NULL, vertices, triangles, NULL));
  g_assert_cmpuint(vertices->len, >, 1000);
  for (guint v = 0; v < vertices->len; v++) {
    const float *at = g_array_index(vertices, BwSurfaceVertex, v).position;
    double square = 0;
    for (int d = 0; d < 3; d++) {
      double inside = CLAMP((double)at[d], 0, step * (SIDE - 1));
      square += ((double)at[d] - inside) * ((double)at[d] - inside);
    }
    g_assert_cmpfloat(square, >, 0.1);
    g_assert_cmpfloat(square, <, 2.2 * 2.2);
  }
  g_assert_cmpuint(vertices->len, ==, 2 + triangles->len / 3 / 2);
}

/* A long box: every axis is its own. */
static void test_box(void)
{
  const int n[3] = {9, 13, 17};
  float values[17][13][9];
  for (int k = 0; k < n[2]; k++)
    for (int j = 0; j < n[1]; j++)
      for (int i = 0; i < n[0]; i++)
        values[k][j][i] = -(float)hypot(hypot((i - 4) / 3.0, (j - 6) / 5.0), (k - 8) / 7.0);
  g_autoptr(GArray) vertices = g_array_new(FALSE, FALSE, sizeof(BwSurfaceVertex));
  g_autoptr(GArray) triangles = g_array_new(FALSE, FALSE, sizeof(guint32));
  bw_isosurface(values[0][0], n, 1, -1, vertices, triangles);
  g_assert_cmpuint(triangles->len, >, 300);
  for (guint v = 0; v < vertices->len; v++) {
    const float *at = g_array_index(vertices, BwSurfaceVertex, v).position;
    double ellipsoid = hypot(hypot((double)at[0] / 3, (double)at[1] / 5), (double)at[2] / 7);
    g_assert_cmpfloat_with_epsilon(ellipsoid, 1, 0.05);
  }
}

/* The left half low, the right half high. */
static BwPaintedSurface *paint(double low_side)
{
  GArray *vertices, *triangles;
  find_surface(1, &vertices, &triangles);
  g_autofree double *values = g_new(double, vertices->len);
  for (guint v = 0; v < vertices->len; v++)
    values[v] = (double)g_array_index(vertices, BwSurfaceVertex, v).position[0] * low_side < 0 ? 7 : 9;
  return bw_painted_surface_new(vertices, triangles, 0.6, values, 7, 9);
}

static const guint8 *pixel_at(cairo_surface_t *image, double x)
{
  return pixel(image, (int)(WIDTH / 2 + x * HEIGHT / 2), HEIGHT / 2);
}

static void test_picture(void)
{
  if (!ready())
    return;
  BwSceneStyle style = plain_style();
  show(1, (const int[]){1}, origin, 1, &style);
  g_autoptr(BwPaintedSurface) surface = paint(1);
  bw_scene_set_surface(scene, surface);
  BwCamera camera = straight_camera(1, TRUE);
  cairo_surface_t *image = picture(&camera);
  const guint8 *left = pixel_at(image, -0.45), *right = pixel_at(image, 0.45);
  g_assert_cmpint(left[0], >, left[2] + 40);   /* low: blue */
  g_assert_cmpint(right[2], >, right[0] + 40); /* high: yellow */
  const guint8 *outside = pixel_at(image, 0.6);
  g_assert_cmpint(outside[0], ==, 255);
  cairo_surface_destroy(image);
  bw_scene_set_surface(scene, NULL);
  image = picture(&camera);
  g_assert_cmpint(pixel_at(image, -0.45)[2], ==, 255); /* gone */
  cairo_surface_destroy(image);
}

/* Lightness alone tells levels apart, in even steps. */
static void test_levels(void)
{
  double before = -1, first_step = 0;
  for (int k = 0; k <= 10; k++) {
    BwColour c = bw_colour_of_level(k / 10.0);
    double linear =
        0.2126 * pow(c.r / 255.0, 2.2) + 0.7152 * pow(c.g / 255.0, 2.2) + 0.0722 * pow(c.b / 255.0, 2.2);
    double lightness = cbrt(linear);
    if (k == 1)
      first_step = lightness - before;
    if (k > 0)
      g_assert_cmpfloat(lightness - before, >, 0.3 * first_step);
    before = lightness;
  }
}

static void test_bar(void)
{
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 120, 220);
  cairo_t *cr = cairo_create(image);
  const BwColourBar bar = {"Ω of C (eV)", -1.25, 0.5};
  double width = bw_colour_bar_measure(cr, &bar, &bw_plot_theme_light, 200);
  g_assert_cmpfloat(width, >, 40);
  g_assert_cmpfloat(width, <, 110);
  bw_colour_bar_paint(cr, &bar, &bw_plot_theme_light, 4, 10, 200);
  cairo_destroy(cr);
  cairo_surface_flush(image);
  const guint8 *data = cairo_image_surface_get_data(image);
  int stride = cairo_image_surface_get_stride(image), beyond = 0;
  g_assert_cmpint(data[20 * stride + 4 * 8 + 2], >, data[20 * stride + 4 * 8]);   /* yellow above */
  g_assert_cmpint(data[200 * stride + 4 * 8], >, data[200 * stride + 4 * 8 + 2]); /* blue below */
  for (int y = 0; y < 220; y++)
    for (int x = 4 + (int)ceil(width); x < 120; x++)
      beyond += data[y * stride + 4 * x + 3] > 0;
  g_assert_cmpint(beyond, ==, 0); /* as wide as it said */
  cairo_surface_destroy(image);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  stage_open();
  g_test_add_func("/surface/place", test_place);
  g_test_add_func("/surface/apart", test_apart);
  g_test_add_func("/surface/large", test_large);
  g_test_add_func("/surface/box", test_box);
  g_test_add_func("/surface/levels", test_levels);
  g_test_add_func("/surface/bar", test_bar);
  g_test_add_func("/surface/picture", test_picture);
  int status = g_test_run();
  stage_close();
  return status;
}
