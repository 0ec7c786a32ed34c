/* bw-view3d.h - atoms and beads in three dimensions, to be turned, shifted, zoomed, selected, measured and
 * pulled.
 *
 * Drawn only when something has changed, and then refined while it stays as it is. Without OpenGL 3.3 a page
 * says so, and the rest of the window works.
 *
 * Properties, those of no one system remembered under the same names by GSettings:
 *   show-beads, show-springs, show-centroid, show-cloud, show-cell, show-axes, colour-by-time, orthographic,
 *   shading, outlines, depth-cue (gboolean)
 *   style ("ball-and-stick", "licorice", "space-filling"), background ("theme", "white", "black"),
 *   quality ("auto", "high", "fast") (enums)
 *   atom-size, bead-size (double, 1 = as designed)
 *   images-a, images-b, images-c (int): how often the cell is shown along each vector
 *   hand (gboolean): a drag that begins on an atom pulls it */
#pragma once

#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_VIEW3D (bw_view3d_get_type())
G_DECLARE_FINAL_TYPE(BwView3d, bw_view3d, BW, VIEW3D, AdwBin)

/* The session must outlive the view, or be taken away with NULL. */
void bw_view3d_set_session(BwView3d *self, BwSession *session);
/* The session shows another moment; with `fit` of another system. */
void bw_view3d_update(BwView3d *self, gboolean fit);

/* Everything that can be done in the view, as actions of the window that it is in: fit, zoom-in, zoom-out,
 * look-along (s: "x", "-x" … "c"), every property by its name, select-all, select-none, invert-selection,
 * select-element, select-fragment, select-next, select-previous, centre-on-selection, copy-indices,
 * plot-measure, keep-measure, export-picture, copy-picture. */
void bw_view3d_add_actions(BwView3d *self, GActionMap *window);

/* Lets the properties follow their settings. */
void bw_view3d_bind_settings(BwView3d *self);

void bw_view3d_fit(BwView3d *self);
void bw_view3d_zoom(BwView3d *self, double factor); /* < 1 comes closer */

/* Writes what is seen as a PNG of that size, on another thread; a toast says when it is done or why not. */
void bw_view3d_export(BwView3d *self, const char *path, int width, int height, gboolean transparent);
char *bw_view3d_propose_name(BwView3d *self); /* of that file */
void bw_view3d_copy_picture(BwView3d *self);

/* Pictures drawn so far. */
gint64 bw_view3d_get_n_drawn(BwView3d *self);
