/* export.h - plots as files; bw_plot_export() is the door. */
#pragma once

#include "io/atomic-file.h"
#include "plot/plot.h"

/* export-csv.c: all data, RFC 4180 with "#" comment lines first. */
gboolean bw_plot_write_csv(const BwPlot *plot, BwAtomicFile *file, GError **error);
