/* Delocalisation clouds against Gaussians, of which everything is known: the surface that encloses a fraction
 * p is an ellipsoid of radius √χ²₃(p) standard deviations. */
#include "render/cloud-density.h"
#include "render/cloud.h"

#include "base/random.h"
#include "base/vec3.h"

#include <string.h>

/* √ of the quantiles of χ² with three degrees of freedom. */
static const double FRACTIONS[2] = {0.5, 0.9}, RADII[2] = {1.5381722544, 2.5002777108};

static const double UPRIGHT[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
static const double TURNED[3][3] = {{0.6, 0.8, 0}, {-0.48, 0.36, 0.8}, {0.64, -0.48, 0.6}};

/* points[n][3] of a Gaussian with these widths along the rows of `axes`. */
static void draw(double *points, int n, const double widths[3], const double axes[3][3], guint64 step)
{
  g_autofree double *normal = g_new(double, 3 * n);
  bw_random_normals(11, BW_STREAM_TEST, step, 0, normal, 3 * (gsize)n);
  for (int p = 0; p < n; p++)
    for (int d = 0; d < 3; d++) {
      points[3 * p + d] = 0;
      for (int a = 0; a < 3; a++)
        points[3 * p + d] += normal[3 * p + a] * widths[a] * axes[a][d];
    }
}

/* The square of the distance in standard deviations. */
static double in_widths2(const float x[3], const double widths[3], const double axes[3][3])
{
  double sum = 0;
  for (int a = 0; a < 3; a++)
    sum += pow((axes[a][0] * x[0] + axes[a][1] * x[1] + axes[a][2] * x[2]) / widths[a], 2);
  return sum;
}

/* Mean and largest deviation (relative) of a part's radius from the ellipsoid's, and how well its normals
 * agree with it (least cosine). */
typedef struct {
  double mean, worst, cosine;
} Fit;

static Fit fit_of(const BwCloudMesh *mesh, const BwCloudPart *part, const double widths[3],
                  const double axes[3][3], double radius)
{
  Fit fit = {.cosine = 1};
  for (guint t = 0; t < part->n; t++) {
    guint32 at = g_array_index(mesh->triangles, guint32, part->first + t);
    const BwSurfaceVertex *vertex = &g_array_index(mesh->vertices, BwSurfaceVertex, at);
    double off = sqrt(in_widths2(vertex->position, widths, axes)) / radius - 1, slope[3] = {0}, cosine = 0;
    for (int a = 0; a < 3; a++)
      for (int d = 0; d < 3; d++)
        for (int e = 0; e < 3; e++)
          slope[d] += axes[a][d] * axes[a][e] * vertex->position[e] / widths[a] / widths[a];
    for (int d = 0; d < 3; d++)
      cosine += slope[d] * vertex->normal[d] / bw_norm3(slope);
    fit.mean += off / part->n;
    fit.worst = MAX(fit.worst, fabs(off));
    fit.cosine = MIN(fit.cosine, cosine);
  }
  return fit;
}

/* Volume enclosed, Å³: closed surfaces alone have one, and it is positive when triangles face outward. */
static double volume_of(const BwCloudMesh *mesh, const BwCloudPart *part)
{
  double volume = 0;
  for (guint t = 0; t < part->n; t += 3) {
    double p[3][3], cross[3];
    for (int c = 0; c < 3; c++) {
      guint32 at = g_array_index(mesh->triangles, guint32, part->first + t + c);
      for (int d = 0; d < 3; d++)
        p[c][d] = g_array_index(mesh->vertices, BwSurfaceVertex, at).position[d];
    }
    bw_cross3(p[1], p[2], cross);
    volume += bw_dot3(p[0], cross) / 6;
  }
  return volume;
}

/* Every edge belongs to two triangles that run along it in opposite directions. */
static void check_closed(const BwCloudMesh *mesh, const BwCloudPart *part)
{
  g_autoptr(GHashTable) open = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  const guint32 *corners = &g_array_index(mesh->triangles, guint32, part->first);
  for (guint t = 0; t < part->n; t++) {
    gint64 a = corners[t], b = corners[t % 3 == 2 ? t - 2 : t + 1], back = b << 32 | a;
    if (!g_hash_table_remove(open, &back)) {
      gint64 *edge = g_new(gint64, 1);
      *edge = a << 32 | b;
      g_hash_table_add(open, edge);
    }
  }
  g_assert_cmpuint(g_hash_table_size(open), ==, 0);
}

/* Whether a ray from x crosses a part an odd number of times. */
static gboolean is_inside(const BwCloudMesh *mesh, const BwCloudPart *part, const double x[3])
{
  static const double direction[3] = {0.36, 0.48, 0.8};
  int crossings = 0;
  for (guint t = 0; t < part->n; t += 3) {
    double p[3][3], first[3], second[3], cross[3], from[3], q[3];
    for (int c = 0; c < 3; c++) {
      guint32 at = g_array_index(mesh->triangles, guint32, part->first + t + c);
      for (int d = 0; d < 3; d++)
        p[c][d] = g_array_index(mesh->vertices, BwSurfaceVertex, at).position[d];
    }
    bw_sub3(p[1], p[0], first);
    bw_sub3(p[2], p[0], second);
    bw_cross3(direction, second, cross);
    double determinant = bw_dot3(first, cross);
    bw_sub3(x, p[0], from);
    bw_cross3(from, first, q);
    double u = bw_dot3(from, cross) / determinant, v = bw_dot3(direction, q) / determinant;
    crossings += u >= 0 && v >= 0 && u + v <= 1 && bw_dot3(second, q) / determinant > 0;
  }
  return crossings & 1;
}

static BwCloud *new_cloud(int n_atoms, const BwCloudRecipe *recipe, void (*ready)(gpointer), gpointer data)
{
  g_autofree int *numbers = g_new(int, n_atoms);
  for (int i = 0; i < n_atoms; i++)
    numbers[i] = i == 0 ? 1 : 6;
  g_autoptr(BwAtoms) atoms = bw_atoms_new(n_atoms, numbers, NULL, NULL);
  return bw_cloud_new(atoms, recipe, ready, data);
}

static BwCloudMesh *mesh_of(BwCloud *cloud)
{
  bw_cloud_settle(cloud);
  BwCloudMesh *mesh = bw_cloud_take(cloud);
  g_assert_nonnull(mesh);
  return mesh;
}

/* `n_moments` of a ring of independent beads around two places, of one width and of three. */
static BwCloud *gaussian_cloud(int n_beads, int n_moments, const double widths[3], const double axes[3][3])
{
  const BwCloudRecipe recipe = {.n_surfaces = 2, .fractions = {FRACTIONS[0], FRACTIONS[1]}};
  const double centroid[3] = {3, -1, 7};
  g_autofree double *positions = g_new(double, 3 * n_beads);
  BwCell none;
  bw_cell_init_none(&none);
  BwCloud *cloud = new_cloud(1, &recipe, NULL, NULL);
  for (int m = 0; m < n_moments; m++) {
    draw(positions, n_beads, widths, axes, m);
    for (int k = 0; k < 3 * n_beads; k++)
      positions[k] += centroid[k % 3];
    bw_cloud_add(cloud, &none, positions, centroid, n_beads, TRUE);
  }
  return cloud;
}

static void check_gaussian(const double widths[3], const double axes[3][3])
{
  g_autoptr(BwCloud) cloud = gaussian_cloud(64, 240, widths, axes);
  g_autoptr(BwCloudMesh) mesh = mesh_of(cloud);
  g_assert_cmpint(mesh->n_moments, ==, 240);
  for (int s = 0; s < 2; s++)
    for (int coarse = 0; coarse < 2; coarse++) {
      const BwCloudPart *part = bw_cloud_mesh_part(mesh, 0, s, coarse);
      Fit fit = fit_of(mesh, part, widths, axes, RADII[s]);
      double volume = 4 * G_PI / 3 * pow(RADII[s], 3) * widths[0] * widths[1] * widths[2];
      g_test_message("fraction %g: radius off by %.4f, at most %.4f; volume %.4f; least cosine %.4f; %u",
                     FRACTIONS[s], fit.mean, fit.worst, volume_of(mesh, part) / volume, fit.cosine,
                     part->n / 3);
      g_assert_cmpfloat(fabs(fit.mean), <, 0.02);
      g_assert_cmpfloat(fit.worst, <, 0.14);
      g_assert_cmpfloat(fit.cosine, >, 0.95);
      g_assert_cmpfloat_with_epsilon(volume_of(mesh, part) / volume, 1, coarse ? 0.12 : 0.08);
      check_closed(mesh, part);
    }
}

static void test_gaussians(void)
{
  check_gaussian((double[]){0.12, 0.12, 0.12}, UPRIGHT);
  check_gaussian((double[]){0.06, 0.10, 0.13}, TURNED);
}

/* One ring of a few beads is smoothed most, and yet no wider. */
static void test_few_samples(void)
{
  const double widths[3] = {0.1, 0.1, 0.1};
  double ratio = 0;
  for (int n_beads = 16; n_beads <= 64; n_beads *= 2) {
    g_autoptr(BwCloud) cloud = gaussian_cloud(n_beads, 1, widths, UPRIGHT);
    g_autoptr(BwCloudMesh) mesh = mesh_of(cloud);
    double volume = volume_of(mesh, bw_cloud_mesh_part(mesh, 0, 0, FALSE));
    ratio += cbrt(volume / (4 * G_PI / 3)) / (RADII[0] * 0.1) / 3;
    check_closed(mesh, bw_cloud_mesh_part(mesh, 0, 0, FALSE));
  }
  g_assert_cmpfloat_with_epsilon(ratio, 1, 0.12);
}

/* Fresh samples are inside as often as the fraction says. */
static void test_enclosed_fraction(void)
{
  enum { N = 2000 };
  const double widths[3] = {0.05, 0.1, 0.16};
  g_autofree double *points = g_new(double, 3 * N);
  g_autoptr(BwCloud) cloud = gaussian_cloud(32, 200, widths, TURNED);
  g_autoptr(BwCloudMesh) mesh = mesh_of(cloud);
  draw(points, N, widths, TURNED, 1000000);
  for (int s = 0; s < 2; s++) {
    int inside = 0;
    for (int p = 0; p < N; p++)
      inside += is_inside(mesh, bw_cloud_mesh_part(mesh, 0, s, FALSE), points + 3 * (gsize)p);
    g_assert_cmpfloat_with_epsilon((double)inside / N, FRACTIONS[s], 0.035);
  }
}

static double radius_of(const BwCloudMesh *mesh)
{
  return cbrt(volume_of(mesh, bw_cloud_mesh_part(mesh, 0, 1, FALSE)) / (4 * G_PI / 3)) / RADII[1];
}

/* When the beads come closer together, as they do when it gets warmer, the cloud follows within its memory.
 */
static void test_forgets(void)
{
  const BwCloudRecipe recipe = {.n_surfaces = 2, .fractions = {FRACTIONS[0], FRACTIONS[1]}};
  const double origin[3] = {0}, wide[3] = {0.2, 0.2, 0.2}, narrow[3] = {0.04, 0.04, 0.04};
  double positions[3 * 32];
  BwCell none;
  bw_cell_init_none(&none);
  g_autoptr(BwCloud) cloud = new_cloud(1, &recipe, NULL, NULL);
  for (int m = 0; m < 9 * BW_CLOUD_MEMORY; m++) {
    if (m == BW_CLOUD_MEMORY) {
      g_autoptr(BwCloudMesh) mesh = mesh_of(cloud);
      g_assert_cmpfloat_with_epsilon(radius_of(mesh) / 0.2, 1, 0.03);
    }
    draw(positions, 32, m < BW_CLOUD_MEMORY ? wide : narrow, UPRIGHT, m);
    bw_cloud_add(cloud, &none, positions, origin, 32, TRUE);
  }
  g_autoptr(BwCloudMesh) mesh = mesh_of(cloud);
  g_assert_cmpfloat_with_epsilon(radius_of(mesh) / 0.04, 1, 0.1);
}

/* In place, a heap at either side is two separate surfaces; relative to the centroid they would be one. The
 * atom is seen through the wall of its cell. */
static void test_in_place(void)
{
  static const gboolean everywhere[3] = {TRUE, TRUE, TRUE};
  const double vectors[3][3] = {{5, 0, 0}, {0, 5, 0}, {0, 0, 5}};
  const BwCloudRecipe recipe = {.n_surfaces = 1, .fractions = {0.5}, .in_place = TRUE};
  const double widths[3] = {0.08, 0.08, 0.08};
  int n[2] = {0};
  double positions[3 * 16];
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, everywhere, NULL));
  g_autoptr(BwCloud) cloud = new_cloud(1, &recipe, NULL, NULL);
  for (int m = 0; m < 250; m++) {
    double centroid[3] = {m % 2 ? 0.5 : 4.7, 2, 2}; /* 0.8 Å apart */
    draw(positions, 16, widths, UPRIGHT, m);
    for (int k = 0; k < 48; k++)
      positions[k] += centroid[k % 3];
    bw_cloud_add(cloud, &cell, positions, centroid, 16, TRUE);
  }
  g_autoptr(BwCloudMesh) mesh = mesh_of(cloud);
  g_assert_cmpfloat(mesh->anchors[0], ==, 4.7);
  for (guint i = 0; i < mesh->vertices->len; i++) {
    float x = g_array_index(mesh->vertices, BwSurfaceVertex, i).position[0];
    g_assert_false(x > 0.33 && x < 0.47);
    n[x > 0.4]++;
    g_assert_true(x > -0.4 && x < 1.2);
  }
  g_assert_cmpint(n[0], >, 50);
  g_assert_cmpint(n[1], >, 50);
}

/* A molecule that tumbles keeps the shape of its clouds: flat along the bond, whatever its direction. */
static void test_turns_with_the_molecule(void)
{
  enum { P = 32 };
  static const double molecule[3][3] = {{1, 0, 0}, {0, 0, 0}, {0, 1.3, 0}};
  const double widths[3] = {0.05, 0.12, 0.16};
  const BwCloudRecipe recipe = {.n_surfaces = 2, .fractions = {FRACTIONS[0], FRACTIONS[1]}};
  double beads[3 * P], positions[P][3][3], centroid[3][3];
  BwCell none;
  bw_cell_init_none(&none);
  g_autoptr(BwCloud) cloud = new_cloud(3, &recipe, NULL, NULL);
  for (int m = 0; m < 240; m++) {
    double c = cos(0.1 * m), s = sin(0.1 * m),
           turn[3][3] = {{c, -s, 0}, {0.6 * s, 0.6 * c, -0.8}, {0.8 * s, 0.8 * c, 0.6}};
    draw(beads, P, widths, UPRIGHT, m);
    for (int i = 0; i < 3; i++)
      for (int d = 0; d < 3; d++) {
        centroid[i][d] = 0.2 * m + bw_dot3(turn[d], molecule[i]); /* drifts, too */
        for (int p = 0; p < P; p++)
          positions[p][i][d] = centroid[i][d] + (i == 0 ? bw_dot3(turn[d], beads + 3 * p) : 0);
      }
    bw_cloud_add(cloud, &none, positions[0][0], centroid[0], P, TRUE);
  }
  g_autoptr(BwCloudMesh) mesh = mesh_of(cloud);
  const double axes[3][3] = {{1, 0, 0}, {0, 0.6, 0.8}, {0, -0.8, 0.6}}; /* as it was turned at first */
  Fit fit = fit_of(mesh, bw_cloud_mesh_part(mesh, 0, 1, FALSE), widths, axes, RADII[1]);
  g_assert_cmpfloat(fabs(fit.mean), <, 0.03);
  g_assert_cmpfloat(fit.worst, <, 0.12);

  double turn[3][3], now[3];
  g_autoptr(BwAtoms) atoms = bw_atoms_new(3, (const int[]){1, 6, 6}, NULL, NULL);
  bw_cloud_mesh_get_turn(mesh, atoms, &none, centroid[0], turn);
  bw_sub3(centroid[0], centroid[1], now); /* the bond, from how it was to how it is */
  for (int d = 0; d < 3; d++)
    g_assert_cmpfloat_with_epsilon(turn[d][0], now[d], 1e-6);
}

/* The same moment shown again says nothing new; broken ones are passed over; beads that are one point, and
 * systems too large, have no surface; surfaces can be chosen anew. */
static void test_odd_moments(void)
{
  const BwCloudRecipe recipe = {.n_surfaces = 1, .fractions = {0.5}},
                      other = {.n_surfaces = 1, .fractions = {0.9}},
                      in_place = {.n_surfaces = 1, .fractions = {0.5}, .in_place = TRUE};
  const double origin[3] = {0}, widths[3] = {0.1, 0.1, 0.1};
  double positions[3 * 8], broken[3 * 8] = {NAN}, point[3 * 8] = {0};
  BwCell none;
  bw_cell_init_none(&none);
  draw(positions, 8, widths, UPRIGHT, 1);
  g_autoptr(BwCloud) cloud = new_cloud(1, &recipe, NULL, NULL);
  bw_cloud_settle(cloud);
  g_assert_null(bw_cloud_take(cloud));
  for (int i = 0; i < 3; i++)
    bw_cloud_add(cloud, &none, positions, origin, 8, TRUE);
  bw_cloud_add(cloud, &none, broken, origin, 8, TRUE);
  g_autoptr(BwCloudMesh) mesh = mesh_of(cloud);
  g_assert_cmpint(mesh->n_moments, ==, 1);
  g_assert_null(bw_cloud_take(cloud));
  g_assert_false(bw_cloud_set_recipe(cloud, &in_place));
  g_assert_true(bw_cloud_set_recipe(cloud, &other));
  g_autoptr(BwCloudMesh) wider = mesh_of(cloud);
  g_assert_cmpfloat(volume_of(wider, bw_cloud_mesh_part(wider, 0, 0, FALSE)), >,
                    2 * volume_of(mesh, bw_cloud_mesh_part(mesh, 0, 0, FALSE)));

  g_autoptr(BwCloud) sharp = new_cloud(1, &recipe, NULL, NULL);
  bw_cloud_add(sharp, &none, point, origin, 8, TRUE);
  g_autoptr(BwCloudMesh) nothing = mesh_of(sharp);
  g_assert_cmpuint(bw_cloud_mesh_part(nothing, 0, 0, FALSE)->n, ==, 0);

  g_autoptr(BwCloud) crowd = new_cloud(BW_CLOUD_MOST_ATOMS + 1, &recipe, NULL, NULL);
  bw_cloud_add(crowd, &none, NULL, NULL, 8, TRUE);
  bw_cloud_settle(crowd);
  g_assert_null(bw_cloud_take(crowd));
}

static void count(gpointer data)
{
  ++*(int *)data;
}

/* Whoever waits in the main loop is told. */
static void test_announces(void)
{
  const BwCloudRecipe recipe = {.n_surfaces = 1, .fractions = {0.5}};
  const double origin[3] = {0}, widths[3] = {0.1, 0.1, 0.1};
  double positions[3 * 8];
  int n = 0;
  BwCell none;
  bw_cell_init_none(&none);
  draw(positions, 8, widths, UPRIGHT, 1);
  g_autoptr(BwCloud) cloud = new_cloud(1, &recipe, count, &n);
  bw_cloud_add(cloud, &none, positions, origin, 8, FALSE);
  while (n == 0)
    g_main_context_iteration(NULL, TRUE);
  g_autoptr(BwCloudMesh) mesh = bw_cloud_take(cloud);
  g_assert_nonnull(mesh);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cloud/gaussians", test_gaussians);
  g_test_add_func("/cloud/few-samples", test_few_samples);
  g_test_add_func("/cloud/enclosed-fraction", test_enclosed_fraction);
  g_test_add_func("/cloud/forgets", test_forgets);
  g_test_add_func("/cloud/in-place", test_in_place);
  g_test_add_func("/cloud/turns-with-the-molecule", test_turns_with_the_molecule);
  g_test_add_func("/cloud/odd-moments", test_odd_moments);
  g_test_add_func("/cloud/announces", test_announces);
  return g_test_run();
}
