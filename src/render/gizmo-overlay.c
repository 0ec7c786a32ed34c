#include "render/gizmo-overlay.h"

#include <string.h>

gboolean bw_gizmo_overlay_init(BwGizmoOverlay *overlay, GError **error)
{
  if (!bw_program_init(&overlay->program, 330, "screen", "overlay", NULL, error))
    return FALSE;
  glGenVertexArrays(1, &overlay->array);
  glGenTextures(1, &overlay->texture);
  glBindTexture(GL_TEXTURE_2D, overlay->texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glBindTexture(GL_TEXTURE_2D, 0);
  return TRUE;
}

void bw_gizmo_overlay_clear(BwGizmoOverlay *overlay)
{
  bw_program_clear(&overlay->program);
  glDeleteVertexArrays(1, &overlay->array);
  glDeleteTextures(1, &overlay->texture);
  *overlay = (BwGizmoOverlay){0};
}

/* Paints anew only what has changed; the texture is bound afterwards. */
static void bring_up(BwGizmoOverlay *overlay, const BwGizmo *gizmo, gboolean dark)
{
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, overlay->texture);
  if (overlay->dark == dark && memcmp(&overlay->painted, gizmo, sizeof *gizmo) == 0)
    return;
  cairo_surface_t *image = bw_gizmo_paint(gizmo, dark);
  int size = cairo_image_surface_get_width(image);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, cairo_image_surface_get_stride(image) / 4);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size, size, 0, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
               cairo_image_surface_get_data(image));
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  cairo_surface_destroy(image);
  overlay->painted = *gizmo;
  overlay->dark = dark;
}

void bw_gizmo_overlay_draw(BwGizmoOverlay *overlay, const BwGizmo *gizmo, gboolean dark, const BwTile *tile,
                           GLuint fbo)
{
  int size = bw_gizmo_size(gizmo), margin = bw_gizmo_margin(gizmo);
  int left = tile->width - margin - size - tile->x, bottom = margin - tile->y;
  if (size < 1 || left + size <= 0 || left >= tile->tile_width || bottom + size <= 0 ||
      bottom >= tile->tile_height)
    return;
  glUseProgram(overlay->program.id);
  bring_up(overlay, gizmo, dark);
  glUniform1i(overlay->program.uniforms[BW_UNIFORM_PICTURE], 0);
  glUniform2i(overlay->program.uniforms[BW_UNIFORM_CORNER], left, bottom);
  glBindFramebuffer(GL_FRAMEBUFFER, fbo);
  glViewport(left, bottom, size, size);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glBindVertexArray(overlay->array);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glDisable(GL_BLEND);
}
