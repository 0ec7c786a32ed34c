/* bw-window-private.h - what the files of the window share: bw-window.c (the frame), bw-window-actions.c
 * (what can be done), bw-window-files.c (how files come in), bw-window-panels.c (the panels around the view),
 * bw-window-plots.c (the row of plots), bw-window-session.c (what the session says). */
#pragma once

#include "app/pages/bw-analyse-page.h"
#include "app/window/bw-notice-bar.h"
#include "app/plots/bw-plot-row.h"
#include "app/window/bw-sidebar.h"
#include "app/pages/bw-simulate-page.h"
#include "app/timeline/bw-timeline.h"
#include "app/pages/bw-train-page.h"
#include "app/pages/bw-view-page.h"
#include "app/view/bw-view3d.h"
#include "app/window/bw-window.h"

struct _BwWindow {
  AdwApplicationWindow parent;
  AdwWindowTitle *title;
  GtkWidget *run_controls, *start_button;
  AdwButtonContent *start_content;
  BwNoticeBar *notice_bar;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwFlap *sidebar_flap, *panel;
  BwSidebar *sidebar;
  GtkWidget *panel_box;
  AdwViewStack *pages;
  BwViewPage *view_page;
  BwSimulatePage *simulate_page;
  BwTrainPage *train_page;
  BwAnalysePage *analyse_page;
  GtkPaned *paned;
  BwView3d *view;
  BwTimeline *timeline;
  BwPlotRow *plots;
  GMenu *recent_menu;
  GtkDropTarget *drop_target;

  BwSession *session;
  guint tick;
  guint folding; /* source that folds panels */
  gboolean plots_restored;
  BwJobState job; /* as it was last told of */
  gboolean plot_maximised;
  int paned_position; /* while none was */
  GtkFileChooserNative *chooser;
};

/* Adds the window's actions; which of them are possible depends on the session. */
void bw_window_init_actions(BwWindow *self);
void bw_window_update_actions(BwWindow *self);
void bw_window_update_energies(BwWindow *self);

/* bw-window-panels.c */
void bw_window_init_panels(BwWindow *self);
void bw_window_fold_panels(BwWindow *self); /* the window has another width */

/* bw-window-plots.c */
void bw_window_init_plots(BwWindow *self);
void bw_window_tell_exported(BwWindow *self, const char *path); /* a file of a plot, or of what is shown */

/* bw-window-session.c */
void bw_window_connect_session(BwWindow *self);
void bw_window_disconnect_session(BwWindow *self);

/* bw-window-files.c */
void bw_window_init_files(BwWindow *self);
void bw_window_choose_file(BwWindow *self, gboolean model);
void bw_window_choose_output(BwWindow *self);
void bw_window_remember(BwWindow *self, const char *path); /* among recent files */
gboolean bw_window_on_drop(GtkDropTarget *target, const GValue *value, double x, double y, BwWindow *self);
