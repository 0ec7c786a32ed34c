#include "render/scene-private.h"

#include "base/error.h"

#include <string.h>

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
  bw_governor_init(&scene->governor, BW_N_TIERS);
  bw_stopwatch_init(&scene->stopwatch);
  if (!bw_batches_init(&scene->batches, error) || !bw_effects_init(&scene->effects, error) ||
      !bw_cloud_batch_init(&scene->clouds, error) || !bw_surface_batch_init(&scene->surfaces, error) ||
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
  bw_cloud_free(scene->cloud);
  bw_cloud_mesh_unref(scene->given);
  bw_cloud_batch_clear(&scene->clouds);
  bw_painted_surface_unref(scene->surface);
  bw_surface_batch_clear(&scene->surfaces);
  bw_gizmo_overlay_clear(&scene->gizmo);
  bw_stopwatch_clear(&scene->stopwatch);
  bw_shapes_free(scene->shapes);
  bw_moment_clear(&scene->moment);
  g_free(scene->highlight.selected);
  g_free(scene->highlight.shares);
  g_free(scene);
}

static void forget_shapes(BwScene *scene)
{
  g_clear_pointer(&scene->shapes, bw_shapes_free);
  scene->n_frames = 0;
}

const BwShapes *bw_scene_get_shapes(BwScene *scene)
{
  if (!scene->shapes) {
    scene->shapes = bw_shapes_new(&scene->moment, &scene->style, &scene->highlight);
    if (scene->surface)
      bw_shapes_make_room(scene->shapes, scene->surface->reach);
    scene->uploaded = FALSE;
  }
  return scene->shapes;
}

void bw_scene_set_moment(BwScene *scene, BwAtoms *atoms, const BwCell *cell, const double *positions,
                         int n_beads)
{
  if (scene->moment.atoms && !bw_atoms_equal(scene->moment.atoms, atoms)) {
    bw_scene_clear_cloud(scene);
    bw_scene_set_surface(scene, NULL);
    bw_governor_forget(&scene->governor);
  }
  bw_moment_set(&scene->moment, atoms, cell, positions, n_beads);
  bw_scene_feed_cloud(scene);
  forget_shapes(scene);
}

void bw_scene_find_bonds(BwScene *scene)
{
  if (bw_moment_settle(&scene->moment))
    forget_shapes(scene);
}

void bw_scene_clear(BwScene *scene)
{
  bw_scene_clear_cloud(scene);
  bw_scene_set_surface(scene, NULL);
  bw_moment_clear(&scene->moment);
  forget_shapes(scene);
}

void bw_scene_set_style(BwScene *scene, const BwSceneStyle *style)
{
  scene->style = *style;
  bw_governor_set_quality(&scene->governor, style->quality);
  bw_governor_forget(&scene->governor);
  bw_scene_feed_cloud(scene);
  forget_shapes(scene);
}

void bw_scene_get_style(const BwScene *scene, BwSceneStyle *style)
{
  *style = scene->style;
}

void bw_scene_set_highlight(BwScene *scene, int hovered_atom, const int *selected, int n_selected)
{
  BwHighlight *now = &scene->highlight;
  gsize size = n_selected > 0 ? sizeof *selected * n_selected : 0;
  if (now->hovered == hovered_atom && now->n_selected == MAX(n_selected, 0) &&
      (size == 0 || memcmp(now->selected, selected, size) == 0))
    return;
  g_free(now->selected);
  now->hovered = hovered_atom;
  now->selected = size > 0 ? g_memdup2(selected, size) : NULL;
  now->n_selected = MAX(n_selected, 0);
  forget_shapes(scene);
}

void bw_scene_set_shares(BwScene *scene, const double *shares, int n)
{
  BwHighlight *now = &scene->highlight;
  gsize size = shares ? sizeof *shares * (gsize)n : 0;
  if (now->n_shares == (shares ? n : 0) && (size == 0 || memcmp(now->shares, shares, size) == 0))
    return;
  g_free(now->shares);
  now->shares = g_memdup2(shares, size);
  now->n_shares = shares ? n : 0;
  forget_shapes(scene);
}

void bw_scene_set_surface(BwScene *scene, BwPaintedSurface *surface)
{
  if (scene->surface == surface)
    return;
  bw_painted_surface_unref(scene->surface);
  scene->surface = surface ? bw_painted_surface_ref(surface) : NULL;
  forget_shapes(scene);
}

void bw_scene_get_images(const BwScene *scene, int images[3])
{
  const BwShapes *shapes = bw_scene_get_shapes((BwScene *)scene);
  memcpy(images, shapes->images.n, sizeof shapes->images.n);
}

const double *bw_scene_get_centroids(const BwScene *scene)
{
  return scene->moment.centroid;
}

const GArray *bw_scene_get_bonds(const BwScene *scene)
{
  return scene->moment.bonds;
}

void bw_scene_get_bounds(const BwScene *scene, double centre[3], double *radius)
{
  const BwShapes *shapes = bw_scene_get_shapes((BwScene *)scene); /* made when first asked for */
  memcpy(centre, shapes->focus.centre, sizeof shapes->focus.centre);
  *radius = shapes->focus.radius;
}

void bw_scene_look_at(const BwScene *scene, BwCamera *camera, double aspect)
{
  bw_shapes_look_at(bw_scene_get_shapes((BwScene *)scene), &scene->moment.cell, camera, aspect);
}

void bw_scene_fill(const BwScene *scene, BwCamera *camera, double aspect)
{
  bw_shapes_fill(bw_scene_get_shapes((BwScene *)scene), camera, aspect);
}

void bw_scene_keep(const BwScene *scene, BwCamera *camera, double aspect)
{
  bw_shapes_keep(bw_scene_get_shapes((BwScene *)scene), camera, aspect);
}

int bw_scene_pick(BwScene *scene, const BwCamera *camera, int x, int y, int width, int height, int *bead)
{
  BwSite site;
  bw_shapes_pick(bw_scene_get_shapes(scene), camera, x, y, width, height, &site);
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

BwTier bw_scene_get_tier(const BwScene *scene)
{
  return scene->tier;
}
