/* bw-overlay-paint.h - lines, springs and bands over the 3D view, in pixels of the widget. */
#pragma once

#include <gtk/gtk.h>

typedef struct {
  GdkRGBA accent;
  GdkRGBA halo; /* nearly what lies behind */
} BwOverlayColours;

void bw_overlay_find_colours(GtkWidget *widget, BwOverlayColours *colours);

/* Readable over anything: a thin line through places[n] in a broad one. Nothing where it would be far larger
 * than a screen. */
void bw_overlay_paint_line(GtkSnapshot *snapshot, double places[][2], int n, const BwOverlayColours *colours);
void bw_overlay_paint_spring(GtkSnapshot *snapshot, const double from[2], const double to[2],
                             const BwOverlayColours *colours);
void bw_overlay_paint_band(GtkSnapshot *snapshot, const graphene_rect_t *band,
                           const BwOverlayColours *colours);
