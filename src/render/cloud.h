/* cloud.h - the delocalisation of every nucleus: a running average of where its beads are, and the surfaces
 * that enclose given fractions of it, worked out on a thread of their own. No OpenGL.
 *
 * Beads are taken relative to their centroid, and the surfaces drawn around the centroid of the present
 * moment: that is the quantum delocalisation, not the thermal motion, however the molecule moves meanwhile; a
 * molecule that tumbles takes its clouds with it. In place, they are taken relative to where the atom was
 * first: its thermal motion is part of it.
 *
 * The average is the plain mean of the first BW_CLOUD_MEMORY moments; then older ones fade, so that the cloud
 * follows a change of the temperature. */
#pragma once

#include "render/isosurface.h"
#include "system/frame.h"

enum {
  BW_CLOUD_MEMORY = 256,      /* moments */
  BW_CLOUD_MOST_ATOMS = 4000, /* larger systems have no cloud */
  BW_CLOUD_MOST_SURFACES = 4,
};

typedef struct {
  int n_surfaces;
  double fractions[BW_CLOUD_MOST_SURFACES]; /* enclosed, the innermost first */
  gboolean in_place;
} BwCloudRecipe;

/* Part of the triangles. */
typedef struct {
  guint first, n; /* indices */
} BwCloudPart;

/* Never changed once it has been made, so that several threads may look at it; counted references. */
typedef struct {
  int ref_count;
  int n_atoms;
  BwCloudRecipe recipe;
  double *anchors;    /* [n_atoms][3], Å: where the atoms were first, and so how they were turned */
  GArray *vertices;   /* BwSurfaceVertex, Å from the anchor, or from the centroid when not in place */
  GArray *triangles;  /* guint32 */
  BwCloudPart *parts; /* [n_atoms][n_surfaces][2]: fine, and coarse */
  gint64 n_moments;   /* that have been averaged */
} BwCloudMesh;

BwCloudMesh *bw_cloud_mesh_ref(BwCloudMesh *mesh);
void bw_cloud_mesh_unref(BwCloudMesh *mesh); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCloudMesh, bw_cloud_mesh_unref)
/* How the surfaces are to be turned for atoms that are at centroid[n_atoms][3] now. */
void bw_cloud_mesh_get_turn(const BwCloudMesh *mesh, const BwAtoms *atoms, const BwCell *cell,
                            const double *centroid, double turn[3][3]);
const BwCloudPart *bw_cloud_mesh_part(const BwCloudMesh *mesh, int atom, int surface, gboolean coarse);

typedef struct _BwCloud BwCloud;

/* An empty average for these atoms. `ready` (may be NULL) is called in the default main context when there
 * is something new to take. */
BwCloud *bw_cloud_new(BwAtoms *atoms, const BwCloudRecipe *recipe, void (*ready)(gpointer data),
                      gpointer data);
void bw_cloud_free(BwCloud *cloud);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwCloud, bw_cloud_free)
/* Other surfaces of the same average; FALSE when that is not possible: in_place differs. */
gboolean bw_cloud_set_recipe(BwCloud *cloud, const BwCloudRecipe *recipe);

/* Hands over a moment: positions[n_beads][n_atoms][3] and their centroid[n_atoms][3], Å; the same one twice
 * in a row counts once. While the thread has more to do than it can, moments are left out, unless `wait`. */
void bw_cloud_add(BwCloud *cloud, const BwCell *cell, const double *positions, const double *centroid,
                  int n_beads, gboolean wait);
int bw_cloud_get_n_atoms(const BwCloud *cloud);
/* Waits until all moments are in the surfaces. */
void bw_cloud_settle(BwCloud *cloud);
/* The newest surfaces, a reference to them; NULL when there are none since the last call. */
BwCloudMesh *bw_cloud_take(BwCloud *cloud);
