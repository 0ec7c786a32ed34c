/* bw-plot-view-private.h - what the files of this widget share. */
#pragma once

#include "app/plots/bw-plot-canvas.h"
#include "app/plots/bw-plot-view.h"

/* What a drag does. */
typedef enum { BW_DRAG_NOTHING, BW_DRAG_FRAME, BW_DRAG_PAN, BW_DRAG_CURSOR } BwDrag;

struct _BwPlotView {
  AdwBin parent;
  BwPlotCanvas *canvas;
  GtkLabel *title, *caption;
  AdwBin *chooser_bin, *controls_bin, *grid_bin;
  GtkStack *content;
  GtkWidget *header, *view_buttons, *follow_button;
  GtkPopover *menu;
  BwPlot *plot;           /* borrowed; or */
  BwMultiples *multiples; /* borrowed */
  gboolean x_is_time, follows;
  gint64 described; /* when the words for those who do not see it were made, µs */
  /* bw-plot-input.c */
  BwDrag drag;
  double pointer_x, pointer_y, grab_x, grab_y, moved_x, moved_y;
  /* bw-plot-export.c */
  GtkFileChooserNative *file_chooser;
};

/* After the part that is shown has changed. */
void bw_plot_view_moved(BwPlotView *self);

/* bw-plot-input.c */
void bw_plot_view_init_input(BwPlotView *self);

/* bw-plot-export.c: actions */
void bw_plot_view_choose_file(GtkWidget *widget, const char *action, GVariant *format);
void bw_plot_view_copy_picture(GtkWidget *widget, const char *action, GVariant *parameter);
void bw_plot_view_copy_data(GtkWidget *widget, const char *action, GVariant *parameter);
