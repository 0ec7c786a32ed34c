/* bw-plot-card.h - one plot of the row: it keeps what a source shows up to date, and can be taken away, moved
 * and maximised.
 *
 * Properties: maximised. Signals: remove; move (int: places to the right); exported (const char *path),
 * trouble (const char *message). Actions: card.remove, card.move (i), card.maximise (toggles). */
#pragma once

#include "app/plots/bw-plot-source.h"
#include "app/session/bw-session.h"

#include <adwaita.h>

#define BW_TYPE_PLOT_CARD (bw_plot_card_get_type())
G_DECLARE_FINAL_TYPE(BwPlotCard, bw_plot_card, BW, PLOT_CARD, AdwBin)

/* Copies the source. */
BwPlotCard *bw_plot_card_new(const BwPlotSource *source);
const BwPlotSource *bw_plot_card_get_source(BwPlotCard *self);
char *bw_plot_card_dup_title(BwPlotCard *self);
/* Where it is taken hold of. */
GtkWidget *bw_plot_card_get_header(BwPlotCard *self);

/* The session must outlive the card, or be taken away with NULL. */
void bw_plot_card_set_session(BwPlotCard *self, BwSession *session);
/* The session tells the card what to show through these. */
void bw_plot_card_update(BwPlotCard *self);        /* numbers moved on */
void bw_plot_card_update_names(BwPlotCard *self);  /* other coordinates, or another one is chosen */
void bw_plot_card_update_moment(BwPlotCard *self); /* another moment is shown */
