/* scene-private.h - what scene.c keeps and frame.c draws. */
#pragma once

#include "render/batches.h"
#include "render/effects.h"
#include "render/gizmo-overlay.h"
#include "render/scene.h"
#include "render/stopwatch.h"

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
  BwGovernor governor;
  BwStopwatch stopwatch;
  BwTier tier;  /* of the last moving frame */
  int n_frames; /* accumulated of the present picture */
  BwCamera still_camera;
  BwTile still_tile;
};

/* Made anew when something they follow from has changed; the scene's. */
const BwShapes *bw_scene_get_shapes(BwScene *scene);
