/* Spheres, capsules, and links that cross into images. */
#include "render/shapes-private.h"
#include "base/vec3.h"

#include <math.h>

gboolean bw_shape_is_somewhere(const double position[3])
{
  return fabs(position[0]) < 1e6 && fabs(position[1]) < 1e6 && fabs(position[2]) < 1e6;
}

static void relative(const BwShapeBuilder *b, const double position[3], float out[3])
{
  for (int d = 0; d < 3; d++)
    out[d] = (float)(position[d] - b->shapes->origin[d]);
}

void bw_shape_along(const double p[3], const double v[3], double fraction, double out[3])
{
  for (int d = 0; d < 3; d++)
    out[d] = p[d] + fraction * v[d];
}

void bw_shapes_add_sphere(BwShapeBuilder *b, int k, const double centre[3], double radius, BwColour colour,
                          BwSite site)
{
  BwSphere sphere = {.radius = (float)radius, .colour = colour};
  int place[3];
  double offset[3], there[3];
  if (!bw_shape_is_somewhere(centre))
    return;
  bw_images_place(&b->shapes->images, k, place);
  bw_images_offset(&b->moment->cell, place, offset);
  bw_shape_along(centre, offset, 1, there);
  relative(b, there, sphere.centre);
  g_array_append_val(b->shapes->spheres, sphere);
  g_array_append_val(b->shapes->sphere_sites, site);
}

void bw_shapes_add_capsule(BwShapeBuilder *b, const double start[3], const double end[3], double radius,
                           BwShapeEnd first, BwShapeEnd second)
{
  BwCapsule capsule = {.radius = (float)radius, .start_colour = first.colour, .end_colour = second.colour};
  relative(b, start, capsule.start);
  relative(b, end, capsule.end);
  g_array_append_val(b->shapes->capsules, capsule);
  g_array_append_val(b->shapes->capsule_sites, first.site);
  g_array_append_val(b->shapes->capsule_sites, second.site);
}

void bw_shapes_add_link(BwShapeBuilder *b, int k, const BwShapeLink *link, double radius)
{
  double length = bw_norm3(link->v), offset[3], from[3], start[3], end[3];
  int place[3], next[3], previous[3];
  if (link->first.hidden + link->second.hidden >= length)
    return;
  bw_images_place(&b->shapes->images, k, place);
  bw_images_offset(&b->moment->cell, place, offset);
  for (int d = 0; d < 3; d++) {
    next[d] = place[d] + link->shift[d];
    previous[d] = place[d] - link->shift[d];
  }
  bw_shape_along(link->p, offset, 1, from);
  bw_shape_along(from, link->v, link->first.hidden / length, start);
  if (bw_images_contain(&b->shapes->images, next)) {
    bw_shape_along(from, link->v, 1 - link->second.hidden / length, end);
    bw_shapes_add_capsule(b, start, end, radius, link->first, link->second);
  } else {
    bw_shape_along(from, link->v, 0.5, end);
    bw_shapes_add_capsule(b, start, end, radius, link->first, link->first);
  }
  if (bw_images_contain(&b->shapes->images, previous))
    return;
  bw_shape_along(link->q, offset, 1, from);
  bw_shape_along(from, link->v, -0.5, start);
  bw_shape_along(from, link->v, -link->second.hidden / length, end);
  bw_shapes_add_capsule(b, start, end, radius, link->second, link->second);
}
