#include "analysis/superpose.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

#include "base/vec3.h"

#define AS_GOOD 1e-9 /* of the largest eigenvalue: no other is told from one that is this close to it */

void bw_superposition_init(BwSuperposition *self)
{
  memset(self, 0, sizeof *self);
  for (int k = 0; k < 3; k++)
    self->rotation[k][k] = 1;
}

static void find_centre(const double *points, const double *weights, int n, double centre[3])
{
  double total = 0;
  memset(centre, 0, 3 * sizeof *centre);
  for (int i = 0; i < n; i++) {
    double weight = weights ? weights[i] : 1;
    total += weight;
    for (int k = 0; k < 3; k++)
      centre[k] += weight * points[3 * i + k];
  }
  for (int k = 0; k < 3 && total > 0; k++)
    centre[k] /= total;
}

/* Horn's matrix, rows of the upper triangle. */
static void fill_matrix(const BwSuperposition *self, const double *points, const double *reference,
                        const double *weights, int n, double m[4][4])
{
  double s[3][3] = {0};
  for (int i = 0; i < n; i++)
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++)
        s[a][b] += (weights ? weights[i] : 1) * (points[3 * i + a] - self->from[a]) *
                   (reference[3 * i + b] - self->to[b]);
  m[0][0] = s[0][0] + s[1][1] + s[2][2];
  for (int k = 0; k < 3; k++) {
    int p = (k + 1) % 3, q = (k + 2) % 3;
    m[0][1 + k] = s[p][q] - s[q][p];
    m[1 + k][1 + k] = s[k][k] - s[p][p] - s[q][q];
  }
  m[1][2] = s[0][1] + s[1][0];
  m[1][3] = s[2][0] + s[0][2];
  m[2][3] = s[1][2] + s[2][1];
}

/* Of all quaternions that do as well, the one nearest to no rotation: (1, 0, 0, 0) projected on their space.
 * Where that has no part in it, all of them turn by 180°, and the first is as good as any. */
static gboolean find_quaternion(double m[4][4], double quaternion[4])
{
  double values[4], norm = 0;
  if (LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'U', 4, &m[0][0], 4, values) != 0)
    return FALSE;
  double tolerance = AS_GOOD * fmax(fabs(values[0]), fabs(values[3]));
  memset(quaternion, 0, 4 * sizeof *quaternion);
  for (int k = 0; k < 4; k++)
    for (int i = 0; i < 4 && values[3] - values[k] <= tolerance; i++)
      quaternion[i] += m[0][k] * m[i][k];
  for (int i = 0; i < 4; i++)
    norm += quaternion[i] * quaternion[i];
  for (int i = 0; i < 4; i++)
    quaternion[i] = norm > AS_GOOD * AS_GOOD ? quaternion[i] / sqrt(norm) : m[i][3];
  return TRUE;
}

static void set_rotation(const double q[4], double rotation[3][3])
{
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++)
      rotation[a][b] = 2 * q[1 + a] * q[1 + b];
  for (int k = 0; k < 3; k++) {
    int p = (k + 1) % 3, r = (k + 2) % 3;
    rotation[k][k] += 2 * q[0] * q[0] - 1;
    rotation[r][p] += 2 * q[0] * q[1 + k];
    rotation[p][r] -= 2 * q[0] * q[1 + k];
  }
}

void bw_superposition_find(BwSuperposition *self, const double *points, const double *reference,
                           const double *weights, int n)
{
  double matrix[4][4] = {0}, quaternion[4];
  bw_superposition_init(self);
  find_centre(points, weights, n, self->from);
  find_centre(reference, weights, n, self->to);
  fill_matrix(self, points, reference, weights, n, matrix);
  if (find_quaternion(matrix, quaternion))
    set_rotation(quaternion, self->rotation);
}

void bw_superposition_apply(const BwSuperposition *self, double *positions, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    double *x = positions + 3 * i, d[3];
    bw_sub3(x, self->from, d);
    for (int k = 0; k < 3; k++)
      x[k] = self->to[k] + bw_dot3(self->rotation[k], d);
  }
}

void bw_superposition_undo(const BwSuperposition *self, double point[3])
{
  double d[3];
  bw_sub3(point, self->to, d);
  for (int k = 0; k < 3; k++)
    point[k] = self->from[k] + self->rotation[0][k] * d[0] + self->rotation[1][k] * d[1] +
               self->rotation[2][k] * d[2];
}
