/* png.h - an image as a file. */
#pragma once

#include <cairo.h>
#include <glib.h>

/* Atomic: the whole file or none. */
gboolean bw_png_write(cairo_surface_t *image, const char *path, GError **error);
