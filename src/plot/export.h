/* export.h - plots as bytes; bw_plot_export() and bw_plot_copy() are the doors. */
#pragma once

#include "plot/plot.h"

/* Where bytes go; FALSE from `write` ends it. */
typedef struct {
  gboolean (*write)(gpointer to, const void *data, gsize n);
  gpointer to;
} BwSink;

/* export-csv.c: all data, RFC 4180 with "#" comment lines first; `separator` ',' or a tab. */
gboolean bw_plot_write_table(const BwPlot *plot, char separator, const BwSink *sink);
