/* bw-view3d-private.h - what the files of the view share: bw-view3d.c (the widget), bw-view3d-picture.c (what
 * is drawn, and when), bw-view3d-style.c (its properties), bw-view3d-camera.c (where one looks from),
 * bw-view3d-input.c (the hand), bw-view3d-selection.c and bw-view3d-measures.c (what is selected and
 * measured), bw-view3d-pull.c (atoms on a spring), bw-view3d-export.c (pictures of it), bw-view3d-actions.c.
 */
#pragma once

#include "app/view/bw-measure-list.h"
#include "app/view/bw-view-overlay.h"
#include "app/view/bw-view3d.h"
#include "app/view/bw-colour-legend.h"
#include "render/scene.h"

typedef enum {
  BW_VIEW_SHOW_BEADS = 1,
  BW_VIEW_SHOW_SPRINGS,
  BW_VIEW_SHOW_CENTROID,
  BW_VIEW_SHOW_CLOUD,
  BW_VIEW_SHOW_CELL,
  BW_VIEW_SHOW_AXES,
  BW_VIEW_COLOUR_BY_TIME,
  BW_VIEW_STYLE,
  BW_VIEW_ATOM_SIZE,
  BW_VIEW_BEAD_SIZE,
  BW_VIEW_IMAGES_A,
  BW_VIEW_IMAGES_B,
  BW_VIEW_IMAGES_C,
  BW_VIEW_ORTHOGRAPHIC,
  BW_VIEW_BACKGROUND,
  BW_VIEW_SHADING,
  BW_VIEW_OUTLINES,
  BW_VIEW_DEPTH_CUE,
  BW_VIEW_QUALITY,
  BW_VIEW_HAND,
  BW_VIEW_N_PROPERTIES
} BwViewProperty;

/* What the button that is held down does. */
typedef enum {
  BW_DRAG_NONE,
  BW_DRAG_TURN,
  BW_DRAG_SHIFT,
  BW_DRAG_BAND,
  BW_DRAG_PULL,
  BW_DRAG_OVER, /* nothing more, until it is let go */
} BwDrag;

struct _BwView3d {
  AdwBin parent;
  GtkStack *stack;
  GtkGLArea *area;
  BwViewOverlay *overlay;
  GMenu *context_menu;
  GtkWidget *menu;
  AdwStatusPage *error_page;
  BwMeasureList *measure_list;
  BwColourLegend *legend, *surface_legend; /* of atoms, of what is around them */

  BwSession *session;  /* borrowed */
  GActionMap *actions; /* borrowed: of the window */
  BwScene *scene;      /* while realized */
  int n_atoms;         /* in it */
  GValue values[BW_VIEW_N_PROPERTIES];
  gboolean moment_changed, style_changed, highlight_changed;
  int refinement; /* of the next picture; 0: something has changed */
  guint refine_tick, refine_delay;
  gboolean over_stale; /* what lies over the picture shows another moment */
  guint over_idle;
  gint64 n_drawn;

  BwCamera camera;
  gboolean look_anew; /* another system: turn it so that most can be seen */
  gboolean keeps; /* what is seen is kept in the picture: nobody has zoomed or shifted since it was fitted */
  AdwAnimation *motion;
  BwCamera motion_from, motion_to;

  int hovered;
  GArray *measures; /* as the list shows them */

  /* The hand */
  BwDrag drag;
  BwCamera grabbed; /* when the drag began */
  double grab_x, grab_y;
  int grabbed_atom;       /* −1: none */
  double grabbed_from[3]; /* where it was; what is pulled stays in the plane through it */
  double target[3];       /* of the pull */
  gboolean has_pointer;
  double pointer_x, pointer_y;
  double pinched;
};

/* bw-view3d-picture.c */
/* Something has changed: draw, and refine when it stays so. */
void bw_view3d_redraw(BwView3d *self);
void bw_view3d_on_realize(BwView3d *self);
void bw_view3d_on_unrealize(BwView3d *self);
void bw_view3d_on_resize(BwView3d *self);
gboolean bw_view3d_on_render(BwView3d *self);
/* Of what is shown: [n_atoms][3], Å; NULL: nothing is. */
const double *bw_view3d_get_centroids(BwView3d *self);
/* The atom under a place of the widget; −1: none. */
int bw_view3d_pick(BwView3d *self, double x, double y);

/* bw-view3d-style.c */
void bw_view3d_install_properties(GObjectClass *klass);
const char *bw_view3d_get_property_name(BwViewProperty property);
gboolean bw_view3d_get_flag(BwView3d *self, BwViewProperty property);
void bw_view3d_init_style(BwView3d *self);
void bw_view3d_clear_style(BwView3d *self);
/* Numbers that colour the atoms shown: [n_atoms], 0 … 1; NULL: none. */
const double *bw_view3d_get_shares(BwView3d *self);
BwPaintedSurface *bw_view3d_get_surface(BwView3d *self); /* around them; NULL: none */
void bw_view3d_get_scene_style(BwView3d *self, BwSceneStyle *style);

/* bw-view3d-camera.c */
void bw_view3d_init_camera(BwView3d *self);
double bw_view3d_get_aspect(BwView3d *self);
/* Between pixels of the widget and the picture, −1 … 1, y up. */
void bw_view3d_to_picture(BwView3d *self, double x, double y, double picture[2]);
gboolean bw_view3d_locate(BwView3d *self, const double point[3], double place[2]);
void bw_view3d_stop_motion(BwView3d *self);
gboolean bw_view3d_is_moving(BwView3d *self);
/* Goes there in a quarter of a second, or at once where animations are not wanted. */
void bw_view3d_go_to(BwView3d *self, const BwCamera *camera);
/* What is seen fills the picture; called before each. */
void bw_view3d_frame(BwView3d *self);
void bw_view3d_zoom_at(BwView3d *self, double factor, double x, double y);
void bw_view3d_centre_on(BwView3d *self, const int *atoms, int n);
/* Looks along "x", "y", "z", "a", "b", "c" (of the cell), from the other side with "-". */
void bw_view3d_look_along(BwView3d *self, const char *axis);
/* Along the end of the axes in the corner that is at a place; FALSE: there is none. */
gboolean bw_view3d_click_axes(BwView3d *self, double x, double y);

/* bw-view3d-selection.c */
void bw_view3d_on_selection(BwView3d *self); /* the session's has changed */
const int *bw_view3d_get_selection(BwView3d *self, int *n);
void bw_view3d_select(BwView3d *self, const int *atoms, int n);
void bw_view3d_select_all(BwView3d *self);
void bw_view3d_invert_selection(BwView3d *self);
void bw_view3d_select_element(BwView3d *self);  /* of the elements selected */
void bw_view3d_select_fragment(BwView3d *self); /* that they belong to */
void bw_view3d_select_next(BwView3d *self, int step);
void bw_view3d_click(BwView3d *self, int atom, gboolean add);
/* All that lie within a rectangle of the widget: x, y, width, height. */
void bw_view3d_select_within(BwView3d *self, const graphene_rect_t *band, gboolean add);

void bw_view3d_copy_indices(BwView3d *self);

/* bw-view3d-measures.c; rows are those of the list. */
void bw_view3d_init_measures(BwView3d *self);
void bw_view3d_update_measures(BwView3d *self);
void bw_view3d_plot_measure(BwView3d *self, int row);
void bw_view3d_keep_measure(BwView3d *self, int row, gboolean keep);
gboolean bw_view3d_get_selected_measure(BwView3d *self, BwCoordinate *coordinate);
void bw_view3d_plot_selection(BwView3d *self);
void bw_view3d_keep_selection(BwView3d *self);

/* bw-view3d-pull.c: the grabbed atom on a spring. */
gboolean bw_view3d_can_pull(BwView3d *self); /* something was grabbed, and a run goes on */
void bw_view3d_pull_to(BwView3d *self, double x, double y);
void bw_view3d_release(BwView3d *self);
void bw_view3d_update_spring(BwView3d *self); /* the atom has moved */

/* bw-view3d-actions.c */
void bw_view3d_update_actions(BwView3d *self);

/* bw-view3d-input.c */
void bw_view3d_init_input(BwView3d *self);
void bw_view3d_hover_again(BwView3d *self); /* the view moved under the pointer */
