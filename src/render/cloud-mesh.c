/* The surfaces of all atoms, from their densities. */
#include "render/cloud-private.h"

#include "system/superpose.h"

#include <string.h>

BwCloudMesh *bw_cloud_mesh_ref(BwCloudMesh *mesh)
{
  g_atomic_int_inc(&mesh->ref_count);
  return mesh;
}

void bw_cloud_mesh_unref(BwCloudMesh *mesh)
{
  if (!mesh || !g_atomic_int_dec_and_test(&mesh->ref_count))
    return;
  g_free(mesh->anchors);
  g_array_unref(mesh->vertices);
  g_array_unref(mesh->triangles);
  g_free(mesh->parts);
  g_free(mesh);
}

static BwCloudPart *part_of(const BwCloudMesh *mesh, int atom, int surface, gboolean coarse)
{
  return mesh->parts + ((gsize)atom * mesh->recipe.n_surfaces + surface) * 2 + (coarse ? 1 : 0);
}

const BwCloudPart *bw_cloud_mesh_part(const BwCloudMesh *mesh, int atom, int surface, gboolean coarse)
{
  return part_of(mesh, atom, surface, coarse);
}

static void add_part(BwCloudMesh *mesh, const BwDensityField *field, double fraction, int stride,
                     BwCloudPart *part)
{
  part->first = mesh->triangles->len;
  bw_density_add_surface(field, fraction, stride, mesh->vertices, mesh->triangles);
  part->n = mesh->triangles->len - part->first;
}

static void add_atom(BwCloudMesh *mesh, int atom, const BwDensityField *field)
{
  for (int s = 0; s < mesh->recipe.n_surfaces; s++)
    for (int stride = 1; stride <= 2 && mesh->recipe.fractions[s] > 0 && mesh->recipe.fractions[s] < 1;
         stride++)
      add_part(mesh, field, mesh->recipe.fractions[s], stride, part_of(mesh, atom, s, stride == 2));
}

BwCloudMesh *bw_cloud_mesh_new(const BwDensity *densities, int n_atoms, const BwCloudRecipe *recipe,
                               double n_samples)
{
  BwCloudMesh *mesh = g_new0(BwCloudMesh, 1);
  mesh->ref_count = 1;
  mesh->n_atoms = n_atoms;
  mesh->recipe = *recipe;
  mesh->vertices = g_array_new(FALSE, FALSE, sizeof(BwSurfaceVertex));
  mesh->triangles = g_array_new(FALSE, FALSE, sizeof(guint32));
  mesh->parts = g_new0(BwCloudPart, (gsize)n_atoms * recipe->n_surfaces * 2 + 1);
  gsize size = n_atoms > 0 ? (gsize)densities->n * densities->n * densities->n : 0;
  g_autofree float *values = g_new(float, size), *scratch = g_new(float, size);
  BwDensityField field = {.values = values};
  for (int i = 0; i < n_atoms; i++)
    if (bw_density_smooth(densities + i, n_samples, &field, scratch))
      add_atom(mesh, i, &field);
  return mesh;
}

void bw_cloud_find_turn(const BwAtoms *atoms, const BwCell *cell, gboolean in_place, const double *anchors,
                        const double *centroid, double turn[3][3])
{
  static const double none[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  if (in_place || bw_cell_is_periodic(cell))
    memcpy(turn, none, sizeof none);
  else
    bw_superpose(anchors, centroid, atoms->masses, atoms->n_atoms, turn);
}

void bw_cloud_mesh_get_turn(const BwCloudMesh *mesh, const BwAtoms *atoms, const BwCell *cell,
                            const double *centroid, double turn[3][3])
{
  bw_cloud_find_turn(atoms, cell, mesh->recipe.in_place, mesh->anchors, centroid, turn);
}
