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
  g_clear_pointer(&scene->given, bw_cloud_mesh_unref);
  bw_cloud_batch_upload(&scene->clouds, NULL);
}

/* Whether the average that there is goes on. */
static gboolean goes_on(const BwScene *scene, const BwCloudRecipe *recipe, int n_atoms)
{
  return scene->style.show_cloud && bw_cloud_get_n_atoms(scene->cloud) == n_atoms &&
         bw_cloud_set_recipe(scene->cloud, recipe);
}

/* The average that the style asks for; NULL: none. */
static BwCloud *cloud_of(BwScene *scene, BwAtoms *atoms)
{
  int n_atoms = atoms->n_atoms;
  BwCloudRecipe recipe = recipe_of(&scene->style);
  if (scene->given)
    return NULL;
  if (scene->cloud && !goes_on(scene, &recipe, n_atoms))
    bw_scene_clear_cloud(scene);
  if (!scene->cloud && scene->style.show_cloud && n_atoms <= BW_CLOUD_MOST_ATOMS)
    scene->cloud = bw_cloud_new(atoms, &recipe, scene->changed ? on_ready : NULL, scene);
  return scene->cloud;
}

void bw_scene_feed_cloud(BwScene *scene)
{
  const BwMoment *m = &scene->moment;
  BwCloud *cloud = m->atoms ? cloud_of(scene, m->atoms) : NULL;
  if (cloud)
    bw_cloud_add(cloud, &m->cell, m->positions, m->centroid, m->n_beads, FALSE);
}

void bw_scene_deposit(BwScene *scene, BwAtoms *atoms, const BwCell *cell, const double *positions,
                      int n_beads)
{
  if (scene->moment.atoms && !bw_atoms_equal(scene->moment.atoms, atoms))
    return;
  BwCloud *cloud = cloud_of(scene, atoms);
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
  if (scene->given && scene->given != scene->clouds.mesh)
    mesh = bw_cloud_mesh_ref(scene->given);
  if (mesh)
    bw_cloud_batch_upload(&scene->clouds, mesh);
  return mesh != NULL;
}

BwCloudMesh *bw_scene_get_cloud(const BwScene *scene)
{
  return scene->clouds.mesh && scene->style.show_cloud ? bw_cloud_mesh_ref(scene->clouds.mesh) : NULL;
}

void bw_scene_set_cloud(BwScene *scene, BwCloudMesh *cloud)
{
  bw_scene_clear_cloud(scene);
  scene->given = cloud ? bw_cloud_mesh_ref(cloud) : NULL;
}

void bw_scene_draw_cloud(BwScene *scene, const BwView *view, const BwLook *look)
{
  const BwShapes *shapes = bw_scene_get_shapes(scene);
  BwCloudPlaces around = {
      .atoms = scene->moment.atoms,
      .cell = &scene->moment.cell,
      .images = &shapes->images,
      .centroid = scene->moment.centroid,
      .origin = shapes->origin,
  };
  if (scene->moment.atoms && scene->style.show_cloud)
    bw_cloud_batch_draw(&scene->clouds, view, look, &around);
}
