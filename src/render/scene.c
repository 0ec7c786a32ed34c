#include "render/scene.h"

#include "base/error.h"
#include "render/batches.h"
#include "render/effects.h"
#include "render/gizmo-overlay.h"
#include "render/shapes.h"

#include <math.h>
#include <string.h>

enum { FRAMES_OF_A_STILL = 16, TILE_MARGIN = 8 };

static const double CONTOUR_WIDTH = 1.0 / 800; /* of the picture's height */

struct _BwScene {
  BwMoment moment;
  BwSceneStyle style;
  BwHighlight highlight;
  BwShapes *shapes; /* of the three above; NULL: to be made */
  gboolean uploaded;
  BwBatches batches;
  BwEffects effects;
  BwTargets targets;
  BwGizmoOverlay gizmo;
  int n_frames; /* accumulated of the present picture */
  BwCamera still_camera;
  BwTile still_tile;
};

BwScene *bw_scene_new(GError **error)
{
  if (epoxy_gl_version() < 33) {
    bw_fail(error, BW_ERROR_UNSUPPORTED,
            "the graphics driver speaks OpenGL %d.%d; 3.3 or newer is needed (a software driver will do: "
            "install libgl1-mesa-dri)",
            epoxy_gl_version() / 10, epoxy_gl_version() % 10);
    return NULL;
  }
  BwScene *scene = g_new0(BwScene, 1);
  scene->highlight.hovered = -1;
  bw_scene_style_init(&scene->style, FALSE);
  if (!bw_batches_init(&scene->batches, error) || !bw_effects_init(&scene->effects, error) ||
      !bw_gizmo_overlay_init(&scene->gizmo, error)) {
    bw_scene_free(scene);
    return NULL;
  }
  return scene;
}

void bw_scene_free(BwScene *scene)
{
  if (!scene)
    return;
  bw_batches_clear(&scene->batches);
  bw_effects_clear(&scene->effects);
  bw_targets_clear(&scene->targets);
  bw_gizmo_overlay_clear(&scene->gizmo);
  bw_shapes_free(scene->shapes);
  bw_moment_clear(&scene->moment);
  g_free(scene->highlight.selected);
  g_free(scene);
}

static void forget_shapes(BwScene *scene)
{
  g_clear_pointer(&scene->shapes, bw_shapes_free);
  scene->n_frames = 0;
}

static const BwShapes *shapes_of(BwScene *scene)
{
  if (!scene->shapes) {
    scene->shapes = bw_shapes_new(&scene->moment, &scene->style, &scene->highlight);
    scene->uploaded = FALSE;
  }
  return scene->shapes;
}

void bw_scene_set_moment(BwScene *scene, BwAtoms *atoms, const BwCell *cell, const double *positions,
                         int n_beads)
{
  bw_moment_set(&scene->moment, atoms, cell, positions, n_beads);
  forget_shapes(scene);
}

void bw_scene_clear(BwScene *scene)
{
  bw_moment_clear(&scene->moment);
  forget_shapes(scene);
}

void bw_scene_set_style(BwScene *scene, const BwSceneStyle *style)
{
  scene->style = *style;
  forget_shapes(scene);
}

void bw_scene_get_style(const BwScene *scene, BwSceneStyle *style)
{
  *style = scene->style;
}

void bw_scene_set_highlight(BwScene *scene, int hovered_atom, const int *selected, int n_selected)
{
  g_free(scene->highlight.selected);
  scene->highlight.hovered = hovered_atom;
  scene->highlight.selected = n_selected > 0 ? g_memdup2(selected, sizeof *selected * n_selected) : NULL;
  scene->highlight.n_selected = MAX(n_selected, 0);
  forget_shapes(scene);
}

void bw_scene_get_images(const BwScene *scene, int images[3])
{
  const BwShapes *shapes = shapes_of((BwScene *)scene);
  memcpy(images, shapes->images.n, sizeof shapes->images.n);
}

void bw_scene_get_bounds(const BwScene *scene, double centre[3], double *radius)
{
  const BwShapes *shapes = shapes_of((BwScene *)scene); /* made when first asked for */
  memcpy(centre, shapes->focus.centre, sizeof shapes->focus.centre);
  *radius = shapes->focus.radius;
}

void bw_scene_look_at(const BwScene *scene, BwCamera *camera, double aspect)
{
  bw_shapes_look_at(shapes_of((BwScene *)scene), &scene->moment.cell, camera, aspect);
}

void bw_scene_fill(const BwScene *scene, BwCamera *camera, double aspect)
{
  bw_shapes_fill(shapes_of((BwScene *)scene), camera, aspect);
}

void bw_scene_keep(const BwScene *scene, BwCamera *camera, double aspect)
{
  bw_shapes_keep(shapes_of((BwScene *)scene), camera, aspect);
}

int bw_scene_pick(BwScene *scene, const BwCamera *camera, int x, int y, int width, int height, int *bead)
{
  BwSite site;
  bw_shapes_pick(shapes_of(scene), camera, x, y, width, height, &site);
  if (bead)
    *bead = site.bead;
  return site.atom;
}

int bw_scene_pick_axis(const BwScene *scene, const BwCamera *camera, int x, int y, int width, int height)
{
  if (!scene->style.show_axes || !scene->moment.atoms)
    return -1;
  BwGizmo gizmo = bw_gizmo_make(camera, &scene->moment.cell, scene->style.axes_scale);
  int edge = bw_gizmo_size(&gizmo) + bw_gizmo_margin(&gizmo);
  return bw_gizmo_pick(&gizmo, x + 0.5 - (width - edge), y + 0.5 - (height - edge));
}

void bw_scene_face_axis(const BwScene *scene, BwCamera *camera, int end)
{
  double toward[3], up[3];
  if (end < 0 || end >= BW_GIZMO_ENDS || !scene->moment.atoms)
    return;
  bw_gizmo_direction(&scene->moment.cell, end, toward, up);
  bw_camera_face(camera, toward, up);
}

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
  BwLook look = {
      .style = style,
      .occlusion_radius = occlusion_radius(scene),
      .frame = frame,
      .picture_height = picture_height,
  };
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

static void draw_geometry(BwScene *scene, const BwView *view, int picture_height, gboolean moving)
{
  static const float nothing[4] = {0}, far_away[4] = {1e7f}, far = 1;
  glBindFramebuffer(GL_FRAMEBUFFER, scene->targets.full.fbo);
  glViewport(0, 0, view->width, view->height);
  glClearBufferfv(GL_COLOR, 0, nothing);
  glClearBufferfv(GL_COLOR, 1, nothing);
  glClearBufferfv(GL_COLOR, 2, far_away);
  glClearBufferfv(GL_DEPTH, 0, &far);
  glEnable(GL_DEPTH_TEST);
  bw_batches_draw(&scene->batches, view, scene->style.outlines ? picture_height * CONTOUR_WIDTH : 0, moving);
  glDisable(GL_DEPTH_TEST);
}

static gboolean same_picture(const BwScene *scene, const BwCamera *camera, const BwTile *tile)
{
  return bw_camera_equal(&scene->still_camera, camera) && memcmp(&scene->still_tile, tile, sizeof *tile) == 0;
}

/* One frame into targets.picture; its place within the pixel and its pattern follow its number. */
static void make_picture(BwScene *scene, const BwCamera *camera, const BwTile *tile, int frame)
{
  const BwShapes *shapes = shapes_of(scene);
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
  draw_geometry(scene, &view, tile->height, frame == 0);
  if (scene->style.ambient_occlusion)
    bw_effects_occlude(&scene->effects, &scene->targets, &view, &look, rectangle);
  bw_effects_compose(&scene->effects, &scene->targets, &view, &look, rectangle);
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
  set_state();
  gboolean room = bw_targets_resize(&scene->targets, tile->tile_width, tile->tile_height, NULL);
  if (room) {
    gboolean goes_on = refinement > 1 && scene->n_frames > 0 && same_picture(scene, camera, tile);
    int frame = refinement <= 0 ? 0 : goes_on ? scene->n_frames + 1 : 1;
    if (frame <= FRAMES_OF_A_STILL)
      make_picture(scene, camera, tile, frame);
    if (frame > 0 && frame <= FRAMES_OF_A_STILL)
      bw_effects_accumulate(&scene->effects, &scene->targets, frame);
    scene->n_frames = MIN(frame, FRAMES_OF_A_STILL);
    bw_effects_present(&scene->targets, scene->n_frames, fbo);
    draw_axes(scene, camera, tile, fbo);
    scene->still_camera = *camera;
    scene->still_tile = *tile;
  }
  restore_state(fbo, tile->tile_width, tile->tile_height);
  return room && scene->n_frames < FRAMES_OF_A_STILL;
}

gboolean bw_scene_draw(BwScene *scene, const BwCamera *camera, unsigned fbo, int width, int height,
                       int refinement)
{
  const BwTile whole = {width, height, 0, 0, width, height};
  return bw_scene_draw_tile(scene, camera, &whole, fbo, refinement);
}
