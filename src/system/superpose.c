#include "system/superpose.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

static void centre_of(const double *positions, const double *weights, int n, double centre[3])
{
  double total = 0;
  memset(centre, 0, sizeof(double[3]));
  for (int i = 0; i < n; i++) {
    total += weights[i];
    for (int d = 0; d < 3; d++)
      centre[d] += weights[i] * positions[3 * (long)i + d];
  }
  for (int d = 0; d < 3 && total > 0; d++)
    centre[d] /= total;
}

/* s[a][b]: sum of from_a to_b about the centres. */
static void correlate(const double *from, const double *to, const double *weights, int n, double s[3][3])
{
  double first[3], second[3];
  centre_of(from, weights, n, first);
  centre_of(to, weights, n, second);
  memset(s, 0, sizeof(double[3][3]));
  for (int i = 0; i < n; i++)
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++)
        s[a][b] += weights[i] * (from[3 * (long)i + a] - first[a]) * (to[3 * (long)i + b] - second[b]);
}

static void to_matrix(const double q[4], double m[3][3])
{
  double w = q[0], x = q[1], y = q[2], z = q[3];
  m[0][0] = 1 - 2 * (y * y + z * z), m[0][1] = 2 * (x * y - z * w), m[0][2] = 2 * (x * z + y * w);
  m[1][0] = 2 * (x * y + z * w), m[1][1] = 1 - 2 * (x * x + z * z), m[1][2] = 2 * (y * z - x * w);
  m[2][0] = 2 * (x * z - y * w), m[2][1] = 2 * (y * z + x * w), m[2][2] = 1 - 2 * (x * x + y * y);
}

void bw_superpose(const double *from, const double *to, const double *weights, int n, double rotation[3][3])
{
  double s[3][3], values[4];
  correlate(from, to, weights, n, s);
  double k[4][4] = {
      {s[0][0] + s[1][1] + s[2][2], 0, 0, 0},
      {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], 0, 0},
      {s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], 0},
      {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]},
  };
  const double none[4] = {1, 0, 0, 0};
  /* rows here are columns there, and only the upper triangle is looked at; eigenvalues ascend */
  int failed = LAPACKE_dsyev(LAPACK_COL_MAJOR, 'V', 'U', 4, k[0], 4, values);
  to_matrix(failed || !(values[3] > 0) ? none : k[3], rotation);
}
