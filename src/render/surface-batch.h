/* surface-batch.h - a painted surface on the graphics card, laid over the picture of what is opaque: what of
 * it is nearest to the eye, and nothing behind that. */
#pragma once

#include "render/look.h"
#include "render/painted-surface.h"
#include "render/program.h"
#include "render/view.h"

typedef struct {
  BwProgram program;
  GLuint array, vertex_buffer, colour_buffer, index_buffer;
  BwPaintedSurface *surface; /* what is in the buffers, referenced; NULL: nothing */
} BwSurfaceBatch;

gboolean bw_surface_batch_init(BwSurfaceBatch *batch, GError **error);
void bw_surface_batch_clear(BwSurfaceBatch *batch);
/* Into the bound framebuffer, uploaded when it is another one than the last; NULL: nothing. origin: of the
 * view's coordinates. */
void bw_surface_batch_draw(BwSurfaceBatch *batch, BwPaintedSurface *surface, const BwView *view,
                           const BwLook *look, const double origin[3]);
