/* scene.h - what is seen: atoms, bonds, beads, springs, centroids, clouds, cell; drawn with OpenGL 3.3 core
 * into the framebuffer that is bound.
 *
 * A scene belongs to one GL context. The same scene draws in the window, in `beadwork render` and into
 * exported pictures. */
#pragma once

#include "render/camera.h"
#include "render/cloud.h"
#include "render/governor.h"
#include "render/painted-surface.h"
#include "system/bonds.h"
#include "system/frame.h"

typedef struct _BwScene BwScene;

typedef enum {
  BW_STYLE_BALL_AND_STICK,
  BW_STYLE_LICORICE,
  BW_STYLE_SPACE_FILLING,
} BwStyle;

typedef enum {
  BW_BEADS_BY_ELEMENT,
  BW_BEADS_BY_TIME, /* imaginary time, a cyclic colour map */
} BwBeadColour;

typedef enum {
  BW_CLOUD_BY_ELEMENT,
  BW_CLOUD_BY_ACCENT, /* one colour for all that is quantum, as in plots */
} BwCloudColour;

enum { BW_N_CLOUD_SURFACES = 2 };

typedef struct {
  BwStyle style;
  gboolean show_beads, show_springs, show_centroid, show_cell, show_bonds;
  BwBeadColour bead_colour;
  double atom_scale;  /* of the covalent radius in ball and stick, 1 = as designed */
  double bead_radius; /* Å */
  gboolean dark;
  gboolean transparent; /* background alpha 0 (premultiplied) */
  double background[3];
  gboolean ambient_occlusion, outlines, depth_cue;

  /* The delocalisation cloud: surfaces within which each nucleus is found with these probabilities, the inner
   * one first (0.5 and 0.9; 0: not drawn), from the beads of the moments shown lately: see cloud.h. */
  gboolean show_cloud;
  double cloud_fractions[BW_N_CLOUD_SURFACES];
  gboolean cloud_in_place; /* the motion of the centroid is part of it; otherwise it is carried along */
  BwCloudColour cloud_colour;

  int images[3]; /* how often the atoms are drawn along each vector of the cell; 1: once */

  gboolean show_axes; /* x, y, z, or the cell's a, b, c, in the lower right corner */
  double axes_scale;  /* device pixels per pixel of the axes' design */

  BwQuality quality; /* of the picture while it moves */
} BwSceneStyle;

/* What a picture that moves may leave out, one after the other; a still one leaves out nothing. With quality
 * AUTO the scene measures its moving frames (refinement 0) and chooses by itself, as governor.h says: a
 * widget has nothing to do for it. HIGH is BW_TIER_FULL always, FAST always BW_TIER_BARE. */
typedef enum {
  BW_TIER_FULL,
  BW_TIER_OPEN,   /* no ambient occlusion */
  BW_TIER_BARE,   /* nor smooth edges */
  BW_TIER_COARSE, /* and half as many pixels either way */
  BW_N_TIERS,
} BwTier;

void bw_scene_style_init(BwSceneStyle *style, gboolean dark);
gboolean bw_style_parse(const char *name, BwStyle *style, GError **error); /* "ball-and-stick" … */

/* The current GL context must stay current for all calls below. Fails when a shader does not compile (message
 * with the log) or GL is older than 3.3. */
BwScene *bw_scene_new(GError **error);
void bw_scene_free(BwScene *scene); /* context current */

/* What to draw; copied. Positions float or double are taken as they are: [n_beads][n_atoms][3], Å. Bonds are
 * found from the centroid here, with hysteresis against the last call of the same atoms. */
void bw_scene_set_moment(BwScene *scene, BwAtoms *atoms, const BwCell *cell, const double *positions,
                         int n_beads);
void bw_scene_clear(BwScene *scene);
/* Adds a moment of the same atoms to the cloud alone, without showing it; waits when there are too many. */
void bw_scene_deposit(BwScene *scene, BwAtoms *atoms, const BwCell *cell, const double *positions,
                      int n_beads);
/* Waits until the cloud knows all moments; the next picture shows it. */
void bw_scene_settle(BwScene *scene);
/* The surfaces that are drawn, a reference to them; NULL: none. Another scene of the same atoms, on whatever
 * thread, shows them too when it is given them, instead of an average of its own (until there are other
 * atoms). */
BwCloudMesh *bw_scene_get_cloud(const BwScene *scene);
void bw_scene_set_cloud(BwScene *scene, BwCloudMesh *cloud);
/* Called in the default main context when the picture has become another one by itself, as the cloud's
 * surfaces are worked out on a thread of their own: time to draw. To be set before there is a moment, by a
 * scene of the main thread; without it a cloud tells nobody. */
void bw_scene_set_notify(BwScene *scene, void (*changed)(gpointer data), gpointer data);
void bw_scene_set_style(BwScene *scene, const BwSceneStyle *style);
void bw_scene_get_style(const BwScene *scene, BwSceneStyle *style);
void bw_scene_set_highlight(BwScene *scene, int hovered_atom, const int *selected,
                            int n_selected); /* −1: none */

/* Colours atoms by shares[n] of 0 … 1 (bw_colour_of_share()), as long as it shows so many; NULL: by element.
 * Copied. */
void bw_scene_set_shares(BwScene *scene, const double *shares, int n);

/* A surface around the atoms, drawn over them as a coloured veil until it is another or NULL, or there are
 * other atoms; a reference is kept. */
void bw_scene_set_surface(BwScene *scene, BwPaintedSurface *surface);

/* How many images are drawn: as the style asks along periodic directions, and no more than 200 000 spheres.
 */
void bw_scene_get_images(const BwScene *scene, int images[3]);

/* Of the moment: centroids [n_atoms][3] (Å, of beads that were wrapped apart too), and bonds between them (of
 * BwBond). NULL without one. */
const double *bw_scene_get_centroids(const BwScene *scene);
const GArray *bw_scene_get_bonds(const BwScene *scene);

/* Centre and radius of what is to be seen (all but a cell that is mostly empty): for bw_camera_clip(). */
void bw_scene_get_bounds(const BwScene *scene, double centre[3], double *radius);

/* Turns and moves the camera to the view that shows the scene best and fills the picture: the way to begin.
 */
void bw_scene_look_at(const BwScene *scene, BwCamera *camera, double aspect);
/* Fills the picture without turning. */
void bw_scene_fill(const BwScene *scene, BwCamera *camera, double aspect);
/* Goes back just as far as is needed for all of it to be in the picture. */
void bw_scene_keep(const BwScene *scene, BwCamera *camera, double aspect);

/* Draws into framebuffer `fbo` (as glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING) says), width × height device
 * pixels. `refinement` 0 while moving; 1, 2, … accumulate antialiasing and occlusion on a still picture;
 * returns FALSE when more would not change it. */
gboolean bw_scene_draw(BwScene *scene, const BwCamera *camera, unsigned fbo, int width, int height,
                       int refinement);

/* How the last frame with refinement 0 was drawn. */
BwTier bw_scene_get_tier(const BwScene *scene);

/* The same for a part of a larger picture, which fills `fbo`. Effects that look at neighbouring pixels end at
 * the tile's border: give it a margin. */
gboolean bw_scene_draw_tile(BwScene *scene, const BwCamera *camera, const BwTile *tile, unsigned fbo,
                            int refinement);
/* How far pixels of a picture of this height look for their neighbours: a tile's margin. Tiles begin at
 * multiples of 8, as this is one. */
int bw_scene_tile_margin(int picture_height);

/* The atom (its index) at a device pixel, y from the top; −1: none; *bead: its bead or −1 for the centroid.
 */
int bw_scene_pick(BwScene *scene, const BwCamera *camera, int x, int y, int width, int height, int *bead);

/* Which end of the axes in the corner is at a device pixel, y from the top: 0, 1, 2 the ends with the
 * letters, 3, 4, 5 the opposite ones; −1: none, or the axes are not shown. */
int bw_scene_pick_axis(const BwScene *scene, const BwCamera *camera, int x, int y, int width, int height);
/* Turns the camera about its centre until that end points at the viewer. */
void bw_scene_face_axis(const BwScene *scene, BwCamera *camera, int end);
