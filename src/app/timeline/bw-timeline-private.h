/* bw-timeline-private.h - what the files of the timeline share: bw-timeline.c (the widget), -series.c (the
 * line and the marks on it), -actions.c. */
#pragma once

#include "app/timeline/bw-scrubber.h"
#include "app/timeline/bw-timeline.h"

#define BW_MAX_SMOOTHING 100 /* frames on each side */

struct _BwTimeline {
  GtkBox parent;
  BwScrubber *scrubber;
  GtkWidget *play_button, *live_button;
  GtkMenuButton *speed_button;
  GtkLabel *filter_label, *label;
  GMenu *series_menu;
  BwSession *session;  /* borrowed */
  GActionMap *actions; /* borrowed: of the window; NULL: none yet */
  gboolean updating;   /* the value changes because of the session */

  const char *series; /* interned: of the line; NULL: none */
  gboolean chosen;    /* by a person; otherwise the first that there is */

  /* What line, marks and menu are of; the same again is not drawn again. */
  gconstpointer trace; /* only to be compared */
  guint n_columns, n_events;
  gint64 n_frames, n_rows;
};

/* bw-timeline-series.c */
/* What is known has grown: the line, marks, the menu of what there is to choose from. */
void bw_timeline_update_series(BwTimeline *self);
void bw_timeline_choose_series(BwTimeline *self, const char *name); /* "": none */
char *bw_timeline_describe_frame(gint64 frame,
                                 gpointer timeline); /* "frame 620 · 12.400 ps\npotential 1.2 eV" */

/* bw-timeline-actions.c */
void bw_timeline_update_actions(BwTimeline *self);
