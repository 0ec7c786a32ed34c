#include "render/surface-batch.h"

#include <stddef.h>

static const float OPACITY = 0.9f;

static void set_attribute(GLuint index, GLint n, GLenum type, gsize stride, gsize offset)
{
  glEnableVertexAttribArray(index);
  glVertexAttribPointer(index, n, type, type == GL_UNSIGNED_BYTE, (GLsizei)stride, GSIZE_TO_POINTER(offset));
}

gboolean bw_surface_batch_init(BwSurfaceBatch *batch, GError **error)
{
  if (!bw_program_init(&batch->program, 330, "painted", "painted", NULL, error))
    return FALSE;
  glGenVertexArrays(1, &batch->array);
  glGenBuffers(1, &batch->vertex_buffer);
  glGenBuffers(1, &batch->colour_buffer);
  glGenBuffers(1, &batch->index_buffer);
  glBindVertexArray(batch->array);
  glBindBuffer(GL_ARRAY_BUFFER, batch->vertex_buffer);
  set_attribute(0, 3, GL_FLOAT, sizeof(BwSurfaceVertex), offsetof(BwSurfaceVertex, position));
  set_attribute(1, 3, GL_FLOAT, sizeof(BwSurfaceVertex), offsetof(BwSurfaceVertex, normal));
  glBindBuffer(GL_ARRAY_BUFFER, batch->colour_buffer);
  set_attribute(2, 4, GL_UNSIGNED_BYTE, sizeof(BwColour), 0);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, batch->index_buffer);
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  return TRUE;
}

void bw_surface_batch_clear(BwSurfaceBatch *batch)
{
  const GLuint buffers[] = {batch->vertex_buffer, batch->colour_buffer, batch->index_buffer};
  bw_program_clear(&batch->program);
  glDeleteVertexArrays(1, &batch->array);
  glDeleteBuffers(G_N_ELEMENTS(buffers), buffers);
  bw_painted_surface_unref(batch->surface);
  *batch = (BwSurfaceBatch){0};
}

static void upload(BwSurfaceBatch *batch, BwPaintedSurface *surface)
{
  bw_painted_surface_unref(batch->surface);
  batch->surface = bw_painted_surface_ref(surface);
  glBindVertexArray(batch->array);
  glBindBuffer(GL_ARRAY_BUFFER, batch->vertex_buffer);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(sizeof(BwSurfaceVertex) * surface->vertices->len),
               surface->vertices->data, GL_STATIC_DRAW);
  glBindBuffer(GL_ARRAY_BUFFER, batch->colour_buffer);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(sizeof(BwColour) * surface->vertices->len), surface->colours,
               GL_STATIC_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)(sizeof(guint32) * surface->triangles->len),
               surface->triangles->data, GL_STATIC_DRAW);
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

/* First its depths alone: then of all that lies behind each other only the nearest is blended. */
static void draw_nearest(const BwSurfaceBatch *batch)
{
  GLsizei n = (GLsizei)batch->surface->triangles->len;
  glEnable(GL_DEPTH_TEST);
  glEnable(GL_DEPTH_CLAMP);
  glEnable(GL_CULL_FACE);
  glDepthFunc(GL_LESS);
  glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
  glDrawElements(GL_TRIANGLES, n, GL_UNSIGNED_INT, NULL);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glDepthMask(GL_FALSE);
  glDepthFunc(GL_EQUAL);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glDrawElements(GL_TRIANGLES, n, GL_UNSIGNED_INT, NULL);
  glDisable(GL_BLEND);
  glDisable(GL_CULL_FACE);
  glDisable(GL_DEPTH_CLAMP);
  glDisable(GL_DEPTH_TEST);
  glDepthMask(GL_TRUE);
  glDepthFunc(GL_LESS);
}

void bw_surface_batch_draw(BwSurfaceBatch *batch, BwPaintedSurface *surface, const BwView *view,
                           const BwLook *look, const double origin[3])
{
  const GLint *at = batch->program.uniforms;
  float offset[3];
  if (!surface || surface->triangles->len == 0)
    return;
  if (batch->surface != surface)
    upload(batch, surface);
  for (int row = 0; row < 3; row++) {
    offset[row] = view->matrix[12 + row];
    for (int d = 0; d < 3; d++)
      offset[row] -= view->matrix[4 * d + row] * (float)origin[d];
  }
  bw_view_use(view, &batch->program);
  glUniform3fv(at[BW_UNIFORM_OFFSET], 1, offset);
  glUniform1f(at[BW_UNIFORM_FOG], look->fog);
  glUniform3fv(at[BW_UNIFORM_FOG_COLOUR], 1, look->fog_colour);
  glUniform4f(at[BW_UNIFORM_PAINT], 0, 0, 0, OPACITY);
  glBindVertexArray(batch->array);
  draw_nearest(batch);
  glBindVertexArray(0);
}
