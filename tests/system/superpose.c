/* Superposition: rotations are found again, exactly and through noise. */
#include "system/superpose.h"

#include <glib.h>
#include <math.h>

static const double molecule[4][3] = {{0, 0, 0}, {1.1, 0.2, 0}, {-0.3, 1.4, 0.1}, {0.2, -0.5, 1.9}};
static const double masses[4] = {12, 16, 14, 1};

static void turned(double rotation[3][3], double noise, double out[4][3])
{
  for (int i = 0; i < 4; i++)
    for (int d = 0; d < 3; d++) {
      out[i][d] = 5 - 2 * d + noise * sin(7 * i + 3 * d);
      for (int e = 0; e < 3; e++)
        out[i][d] += rotation[d][e] * molecule[i][e];
    }
}

static void about(double angle, double x, double y, double z, double m[3][3])
{
  double c = cos(angle), s = sin(angle), axis[3] = {x, y, z};
  const double cross[3][3] = {{0, -z, y}, {z, 0, -x}, {-y, x, 0}};
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++)
      m[a][b] = (a == b ? c : 0) + s * cross[a][b] + (1 - c) * axis[a] * axis[b];
}

static void test_rotations(void)
{
  for (double angle = 0; angle < 6.3; angle += 0.35)
    for (int noisy = 0; noisy < 2; noisy++) {
      double expected[3][3], found[3][3], there[4][3];
      about(angle, 0.48, -0.6, 0.64, expected);
      turned(expected, noisy ? 0.02 : 0, there);
      bw_superpose(molecule[0], there[0], masses, 4, found);
      for (int k = 0; k < 9; k++)
        g_assert_cmpfloat_with_epsilon(found[k / 3][k % 3], expected[k / 3][k % 3], noisy ? 0.05 : 1e-9);
    }
}

/* Of a mirror image the best rotation is a rotation still. */
static void test_mirror(void)
{
  double mirrored[4][3], m[3][3];
  for (int i = 0; i < 4; i++)
    for (int d = 0; d < 3; d++)
      mirrored[i][d] = d == 2 ? -molecule[i][d] : molecule[i][d];
  bw_superpose(molecule[0], mirrored[0], masses, 4, m);
  double determinant = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
                       m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                       m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  g_assert_cmpfloat_with_epsilon(determinant, 1, 1e-9);
}

static void test_points(void)
{
  const double here[3] = {1, 2, 3}, there[3] = {-1, 0, 7};
  double m[3][3];
  bw_superpose(here, there, masses, 1, m);
  for (int k = 0; k < 9; k++)
    g_assert_cmpfloat_with_epsilon(m[k / 3][k % 3], k % 4 == 0, 1e-12);
  bw_superpose(here, there, masses, 0, m);
  g_assert_cmpfloat_with_epsilon(m[1][1], 1, 1e-12);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/superpose/rotations", test_rotations);
  g_test_add_func("/superpose/mirror", test_mirror);
  g_test_add_func("/superpose/points", test_points);
  return g_test_run();
}
