/* scene-private.h - what scene.c keeps and frame.c draws. */
#pragma once

#include "render/batches.h"
#include "render/cloud-batch.h"
#include "render/effects.h"
#include "render/gizmo-overlay.h"
#include "render/scene.h"
#include "render/stopwatch.h"
#include "render/surface-batch.h"

struct _BwScene {
  BwMoment moment;
  BwSceneStyle style;
  BwHighlight highlight;
  BwShapes *shapes; /* of the three above; NULL: to be made */
  gboolean uploaded;
  BwBatches batches;
  BwEffects effects;
  BwTargets targets;
  BwCloud *cloud;     /* of these atoms; NULL: not shown */
  BwCloudMesh *given; /* instead, from elsewhere */
  BwCloudBatch clouds;
  BwPaintedSurface *surface; /* NULL: none */
  BwSurfaceBatch surfaces;
  void (*changed)(gpointer data);
  gpointer changed_data;
  BwGizmoOverlay gizmo;
  BwGovernor governor;
  BwStopwatch stopwatch;
  BwTier tier;  /* of the last moving frame */
  int n_frames; /* accumulated of the present picture */
  BwCamera still_camera;
  BwTile still_tile;
};

/* For a picture that stays: looks for the bonds if they were only followed while it moved. */
void bw_scene_find_bonds(BwScene *scene);
/* Made anew when something they follow from has changed; the scene's. */
const BwShapes *bw_scene_get_shapes(BwScene *scene);

/* scene-cloud.c: what follows for the cloud from a new moment or style; clear: there are other atoms. */
void bw_scene_feed_cloud(BwScene *scene);
void bw_scene_clear_cloud(BwScene *scene);
/* Over the opaque picture. */
void bw_scene_draw_cloud(BwScene *scene, const BwView *view, const BwLook *look);
/* Brings new surfaces to the graphics card; TRUE when there were. */
gboolean bw_scene_upload_cloud(BwScene *scene);
