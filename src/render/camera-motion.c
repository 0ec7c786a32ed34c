/* The camera on its way: closer, to another side, from one view to another. */
#include "base/vec3.h"
#include "render/camera.h"

static const double NEAREST = 0.05, FARTHEST = 1e6; /* Å */

void bw_camera_zoom(BwCamera *camera, double factor, const double point[3])
{
  double old = camera->distance;
  camera->distance = CLAMP(old * factor, NEAREST, FARTHEST);
  double moved = 1 - camera->distance / old;
  for (int d = 0; d < 3; d++)
    camera->centre[d] += moved * (point[d] - camera->centre[d]);
}

void bw_camera_face(BwCamera *camera, const double towards[3], const double up[3])
{
  double axes[3][3], length = bw_norm3(towards);
  if (!(length > 0))
    return;
  for (int d = 0; d < 3; d++)
    axes[2][d] = towards[d] / length;
  bw_cross3(up, axes[2], axes[0]);
  length = bw_norm3(axes[0]);
  if (!(length > 1e-9 * bw_norm3(up))) /* along `towards`, or none: any will do */
    bw_cross3(fabs(axes[2][0]) < 0.9 ? (const double[3]){1, 0, 0} : (const double[3]){0, 1, 0}, axes[2],
              axes[0]);
  length = bw_norm3(axes[0]);
  for (int d = 0; d < 3; d++)
    axes[0][d] /= length;
  bw_cross3(axes[2], axes[0], axes[1]);
  bw_camera_set_axes(camera, axes);
}

/* Spherical interpolation (Shoemake 1985) the shorter way round. */
static void turn_between(const double from[4], const double to[4], double fraction, double q[4])
{
  double cosine = 0, length = 0;
  for (int i = 0; i < 4; i++)
    cosine += from[i] * to[i];
  double sign = cosine < 0 ? -1 : 1, angle = acos(MIN(fabs(cosine), 1));
  double a = 1 - fraction, b = fraction;
  if (angle > 1e-6) {
    a = sin(a * angle) / sin(angle);
    b = sin(b * angle) / sin(angle);
  }
  for (int i = 0; i < 4; i++) {
    q[i] = a * from[i] + sign * b * to[i];
    length += q[i] * q[i];
  }
  for (int i = 0; i < 4; i++)
    q[i] /= sqrt(length);
}

void bw_camera_between(const BwCamera *from, const BwCamera *to, double fraction, BwCamera *between)
{
  const BwCamera start = *from, end = *to; /* `between` may be either */
  *between = end;
  if (fraction >= 1)
    return;
  turn_between(start.rotation, end.rotation, fraction, between->rotation);
  between->distance = start.distance * pow(end.distance / start.distance, fraction);
  for (int d = 0; d < 3; d++)
    between->centre[d] = start.centre[d] + fraction * (end.centre[d] - start.centre[d]);
}
