/* Picking: one ray against every shape. A million spheres take a few milliseconds, no pixel is read back, and
 * the answer does not depend on what was drawn last. */
#include "base/vec3.h"
#include "render/shapes.h"

#include <string.h>

typedef struct {
  double origin[3], direction[3]; /* in the frame of the shapes; the direction has length one */
  double near;                    /* nothing nearer than this is seen */
} Ray;

/* World vectors of the eye's axes are the rows of the rotation part of the view matrix. */
static Ray ray_through(const BwCamera *camera, const double origin[3], int x, int y, int width, int height)
{
  double aspect = (double)width / height, half = bw_camera_half_height(camera);
  double along[3] = {((x + 0.5) / width * 2 - 1) * half * aspect, (1 - (y + 0.5) / height * 2) * half, 0};
  double start[3] = {0, 0, 0}, step[3] = {along[0], along[1], -camera->distance};
  float view[16];
  Ray ray = {.near = camera->orthographic ? -INFINITY : 0};
  if (camera->orthographic) {
    memcpy(start, along, sizeof start);
    step[0] = step[1] = 0;
  }
  bw_camera_view_matrix(camera, view);
  start[2] += camera->distance; /* from the centre */
  for (int d = 0; d < 3; d++) {
    const float *column = view + 4 * d;
    ray.origin[d] = camera->centre[d] - origin[d];
    for (int row = 0; row < 3; row++) {
      ray.origin[d] += column[row] * start[row];
      ray.direction[d] += column[row] * step[row];
    }
  }
  double length = bw_norm3(ray.direction);
  for (int d = 0; d < 3; d++)
    ray.direction[d] /= length;
  return ray;
}

/* Distance to where the ray enters a sphere; infinite where it does not. */
static double enter_sphere(const Ray *ray, const float centre[3], double radius)
{
  double v[3] = {centre[0] - ray->origin[0], centre[1] - ray->origin[1], centre[2] - ray->origin[2]};
  double along = bw_dot3(v, ray->direction), miss = bw_dot3(v, v) - along * along;
  if (miss > radius * radius)
    return INFINITY;
  double t = along - sqrt(radius * radius - miss);
  return t > ray->near ? t : INFINITY;
}

/* The same for the cylinder of a capsule (its ends lie inside balls or are balls of the same size), and where
 * along its axis. */
static double enter_cylinder(const Ray *ray, const BwCapsule *capsule, double *fraction)
{
  double axis[3], v[3];
  for (int d = 0; d < 3; d++) {
    axis[d] = capsule->end[d] - capsule->start[d];
    v[d] = ray->origin[d] - capsule->start[d];
  }
  double length2 = bw_dot3(axis, axis), slope = bw_dot3(axis, ray->direction), start = bw_dot3(axis, v);
  double a = length2 - slope * slope, b = length2 * bw_dot3(ray->direction, v) - start * slope;
  double c = length2 * bw_dot3(v, v) - start * start - (double)capsule->radius * capsule->radius * length2;
  double root = b * b - a * c;
  if (root < 0 || a <= 0)
    return INFINITY;
  double t = (-b - sqrt(root)) / a;
  *fraction = (start + t * slope) / length2;
  return *fraction >= 0 && *fraction <= 1 && t > ray->near ? t : INFINITY;
}

gboolean bw_shapes_pick(const BwShapes *shapes, const BwCamera *camera, int x, int y, int width, int height,
                        BwSite *site)
{
  Ray ray = ray_through(camera, shapes->origin, x, y, width, height);
  double nearest = INFINITY;
  *site = (BwSite){-1, -1};
  for (guint i = 0; i < shapes->spheres->len; i++) {
    const BwSphere *sphere = &g_array_index(shapes->spheres, BwSphere, i);
    double t = enter_sphere(&ray, sphere->centre, sphere->radius);
    if (t < nearest) {
      nearest = t;
      *site = g_array_index(shapes->sphere_sites, BwSite, i);
    }
  }
  for (guint i = 0; i < shapes->capsules->len; i++) {
    double fraction;
    double t = enter_cylinder(&ray, &g_array_index(shapes->capsules, BwCapsule, i), &fraction);
    BwSite end = g_array_index(shapes->capsule_sites, BwSite, 2 * i + (t < nearest && fraction > 0.5));
    if (t < nearest && end.atom >= 0) {
      nearest = t;
      *site = end;
    }
  }
  return site->atom >= 0;
}
