/* The mesh of a training set, against its definition: the largest distance from a training point to the
 * nearest other one, permutations and all; and the distances of new geometries in that unit. */
#include "base/random.h"
#include "potential/gdml/domain.h"

#include <math.h>
#include <string.h>

/* With it the kernel's distance √5 |Δ| / σ is that of the descriptors. */
#define UNIT_SIGMA 2.23606797749979

/* What the kernel's sums of products leave of a distance that is 0. */
#define ROUNDING 1e-6

typedef struct {
  const double *descriptors;
  int n_points, n_descriptors, n_permutations;
  const int *pairs;
  BwGdmlKernel *kernel;
  BwGdmlDomain *domain;
  double *workspace;
} Set;

static void set_open(Set *set)
{
  gsize n = (gsize)set->n_points * (gsize)set->n_descriptors;
  g_autofree double *weights = g_new0(double, n);
  set->kernel = bw_gdml_kernel_new(&(BwGdmlKernelSpec){set->descriptors, weights, NULL, set->n_points,
                                                       set->n_descriptors, set->n_permutations, set->pairs,
                                                       BW_KERNEL_MATERN52, UNIT_SIGMA, 1});
  set->domain = bw_gdml_domain_new(set->descriptors, set->n_points, set->n_descriptors, set->pairs,
                                   set->n_permutations);
  set->workspace = bw_new(double, bw_gdml_kernel_workspace(set->kernel));
}

static void set_close(Set *set)
{
  bw_gdml_kernel_free(set->kernel);
  bw_gdml_domain_free(set->domain);
  bw_free(set->workspace);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Set, set_close)

static double nearest_to(const Set *set, const double *query, int left_out)
{
  double energy, nearest;
  bw_gdml_kernel_sum(set->kernel, query, 1, left_out, &energy, NULL, &nearest, set->workspace);
  return nearest;
}

/* The definition, loop by loop. */
static double find_mesh(const Set *set)
{
  int size = set->n_descriptors;
  double largest = 0;
  for (int i = 0; i < set->n_points; i++) {
    double nearest = INFINITY;
    for (int j = 0; j < set->n_points; j++)
      for (int p = 0; p < set->n_permutations && j != i; p++) {
        double sum = 0;
        for (int a = 0; a < size; a++) {
          double delta =
              set->descriptors[i * size + a] - set->descriptors[j * size + set->pairs[p * size + a]];
          sum += delta * delta;
        }
        nearest = MIN(nearest, sqrt(sum));
      }
    largest = MAX(largest, nearest);
  }
  return largest;
}

static const int one_pair[1] = {0};

/* Distances of two atoms: points on a line, of which the last is alone. */
static void test_line(void)
{
  const double line[] = {1, 2, 4, 4.5, 7};
  g_auto(Set) set = {line, 5, 1, 1, one_pair, NULL, NULL, NULL};
  set_open(&set);
  g_assert_cmpfloat_with_epsilon(bw_gdml_domain_mesh(set.domain, set.kernel, NULL), 2.5, ROUNDING);
  for (int m = 0; m < 5; m++)
    g_assert_cmpfloat(nearest_to(&set, line + m, -1), <, ROUNDING);
  g_assert_cmpfloat_with_epsilon(nearest_to(&set, line + 1, 1), 1, ROUNDING);
  const double between = 3.1;
  g_assert_cmpfloat_with_epsilon(nearest_to(&set, &between, -1), 0.9, ROUNDING);
  for (double beyond = 7.25, last = 0; beyond < 12; beyond += 0.25) {
    double distance = nearest_to(&set, &beyond, -1);
    g_assert_cmpfloat_with_epsilon(distance, beyond - 7, ROUNDING);
    g_assert_cmpfloat(distance, >, last);
    last = distance;
  }
}

/* What is far apart as it stands may be near after a permutation. */
static void test_permutations(void)
{
  const int swapped[6] = {0, 1, 2, 1, 0, 2};
  const double points[6] = {1, 2, 0, 2, 1, 0.5};
  for (int n = 1; n <= 2; n++) {
    g_auto(Set) set = {points, 2, 3, n, swapped, NULL, NULL, NULL};
    set_open(&set);
    g_assert_cmpfloat_with_epsilon(bw_gdml_domain_mesh(set.domain, set.kernel, NULL), n == 1 ? 1.5 : 0.5,
                                   ROUNDING);
  }
}

static void test_random(void)
{
  enum { N = 70, SIZE = 10 };
  double points[N * SIZE];
  int pairs[2 * SIZE];
  for (int k = 0; k < N * SIZE; k++)
    points[k] = bw_random_uniform(11, BW_STREAM_TEST, 0, (guint64)k);
  for (int a = 0; a < SIZE; a++)
    pairs[a] = a, pairs[SIZE + a] = a < 4 ? a ^ 1 : a;
  g_auto(Set) set = {points, N, SIZE, 2, pairs, NULL, NULL, NULL};
  set_open(&set);
  g_autoptr(BwPool) pool = bw_pool_new(2, FALSE);
  double mesh = bw_gdml_domain_mesh(set.domain, set.kernel, pool);
  g_assert_cmpfloat_with_epsilon(mesh, find_mesh(&set), ROUNDING);
  g_assert_cmpfloat(bw_gdml_domain_mesh(set.domain, NULL, NULL), ==, mesh); /* kept */
}

/* A point alone has no neighbour: the kernel's own length is the unit. */
static void test_one_point(void)
{
  const double point = 0.7;
  g_auto(Set) set = {&point, 1, 1, 1, one_pair, NULL, NULL, NULL};
  set_open(&set);
  g_assert_cmpfloat(bw_gdml_domain_mesh(set.domain, set.kernel, NULL), ==, 1);
}

/* Points on a line, `step` apart, but for number 2, which is far from all. */
static double mesh_of_many(int n_points, int n_permutations, double step)
{
  enum { SIZE = 10, ALONE = 2 };
  g_autofree double *points = g_new(double, n_points *SIZE);
  g_autofree int *pairs = g_new(int, n_permutations *SIZE);
  for (int m = 0; m < n_points; m++)
    for (int a = 0; a < SIZE; a++)
      points[m * SIZE + a] = m == ALONE ? -1 - a : m * step / sqrt(SIZE);
  for (int p = 0; p < n_permutations; p++)
    for (int a = 0; a < SIZE; a++)
      pairs[p * SIZE + a] = (a + p) % SIZE;
  g_auto(Set) set = {points, n_points, SIZE, n_permutations, pairs, NULL, NULL, NULL};
  set_open(&set);
  return bw_gdml_domain_mesh(set.domain, set.kernel, NULL);
}

/* Of a training set that is too large, every so many points are looked at: a point that stands alone shows
 * in a small one and is passed over in a large one, whose other points tell its mesh all the same. */
static void test_sample(void)
{
  const double step = 0.002;
  g_assert_cmpfloat(mesh_of_many(300, 10, step), >, 1);
  double mesh = mesh_of_many(8000, 10, step);
  g_assert_cmpfloat(mesh, >, step * (1 - 1e-3));
  g_assert_cmpfloat(mesh, <, 2 * step * (1 + 1e-3)); /* the neighbours of the one left out */
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gdml/domain/line", test_line);
  g_test_add_func("/gdml/domain/permutations", test_permutations);
  g_test_add_func("/gdml/domain/random", test_random);
  g_test_add_func("/gdml/domain/one-point", test_one_point);
  g_test_add_func("/gdml/domain/sample", test_sample);
  return g_test_run();
}
