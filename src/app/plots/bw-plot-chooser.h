/* bw-plot-chooser.h - a popover with the plots that can be added, in groups, to search through.
 *
 * Signal: chosen (const BwPlotSource *). */
#pragma once

#include "app/session/bw-session.h"

#include <gtk/gtk.h>

#define BW_TYPE_PLOT_CHOOSER (bw_plot_chooser_get_type())
G_DECLARE_FINAL_TYPE(BwPlotChooser, bw_plot_chooser, BW, PLOT_CHOOSER, GtkPopover)

/* The session must outlive the chooser, or be taken away with NULL. */
void bw_plot_chooser_set_session(BwPlotChooser *self, BwSession *session);
