/* The cell against brute force and closed forms. */
#include "base/error.h"
#include "base/random.h"
#include "base/vec3.h"
#include "system/cell.h"

#include <string.h>

static double uniform(guint64 index)
{
  return 2 * bw_random_uniform(11, BW_STREAM_TEST, 0, index) - 1;
}

/* A random cell; `skew` multiplies how far b and c lean. */
static void random_cell(BwCell *cell, guint64 seed, double skew, const gboolean periodic[3])
{
  double vectors[3][3] = {0};
  for (int k = 0; k < 3; k++) {
    vectors[k][k] = 3 + uniform(100 * seed + k);
    for (int d = 0; d < k; d++)
      vectors[k][d] = skew * uniform(100 * seed + 10 + 3 * k + d);
  }
  g_autoptr(GError) error = NULL;
  bw_cell_init(cell, (const double(*)[3])vectors, periodic, &error);
  g_assert_no_error(error);
}

/* Over all images that could be shorter than the vector itself. */
static double brute_force(const BwCell *cell, const double difference[3])
{
  double best = INFINITY, fractional[3], heights[3];
  int n[3];
  bw_cell_to_fractional(cell, difference, fractional);
  bw_cell_heights(cell, heights);
  for (int k = 0; k < 3; k++)
    n[k] = cell->periodic[k] ? (int)ceil(fabs(fractional[k]) + bw_norm3(difference) / heights[k]) : 0;
  for (int a = -n[0]; a <= n[0]; a++)
    for (int b = -n[1]; b <= n[1]; b++)
      for (int c = -n[2]; c <= n[2]; c++) {
        double v[3];
        for (int d = 0; d < 3; d++)
          v[d] = difference[d] + a * cell->vectors[0][d] + b * cell->vectors[1][d] + c * cell->vectors[2][d];
        best = MIN(best, bw_norm3(v));
      }
  return best;
}

static void check_minimum_images(guint64 seed, double skew, const gboolean periodic[3])
{
  BwCell cell;
  random_cell(&cell, seed, skew, periodic);
  for (int sample = 0; sample < 20; sample++) {
    double difference[3], shortest[3];
    int image[3];
    for (int d = 0; d < 3; d++)
      shortest[d] = difference[d] = 4 * uniform(100000 + 1000 * seed + 3 * sample + d);
    bw_cell_minimum_image(&cell, shortest, image);
    g_assert_cmpfloat_with_epsilon(bw_norm3(shortest), brute_force(&cell, difference), 1e-9);
    for (int d = 0; d < 3; d++) {
      double rebuilt = difference[d];
      for (int k = 0; k < 3; k++)
        rebuilt += image[k] * cell.vectors[k][d];
      g_assert_cmpfloat_with_epsilon(rebuilt, shortest[d], 1e-9);
    }
  }
}

static void test_minimum_image(void)
{
  static const gboolean all[3] = {TRUE, TRUE, TRUE}, slab[3] = {TRUE, TRUE, FALSE},
                        other_slab[3] = {FALSE, TRUE, TRUE}, wire[3] = {FALSE, TRUE, FALSE};
  for (guint64 seed = 0; seed < 30; seed++) {
    check_minimum_images(seed, 0, all);
    check_minimum_images(seed, 2, all);
    check_minimum_images(seed, 9, all);
    check_minimum_images(seed, 3, slab);
    check_minimum_images(seed, 3, other_slab);
    check_minimum_images(seed, 3, wire);
  }
}

/* A cell that describes a cube in an extremely skewed way: the shortest images are those of the cube. */
static void test_minimum_image_of_disguised_cube(void)
{
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  const double cube[3][3] = {{5, 0, 0}, {0, 5, 0}, {0, 0, 5}};
  const double disguised[3][3] = {{5, 0, 0}, {5 * 97, 5, 0}, {-5 * 61, 5 * 83, 5}};
  BwCell straight, skewed;
  g_assert_true(bw_cell_init(&straight, cube, all, NULL));
  g_assert_true(bw_cell_init(&skewed, disguised, all, NULL));
  for (int sample = 0; sample < 1000; sample++) {
    double a[3], b[3];
    for (int d = 0; d < 3; d++)
      a[d] = b[d] = 40 * uniform(5000 + 3 * sample + d);
    bw_cell_minimum_image(&straight, a, NULL);
    bw_cell_minimum_image(&skewed, b, NULL);
    for (int d = 0; d < 3; d++)
      g_assert_cmpfloat_with_epsilon(a[d], b[d], 1e-8);
  }
}

static void test_no_cell(void)
{
  BwCell cell;
  double v[3] = {50, -60, 70}, heights[3];
  int image[3] = {9, 9, 9};
  bw_cell_init_none(&cell);
  bw_cell_minimum_image(&cell, v, image);
  g_assert_cmpfloat(v[0], ==, 50);
  g_assert_cmpint(image[0], ==, 0);
  bw_cell_wrap(&cell, v, 1);
  g_assert_cmpfloat(v[1], ==, -60);
  bw_cell_heights(&cell, heights);
  g_assert_true(isinf(heights[0]));
  g_assert_cmpfloat(bw_cell_volume(&cell), ==, 0);
  g_assert_false(bw_cell_is_periodic(&cell));
  double broken[3] = {NAN, 0, 0};
  bw_cell_minimum_image(&cell, broken, image);
}

static void test_parameters(void)
{
  const double lengths[3] = {5.1, 6.2, 7.3}, angles[3] = {81, 97, 111};
  double got_lengths[3], got_angles[3], heights[3];
  BwCell cell;
  g_assert_true(bw_cell_init_parameters(&cell, lengths, angles, NULL));
  bw_cell_get_parameters(&cell, got_lengths, got_angles);
  for (int k = 0; k < 3; k++) {
    g_assert_cmpfloat_with_epsilon(got_lengths[k], lengths[k], 1e-10);
    g_assert_cmpfloat_with_epsilon(got_angles[k], angles[k], 1e-10);
  }
  g_assert_cmpfloat(cell.vectors[0][1], ==, 0);
  g_assert_cmpfloat(cell.vectors[1][2], ==, 0);

  double ca = cos(81 * G_PI / 180), cb = cos(97 * G_PI / 180), cc = cos(111 * G_PI / 180);
  double volume = 5.1 * 6.2 * 7.3 * sqrt(1 - ca * ca - cb * cb - cc * cc + 2 * ca * cb * cc);
  g_assert_cmpfloat_with_epsilon(bw_cell_volume(&cell), volume, 1e-9);
  bw_cell_heights(&cell, heights);
  g_assert_cmpfloat_with_epsilon(heights[2], volume / (5.1 * 6.2 * sin(111 * G_PI / 180)), 1e-9);

  const double right[3] = {90, 90, 90};
  g_assert_true(bw_cell_init_parameters(&cell, lengths, right, NULL));
  g_assert_cmpfloat(cell.vectors[1][0], ==, 0);
  g_assert_cmpfloat(cell.vectors[2][2], ==, 7.3);
}

static void test_fractional_round_trip_and_wrap(void)
{
  static const gboolean kinds[][3] = {{TRUE, TRUE, TRUE}, {TRUE, FALSE, TRUE}, {FALSE, FALSE, TRUE}};
  for (guint64 seed = 0; seed < 60; seed++) {
    BwCell cell;
    random_cell(&cell, seed, 3, kinds[seed % 3]);
    if (seed % 2) { /* directions without extent are completed */
      double vectors[3][3];
      memcpy(vectors, cell.vectors, sizeof vectors);
      for (int k = 0; k < 3; k++)
        if (!cell.periodic[k])
          memset(vectors[k], 0, sizeof vectors[k]);
      g_assert_true(bw_cell_init(&cell, (const double(*)[3])vectors, kinds[seed % 3], NULL));
    }
    double p[3], f[3], q[3], wrapped[3];
    for (int d = 0; d < 3; d++)
      p[d] = wrapped[d] = 30 * uniform(70000 + 3 * seed + d);
    bw_cell_to_fractional(&cell, p, f);
    bw_cell_to_cartesian(&cell, f, q);
    bw_cell_wrap(&cell, wrapped, 1);
    double g[3];
    bw_cell_to_fractional(&cell, wrapped, g);
    for (int k = 0; k < 3; k++) {
      g_assert_cmpfloat_with_epsilon(p[k], q[k], 1e-9);
      double cells = f[k] - g[k];
      g_assert_cmpfloat_with_epsilon(cells, cell.periodic[k] ? round(cells) : 0, 1e-9);
      g_assert_true(!cell.periodic[k] || (g[k] > -1e-12 && g[k] < 1));
    }
  }
}

static void expect_refusal(const double vectors[3][3], const char *word)
{
  static const gboolean all[3] = {TRUE, TRUE, TRUE};
  g_autoptr(GError) error = NULL;
  BwCell cell;
  g_assert_false(bw_cell_init(&cell, vectors, all, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
  g_assert_nonnull(strstr(error->message, word));
  g_assert_false(bw_cell_is_periodic(&cell)); /* what is left is usable */
}

static void test_bad_cells(void)
{
  const double zero[3][3] = {{5, 0, 0}, {0, 0, 0}, {0, 0, 5}}, flat[3][3] = {{5, 0, 0}, {0, 5, 0}, {5, 5, 0}},
               endless[3][3] = {{5, 0, 0}, {0, NAN, 0}, {0, 0, 5}};
  expect_refusal(zero, "vector b is zero");
  expect_refusal(flat, "one plane");
  expect_refusal(endless, "not a finite length");

  g_autoptr(GError) error = NULL;
  const double lengths[3] = {5, 5, 5}, impossible[3] = {30, 30, 170}, turned[3] = {90, 90, 200};
  BwCell cell;
  g_assert_false(bw_cell_init_parameters(&cell, lengths, impossible, &error));
  g_assert_error(error, BW_ERROR, BW_ERROR_FORMAT);
  g_assert_false(bw_cell_init_parameters(&cell, lengths, turned, NULL));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cell/minimum-image", test_minimum_image);
  g_test_add_func("/cell/minimum-image-of-disguised-cube", test_minimum_image_of_disguised_cube);
  g_test_add_func("/cell/none", test_no_cell);
  g_test_add_func("/cell/parameters", test_parameters);
  g_test_add_func("/cell/fractional-and-wrap", test_fractional_round_trip_and_wrap);
  g_test_add_func("/cell/bad", test_bad_cells);
  return g_test_run();
}
