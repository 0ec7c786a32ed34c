#include "render/painted-surface.h"

BwPaintedSurface *bw_painted_surface_new(GArray *vertices, GArray *triangles, double reach,
                                         const double *values, double low, double high)
{
  BwPaintedSurface *self = g_new0(BwPaintedSurface, 1);
  g_atomic_ref_count_init(&self->refs);
  self->vertices = vertices;
  self->triangles = triangles;
  self->reach = reach;
  self->colours = g_new(BwColour, vertices->len + 1);
  for (guint v = 0; v < vertices->len; v++)
    self->colours[v] = bw_colour_of_level(high > low ? (values[v] - low) / (high - low) : 0.5);
  return self;
}

BwPaintedSurface *bw_painted_surface_ref(BwPaintedSurface *surface)
{
  g_atomic_ref_count_inc(&surface->refs);
  return surface;
}

void bw_painted_surface_unref(BwPaintedSurface *surface)
{
  if (!surface || !g_atomic_ref_count_dec(&surface->refs))
    return;
  g_array_unref(surface->vertices);
  g_array_unref(surface->triangles);
  g_free(surface->colours);
  g_free(surface);
}
