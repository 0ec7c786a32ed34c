/* Distributions of a distance: geometry, histograms that hold every sample, error bars, minimum image. */
#include "analysis/distances.h"
#include "analysis/histogram.h"

#include <math.h>
#include <string.h>

static double gaussian(GRand *random)
{
  double u = 1 - g_rand_double(random), v = g_rand_double(random);
  return sqrt(-2 * log(u)) * cos(2 * G_PI * v);
}

static void test_geometry(void)
{
  /* Two beads of two atoms: distances 5 and 13, centroids 9 apart in x. */
  const double positions[] = {0, 0, 0, 3, 4, 0, 1, 1, 1, 6, 13, 1};
  double out[3];
  bw_distances_of(positions, 2, 2, NULL, 0, 1, out);
  g_assert_cmpfloat_with_epsilon(out[0], 5, 1e-12);
  g_assert_cmpfloat_with_epsilon(out[1], 13, 1e-12);
  g_assert_cmpfloat_with_epsilon(out[2], hypot(4, 8), 1e-12);
}

static void test_minimum_image(void)
{
  const double edge = 10;
  const double vectors[3][3] = {{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}};
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  BwCell cell;
  g_assert_true(bw_cell_init(&cell, vectors, periodic, NULL));
  /* A bond across the boundary, with the second bead of the second atom wrapped to the other side. */
  const double positions[] = {9.5, 5, 5, 0.3, 5, 5, 9.4, 5, 5, 9.9, 5, 5};
  double out[3];
  bw_distances_of(positions, 2, 2, &cell, 0, 1, out);
  g_assert_cmpfloat_with_epsilon(out[0], 0.8, 1e-12);
  g_assert_cmpfloat_with_epsilon(out[1], 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon(out[2], 0.65, 1e-12);
}

static BwDistances *sampled(GRand *random, double mean, double spread, double bead_spread, int n, int n_beads)
{
  BwDistances *self = bw_distances_new(0, 1);
  g_autofree double *beads = g_new(double, n_beads);
  for (int step = 0; step < n; step++) {
    double centroid = mean + spread * gaussian(random);
    for (int b = 0; b < n_beads; b++)
      beads[b] = centroid + bead_spread * gaussian(random);
    bw_distances_add(self, beads, n_beads, centroid);
  }
  return self;
}

static void test_moments(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(2);
  g_autoptr(BwDistances) self = sampled(random, 0.97, 0.02, 0.06, 4000, 16);
  BwMean beads = bw_distances_beads(self), centroid = bw_distances_centroid(self);
  g_assert_cmpint(bw_distances_get_n(self), ==, 4000);
  g_assert_cmpfloat_with_epsilon(bw_distances_width(self), hypot(0.02, 0.06), 0.001);
  g_assert_cmpfloat_with_epsilon(centroid.deviation, 0.02, 0.001);
  /* The beads of one moment are not independent: the error is that of the moments' means. */
  g_assert_cmpfloat_with_epsilon(beads.error, sqrt((0.02 * 0.02 + 0.06 * 0.06 / 16) / 4000), 5e-5);
  g_assert_cmpfloat(fabs(beads.mean - 0.97), <, 4 * beads.error);
}

static void test_histogram(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(4);
  g_autoptr(BwDistances) self = sampled(random, 0.97, 0.02, 0.06, 20000, 8);
  double low, high, total = 0, centroid_total = 0, largest = 0;
  g_autofree double *beads = NULL, *centroid = NULL;
  int n = bw_distances_histogram(self, &low, &high, &beads, &centroid);
  double width = (high - low) / n;
  g_assert_cmpint(n, >, 20);
  g_assert_cmpint(n, <, 300);
  g_assert_cmpfloat_with_epsilon(bw_round_width(width), width, 1e-12);
  for (int i = 0; i < n; i++) {
    double x = low + (i + 0.5) * width, sigma = hypot(0.02, 0.06);
    double exact = exp(-0.5 * pow((x - 0.97) / sigma, 2)) / (sigma * sqrt(2 * G_PI));
    g_assert_cmpfloat_with_epsilon(beads[i], exact, 0.03 / sigma * 0.4 + 0.05);
    total += beads[i] * width, centroid_total += centroid[i] * width;
    largest = MAX(largest, centroid[i]);
  }
  g_assert_cmpfloat_with_epsilon(total, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon(centroid_total, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon(largest, 1 / (0.02 * sqrt(2 * G_PI)), 1.0);
}

/* Whatever comes, every finite sample is in the histogram. */
static void test_histogram_ranges(void)
{
  const double ranges[][2] = {{0.9, 0.9}, {0, 1e-6}, {0, 3e4}, {1e6, 2e7}, {0.95, 0.9500001}};
  for (gsize r = 0; r < G_N_ELEMENTS(ranges); r++) {
    g_autoptr(BwDistances) self = bw_distances_new(0, 1);
    for (int i = 0; i <= 1000; i++) {
      double d = ranges[r][0] + (ranges[r][1] - ranges[r][0]) * ((i * 617) % 1001) / 1000;
      bw_distances_add(self, &d, 1, d);
    }
    double low, high, total = 0;
    g_autofree double *beads = NULL;
    int n = bw_distances_histogram(self, &low, &high, &beads, NULL);
    g_assert_cmpint(n, >, 0);
    g_assert_cmpint(n, <=, 2001);
    g_assert_cmpfloat(low, <=, ranges[r][0] * (1 + 1e-12));
    g_assert_cmpfloat(high, >=, ranges[r][1] * (1 - 1e-12));
    for (int i = 0; i < n; i++)
      total += beads[i] * (high - low) / n;
    g_assert_cmpfloat_with_epsilon(total, 1, 1e-9);
  }
  g_autoptr(BwDistances) empty = bw_distances_new(0, 1);
  double low, high;
  g_assert_cmpint(bw_distances_histogram(empty, &low, &high, NULL, NULL), ==, 0);
}

static void test_negative_bins(void)
{
  g_autoptr(BwHistogram) histogram = bw_histogram_new(0.1);
  const double values[] = {-0.05, -0.15, -1.01, 0.0, 0.05, NAN, INFINITY};
  double density[16], low, high;
  for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
    bw_histogram_add(histogram, values[i]);
  g_assert_true(bw_histogram_get_range(histogram, &low, &high));
  g_assert_cmpfloat_with_epsilon(low, -1.1, 1e-12);
  g_assert_cmpfloat_with_epsilon(high, 0.1, 1e-12);
  bw_histogram_density(histogram, 0.2, -6, 8, density);
  g_assert_cmpfloat_with_epsilon(density[0], 0.2 / 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon(density[5], 0.4 / 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon(density[6], 0.4 / 0.2, 1e-12);
}

static void test_difference(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(8);
  g_autoptr(BwDistances) quantum = sampled(random, 0.985, 0.02, 0.06, 5000, 16);
  g_autoptr(BwDistances) classical = sampled(random, 0.97, 0.03, 0, 5000, 1);
  BwMean difference = bw_distances_difference(quantum, classical);
  BwMean q = bw_distances_beads(quantum), c = bw_distances_beads(classical);
  g_assert_cmpfloat(difference.error, ==, hypot(q.error, c.error));
  g_assert_cmpfloat(fabs(difference.mean - 0.015), <, 4 * difference.error);
}

static void test_words(void)
{
  const struct {
    BwMean difference;
    const char *words;
  } cases[] = {
      {{0.0142, 0.00099, NAN, NAN, 10}, "quantum bond longer by 0.0142 ± 0.0010 Å"},
      {{0.0142, 0.0026, NAN, NAN, 10}, "quantum bond longer by 0.014 ± 0.003 Å"},
      {{-0.2, 0.013, NAN, NAN, 10}, "quantum bond shorter by 0.200 ± 0.013 Å"},
      {{-0.001, 0.002, NAN, NAN, 10},
       "no difference between quantum and classical bond seen (−0.001 ± 0.002 Å)"},
      {{NAN, NAN, NAN, NAN, 0}, "no difference yet"},
      {{0.014, NAN, NAN, NAN, 1}, "quantum bond longer by 0.01400 Å (error not known yet)"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *words = bw_distances_describe_difference(cases[i].difference);
    g_assert_cmpstr(words, ==, cases[i].words);
  }
}

static BwFrame *water_frame(double stretch)
{
  const int numbers[] = {8, 1};
  g_autoptr(BwAtoms) atoms = bw_atoms_new(2, numbers, NULL, NULL);
  BwFrame *frame = bw_frame_new(atoms, 1);
  frame->positions[3] = 0.96 + stretch;
  return frame;
}

static void test_trajectory(void)
{
  GPtrArray *frames = g_ptr_array_new();
  for (int i = 0; i < 10; i++)
    g_ptr_array_add(frames, water_frame(0.01 * i));
  g_autoptr(BwTrajectory) trajectory = bw_trajectory_new_in_memory(frames, "water.xyz", "extxyz");
  g_autoptr(BwDistances) self = bw_distances_new(0, 1);
  g_assert_true(bw_distances_add_trajectory(self, trajectory, 2, 4, NULL));
  g_assert_cmpfloat_with_epsilon(bw_distances_beads(self).mean, 0.985, 1e-12);
  g_assert_true(bw_distances_add_trajectory(self, trajectory, 4, -1, NULL));
  g_assert_cmpint(bw_distances_get_n(self), ==, 8);
  g_autoptr(BwDistances) wrong = bw_distances_new(0, 2);
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_distances_add_trajectory(wrong, trajectory, 0, -1, &error));
  g_assert_cmpstr(error->message, ==, "there is no atom 2; atoms are counted from 0 to 1");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/distances/geometry", test_geometry);
  g_test_add_func("/distances/minimum-image", test_minimum_image);
  g_test_add_func("/distances/moments", test_moments);
  g_test_add_func("/distances/histogram", test_histogram);
  g_test_add_func("/distances/histogram-ranges", test_histogram_ranges);
  g_test_add_func("/distances/negative-bins", test_negative_bins);
  g_test_add_func("/distances/difference", test_difference);
  g_test_add_func("/distances/words", test_words);
  g_test_add_func("/distances/trajectory", test_trajectory);
  return g_test_run();
}
