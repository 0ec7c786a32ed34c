/* Internal coordinates against closed forms. */
#include "system/coordinate.h"

#include <math.h>
#include <string.h>

static double value_of(int n, const double *positions)
{
  BwCoordinate coordinate = {n, {0, 1, 2, 3}};
  double values[2];
  bw_coordinate_of(&coordinate, positions, 1, 4, NULL, values);
  g_assert_true(values[0] == values[1] || (isnan(values[0]) && isnan(values[1])));
  return values[0];
}

/* Atom 3 at the dihedral φ about the bond from atom 1 to 2 along z, the bond angles α and β. */
static void place(double phi, double alpha, double beta, double out[12])
{
  const double positions[] = {
      sin(alpha),     0, cos(alpha), 0, 0, 0, 0, 0, 1.5, sin(beta) * cos(phi), -sin(beta) * sin(phi),
      1.5 - cos(beta)};
  memcpy(out, positions, sizeof positions);
}

static void test_closed_forms(void)
{
  for (int degrees = -179; degrees <= 180; degrees++) {
    double positions[12], alpha = 1.9, beta = 0.7;
    place(degrees * G_PI / 180, alpha, beta, positions);
    g_assert_cmpfloat_with_epsilon(value_of(2, positions), 1, 1e-12);
    g_assert_cmpfloat_with_epsilon(value_of(3, positions), alpha * 180 / G_PI, 1e-10);
    g_assert_cmpfloat_with_epsilon(fabs(value_of(4, positions)), abs(degrees), 1e-10);
  }
}

/* Looking from atom 1 to 2, which is away from us along +z with x to the right: y points down. The front bond
 * points right; it turns clockwise by 60° to hide a rear bond that points right and down. */
static void test_sign(void)
{
  const double x = cos(G_PI / 3), y = sin(G_PI / 3);
  const double positions[] = {1, 0, 0, 0, 0, 0, 0, 0, 1, x, y, 1};
  g_assert_cmpfloat_with_epsilon(value_of(4, positions), 60, 1e-12);
  const double mirrored[] = {1, 0, 0, 0, 0, 0, 0, 0, 1, x, -y, 1};
  g_assert_cmpfloat_with_epsilon(value_of(4, mirrored), -60, 1e-12);
}

/* Angles keep their precision where the cosine has lost it. */
static void test_small_angles(void)
{
  const double small[] = {1, 0, 0, 0, 0, 0, 1, 1e-9, 0, 0, 0, 0};
  g_assert_cmpfloat_with_epsilon(value_of(3, small) / (1e-9 * 180 / G_PI), 1, 1e-9);
  const double straight[] = {1, 0, 0, 0, 0, 0, -1, 1e-9, 0, 0, 0, 0};
  g_assert_cmpfloat_with_epsilon((180 - value_of(3, straight)) / (1e-9 * 180 / G_PI), 1, 1e-4);
}

static void test_undefined(void)
{
  const double same[] = {1, 0, 0, 1, 0, 0, 2, 0, 0, 3, 1, 0}, line[] = {0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 1, 0};
  double values[2];
  g_assert_cmpfloat(value_of(2, same), ==, 0);
  g_assert_true(isnan(value_of(3, same)));
  g_assert_true(isnan(value_of(4, same)));
  g_assert_cmpfloat(value_of(3, line), ==, 180);
  g_assert_true(isnan(value_of(4, line)));
  const BwCoordinate wrong[] = {{2, {0, 4}}, {2, {-1, 0}}, {3, {0, 1, 0}}, {1, {0}}, {5, {0, 1, 2, 3}}};
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    bw_coordinate_of(&wrong[i], same, 1, 4, NULL, values);
    g_assert_true(isnan(values[0]) && isnan(values[1]));
    g_assert_false(bw_coordinate_check(&wrong[i], 4, NULL));
  }
  const double broken[] = {NAN, 0, 0, 1, 0, 0, 2, 0, 0, 3, 1, 0};
  g_assert_true(isnan(value_of(2, broken)) && isnan(value_of(3, broken)) && isnan(value_of(4, broken)));
}

/* Two beads of two atoms: distances 5 and 13, centroids 9 apart in x. */
static void test_beads(void)
{
  const double positions[] = {0, 0, 0, 3, 4, 0, 1, 1, 1, 6, 13, 1};
  double out[3];
  bw_coordinate_of(&(BwCoordinate){2, {0, 1}}, positions, 2, 2, NULL, out);
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
  bw_coordinate_of(&(BwCoordinate){2, {0, 1}}, positions, 2, 2, &cell, out);
  g_assert_cmpfloat_with_epsilon(out[0], 0.8, 1e-12);
  g_assert_cmpfloat_with_epsilon(out[1], 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon(out[2], 0.65, 1e-12);

  double torsion[12], expected;
  place(2.1, 1.9, 0.7, torsion);
  expected = value_of(4, torsion);
  for (int i = 0; i < 4; i++)
    torsion[3 * i] += 9.8 + (i == 2 ? edge : 0);
  bw_cell_wrap(&cell, torsion, 4);
  bw_coordinate_of(&(BwCoordinate){4, {0, 1, 2, 3}}, torsion, 1, 4, &cell, out);
  g_assert_cmpfloat_with_epsilon(out[0], expected, 1e-9);
  g_assert_cmpfloat_with_epsilon(out[1], expected, 1e-9);
}

static void test_names(void)
{
  g_autoptr(BwAtoms) atoms = bw_atoms_new(4, (int[]){6, 6, 8, 1}, NULL, NULL);
  const BwCoordinate a = {3, {0, 2, 3}}, backwards = {3, {3, 2, 0}}, other = {3, {0, 3, 2}}, d = {2, {0, 2}};
  g_autofree char *label = bw_coordinate_label(&a, atoms);
  g_assert_cmpstr(label, ==, "C0–O2–H3");
  g_assert_true(bw_coordinate_equal(&a, &backwards));
  g_assert_false(bw_coordinate_equal(&a, &other));
  g_assert_false(bw_coordinate_equal(&a, &d));
  g_assert_cmpstr(bw_coordinate_unit(&a), ==, "°");
  g_assert_cmpstr(bw_coordinate_unit(&d), ==, "Å");
  g_assert_true(bw_coordinate_check(&a, 4, NULL));
}

static void test_circle(void)
{
  const BwCoordinate torsion = {4, {0, 1, 2, 3}}, bond = {2, {0, 1}};
  const double values[] = {179, -178, -179};
  g_assert_cmpfloat_with_epsilon(bw_coordinate_mean(&torsion, values, 3), -179 - 1.0 / 3, 1e-3);
  g_assert_cmpfloat_with_epsilon(bw_coordinate_mean(&bond, values, 3), -178.0 / 3, 1e-12);
  g_assert_cmpfloat_with_epsilon(bw_coordinate_difference(&torsion, 179, -179), -2, 1e-12);
  g_assert_cmpfloat_with_epsilon(bw_coordinate_difference(&bond, 179, -179), 358, 1e-12);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/coordinate/closed-forms", test_closed_forms);
  g_test_add_func("/coordinate/sign", test_sign);
  g_test_add_func("/coordinate/small-angles", test_small_angles);
  g_test_add_func("/coordinate/undefined", test_undefined);
  g_test_add_func("/coordinate/beads", test_beads);
  g_test_add_func("/coordinate/minimum-image", test_minimum_image);
  g_test_add_func("/coordinate/names", test_names);
  g_test_add_func("/coordinate/circle", test_circle);
  return g_test_run();
}
