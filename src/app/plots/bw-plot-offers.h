/* bw-plot-offers.h - the plots that can be made of what a session shows. */
#pragma once

#include "app/plots/bw-plot-source.h"
#include "app/session/bw-session.h"

typedef struct {
  const char *group; /* "Quantum nuclei": translated, static */
  char *title;
  BwPlotSource *source;
} BwPlotOffer;

/* (transfer full) array of BwPlotOffer*, those of a group together: what changes with quantum nuclei, what a
 * run or a file says along time, every coordinate. */
GPtrArray *bw_plot_offers_list(BwSession *session);
