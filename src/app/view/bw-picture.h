/* bw-picture.h - a picture of what the view shows, at any size and as fine as it gets, made on a thread of
 * its own with the same scene as on the screen. */
#pragma once

#include "render/scene.h"

#include <cairo.h>
#include <gio/gio.h>

/* What is to be drawn. */
typedef struct {
  const BwFrame *frame;
  BwSceneStyle style;
  BwCamera camera;
  const double *shares;      /* [n_atoms], by which atoms are coloured; NULL: by element */
  BwPaintedSurface *surface; /* around them; NULL: none */
  BwCloudMesh *cloud;        /* NULL: none */
  int width, height;         /* pixels, up to 16384 */
} BwPictureRequest;

/* Copies the request. The answer comes in the main context. */
void bw_picture_draw_async(const BwPictureRequest *request, GAsyncReadyCallback callback, gpointer data);
/* An image with premultiplied alpha, or without; NULL on failure. Owned by the caller. */
cairo_surface_t *bw_picture_draw_finish(GAsyncResult *result, GError **error);
/* The same into a PNG file. */
void bw_picture_write_async(const BwPictureRequest *request, const char *path, GAsyncReadyCallback callback,
                            gpointer data);
gboolean bw_picture_write_finish(GAsyncResult *result, GError **error);
