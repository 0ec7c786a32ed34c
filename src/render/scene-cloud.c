/* The delocalisation cloud of a scene: fed with the moments that are shown, drawn over what is opaque. */
#include "render/scene-private.h"

#include <string.h>

static BwCloudRecipe recipe_of(const BwSceneStyle *style)
{
  BwCloudRecipe recipe = {.n_surfaces = BW_N_CLOUD_SURFACES, .in_place = style->cloud_in_place};
  memcpy(recipe.fractions, style->cloud_fractions, sizeof style->cloud_fractions);
  return recipe;
}

static void on_ready(gpointer data)
{
  BwScene *scene = data;
  if (scene->changed)
    scene->changed(scene->changed_data);
}

void bw_scene_set_notify(BwScene *scene, void (*changed)(gpointer data), gpointer data)
{
  scene->changed = changed;
  scene->changed_data = data;
}

void bw_scene_clear_cloud(BwScene *scene)
{
  g_clear_pointer(&scene->cloud, bw_cloud_free);
  bw_cloud_batch_upload(&scene->clouds, NULL);
}

/* The cloud that the style asks for; NULL: none. */
static BwCloud *cloud_of(BwScene *scene, int n_atoms)
{
  BwCloudRecipe recipe = recipe_of(&scene->style);
  if (scene->cloud && (!scene->style.show_cloud || !bw_cloud_set_recipe(scene->cloud, &recipe)))
    bw_scene_clear_cloud(scene);
  if (!scene->cloud && scene->style.show_cloud)
    scene->cloud = bw_cloud_new(n_atoms, &recipe, on_ready, scene);
  return scene->cloud;
}

void bw_scene_feed_cloud(BwScene *scene)
{
  const BwMoment *m = &scene->moment;
  BwCloud *cloud = m->atoms ? cloud_of(scene, m->atoms->n_atoms) : NULL;
  if (cloud)
    bw_cloud_add(cloud, &m->cell, m->positions, m->centroid, m->n_beads, FALSE);
}

void bw_scene_deposit(BwScene *scene, BwAtoms *atoms, const BwCell *cell, const double *positions,
                      int n_beads)
{
  if (scene->moment.atoms && !bw_atoms_equal(scene->moment.atoms, atoms))
    return;
  BwCloud *cloud = cloud_of(scene, atoms->n_atoms);
  if (!cloud)
    return;
  g_autofree double *centroid = g_new(double, 3 * (gsize)atoms->n_atoms);
  bw_moment_find_centroid(cell, positions, n_beads, atoms->n_atoms, centroid);
  bw_cloud_add(cloud, cell, positions, centroid, n_beads, TRUE);
}

void bw_scene_settle(BwScene *scene)
{
  if (scene->cloud)
    bw_cloud_settle(scene->cloud);
}

gboolean bw_scene_upload_cloud(BwScene *scene)
{
  BwCloudMesh *mesh = scene->cloud ? bw_cloud_take(scene->cloud) : NULL;
  if (mesh)
    bw_cloud_batch_upload(&scene->clouds, mesh);
  return mesh != NULL;
}

void bw_scene_draw_cloud(BwScene *scene, const BwView *view, const BwLook *look)
{
  const BwShapes *shapes = bw_scene_get_shapes(scene);
  const double *anchors = scene->cloud ? bw_cloud_get_anchors(scene->cloud) : NULL;
  if (!anchors || !scene->moment.atoms)
    return;
  BwCloudPlaces around = {
      .atoms = scene->moment.atoms,
      .cell = &scene->moment.cell,
      .images = &shapes->images,
      .anchors = scene->style.cloud_in_place ? anchors : scene->moment.centroid,
      .origin = shapes->origin,
  };
  bw_cloud_batch_draw(&scene->clouds, view, look, &around);
}
