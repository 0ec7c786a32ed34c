/* The lines of a measured coordinate: where they must run, against the coordinate itself. */
#include "base/random.h"
#include "base/vec3.h"
#include "render/ruler.h"

static void random_atoms(guint64 seed, double atoms[4][3])
{
  for (guint64 i = 0; i < 12; i++)
    atoms[i / 3][i % 3] = 3 * bw_random_uniform(9, BW_STREAM_TEST, seed, i);
}

static double value_of(const BwCoordinate *coordinate, double atoms[4][3])
{
  double values[2];
  bw_coordinate_of(coordinate, atoms[0], 1, 4, NULL, values);
  return values[0];
}

/* Degrees at `middle`. */
static double angle_at(const double middle[3], const double a[3], const double b[3])
{
  double u[3], v[3];
  bw_sub3(a, middle, u);
  bw_sub3(b, middle, v);
  return acos(bw_dot3(u, v) / bw_norm3(u) / bw_norm3(v)) * 180 / G_PI;
}

static void test_distance(void)
{
  const BwCoordinate coordinate = {2, {0, 1}};
  double atoms[4][3] = {{0, 0, 0}, {1, 2, -3}};
  BwRuler ruler;
  bw_ruler_init(&ruler, &coordinate, atoms);
  g_assert_cmpint(ruler.n_points[0], ==, 2);
  g_assert_cmpint(ruler.n_points[1], ==, 0);
  g_assert_cmpfloat(ruler.points[0][1][2], ==, -3);
  g_assert_cmpfloat(ruler.label[1], ==, 1);
}

static void test_angle(void)
{
  const BwCoordinate coordinate = {3, {0, 1, 2}};
  for (guint64 seed = 0; seed < 10; seed++) {
    double atoms[4][3], from_middle[3];
    BwRuler ruler;
    random_atoms(seed, atoms);
    bw_ruler_init(&ruler, &coordinate, atoms);
    int n = ruler.n_points[1];
    g_assert_cmpint(n, >, 2);
    double(*arc)[3] = ruler.points[1];
    g_assert_cmpfloat_with_epsilon(angle_at(atoms[1], arc[0], arc[n - 1]), value_of(&coordinate, atoms),
                                   1e-6);
    bw_sub3(arc[0], atoms[1], from_middle);
    double radius = bw_norm3(from_middle), sum = 0;
    for (int i = 1; i < n; i++) {
      bw_sub3(arc[i], atoms[1], from_middle);
      g_assert_cmpfloat_with_epsilon(bw_norm3(from_middle), radius, 1e-9);
      sum += angle_at(atoms[1], arc[i - 1], arc[i]);
    }
    g_assert_cmpfloat_with_epsilon(sum, value_of(&coordinate, atoms), 1e-5); /* the short way, in a plane */
    g_assert_cmpfloat_with_epsilon(angle_at(atoms[1], ruler.label, arc[0]),
                                   angle_at(atoms[1], ruler.label, arc[n - 1]), 1e-5);
  }
}

static void test_dihedral(void)
{
  const BwCoordinate coordinate = {4, {0, 1, 2, 3}};
  for (guint64 seed = 20; seed < 30; seed++) {
    double atoms[4][3], axis[3], spoke[3];
    BwRuler ruler;
    random_atoms(seed, atoms);
    bw_ruler_init(&ruler, &coordinate, atoms);
    int n = ruler.n_points[1];
    double(*fan)[3] = ruler.points[1];
    g_assert_cmpint(n, >, 4);
    g_assert_cmpfloat_with_epsilon(angle_at(fan[0], fan[1], fan[n - 2]), fabs(value_of(&coordinate, atoms)),
                                   1e-6);
    bw_sub3(atoms[2], atoms[1], axis);
    for (int i = 1; i < n - 1; i++) {
      bw_sub3(fan[i], fan[0], spoke);
      g_assert_cmpfloat_with_epsilon(bw_dot3(spoke, axis), 0, 1e-9);
    }
    g_assert_cmpfloat(fan[n - 1][0], ==, fan[0][0]);
  }
}

/* Nothing that is not defined is drawn, and nothing is not a number. */
static void test_degenerate(void)
{
  double straight[4][3] = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 0, 0}}, same[4][3] = {{0}};
  const BwCoordinate angle = {3, {0, 1, 2}}, dihedral = {4, {0, 1, 2, 3}};
  BwRuler ruler;
  bw_ruler_init(&ruler, &angle, straight);
  g_assert_cmpint(ruler.n_points[1], ==, 0);
  bw_ruler_init(&ruler, &dihedral, straight);
  g_assert_cmpint(ruler.n_points[1], ==, 0);
  bw_ruler_init(&ruler, &angle, same);
  g_assert_cmpint(ruler.n_points[1], ==, 0);
  bw_ruler_init(&ruler, &dihedral, same);
  g_assert_cmpint(ruler.n_points[1], ==, 0);
  g_assert_true(isfinite(ruler.label[0]));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ruler/distance", test_distance);
  g_test_add_func("/ruler/angle", test_angle);
  g_test_add_func("/ruler/dihedral", test_dihedral);
  g_test_add_func("/ruler/degenerate", test_degenerate);
  return g_test_run();
}
