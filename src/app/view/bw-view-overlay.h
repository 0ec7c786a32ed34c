/* bw-view-overlay.h - what lies over the 3D view and moves with it: measured coordinates with their numbers,
 * the rubber band, the spring that pulls an atom. Lets the pointer through to the view, but on numbers.
 *
 * Signal chosen (int row): the number of a measure was clicked. */
#pragma once

#include "render/camera.h"
#include "render/ruler.h"

#include <gtk/gtk.h>

#define BW_TYPE_VIEW_OVERLAY (bw_view_overlay_get_type())
G_DECLARE_FINAL_TYPE(BwViewOverlay, bw_view_overlay, BW, VIEW_OVERLAY, GtkWidget)

/* A measured coordinate as it is shown now. */
typedef struct {
  int row; /* what `chosen` says */
  BwRuler ruler;
  char *name;   /* "O2–H8" */
  char *number; /* "0.972 Å" */
} BwMeasure;

void bw_view_overlay_set_camera(BwViewOverlay *self, const BwCamera *camera);
/* Copies. */
void bw_view_overlay_set_measures(BwViewOverlay *self, const BwMeasure *measures, int n);
/* In pixels of the widget; NULL: none. */
void bw_view_overlay_set_band(BwViewOverlay *self, const graphene_rect_t *band);
/* A spring between two points (Å) with a text at its end; NULL: none. */
void bw_view_overlay_set_spring(BwViewOverlay *self, const double atom[3], const double target[3],
                                const char *text);
