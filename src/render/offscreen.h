/* offscreen.h - pictures without a display, through EGL (surfaceless or a device; llvmpipe where there is no
 * GPU). */
#pragma once

#include "render/scene.h"

#include <cairo.h>

typedef struct _BwOffscreen BwOffscreen;

/* Makes a GL ≥ 3.3 core context and makes it current in this thread. */
BwOffscreen *bw_offscreen_new(GError **error);
void bw_offscreen_free(BwOffscreen *offscreen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwOffscreen, bw_offscreen_free)

/* The scene fully refined at width × height (up to 16384; in tiles where the driver's limit asks) as an image
 * with premultiplied alpha, or without alpha when the style is not transparent. NULL on failure. */
cairo_surface_t *bw_offscreen_draw(BwOffscreen *offscreen, BwScene *scene, const BwCamera *camera, int width,
                                   int height, GError **error);

/* Draws the scene fully refined like that and writes a PNG, atomically. */
gboolean bw_offscreen_write_png(BwOffscreen *offscreen, BwScene *scene, const BwCamera *camera, int width,
                                int height, const char *path, GError **error);
