/* bw-view3d-private.h - what the two files of the view share: bw-view3d.c (the picture), bw-view3d-input.c
 * (the hand). */
#pragma once

#include "app/bw-view3d.h"
#include "render/scene.h"

typedef enum {
  BW_FIT_NOT,
  BW_FIT_AS_IT_IS, /* turned as it is */
  BW_FIT_TURNED,   /* and turned so that most can be seen */
} BwFit;

struct _BwView3d {
  AdwBin parent;
  GtkStack *stack;
  GtkGLArea *area;
  AdwStatusPage *error_page;
  GtkLabel *readout;

  BwSession *session; /* borrowed */
  BwScene *scene;     /* while realized */
  BwCamera camera;
  gboolean shown[4]; /* by the properties, in their order */
  gboolean moment_changed, style_changed, selection_changed;
  BwFit fit;      /* of the next picture */
  gboolean keeps; /* what is seen is kept in the picture: nobody has zoomed or shifted since it was fitted */
  int refinement; /* of the next picture; 0: something has changed */
  guint refine_tick, refine_delay;
  gint64 n_drawn;
  int selected[2], n_selected;

  /* The hand */
  BwCamera grabbed; /* when the drag began */
  double grab_x, grab_y;
  double pointer_x, pointer_y;
};

/* Something has changed: draw, and refine when it stays so. */
void bw_view3d_redraw(BwView3d *self);
void bw_view3d_init_input(BwView3d *self);
