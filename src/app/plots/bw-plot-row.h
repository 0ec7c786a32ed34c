/* bw-plot-row.h - plots side by side: added from a list, taken away, moved by their headers or by keys, one
 * of them maximised. Which they are is remembered between two starts.
 *
 * Property: maximised (one fills all the room there is). Signals: removed (const char *title), exported
 * (const char *path), trouble (const char *message). */
#pragma once

#include "app/plots/bw-plot-card.h"

#define BW_TYPE_PLOT_ROW (bw_plot_row_get_type())
G_DECLARE_FINAL_TYPE(BwPlotRow, bw_plot_row, BW, PLOT_ROW, AdwBin)

/* The session must outlive the row, or be taken away with NULL. */
void bw_plot_row_set_session(BwPlotRow *self, BwSession *session);

guint bw_plot_row_get_n(BwPlotRow *self);
BwPlotCard *bw_plot_row_get_card(BwPlotRow *self, guint index);
/* Before the card at `index`; G_MAXUINT: last. A plot that is there already is shown, not doubled. What is to
 * be drawn along time is pinned. */
BwPlotCard *bw_plot_row_add(BwPlotRow *self, const BwPlotSource *source, guint index);
void bw_plot_row_move(BwPlotRow *self, BwPlotCard *card, guint index);
void bw_plot_row_remove(BwPlotRow *self, BwPlotCard *card);
/* Brings back the one that was removed last. */
void bw_plot_row_undo_remove(BwPlotRow *self);
