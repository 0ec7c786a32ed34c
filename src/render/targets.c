#include "render/targets.h"
#include "base/error.h"

static GLuint new_texture(GLint internal, GLenum format, GLenum type, int width, int height)
{
  GLuint texture;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexImage2D(GL_TEXTURE_2D, 0, internal, width, height, 0, format, type, NULL);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  return texture;
}

static GLuint new_fbo(const GLuint *textures, int n, GLuint depths)
{
  static const GLenum buffers[3] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1, GL_COLOR_ATTACHMENT2};
  GLuint fbo;
  glGenFramebuffers(1, &fbo);
  glBindFramebuffer(GL_FRAMEBUFFER, fbo);
  for (int i = 0; i < n; i++)
    glFramebufferTexture2D(GL_FRAMEBUFFER, buffers[i], GL_TEXTURE_2D, textures[i], 0);
  if (depths)
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, depths);
  glDrawBuffers(n, buffers);
  return fbo;
}

static GLuint new_depths(GLenum format, int width, int height)
{
  GLuint depths;
  glGenRenderbuffers(1, &depths);
  glBindRenderbuffer(GL_RENDERBUFFER, depths);
  glRenderbufferStorage(GL_RENDERBUFFER, format, width, height);
  return depths;
}

static BwSurfaces new_surfaces(gboolean with_colours, GLenum depth_format, int width, int height)
{
  BwSurfaces s = {0};
  if (with_colours)
    s.colours = new_texture(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, width, height);
  s.normals = new_texture(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, width, height);
  s.distances = new_texture(GL_R32F, GL_RED, GL_FLOAT, width, height);
  s.depths = new_depths(depth_format, width, height);
  const GLuint textures[3] = {s.colours, s.normals, s.distances};
  s.fbo = new_fbo(with_colours ? textures : textures + 1, with_colours ? 3 : 2, s.depths);
  return s;
}

static BwTarget new_target(GLint internal, GLenum format, GLenum type, int width, int height, GLuint depths)
{
  BwTarget target;
  target.texture = new_texture(internal, format, type, width, height);
  target.fbo = new_fbo(&target.texture, 1, depths);
  return target;
}

gboolean bw_targets_resize(BwTargets *targets, int width, int height, GError **error)
{
  BwTargets *t = targets;
  if (t->width == width && t->height == height)
    return TRUE;
  bw_targets_clear(t);
  while (glGetError() != GL_NO_ERROR)
    ;
  t->width = width, t->half_width = (width + 1) / 2;
  t->height = height, t->half_height = (height + 1) / 2;
  t->full = new_surfaces(TRUE, GL_DEPTH_COMPONENT32F, width, height);
  t->half = new_surfaces(FALSE, GL_DEPTH_COMPONENT16, t->half_width, t->half_height);
  for (int i = 0; i < 2; i++)
    t->occlusion[i] = new_target(GL_RG16F, GL_RG, GL_FLOAT, t->half_width, t->half_height, t->half.depths);
  t->picture = new_target(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, width, height, t->full.depths);
  t->mean = new_target(GL_RGBA16, GL_RGBA, GL_UNSIGNED_SHORT, width, height, 0);
  glBindFramebuffer(GL_FRAMEBUFFER, t->full.fbo);
  if (glGetError() == GL_NO_ERROR && glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE)
    return TRUE;
  bw_targets_clear(t);
  return bw_fail(error, BW_ERROR_MEMORY,
                 "the graphics driver has no room for a picture of %d × %d; choose a smaller size", width,
                 height);
}

static void surfaces_clear(BwSurfaces *surfaces)
{
  glDeleteTextures(1, &surfaces->colours);
  glDeleteTextures(1, &surfaces->normals);
  glDeleteTextures(1, &surfaces->distances);
  glDeleteRenderbuffers(1, &surfaces->depths);
  glDeleteFramebuffers(1, &surfaces->fbo);
}

static void target_clear(BwTarget *target)
{
  glDeleteTextures(1, &target->texture);
  glDeleteFramebuffers(1, &target->fbo);
}

void bw_targets_clear(BwTargets *targets)
{
  surfaces_clear(&targets->full);
  surfaces_clear(&targets->half);
  for (int i = 0; i < 2; i++)
    target_clear(&targets->occlusion[i]);
  target_clear(&targets->picture);
  target_clear(&targets->mean);
  *targets = (BwTargets){0};
}
