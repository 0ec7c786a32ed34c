/* batches.h - spheres and capsules on the graphics card, drawn as impostors: flat polygons whose every pixel
 * finds the surface it looks at. Round at any size, with true depth. */
#pragma once

#include "render/look.h"
#include "render/shapes.h"
#include "render/view.h"

typedef struct {
  BwProgram quads, sprites, capsules;
} BwImpostors;

typedef struct {
  BwImpostors full, bare;               /* for BW_TIER_BARE and COARSE: they write the picture itself */
  GLuint sphere_buffer, capsule_buffer; /* a capsule four times, once for each corner */
  GLuint corner_buffer;                 /* which corners the two triangles of each capsule have */
  GLuint quad_array, sprite_array, capsule_array;
  int n_spheres, n_capsules, n_cornered;
  int n_hasty_spheres, n_hasty_capsules; /* as many as there is time for in these tiers */
  double largest;                        /* radius of the largest sphere, Å */
  float longest_sprite;                  /* largest point the driver draws, pixels */
} BwBatches;

gboolean bw_batches_init(BwBatches *batches, GError **error);
void bw_batches_clear(BwBatches *batches);
void bw_batches_upload(BwBatches *batches, const BwShapes *shapes);
/* Into the bound framebuffer, whose viewport is the view's, with the depth test that is set: for
 * targets.full, or in the tiers BARE and COARSE for targets.picture, where beads and springs that are too
 * many are left out. */
void bw_batches_draw(const BwBatches *batches, const BwView *view, const BwLook *look);
