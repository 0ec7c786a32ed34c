/* batches.h - spheres and capsules on the graphics card, drawn as impostors: flat polygons whose every pixel
 * finds the surface it looks at. Round at any size, with true depth. */
#pragma once

#include "render/shapes.h"
#include "render/view.h"

typedef struct {
  BwProgram quads, sprites, capsules;
  GLuint sphere_buffer, capsule_buffer;
  GLuint quad_array, sprite_array, capsule_array;
  int n_spheres, n_capsules;
  int n_hasty_spheres, n_hasty_capsules; /* as many as a software driver draws while the picture moves */
  double largest;                        /* radius of the largest sphere, Å */
  float longest_sprite;                  /* largest point the driver draws, pixels */
} BwBatches;

gboolean bw_batches_init(BwBatches *batches, GError **error);
void bw_batches_clear(BwBatches *batches);
void bw_batches_upload(BwBatches *batches, const BwShapes *shapes);
/* Into the bound framebuffer, whose viewport is the view's, with the depth test that is set. Lines of that
 * width are drawn around shapes; 0: none. While the picture moves, a software driver leaves out the beads and
 * springs that are too many for it. */
void bw_batches_draw(const BwBatches *batches, const BwView *view, double contour_pixels, gboolean moving);
