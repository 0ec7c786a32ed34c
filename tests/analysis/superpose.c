/* Superposition against rotations that are known, and against what makes it the best one. */
#include "analysis/superpose.h"

#include <math.h>
#include <string.h>

#define N 5

/* No two alike, and not the same as their mirror image. */
static const double chiral[3 * N] = {0,   0,   0,    1.1, 0.1,  -0.2, -0.3, 1.3,
                                     0.2, 0.1, -0.4, 1.7, -0.9, -0.8, -0.5};
static const double masses[N] = {12, 1, 16, 19, 35.5};

/* Rodrigues' formula. */
static void rotate(const double axis[3], double angle, const double shift[3], const double *x, int n,
                   double *y)
{
  double u[3], norm = sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
  for (int k = 0; k < 3; k++)
    u[k] = axis[k] / norm;
  for (int i = 0; i < n; i++) {
    const double *v = x + 3 * i;
    double dot = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    for (int k = 0; k < 3; k++) {
      int p = (k + 1) % 3, q = (k + 2) % 3;
      y[3 * i + k] = shift[k] + v[k] * cos(angle) + (u[p] * v[q] - u[q] * v[p]) * sin(angle) +
                     u[k] * dot * (1 - cos(angle));
    }
  }
}

static double residual(const double *x, const double *y, const double *weights, int n)
{
  double sum = 0;
  for (int i = 0; i < 3 * n; i++)
    sum += (weights ? weights[i / 3] : 1) * (x[i] - y[i]) * (x[i] - y[i]);
  return sum;
}

static double superposed(const double *points, const double *reference, const double *weights, int n,
                         BwSuperposition *found)
{
  g_autofree double *moved = g_memdup2(points, 3 * sizeof(double) * (gsize)n);
  bw_superposition_find(found, points, reference, weights, n);
  bw_superposition_apply(found, moved, (gsize)n);
  return residual(moved, reference, weights, n);
}

static double determinant(double m[3][3])
{
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
         m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

static double angle_of(const BwSuperposition *s)
{
  double trace = s->rotation[0][0] + s->rotation[1][1] + s->rotation[2][2];
  return acos(CLAMP((trace - 1) / 2, -1, 1));
}

static void test_known_rotations(void)
{
  const double axes[][3] = {{0, 0, 1}, {1, 0, 0}, {1, 2, -3}, {-0.3, 0.1, 0.9}}, shift[3] = {4, -7, 0.5};
  const double angles[] = {0, 1e-7, 0.3, 1.7, 3.1, G_PI, -2};
  for (gsize a = 0; a < G_N_ELEMENTS(axes); a++)
    for (gsize b = 0; b < G_N_ELEMENTS(angles); b++) {
      double turned[3 * N], back[3 * N];
      BwSuperposition s;
      rotate(axes[a], angles[b], shift, chiral, N, turned);
      g_assert_cmpfloat(superposed(turned, chiral, masses, N, &s), <, 1e-24);
      g_assert_cmpfloat_with_epsilon(determinant(s.rotation), 1, 1e-13);
      g_assert_cmpfloat_with_epsilon(angle_of(&s), fabs(angles[b]), 1e-7);
      memcpy(back, chiral, sizeof back);
      for (int i = 0; i < N; i++)
        bw_superposition_undo(&s, back + 3 * i);
      g_assert_cmpfloat(residual(back, turned, NULL, N), <, 1e-24);
    }
}

/* The mirror image cannot be reached; what is reached cannot be improved by small turns and shifts. */
static void test_no_reflection(void)
{
  double mirrored[3 * N];
  for (int i = 0; i < 3 * N; i++)
    mirrored[i] = i % 3 == 2 ? -chiral[i] : chiral[i];
  BwSuperposition s;
  double best = superposed(mirrored, chiral, masses, N, &s);
  g_assert_cmpfloat_with_epsilon(determinant(s.rotation), 1, 1e-13);
  g_assert_cmpfloat(best, >, 1);
  double moved[3 * N], centred[3 * N];
  memcpy(moved, mirrored, sizeof moved);
  bw_superposition_apply(&s, moved, N);
  for (int k = 0; k < 3; k++)
    for (int sign = -1; sign <= 1; sign += 2) {
      double axis[3] = {0}, shift[3], tried[3 * N];
      axis[k] = 1;
      for (int i = 0; i < 3 * N; i++)
        centred[i] = moved[i] - s.to[i % 3];
      rotate(axis, sign * 1e-3, s.to, centred, N, tried);
      g_assert_cmpfloat(residual(tried, chiral, masses, N), >, best);
      memset(shift, 0, sizeof shift);
      shift[k] = sign * 1e-3;
      rotate(axis, 0, shift, moved, N, tried);
      g_assert_cmpfloat(residual(tried, chiral, masses, N), >, best);
    }
}

/* A linear molecule is turned by the angle between its axes and no more. */
static void test_linear(void)
{
  const double along[9] = {-1.16, 0, 0, 0, 0, 0, 1.16, 0, 0}, up[3] = {0, 0, 1}, none[3] = {0};
  const double angles[] = {0, 0.4, 1.5, 3};
  BwSuperposition s;
  for (gsize a = 0; a < G_N_ELEMENTS(angles); a++) {
    double turned[9];
    rotate(up, angles[a], none, along, 3, turned);
    g_assert_cmpfloat(superposed(turned, along, NULL, 3, &s), <, 1e-24);
    g_assert_cmpfloat_with_epsilon(angle_of(&s), angles[a], 1e-7);
    g_assert_cmpfloat_with_epsilon(determinant(s.rotation), 1, 1e-13);
  }
  const double asymmetric[6] = {-1, 0, 0, 0.2, 0, 0}, reversed[6] = {1, 0, 0, -0.2, 0, 0};
  g_assert_cmpfloat(superposed(asymmetric, reversed, NULL, 2, &s), <, 1e-24);
  g_assert_cmpfloat_with_epsilon(angle_of(&s), G_PI, 1e-7);
}

/* Flat ones have no other side that a reflection could be hidden in; one atom only moves. */
static void test_flat_and_single(void)
{
  const double flat[12] = {0, 0, 0, 1, 0, 0, 0, 2, 0, -1, 0.5, 0}, axis[3] = {1, 1, 0.3},
               shift[3] = {1, 2, 3};
  double turned[12];
  BwSuperposition s;
  rotate(axis, 2.2, shift, flat, 4, turned);
  g_assert_cmpfloat(superposed(turned, flat, NULL, 4, &s), <, 1e-24);
  g_assert_cmpfloat_with_epsilon(determinant(s.rotation), 1, 1e-13);
  g_assert_cmpfloat(superposed(shift, flat, NULL, 1, &s), ==, 0);
  g_assert_cmpfloat(angle_of(&s), ==, 0);
}

/* Heavier atoms come closer to their places; the centre of mass comes to that of the reference. */
static void test_weights(void)
{
  double bent[3 * N], heavy[N] = {1, 1, 1, 1, 1e6}, moved[3 * N];
  BwSuperposition s;
  memcpy(bent, chiral, sizeof bent);
  bent[14] += 0.5;
  superposed(bent, chiral, heavy, N, &s);
  memcpy(moved, bent, sizeof moved);
  bw_superposition_apply(&s, moved, N);
  g_assert_cmpfloat(fabs(moved[14] - chiral[14]), <, 1e-5);
  superposed(bent, chiral, NULL, N, &s);
  g_assert_cmpfloat_with_epsilon(s.from[2] - s.to[2], 0.5 / N, 1e-14);
}

/* Nothing to turn is not turned. */
static void test_not_finite(void)
{
  double broken[3 * N];
  BwSuperposition s;
  memcpy(broken, chiral, sizeof broken);
  broken[4] = NAN;
  bw_superposition_find(&s, broken, chiral, masses, N);
  g_assert_cmpfloat(angle_of(&s), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/superpose/known-rotations", test_known_rotations);
  g_test_add_func("/superpose/no-reflection", test_no_reflection);
  g_test_add_func("/superpose/linear", test_linear);
  g_test_add_func("/superpose/flat-and-single", test_flat_and_single);
  g_test_add_func("/superpose/weights", test_weights);
  g_test_add_func("/superpose/not-finite", test_not_finite);
  return g_test_run();
}
