/* Distributions of coordinates: histograms that hold every sample, error bars, dihedrals on their circle. */
#include "analysis/circular.h"
#include "analysis/distribution.h"
#include "analysis/histogram.h"

#include <math.h>
#include <string.h>

static double gaussian(GRand *random)
{
  double u = 1 - g_rand_double(random), v = g_rand_double(random);
  return sqrt(-2 * log(u)) * cos(2 * G_PI * v);
}

static const BwCoordinate bond = {2, {0, 1}}, bend = {3, {0, 1, 2}}, torsion = {4, {0, 1, 2, 3}};

static double wrap(double degrees)
{
  return remainder(degrees, 360);
}

static BwDistribution *sampled_of(const BwCoordinate *coordinate, GRand *random, double mean, double spread,
                                  double bead_spread, int n, int n_beads)
{
  BwDistribution *self = bw_distribution_new(coordinate);
  g_autofree double *values = g_new(double, n_beads + 1);
  for (int step = 0; step < n; step++) {
    double centroid = mean + spread * gaussian(random);
    for (int b = 0; b < n_beads; b++)
      values[b] = centroid + bead_spread * gaussian(random);
    values[n_beads] = centroid;
    for (int b = 0; b <= n_beads && coordinate->n_atoms == 4; b++)
      values[b] = wrap(values[b]);
    bw_distribution_add(self, values, n_beads);
  }
  return self;
}

static BwDistribution *sampled(GRand *random, double mean, double spread, double bead_spread, int n,
                               int n_beads)
{
  return sampled_of(&bond, random, mean, spread, bead_spread, n, n_beads);
}

static void test_moments(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(2);
  g_autoptr(BwDistribution) self = sampled(random, 0.97, 0.02, 0.06, 4000, 16);
  BwMean beads = bw_distribution_beads(self), centroid = bw_distribution_centroid(self);
  g_assert_cmpint(bw_distribution_get_n(self), ==, 4000);
  g_assert_cmpfloat_with_epsilon(bw_distribution_width(self), hypot(0.02, 0.06), 0.001);
  g_assert_cmpfloat_with_epsilon(centroid.deviation, 0.02, 0.001);
  /* The beads of one moment are not independent: the error is that of the moments' means. */
  g_assert_cmpfloat_with_epsilon(beads.error, sqrt((0.02 * 0.02 + 0.06 * 0.06 / 16) / 4000), 5e-5);
  g_assert_cmpfloat(fabs(beads.mean - 0.97), <, 4 * beads.error);
}

static void test_histogram(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(4);
  g_autoptr(BwDistribution) self = sampled(random, 0.97, 0.02, 0.06, 20000, 8);
  double total = 0, centroid_total = 0, largest = 0;
  BwBins bins = bw_distribution_bins((const BwDistribution *const[]){self}, 1);
  const int n = bins.n_bins;
  const double low = bins.low, width = bins.width;
  g_autofree double *beads = g_new(double, MAX(n, 1)), *centroid = g_new(double, MAX(n, 1));
  bw_distribution_density(self, bins, beads, centroid);
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
    g_autoptr(BwDistribution) self = bw_distribution_new(&bond);
    for (int i = 0; i <= 1000; i++) {
      double d = ranges[r][0] + (ranges[r][1] - ranges[r][0]) * ((i * 617) % 1001) / 1000;
      bw_distribution_add(self, (double[]){d, d}, 1);
    }
    double total = 0;
    BwBins bins = bw_distribution_bins((const BwDistribution *const[]){self}, 1);
    const int n = bins.n_bins;
    const double low = bins.low, high = bins.low + n * bins.width;
    g_assert_cmpint(n, >, 0);
    g_autofree double *beads = g_new(double, MAX(n, 1));
    bw_distribution_density(self, bins, beads, NULL);
    g_assert_cmpint(n, <=, 2001);
    g_assert_cmpfloat(low, <=, ranges[r][0] * (1 + 1e-12));
    g_assert_cmpfloat(high, >=, ranges[r][1] * (1 - 1e-12));
    for (int i = 0; i < n; i++)
      total += beads[i] * (high - low) / n;
    g_assert_cmpfloat_with_epsilon(total, 1, 1e-9);
  }
  g_autoptr(BwDistribution) empty = bw_distribution_new(&bond);
  g_assert_cmpint(bw_distribution_bins((const BwDistribution *const[]){empty}, 1).n_bins, ==, 0);
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
  g_autoptr(BwDistribution) quantum = sampled(random, 0.985, 0.02, 0.06, 5000, 16);
  g_autoptr(BwDistribution) classical = sampled(random, 0.97, 0.03, 0, 5000, 1);
  BwMean difference = bw_distribution_difference(quantum, classical);
  BwMean q = bw_distribution_beads(quantum), c = bw_distribution_beads(classical);
  g_assert_cmpfloat(difference.error, ==, hypot(q.error, c.error));
  g_assert_cmpfloat(fabs(difference.mean - 0.015), <, 4 * difference.error);
}

static void test_words(void)
{
  const struct {
    BwMean difference;
    const char *words;
    const BwCoordinate *coordinate; /* NULL: a bond */
  } cases[] = {
      {{0.0142, 0.00099, NAN, NAN, 10}, "quantum bond longer by 0.0142 ± 0.0010 Å", NULL},
      {{0.0142, 0.0026, NAN, NAN, 10}, "quantum bond longer by 0.014 ± 0.003 Å", NULL},
      {{-0.2, 0.013, NAN, NAN, 10}, "quantum bond shorter by 0.200 ± 0.013 Å", NULL},
      {{-0.001, 0.002, NAN, NAN, 10},
       "no difference between quantum and classical bond seen (−0.001 ± 0.002 Å)",
       NULL},
      {{NAN, NAN, NAN, NAN, 0}, "no difference yet", NULL},
      {{0.014, NAN, NAN, NAN, 1}, "quantum bond longer by 0.01400 Å (error not known yet)", NULL},
      {{0.31, 0.08, NAN, NAN, 10}, "quantum angle wider by 0.31 ± 0.08°", &bend},
      {{-0.3, 0.021, NAN, NAN, 10}, "quantum angle narrower by 0.30 ± 0.02°", &bend},
      {{-2.1, 0.3, NAN, NAN, 10}, "quantum dihedral turned by −2.1 ± 0.3°", &torsion},
      {{0.1, 0.3, NAN, NAN, 10},
       "no difference between quantum and classical angle seen (0.1 ± 0.3°)",
       &bend},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *words = bw_distribution_describe_difference(
        cases[i].coordinate ? cases[i].coordinate : &bond, cases[i].difference);
    g_assert_cmpstr(words, ==, cases[i].words);
  }
}

/* The beads stretch every bond by the same, whatever the centroids do: the paired error knows. */
static void test_dilation(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  g_autoptr(BwDistribution) self = bw_distribution_new(&bond);
  for (int i = 0; i < 1000; i++) {
    double centroid = 0.97 + 0.05 * gaussian(random), more = 0.013 + 1e-4 * gaussian(random);
    bw_distribution_add(self, (double[]){centroid + more - 0.02, centroid + more + 0.02, centroid}, 2);
  }
  BwMean dilation = bw_distribution_dilation(self);
  g_assert_cmpfloat_with_epsilon(dilation.mean, 0.013, 5 * dilation.error);
  g_assert_cmpfloat_with_epsilon(dilation.error, 1e-4 / sqrt(1000), 1e-6);
}

/* A Gaussian wrapped around the circle has mean resultant length exp(−σ²/2), so its circular deviation is σ.
 */
static void test_circular(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  for (double centre = -170; centre <= 180; centre += 50) {
    g_autoptr(BwCircularMean) mean = bw_circular_mean_new();
    for (int i = 0; i < 20000; i++) {
      double value = wrap(centre + 25 * gaussian(random));
      bw_circular_mean_add(mean, &value, 1);
    }
    BwMean result = bw_circular_mean_get(mean);
    g_assert_cmpfloat(fabs(wrap(result.mean - centre)), <, 4 * result.error);
    g_assert_cmpfloat_with_epsilon(result.deviation, 25, 0.5);
    /* Var(sin) of the wrapped Gaussian, over R²: (1 − exp(−2σ²))/2/exp(−σ²). */
    double s2 = pow(25 * G_PI / 180, 2), exact = sqrt((1 - exp(-2 * s2)) / 2 / exp(-s2) / 20000) * 180 / G_PI;
    g_assert_cmpfloat_with_epsilon(result.error, exact, 0.1 * exact);
  }
}

/* Directions that are correlated in time: the error is that of the same numbers on a line. */
static void test_circular_error(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(6);
  g_autoptr(BwCircularMean) circle = bw_circular_mean_new();
  g_autoptr(BwRunningMean) line = bw_running_mean_new();
  double x = 0;
  for (int i = 0; i < 1 << 16; i++) {
    x = 0.95 * x + 0.5 * gaussian(random);
    double value = wrap(x + 179);
    bw_circular_mean_add(circle, &value, 1);
    bw_running_mean_add(line, x + 179);
  }
  BwMean a = bw_circular_mean_get(circle), b = bw_running_mean_get(line);
  g_assert_cmpfloat_with_epsilon(wrap(a.mean - b.mean), 0, 1e-3);
  g_assert_cmpfloat_with_epsilon(a.error, b.error, 0.15 * b.error);
  g_assert_cmpfloat_with_epsilon(a.correlation_time, b.correlation_time, 0.3 * b.correlation_time);
}

/* About 180° a dihedral is one peak, not two halves at the ends of the axis. */
static void test_dihedral(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(7);
  g_autoptr(BwDistribution) quantum = sampled_of(&torsion, random, 178, 6, 4, 5000, 8);
  g_autoptr(BwDistribution) classical = sampled_of(&torsion, random, -179, 6, 0, 5000, 1);
  const BwDistribution *const both[] = {quantum, classical};
  BwBins bins = bw_distribution_bins(both, 2);
  g_autofree double *beads = g_new(double, bins.n_bins), *centroid = g_new(double, bins.n_bins);
  g_assert_cmpfloat(bins.low, >, 140);
  g_assert_cmpfloat(bins.low + bins.width * bins.n_bins, <, 220);
  for (int i = 0; i < 2; i++) {
    double total = 0, mean = 0;
    bw_distribution_density(both[i], bins, beads, centroid);
    for (int k = 0; k < bins.n_bins; k++)
      total += beads[k] * bins.width, mean += beads[k] * bins.width * (bins.low + (k + 0.5) * bins.width);
    g_assert_cmpfloat_with_epsilon(total, 1, 1e-9);
    g_assert_cmpfloat_with_epsilon(
        mean, bw_distribution_place(both[i], bins, bw_distribution_beads(both[i]).mean), 0.1);
  }
  BwMean difference = bw_distribution_difference(quantum, classical);
  g_assert_cmpfloat_with_epsilon(difference.mean, -3, 4 * difference.error);
  g_assert_cmpfloat_with_epsilon(bw_distribution_width(quantum), hypot(6, 4), 0.2);
  BwMean dilation = bw_distribution_dilation(quantum);
  g_assert_cmpfloat(fabs(dilation.mean), <, 4 * dilation.error);
}

/* A rotor that goes all the way round fills the circle, each sample once. */
static void test_rotor(void)
{
  g_autoptr(BwDistribution) self = bw_distribution_new(&torsion);
  for (int i = 0; i < 36000; i++) {
    double value = wrap(0.01 * i);
    bw_distribution_add(self, (double[]){value, value}, 1);
  }
  BwBins bins = bw_distribution_bins((const BwDistribution *const[]){self}, 1);
  g_assert_cmpfloat_with_epsilon(bins.width * bins.n_bins, 360, 1e-9);
  g_autofree double *beads = g_new(double, bins.n_bins);
  bw_distribution_density(self, bins, beads, NULL);
  for (int k = 0; k < bins.n_bins; k++)
    g_assert_cmpfloat_with_epsilon(beads[k], 1 / 360.0, 1e-4);
}

static void test_undefined(void)
{
  g_autoptr(BwDistribution) self = bw_distribution_new(&bend);
  bw_distribution_add(self, (double[]){100, NAN, 100}, 2);
  g_assert_cmpint(bw_distribution_get_n(self), ==, 0);
  bw_distribution_add(self, (double[]){100, 104, 101}, 2);
  g_assert_cmpfloat(bw_distribution_beads(self).mean, ==, 102);
  g_assert_cmpfloat(bw_distribution_dilation(self).mean, ==, 1);
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
  g_autoptr(BwDistribution) self = bw_distribution_new(&bond);
  g_assert_true(bw_distribution_add_trajectory(self, trajectory, 2, 4, NULL));
  g_assert_cmpfloat_with_epsilon(bw_distribution_beads(self).mean, 0.985, 1e-12);
  g_assert_true(bw_distribution_add_trajectory(self, trajectory, 4, -1, NULL));
  g_assert_cmpint(bw_distribution_get_n(self), ==, 8);
  g_autoptr(BwDistribution) wrong = bw_distribution_new(&(BwCoordinate){2, {0, 2}});
  g_autoptr(GError) error = NULL;
  g_assert_false(bw_distribution_add_trajectory(wrong, trajectory, 0, -1, &error));
  g_assert_cmpstr(error->message, ==, "there is no atom 2; atoms are counted from 0 to 1");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/distribution/dilation", test_dilation);
  g_test_add_func("/distribution/circular", test_circular);
  g_test_add_func("/distribution/circular-error", test_circular_error);
  g_test_add_func("/distribution/dihedral", test_dihedral);
  g_test_add_func("/distribution/rotor", test_rotor);
  g_test_add_func("/distribution/undefined", test_undefined);
  g_test_add_func("/distribution/moments", test_moments);
  g_test_add_func("/distribution/histogram", test_histogram);
  g_test_add_func("/distribution/histogram-ranges", test_histogram_ranges);
  g_test_add_func("/distribution/negative-bins", test_negative_bins);
  g_test_add_func("/distribution/difference", test_difference);
  g_test_add_func("/distribution/words", test_words);
  g_test_add_func("/distribution/trajectory", test_trajectory);
  return g_test_run();
}
