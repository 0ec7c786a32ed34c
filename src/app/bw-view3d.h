/* bw-view3d.h - atoms and beads in three dimensions, to be turned, shifted and zoomed.
 *
 * Drawn only when something has changed, and then refined while it stays as it is. Without OpenGL 3.3 a page
 * says so, and the rest of the window works.
 *
 * Properties show-beads, show-springs, show-centroid, colour-by-time (gboolean).
 * Signals: pair-chosen (int i, int j): two atoms were clicked one after the other. */
#pragma once

#include "app/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_VIEW3D (bw_view3d_get_type())
G_DECLARE_FINAL_TYPE(BwView3d, bw_view3d, BW, VIEW3D, AdwBin)

/* The session must outlive the view, or be taken away with NULL. */
void bw_view3d_set_session(BwView3d *self, BwSession *session);
/* The session shows another moment; with `fit` of another system. */
void bw_view3d_update(BwView3d *self, gboolean fit);
/* A line of text at the bottom. */
void bw_view3d_set_readout(BwView3d *self, const char *text);

void bw_view3d_fit(BwView3d *self);
void bw_view3d_zoom(BwView3d *self, double factor); /* < 1 comes closer */
/* Pictures drawn so far. */
gint64 bw_view3d_get_n_drawn(BwView3d *self);
