/* look.h - how a frame is to look: what follows from the style, the tier and the size of the picture. */
#pragma once

#include "render/scene.h"

typedef struct {
  const BwSceneStyle *style;
  BwTier tier;
  double occlusion_radius; /* Å: how far surfaces shade each other; 0: not at all */
  double contour_pixels;   /* width of the lines around shapes; 0: none */
  float fog;               /* how much of the far end is lost in fog_colour, 0 to 1 */
  float fog_colour[3];
  float background[4]; /* premultiplied */
  int frame;           /* 0 while moving; 1, 2, … of a still picture */
  int picture_height;  /* of the whole picture, pixels */
} BwLook;
