/* bw-plot-row-private.h - what the files of the row share. */
#pragma once

#include "app/plots/bw-plot-chooser.h"
#include "app/plots/bw-plot-row.h"

struct _BwPlotRow {
  AdwBin parent;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkBox *box;
  BwPlotChooser *chooser;
  GtkMenuButton *add_button;
  GPtrArray *cards;      /* of BwPlotCard, as they stand; the box holds them */
  BwPlotCard *maximised; /* NULL: none */
  BwPlotSource *removed; /* the last one; NULL: none */
  guint removed_from;
  BwSession *session;        /* borrowed */
  guint n_stale, next_stale; /* cards to be brought up to date, from which on (any number, in turn) */
  guint update_tick;
};

/* G_MAXUINT: it is not in the row. */
guint bw_plot_row_find(BwPlotRow *self, BwPlotCard *card);
/* Which plots there are is remembered. */
void bw_plot_row_save(BwPlotRow *self);

/* By its header, to another place of its row. */
void bw_plot_row_make_draggable(BwPlotCard *card);
void bw_plot_row_init_dragging(BwPlotRow *self);
