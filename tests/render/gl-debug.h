/* gl-debug.h - makes whatever the graphics driver complains about a failure of the test. */
#pragma once

#include <epoxy/gl.h>
#include <glib.h>

static int gl_complaints;

static void on_gl_message(G_GNUC_UNUSED GLenum source, GLenum type, G_GNUC_UNUSED GLuint id, GLenum severity,
                          G_GNUC_UNUSED GLsizei length, const GLchar *text, G_GNUC_UNUSED const void *data)
{
  if (type == GL_DEBUG_TYPE_PERFORMANCE ||
      (severity != GL_DEBUG_SEVERITY_HIGH && severity != GL_DEBUG_SEVERITY_MEDIUM))
    return;
  gl_complaints++;
  g_test_message("OpenGL: %s", text);
}

/* For the current context; FALSE when the driver does not report (before OpenGL 4.3, without KHR_debug). */
static inline gboolean listen_to_gl(void)
{
  if (epoxy_gl_version() < 43 && !epoxy_has_gl_extension("GL_KHR_debug"))
    return FALSE;
  glEnable(GL_DEBUG_OUTPUT);
  glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
  glDebugMessageCallback(on_gl_message, NULL);
  return TRUE;
}

static inline void assert_gl_content(void)
{
  g_assert_cmpint(glGetError(), ==, GL_NO_ERROR);
  g_assert_cmpint(gl_complaints, ==, 0);
}
