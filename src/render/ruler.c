#include "render/ruler.h"
#include "base/vec3.h"

#include <string.h>

enum { ARC_POINTS = 25 };

static const double ARC_SHARE = 0.4; /* of the shorter bond */
static const double FAN = 0.45;      /* Å, radius of the sector of a dihedral */
static const double STRAIGHT = 1e-6;

static double scale_to_one(double v[3])
{
  double length = bw_norm3(v);
  for (int d = 0; d < 3; d++)
    v[d] /= length;
  return length;
}

static void add_point(BwRuler *ruler, int line, const double point[3])
{
  memcpy(ruler->points[line][ruler->n_points[line]++], point, sizeof(double[3]));
}

/* From one unit vector to another about a centre; the middle of it is where the number belongs. */
static void add_arc(BwRuler *ruler, const double centre[3], const double from[3], const double to[3],
                    double radius)
{
  double angle = acos(CLAMP(bw_dot3(from, to), -1, 1));
  if (!(angle > STRAIGHT && angle < G_PI - STRAIGHT))
    return;
  for (int i = 0; i < ARC_POINTS; i++) {
    double fraction = i / (ARC_POINTS - 1.0), point[3];
    double a = sin((1 - fraction) * angle) / sin(angle), b = sin(fraction * angle) / sin(angle);
    for (int d = 0; d < 3; d++)
      point[d] = centre[d] + radius * (a * from[d] + b * to[d]);
    add_point(ruler, 1, point);
    if (i == ARC_POINTS / 2)
      memcpy(ruler->label, point, sizeof point);
  }
}

static void add_angle(BwRuler *ruler, double atoms[4][3])
{
  double from[3], to[3];
  bw_sub3(atoms[0], atoms[1], from);
  bw_sub3(atoms[2], atoms[1], to);
  double a = scale_to_one(from), b = scale_to_one(to);
  add_arc(ruler, atoms[1], from, to, ARC_SHARE * MIN(a, b));
}

/* The part of a − origin that is normal to a unit axis; FALSE: there is none. */
static gboolean normal_part(const double a[3], const double origin[3], const double axis[3], double v[3])
{
  bw_sub3(a, origin, v);
  double along = bw_dot3(v, axis);
  for (int d = 0; d < 3; d++)
    v[d] -= along * axis[d];
  return scale_to_one(v) > STRAIGHT;
}

static void add_dihedral(BwRuler *ruler, double atoms[4][3])
{
  double axis[3], middle[3], from[3], to[3];
  bw_sub3(atoms[2], atoms[1], axis);
  scale_to_one(axis);
  for (int d = 0; d < 3; d++)
    middle[d] = (atoms[1][d] + atoms[2][d]) / 2;
  if (!normal_part(atoms[0], atoms[1], axis, from) || !normal_part(atoms[3], atoms[2], axis, to))
    return;
  add_point(ruler, 1, middle);
  add_arc(ruler, middle, from, to, FAN);
  add_point(ruler, 1, middle);
}

void bw_ruler_init(BwRuler *ruler, const BwCoordinate *coordinate, double atoms[4][3])
{
  int n = coordinate->n_atoms;
  memset(ruler->n_points, 0, sizeof ruler->n_points);
  for (int i = 0; i < n; i++)
    add_point(ruler, 0, atoms[i]);
  for (int d = 0; d < 3; d++)
    ruler->label[d] = (atoms[(n - 1) / 2][d] + atoms[n / 2][d]) / 2;
  if (n == 3)
    add_angle(ruler, atoms);
  else if (n == 4)
    add_dihedral(ruler, atoms);
}
