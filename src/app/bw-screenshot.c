#include "app/bw-screenshot.h"

#include "base/error.h"

gboolean bw_screenshot_save(GtkWidget *window, const char *path, GError **error)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new(window);
  int width = gdk_paintable_get_intrinsic_width(paintable);
  int height = gdk_paintable_get_intrinsic_height(paintable);
  float scale = (float)gtk_widget_get_scale_factor(window);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new();
  gtk_snapshot_scale(snapshot, scale, scale);
  gdk_paintable_snapshot(paintable, GDK_SNAPSHOT(snapshot), width, height);
  g_autoptr(GskRenderNode) node = gtk_snapshot_to_node(snapshot);
  GskRenderer *renderer = gtk_native_get_renderer(GTK_NATIVE(window));
  if (!node || !renderer)
    return bw_fail_file(error, BW_ERROR_FILE, path, "no picture taken: the window has not been drawn yet");
  graphene_rect_t all = GRAPHENE_RECT_INIT(0, 0, (float)width * scale, (float)height * scale);
  g_autoptr(GdkTexture) texture = gsk_renderer_render_texture(renderer, node, &all);
  if (!gdk_texture_save_to_png(texture, path))
    return bw_fail_file(error, BW_ERROR_FILE, path, "cannot be written: choose another folder");
  return TRUE;
}
