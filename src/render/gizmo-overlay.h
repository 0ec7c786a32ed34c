/* gizmo-overlay.h - the axes laid over a finished picture, pixel by pixel. */
#pragma once

#include "render/gizmo.h"
#include "render/program.h"

typedef struct {
  BwProgram program;
  GLuint array, texture;
  BwGizmo painted; /* what the texture shows; scale 0: nothing yet */
  gboolean dark;
} BwGizmoOverlay;

gboolean bw_gizmo_overlay_init(BwGizmoOverlay *overlay, GError **error);
void bw_gizmo_overlay_clear(BwGizmoOverlay *overlay);
/* Into the lower right corner of the picture of which `fbo` is a tile. */
void bw_gizmo_overlay_draw(BwGizmoOverlay *overlay, const BwGizmo *gizmo, gboolean dark, const BwTile *tile,
                           GLuint fbo);
