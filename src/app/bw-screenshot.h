/* bw-screenshot.h - the program takes its own pictures: for its documentation, and for tests. */
#pragma once

#include <gtk/gtk.h>

/* Writes what a mapped window shows, 3D view included, as PNG at the screen's scale. */
gboolean bw_screenshot_save(GtkWidget *window, const char *path, GError **error);
