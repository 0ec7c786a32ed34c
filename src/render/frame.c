/* Leads through one frame of a scene: see README.md. */
#include "render/scene-private.h"

#include <math.h>
#include <string.h>

enum { FRAMES_OF_A_STILL = 16, TILE_MARGIN = 8 };

static const double CONTOUR_WIDTH = 1.0 / 800; /* of the picture's height */
static const float FOG_LIGHT = 0.4f, FOG_DARK = 0.4f;

int bw_scene_tile_margin(int picture_height)
{
  /* the pattern of the occlusion repeats every eight pixels: tiles must not break it */
  return (bw_effects_reach(picture_height) + TILE_MARGIN + 7) / 8 * 8;
}

/* Halton's points: 16 places within the pixel, evenly spread however many have been drawn. */
static double radical_inverse(int i, int base)
{
  double result = 0, digit = 1.0 / base;
  for (; i > 0; i /= base, digit /= base)
    result += i % base * digit;
  return result;
}

/* How far surfaces shade each other, Å: over the gaps between balls, over the furrows between full spheres,
 * between beads. */
static double occlusion_radius(const BwScene *scene)
{
  if (scene->moment.n_beads > 1 && scene->style.show_beads)
    return 0.5;
  return scene->style.style == BW_STYLE_SPACE_FILLING ? 3.0 : 1.3;
}

static BwLook choose_look(const BwScene *scene, int picture_height, int frame)
{
  const BwSceneStyle *style = &scene->style;
  BwTier tier = frame > 0 ? BW_TIER_FULL : scene->tier;
  BwLook look = {
      .style = style,
      .tier = tier,
      .occlusion_radius = style->ambient_occlusion && tier == BW_TIER_FULL ? occlusion_radius(scene) : 0,
      .contour_pixels = style->outlines ? picture_height * CONTOUR_WIDTH : 0,
      .fog = !style->depth_cue ? 0
             : style->dark     ? FOG_DARK
                               : FOG_LIGHT,
      .frame = frame,
      .picture_height = picture_height,
  };
  for (int c = 0; c < 3; c++)
    look.fog_colour[c] = (float)style->background[c];
  for (int c = 0; c < 3 && !style->transparent; c++)
    look.background[c] = (float)style->background[c];
  look.background[3] = !style->transparent;
  return look;
}

static void set_state(void)
{
  glDisable(GL_BLEND);
  glDisable(GL_CULL_FACE);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_STENCIL_TEST);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_FRAMEBUFFER_SRGB);
  glEnable(GL_PROGRAM_POINT_SIZE);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glDepthMask(GL_TRUE);
  glDepthFunc(GL_LESS);
  glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
}

/* As the caller can expect to find things: nothing of ours bound or enabled, the framebuffer as given. */
static void restore_state(GLuint fbo, int width, int height)
{
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_PROGRAM_POINT_SIZE);
  glBindVertexArray(0);
  glUseProgram(0);
  for (int unit = 2; unit >= 0; unit--) {
    glActiveTexture(GL_TEXTURE0 + unit);
    glBindTexture(GL_TEXTURE_2D, 0);
  }
  glBindFramebuffer(GL_FRAMEBUFFER, fbo);
  glViewport(0, 0, width, height);
}

/* What every later step looks at: targets.full. */
static void draw_surfaces(BwScene *scene, const BwView *view, const BwLook *look)
{
  static const float nothing[4] = {0}, far_away[4] = {1e7f}, far = 1;
  glBindFramebuffer(GL_FRAMEBUFFER, scene->targets.full.fbo);
  glViewport(0, 0, view->width, view->height);
  glClearBufferfv(GL_COLOR, 0, nothing);
  glClearBufferfv(GL_COLOR, 1, nothing);
  glClearBufferfv(GL_COLOR, 2, far_away);
  glClearBufferfv(GL_DEPTH, 0, &far);
  glEnable(GL_DEPTH_TEST);
  bw_batches_draw(&scene->batches, view, look);
  glDisable(GL_DEPTH_TEST);
}

/* The picture at once, without a look at neighbouring pixels: targets.picture. */
static void draw_bare(BwScene *scene, const BwView *view, const BwLook *look)
{
  static const float far = 1;
  glBindFramebuffer(GL_FRAMEBUFFER, scene->targets.picture.fbo);
  glViewport(0, 0, view->width, view->height);
  glClearBufferfv(GL_COLOR, 0, look->background);
  glClearBufferfv(GL_DEPTH, 0, &far);
  glEnable(GL_DEPTH_TEST);
  bw_batches_draw(&scene->batches, view, look);
  glDisable(GL_DEPTH_TEST);
}

static gboolean same_picture(const BwScene *scene, const BwCamera *camera, const BwTile *tile)
{
  return bw_camera_equal(&scene->still_camera, camera) && memcmp(&scene->still_tile, tile, sizeof *tile) == 0;
}

/* Reads what earlier frames took, and takes the tier for the next. */
static void begin_frame(BwScene *scene, gboolean moving)
{
  int tier = -1;
  double seconds = bw_stopwatch_read(&scene->stopwatch, &tier);
  bw_governor_feed(&scene->governor, tier, seconds);
  if (!moving)
    return;
  scene->tier = (BwTier)bw_governor_get_tier(&scene->governor);
  bw_stopwatch_begin(&scene->stopwatch, (int)scene->tier);
}

static int coarse_side(int side)
{
  return (side + 1) / 2;
}

/* One frame into targets.picture; its place within the pixel and its pattern follow its number. */
static void make_picture(BwScene *scene, const BwCamera *camera, const BwTile *tile, int frame)
{
  const BwShapes *shapes = bw_scene_get_shapes(scene);
  BwLook look = choose_look(scene, tile->height, frame);
  double jitter[2] = {0, 0};
  if (frame > 0) {
    jitter[0] = radical_inverse(frame, 2) - 0.5;
    jitter[1] = radical_inverse(frame, 3) - 0.5;
  }
  BwView view;
  int rectangle[4];
  bw_view_init(&view, camera, tile, shapes->origin, &shapes->all, &shapes->focus, jitter);
  bw_view_rectangle(&view, camera, &shapes->all, rectangle);
  if (!scene->uploaded)
    bw_batches_upload(&scene->batches, shapes);
  scene->uploaded = TRUE;
  if (look.tier == BW_TIER_COARSE)
    bw_view_set_size(&view, coarse_side(view.width), coarse_side(view.height));
  if (look.tier >= BW_TIER_BARE) {
    draw_bare(scene, &view, &look);
  } else {
    draw_surfaces(scene, &view, &look);
    if (look.occlusion_radius > 0)
      bw_effects_occlude(&scene->effects, &scene->targets, &view, &look, rectangle);
    bw_effects_compose(&scene->effects, &scene->targets, &view, &look, rectangle);
  }
  bw_scene_draw_cloud(scene, &view, &look);
  bw_surface_batch_draw(&scene->surfaces, scene->surface, &view, &look, shapes->origin);
}

/* Over the finished picture: what has been painted pixel by pixel needs no refinement. */
static void draw_axes(BwScene *scene, const BwCamera *camera, const BwTile *tile, GLuint fbo)
{
  if (!scene->style.show_axes || !scene->moment.atoms)
    return;
  BwGizmo gizmo = bw_gizmo_make(camera, &scene->moment.cell, scene->style.axes_scale);
  bw_gizmo_overlay_draw(&scene->gizmo, &gizmo, scene->style.dark, tile, fbo);
}

gboolean bw_scene_draw_tile(BwScene *scene, const BwCamera *camera, const BwTile *tile, unsigned fbo,
                            int refinement)
{
  if (tile->tile_width < 1 || tile->tile_height < 1)
    return FALSE;
  begin_frame(scene, refinement <= 0);
  if (refinement > 0)
    bw_scene_find_bonds(scene);
  set_state();
  gboolean room = bw_targets_resize(&scene->targets, tile->tile_width, tile->tile_height, NULL);
  if (room) {
    if (bw_scene_upload_cloud(scene))
      scene->n_frames = 0;
    gboolean goes_on = refinement > 1 && scene->n_frames > 0 && same_picture(scene, camera, tile);
    int frame = refinement <= 0 ? 0 : goes_on ? scene->n_frames + 1 : 1;
    if (frame <= FRAMES_OF_A_STILL)
      make_picture(scene, camera, tile, frame);
    if (frame > 0 && frame <= FRAMES_OF_A_STILL)
      bw_effects_accumulate(&scene->effects, &scene->targets, frame);
    scene->n_frames = MIN(frame, FRAMES_OF_A_STILL);
    if (frame == 0 && scene->tier == BW_TIER_COARSE)
      bw_effects_enlarge(&scene->targets, coarse_side(tile->tile_width), coarse_side(tile->tile_height), fbo);
    else
      bw_effects_present(&scene->targets, scene->n_frames, fbo);
    draw_axes(scene, camera, tile, fbo);
    scene->still_camera = *camera;
    scene->still_tile = *tile;
  }
  if (refinement <= 0)
    bw_stopwatch_end(&scene->stopwatch);
  restore_state(fbo, tile->tile_width, tile->tile_height);
  return room && scene->n_frames < FRAMES_OF_A_STILL;
}

gboolean bw_scene_draw(BwScene *scene, const BwCamera *camera, unsigned fbo, int width, int height,
                       int refinement)
{
  const BwTile whole = {width, height, 0, 0, width, height};
  return bw_scene_draw_tile(scene, camera, &whole, fbo, refinement);
}
