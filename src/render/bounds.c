/* How far the shapes reach, and the view that shows them best. */
#include "base/array.h"
#include "base/vec3.h"
#include "render/shapes.h"

#include <string.h>

static void widen(const float p[3], float radius, float low[3], float high[3])
{
  for (int d = 0; d < 3; d++) {
    low[d] = MIN(low[d], p[d] - radius);
    high[d] = MAX(high[d], p[d] + radius);
  }
}

static double reach(const float p[3], const float middle[3], float radius)
{
  double v[3] = {p[0] - middle[0], p[1] - middle[1], p[2] - middle[2]};
  return bw_norm3(v) + radius;
}

void bw_shapes_find_bounds(BwShapes *s)
{
  float low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY}, middle[3];
  const BwSphere *spheres = (const BwSphere *)(void *)s->spheres->data;
  const BwCapsule *capsules = (const BwCapsule *)(void *)s->capsules->data;
  for (guint i = 0; i < s->spheres->len; i++) {
    widen(spheres[i].centre, spheres[i].radius, low, high);
    s->largest = MAX(s->largest, spheres[i].radius);
  }
  for (guint i = 0; i < s->capsules->len; i++) {
    widen(capsules[i].start, capsules[i].radius, low, high);
    widen(capsules[i].end, capsules[i].radius, low, high);
  }
  for (int d = 0; d < 3; d++) {
    middle[d] = high[d] >= low[d] ? (high[d] + low[d]) / 2 : 0;
    s->centre[d] = s->origin[d] + middle[d];
  }
  for (guint i = 0; i < s->spheres->len; i++)
    s->radius = MAX(s->radius, reach(spheres[i].centre, middle, spheres[i].radius));
  for (guint i = 0; i < s->capsules->len; i++) {
    s->radius = MAX(s->radius, reach(capsules[i].start, middle, capsules[i].radius));
    s->radius = MAX(s->radius, reach(capsules[i].end, middle, capsules[i].radius));
  }
}

/* Middles of spheres (atoms come first) and ends of capsules, Å; free with bw_free(). */
static double *all_points(const BwShapes *s, int *n)
{
  *n = (int)(s->spheres->len + 2 * s->capsules->len);
  double *points = bw_new(double, 3 * (gsize)*n), *p = points;
  for (guint i = 0; i < s->spheres->len; i++)
    for (int d = 0; d < 3; d++)
      *p++ = s->origin[d] + g_array_index(s->spheres, BwSphere, i).centre[d];
  for (guint i = 0; i < s->capsules->len; i++) {
    const BwCapsule *capsule = &g_array_index(s->capsules, BwCapsule, i);
    for (int d = 0; d < 3; d++) {
      p[d] = s->origin[d] + capsule->start[d];
      p[3 + d] = s->origin[d] + capsule->end[d];
    }
    p += 6;
  }
  return points;
}

/* Rows: along the longest cell vector, across it in the plane of the next, and their normal; FALSE when not
 * two of them are periodic. */
static gboolean cell_axes(const BwCell *cell, double axes[3][3])
{
  int order[3], n = 0;
  for (int k = 0; k < 3; k++)
    if (cell->periodic[k])
      order[n++] = k;
  if (n < 2)
    return FALSE;
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++)
      if (bw_norm3(cell->vectors[order[j]]) > 1.001 * bw_norm3(cell->vectors[order[i]])) {
        int swap = order[i];
        order[i] = order[j], order[j] = swap;
      }
  const double *first = cell->vectors[order[0]], *second = cell->vectors[order[1]];
  double overlap = bw_dot3(first, second) / bw_dot3(first, first);
  for (int d = 0; d < 3; d++) {
    axes[0][d] = first[d] / bw_norm3(first);
    axes[1][d] = second[d] - overlap * first[d];
  }
  double length = bw_norm3(axes[1]);
  for (int d = 0; d < 3; d++)
    axes[1][d] /= length;
  bw_cross3(axes[0], axes[1], axes[2]);
  return TRUE;
}

void bw_shapes_look_at(const BwShapes *shapes, const BwCell *cell, BwCamera *camera, double aspect)
{
  double axes[3][3];
  int n;
  g_autoptr(BwDoubles) points = all_points(shapes, &n);
  gboolean crystal = cell_axes(cell, axes);
  bw_camera_look_at(camera, points, n, shapes->largest, crystal ? axes : NULL, aspect);
}
