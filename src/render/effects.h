/* effects.h - from what the geometry wrote to the picture: occlusion, fading, smooth edges. */
#pragma once

#include "render/scene.h"
#include "render/targets.h"
#include "render/view.h"

typedef struct {
  BwProgram halve, occlusion, blur, composite, copy;
  GLuint array; /* without attributes: the triangle comes from the vertex number */
} BwEffects;

/* How the effects are to look for what is drawn. */
typedef struct {
  const BwSceneStyle *style;
  double occlusion_radius; /* Å: how far surfaces shade each other */
  int frame;               /* 0 while moving; 1, 2, … of a still picture */
  float background[4];     /* premultiplied */
  int picture_height;      /* of the whole picture, pixels */
} BwLook;

gboolean bw_effects_init(BwEffects *effects, GError **error);
void bw_effects_clear(BwEffects *effects);

/* How many pixels away the occlusion looks at most. */
int bw_effects_reach(int picture_height);

/* From targets->full to targets->occlusion[0], within x, y, width, height. */
void bw_effects_occlude(const BwEffects *effects, const BwTargets *targets, const BwView *view,
                        const BwLook *look, const int rectangle[4]);
/* Into targets->picture; beyond x, y, width, height there is background only. */
void bw_effects_compose(const BwEffects *effects, const BwTargets *targets, const BwView *view,
                        const BwLook *look, const int rectangle[4]);
/* Makes targets->mean that of n_frames pictures, of which this is the last. */
void bw_effects_accumulate(const BwEffects *effects, const BwTargets *targets, int n_frames);
/* Into `fbo`: the picture (n_frames 0), or the mean. */
void bw_effects_present(const BwTargets *targets, int n_frames, GLuint fbo);
