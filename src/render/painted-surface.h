/* painted-surface.h - a surface whose colours say what a quantity is on it. No OpenGL. */
#pragma once

#include "render/isosurface.h"
#include "render/palette.h"

typedef struct {
  gatomicrefcount refs;
  GArray *vertices;  /* of BwSurfaceVertex, Å */
  GArray *triangles; /* of guint32, three each */
  BwColour *colours; /* [n vertices] */
  double reach;      /* Å, beyond the atoms */
} BwPaintedSurface;

/* Takes the two arrays. Colours from values[n vertices], low to high in bw_colour_of_level(). */
BwPaintedSurface *bw_painted_surface_new(GArray *vertices, GArray *triangles, double reach,
                                         const double *values, double low, double high);
BwPaintedSurface *bw_painted_surface_ref(BwPaintedSurface *surface);
void bw_painted_surface_unref(BwPaintedSurface *surface);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPaintedSurface, bw_painted_surface_unref)
