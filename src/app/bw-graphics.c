#include "app/bw-graphics.h"

#include <epoxy/gl.h>
#include <string.h>

static gboolean ask_driver(GdkDisplay *display)
{
  g_autoptr(GdkGLContext) context = gdk_display_create_gl_context(display, NULL);
  if (!context || !gdk_gl_context_realize(context, NULL))
    return FALSE;
  gdk_gl_context_make_current(context);
  const char *name = (const char *)glGetString(GL_RENDERER);
  gboolean software = !name || strstr(name, "llvmpipe") || strstr(name, "softpipe") || strstr(name, "swrast");
  gdk_gl_context_clear_current();
  return software;
}

gboolean bw_graphics_is_software(GdkDisplay *display)
{
  static int software = -1;
  if (software < 0)
    software = ask_driver(display);
  return software;
}

void bw_graphics_choose_renderer(GdkDisplay *display)
{
  /* where GTK looks after the environment and before its own choice */
  if (bw_graphics_is_software(display))
    g_object_set_data(G_OBJECT(display), "gsk-renderer", (gpointer) "cairo");
}
