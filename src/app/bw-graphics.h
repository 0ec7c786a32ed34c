/* bw-graphics.h - whether a graphics card draws the window, or a processor that plays one. */
#pragma once

#include <gdk/gdk.h>

/* TRUE: OpenGL is there and the processor computes it. Found out once. */
gboolean bw_graphics_is_software(GdkDisplay *display);

/* Before the first window. Where the processor draws, GTK paints its windows with cairo: by OpenGL it would
 * paint all of a window for every frame in which the view moves (1280×800: 40 ms of two cores), cairo only
 * what has changed. $GSK_RENDERER decides otherwise. */
void bw_graphics_choose_renderer(GdkDisplay *display);
