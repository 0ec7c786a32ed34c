#include "render/effects.h"

#include <math.h>

static const float OCCLUSION_STRENGTH = 0.85f;
/* Of the pattern from frame to frame of a still picture, radians: 5/16 of a circle. */
static const double OCCLUSION_TURN = 10 * G_PI / 16;

gboolean bw_effects_init(BwEffects *effects, GError **error)
{
  glGenVertexArrays(1, &effects->array);
  return bw_program_init(&effects->halve, 330, "screen", "halve", NULL, error) &&
         bw_program_init(&effects->occlusion, 330, "screen", "occlusion", NULL, error) &&
         bw_program_init(&effects->blur, 330, "screen", "blur", NULL, error) &&
         bw_program_init(&effects->composite, 330, "screen", "composite", NULL, error) &&
         bw_program_init(&effects->copy, 330, "screen", "copy", NULL, error);
}

void bw_effects_clear(BwEffects *effects)
{
  bw_program_clear(&effects->halve);
  bw_program_clear(&effects->occlusion);
  bw_program_clear(&effects->blur);
  bw_program_clear(&effects->composite);
  bw_program_clear(&effects->copy);
  glDeleteVertexArrays(1, &effects->array);
  *effects = (BwEffects){0};
}

int bw_effects_reach(int picture_height)
{
  return MAX(picture_height / 6, 8);
}

static void bind_texture(const BwProgram *program, BwUniform uniform, int unit, GLuint texture)
{
  glActiveTexture(GL_TEXTURE0 + unit);
  glBindTexture(GL_TEXTURE_2D, texture);
  glUniform1i(program->uniforms[uniform], unit);
}

/* The triangle over a rectangle; with `drawn_only` the empty pixels behind it cost nothing. */
static void draw(const BwEffects *effects, GLuint fbo, const int rectangle[4], gboolean drawn_only)
{
  glBindFramebuffer(GL_FRAMEBUFFER, fbo);
  glEnable(GL_SCISSOR_TEST);
  glScissor(rectangle[0], rectangle[1], rectangle[2], rectangle[3]);
  if (drawn_only) {
    glEnable(GL_DEPTH_TEST);
    glDepthFunc(GL_GREATER);
    glDepthMask(GL_FALSE);
  }
  glBindVertexArray(effects->array);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glDepthMask(GL_TRUE);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_SCISSOR_TEST);
}

/* Depths that count as one surface, as a fraction of the depth range. */
static float same_depth(const BwView *view, const BwLook *look)
{
  return (float)(0.25 * look->occlusion_radius) / (view->depth_range[1] - view->depth_range[0]);
}

static void halve(const BwEffects *effects, const BwTargets *targets, const int half[4])
{
  const BwProgram *program = &effects->halve;
  glUseProgram(program->id);
  bind_texture(program, BW_UNIFORM_DISTANCES, 0, targets->full.distances);
  bind_texture(program, BW_UNIFORM_NORMALS, 1, targets->full.normals);
  glEnable(GL_DEPTH_TEST); /* depths are written only while they are tested */
  glDepthFunc(GL_ALWAYS);
  draw(effects, targets->half.fbo, half, FALSE);
}

void bw_effects_occlude(const BwEffects *effects, const BwTargets *targets, const BwView *view,
                        const BwLook *look, const int rectangle[4])
{
  static const float open_and_far[4] = {1, 2, 0, 0};
  const int half[4] = {rectangle[0] / 2, rectangle[1] / 2, rectangle[2] / 2 + 2, rectangle[3] / 2 + 2};
  glViewport(0, 0, targets->half_width, targets->half_height);
  halve(effects, targets, half);

  const BwProgram *program = &effects->occlusion;
  bw_view_use(view, program);
  bind_texture(program, BW_UNIFORM_DISTANCES, 0, targets->half.distances);
  bind_texture(program, BW_UNIFORM_NORMALS, 1, targets->half.normals);
  glUniform1f(program->uniforms[BW_UNIFORM_RADIUS], (float)look->occlusion_radius);
  glUniform1f(program->uniforms[BW_UNIFORM_TURN], (float)(look->frame * OCCLUSION_TURN));
  glUniform1f(program->uniforms[BW_UNIFORM_MOST_PIXELS], bw_effects_reach(look->picture_height));
  for (int i = 0; i < 2; i++) {
    glBindFramebuffer(GL_FRAMEBUFFER, targets->occlusion[i].fbo);
    glClearBufferfv(GL_COLOR, 0, open_and_far);
  }
  draw(effects, targets->occlusion[0].fbo, half, TRUE);

  program = &effects->blur;
  bw_view_use(view, program);
  glUniform1f(program->uniforms[BW_UNIFORM_SAME_DEPTH], same_depth(view, look));
  for (int pass = 0; pass < 2; pass++) {
    bind_texture(program, BW_UNIFORM_OCCLUSION, 0, targets->occlusion[pass].texture);
    glUniform2i(program->uniforms[BW_UNIFORM_STEP], pass == 0, pass == 1);
    draw(effects, targets->occlusion[!pass].fbo, half, TRUE);
  }
}

void bw_effects_compose(const BwEffects *effects, const BwTargets *targets, const BwView *view,
                        const BwLook *look, const int rectangle[4])
{
  const BwProgram *program = &effects->composite;
  const GLint *at = program->uniforms;
  glViewport(0, 0, targets->width, targets->height);
  glBindFramebuffer(GL_FRAMEBUFFER, targets->picture.fbo);
  glClearBufferfv(GL_COLOR, 0, look->background);
  bw_view_use(view, program);
  bind_texture(program, BW_UNIFORM_COLOURS, 0, targets->full.colours);
  bind_texture(program, BW_UNIFORM_DISTANCES, 1, targets->full.distances);
  bind_texture(program, BW_UNIFORM_OCCLUSION, 2, targets->occlusion[0].texture);
  glUniform4fv(at[BW_UNIFORM_BACKGROUND], 1, look->background);
  glUniform3fv(at[BW_UNIFORM_FOG_COLOUR], 1, look->fog_colour);
  glUniform1f(at[BW_UNIFORM_FOG], look->fog);
  glUniform1f(at[BW_UNIFORM_OCCLUDE], look->occlusion_radius > 0 ? OCCLUSION_STRENGTH : 0);
  glUniform1i(at[BW_UNIFORM_OCCLUSION_SAMPLES], look->frame > 0 ? 4 : 1);
  glUniform1f(at[BW_UNIFORM_SAME_DEPTH], same_depth(view, look));
  draw(effects, targets->picture.fbo, rectangle, TRUE);
}

void bw_effects_accumulate(const BwEffects *effects, const BwTargets *targets, int n_frames)
{
  const int all[4] = {0, 0, targets->width, targets->height};
  glUseProgram(effects->copy.id);
  bind_texture(&effects->copy, BW_UNIFORM_PICTURE, 0, targets->picture.texture);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendColor(0, 0, 0, 1.0f / (float)n_frames);
  glBlendFunc(GL_CONSTANT_ALPHA, GL_ONE_MINUS_CONSTANT_ALPHA);
  draw(effects, targets->mean.fbo, all, FALSE);
  glDisable(GL_BLEND);
}

void bw_effects_present(const BwTargets *targets, int n_frames, GLuint fbo)
{
  glBindFramebuffer(GL_READ_FRAMEBUFFER, n_frames > 0 ? targets->mean.fbo : targets->picture.fbo);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, fbo);
  glBlitFramebuffer(0, 0, targets->width, targets->height, 0, 0, targets->width, targets->height,
                    GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

void bw_effects_enlarge(const BwTargets *targets, int width, int height, GLuint fbo)
{
  glBindFramebuffer(GL_READ_FRAMEBUFFER, targets->picture.fbo);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, fbo);
  glBlitFramebuffer(0, 0, width, height, 0, 0, targets->width, targets->height, GL_COLOR_BUFFER_BIT,
                    GL_LINEAR);
}
