/* Pictures of the view: into a file, or onto the clipboard. */
#include "app/view/bw-picture.h"
#include "app/view/bw-view3d-private.h"

#include <glib/gi18n.h>

#define COPY_SCALE 2 /* sharp when it is pasted into a page */

static void say(BwView3d *self, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor(GTK_WIDGET(self), ADW_TYPE_TOAST_OVERLAY);
  if (toasts)
    adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(toasts), adw_toast_new(text));
}

/* What is seen, in a picture of another size; the cloud is a reference. FALSE: nothing is. */
static gboolean describe_picture(BwView3d *self, int width, int height, BwPictureRequest *request)
{
  *request = (BwPictureRequest){.camera = self->camera, .width = width, .height = height};
  request->frame = self->session ? bw_session_get_picture(self->session) : NULL;
  request->shares = bw_view3d_get_shares(self);
  request->surface = bw_view3d_get_surface(self);
  bw_view3d_get_scene_style(self, &request->style);
  request->style.axes_scale = (double)height / MAX(gtk_widget_get_height(GTK_WIDGET(self->area)), 1);
  request->cloud = self->scene && request->frame ? bw_scene_get_cloud(self->scene) : NULL;
  return request->frame != NULL;
}

static void on_written(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(BwView3d) self = data;
  g_autoptr(GError) error = NULL;
  say(self, bw_picture_write_finish(result, &error) ? _("Picture exported") : error->message);
}

void bw_view3d_export(BwView3d *self, const char *path, int width, int height, gboolean transparent)
{
  BwPictureRequest request;
  if (!describe_picture(self, width, height, &request))
    return;
  request.style.transparent = transparent;
  bw_picture_write_async(&request, path, on_written, g_object_ref(self));
  bw_cloud_mesh_unref(request.cloud);
}

static GdkTexture *to_texture(cairo_surface_t *image)
{
  int width = cairo_image_surface_get_width(image), height = cairo_image_surface_get_height(image);
  int stride = cairo_image_surface_get_stride(image);
  cairo_surface_flush(image);
  g_autoptr(GBytes) bytes =
      g_bytes_new_with_free_func(cairo_image_surface_get_data(image), (gsize)stride * (gsize)height,
                                 (GDestroyNotify)cairo_surface_destroy, cairo_surface_reference(image));
  return gdk_memory_texture_new(width, height, GDK_MEMORY_DEFAULT, bytes, (gsize)stride);
}

static void on_drawn(G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(BwView3d) self = data;
  g_autoptr(GError) error = NULL;
  cairo_surface_t *image = bw_picture_draw_finish(result, &error);
  if (image) {
    g_autoptr(GdkTexture) texture = to_texture(image);
    gdk_clipboard_set_texture(gtk_widget_get_clipboard(GTK_WIDGET(self)), texture);
    cairo_surface_destroy(image);
  }
  say(self, image ? _("Picture copied") : error->message);
}

void bw_view3d_copy_picture(BwView3d *self)
{
  BwPictureRequest request;
  int width = gtk_widget_get_width(GTK_WIDGET(self->area)),
      height = gtk_widget_get_height(GTK_WIDGET(self->area));
  if (!describe_picture(self, COPY_SCALE * MAX(width, 1), COPY_SCALE * MAX(height, 1), &request))
    return;
  bw_picture_draw_async(&request, on_drawn, g_object_ref(self));
  bw_cloud_mesh_unref(request.cloud);
}

char *bw_view3d_propose_name(BwView3d *self)
{
  const char *path = self->session ? bw_session_get_path(self->session) : NULL;
  g_autofree char *name = path ? g_path_get_basename(path) : g_strdup(_("view"));
  char *dot = strrchr(name, '.');
  if (dot && dot > name)
    *dot = '\0';
  return g_strdup_printf("%s.png", name);
}
