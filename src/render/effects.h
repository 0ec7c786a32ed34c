/* effects.h - from what the geometry wrote to the picture: occlusion, fading, smooth edges. */
#pragma once

#include "render/look.h"
#include "render/targets.h"
#include "render/view.h"

typedef struct {
  BwProgram halve, occlusion, blur, composite, copy;
  GLuint array; /* without attributes: the triangle comes from the vertex number */
} BwEffects;

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
/* The lower left width × height pixels of the picture over all of `fbo`. */
void bw_effects_enlarge(const BwTargets *targets, int width, int height, GLuint fbo);
