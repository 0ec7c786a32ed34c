/* cloud-batch.h - the surfaces of clouds on the graphics card, laid over the picture of what is opaque. */
#pragma once

#include "render/cloud.h"
#include "render/images.h"
#include "render/look.h"
#include "render/view.h"

typedef struct {
  BwProgram program;
  GLuint array, vertex_buffer, index_buffer;
  BwCloudMesh *mesh; /* what is in the buffers, referenced; NULL: nothing */
} BwCloudBatch;

/* What the surfaces are drawn around. */
typedef struct {
  const BwAtoms *atoms;
  const BwCell *cell;
  const BwImages *images;
  const double *centroid; /* [n_atoms][3], Å */
  const double *origin;   /* of the view's coordinates */
} BwCloudPlaces;

gboolean bw_cloud_batch_init(BwCloudBatch *batch, GError **error);
void bw_cloud_batch_clear(BwCloudBatch *batch);
/* Takes over the reference; NULL: nothing is drawn any more. */
void bw_cloud_batch_upload(BwCloudBatch *batch, BwCloudMesh *mesh);
/* Blended into the bound framebuffer, behind what its depths hide. Atom after atom from the farthest, of each
 * the inner surfaces first: nested surfaces of separate nuclei come out in the right order. In tiers that
 * leave something out, coarse surfaces do; in BARE and COARSE those of the nearest atoms, as many as there is
 * time for. */
void bw_cloud_batch_draw(const BwCloudBatch *batch, const BwView *view, const BwLook *look,
                         const BwCloudPlaces *around);
