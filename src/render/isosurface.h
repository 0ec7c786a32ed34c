/* isosurface.h - the surface on which a field has one value, as triangles: surface nets (Gibson 1998). A cell
 * that the surface crosses gets one vertex, which is then moved onto it along the gradient; an edge between
 * grid points that it crosses gets a quadrilateral of the four cells around. No table of cases, well shaped
 * triangles, and about as many of them as marching cubes makes. */
#pragma once

#include <glib.h>

typedef struct {
  float position[3];
  float normal[3]; /* outward: from higher values to lower ones; length one */
} BwSurfaceVertex;

/* Adds what it finds in values[n[2]][n[1]][n[0]] (x fastest; the middle of the box is the origin) to
 * `vertices` (of BwSurfaceVertex, in units of the grid's spacing) and `triangles` (of guint32, anticlockwise
 * seen from outside). Of the grid every `stride`-th point is looked at; it divides n − 1. */
void bw_isosurface(const float *values, const int n[3], int stride, double level, GArray *vertices,
                   GArray *triangles);
