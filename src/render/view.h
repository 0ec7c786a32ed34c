/* view.h - a camera on one picture or on a tile of it: the numbers that camera.glsl asks for. */
#pragma once

#include "render/camera.h"
#include "render/program.h"

typedef struct {
  float matrix[16]; /* from the frame of the shapes to the eye */
  float scale[2], shift[2];
  float pixel_to_ray[4], pixel_step, depth_map[3]; /* see camera.glsl */
  float depth_range[2];                            /* of what is looked at, Å from the eye */
  int width, height;                               /* of the tile, pixels */
  gboolean orthographic;
} BwView;

/* For coordinates relative to `origin` (Å). All that is drawn lies within `all`; depth is counted through
 * `focus`. Jitter in pixels. */
void bw_view_init(BwView *view, const BwCamera *camera, const BwTile *tile, const double origin[3],
                  const BwBall *all, const BwBall *focus, const double jitter[2]);
/* The same picture in as many pixels. */
void bw_view_set_size(BwView *view, int width, int height);
/* Makes the program current. */
void bw_view_use(const BwView *view, const BwProgram *program);
/* The rectangle x, y, width, height (pixels, y up) outside of which a ball is not seen. */
void bw_view_rectangle(const BwView *view, const BwCamera *camera, const BwBall *ball, int rectangle[4]);
