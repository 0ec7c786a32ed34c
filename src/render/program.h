/* program.h - shader programs from the files in shaders/. */
#pragma once

#include <epoxy/gl.h>
#include <glib.h>

/* All uniforms of all shaders; setting one that a program lacks does nothing. */
typedef enum {
  BW_UNIFORM_VIEW,
  BW_UNIFORM_SCALE,
  BW_UNIFORM_SHIFT,
  BW_UNIFORM_PIXEL_TO_RAY,
  BW_UNIFORM_PIXEL_STEP,
  BW_UNIFORM_DEPTH_MAP,
  BW_UNIFORM_VIEWPORT,
  BW_UNIFORM_ORTHOGRAPHIC,
  BW_UNIFORM_LEAST_PIXELS,
  BW_UNIFORM_GUARD,
  BW_UNIFORM_ACCENT,
  BW_UNIFORM_CONTOUR,
  BW_UNIFORM_CONTOUR_PIXELS,
  BW_UNIFORM_DISTANCES,
  BW_UNIFORM_NORMALS,
  BW_UNIFORM_COLOURS,
  BW_UNIFORM_OCCLUSION,
  BW_UNIFORM_PICTURE,
  BW_UNIFORM_RADIUS,
  BW_UNIFORM_TURN,
  BW_UNIFORM_MOST_PIXELS,
  BW_UNIFORM_DEPTH_RANGE,
  BW_UNIFORM_STEP,
  BW_UNIFORM_SAME_DEPTH,
  BW_UNIFORM_BACKGROUND,
  BW_UNIFORM_FOG_COLOUR,
  BW_UNIFORM_FOG,
  BW_UNIFORM_OCCLUDE,
  BW_UNIFORM_OCCLUSION_SAMPLES,
  BW_UNIFORM_CORNER,
  BW_UNIFORM_OFFSET,
  BW_UNIFORM_PAINT,
  BW_N_UNIFORMS,
} BwUniform;

typedef struct {
  GLuint id;
  GLint uniforms[BW_N_UNIFORMS];
} BwProgram;

/* Each names the files NAME.vert and NAME.frag. `prelude` (may be NULL) comes after "#version VERSION core".
 * Fails with the compiler's log. */
gboolean bw_program_init(BwProgram *program, int version, const char *vertex, const char *fragment,
                         const char *prelude, GError **error);
void bw_program_clear(BwProgram *program);
