/* targets.h - the textures that a frame goes through on its way to the screen. */
#pragma once

#include <epoxy/gl.h>
#include <glib.h>

typedef struct {
  GLuint texture, fbo;
} BwTarget;

/* What is known of the surface that each pixel shows. */
typedef struct {
  GLuint fbo;
  GLuint colours;   /* paint in light, and coverage; of the full size only */
  GLuint normals;   /* eye space */
  GLuint distances; /* Å from the eye along its axis; 1e7: nothing there */
  GLuint depths;    /* only tested against, so that later steps skip empty pixels; never sampled */
} BwSurfaces;

typedef struct {
  int width, height;
  int half_width, half_height;
  BwSurfaces full, half;
  BwTarget occlusion[2]; /* half the size; the blur goes to and fro. Tests against half.depths */
  BwTarget picture;      /* one frame. Tests against full.depths */
  BwTarget mean;         /* of the frames of a still picture; 16 bits per channel */
} BwTargets;

/* Makes them that large; keeps them when they are. Fails when the driver has no memory for them. */
gboolean bw_targets_resize(BwTargets *targets, int width, int height, GError **error);
void bw_targets_clear(BwTargets *targets);
