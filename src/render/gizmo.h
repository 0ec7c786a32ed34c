/* gizmo.h - small axes that say how the picture is turned: where their ends are, and an image of them. No
 * OpenGL. */
#pragma once

#include "render/camera.h"
#include "system/cell.h"

#include <cairo.h>

enum { BW_GIZMO_ENDS = 6 };

typedef struct {
  double scale;                  /* device pixels per pixel of the design */
  gboolean of_cell;              /* a, b, c instead of x, y, z */
  gboolean shown[3];             /* which of the axes there are */
  double ends[BW_GIZMO_ENDS][3]; /* unit vectors in the eye's axes: 0, 1, 2 and their opposites 3, 4, 5 */
  int order[BW_GIZMO_ENDS];      /* from the farthest to the nearest */
} BwGizmo;

/* The axes are those of the cell when it is periodic, else those of space. */
BwGizmo bw_gizmo_make(const BwCamera *camera, const BwCell *cell, double scale);
/* In the world: the direction of one end, and what is to be up when one looks at it. */
void bw_gizmo_direction(const BwCell *cell, int end, double toward[3], double up[3]);
/* Device pixels: of the square image, and from the right and lower edges of the picture to it. */
int bw_gizmo_size(const BwGizmo *gizmo);
int bw_gizmo_margin(const BwGizmo *gizmo);
/* The end at x, y (pixels from the image's upper left corner), the nearest to the viewer where several are;
 * −1: none. */
int bw_gizmo_pick(const BwGizmo *gizmo, double x, double y);
/* A square image with premultiplied alpha; owned by the caller. */
cairo_surface_t *bw_gizmo_paint(const BwGizmo *gizmo, gboolean dark);
