/* bw-plot-source.h - what a plot of the row shows: the distribution of a coordinate, all bonds, numbers along
 * time, how an average settles. A source is a wish that outlives what is shown: for other atoms, or a file
 * without such numbers, it is there all the same. */
#pragma once

#include "system/coordinate.h"

#include <glib.h>

typedef enum {
  BW_SOURCE_DISTRIBUTION, /* of a coordinate: beads, centroid, classical */
  BW_SOURCE_BONDS,        /* the same of all bonds, small */
  BW_SOURCE_CONVERGENCE,  /* of what quantum nuclei change about a coordinate */
  BW_SOURCE_COORDINATE,   /* a coordinate along time */
  BW_SOURCE_SERIES,       /* columns of the trace along time */
} BwPlotSourceKind;

typedef struct {
  BwPlotSourceKind kind;
  BwCoordinate coordinate; /* n_atoms 0: whichever is chosen */
  GStrv columns;           /* of a series, by name; NULL otherwise */
} BwPlotSource;

/* All are (transfer full) and freed with bw_plot_source_free(). */
BwPlotSource *bw_plot_source_new(BwPlotSourceKind kind);
/* `coordinate` NULL: the one that is chosen. */
BwPlotSource *bw_plot_source_new_of(BwPlotSourceKind kind, const BwCoordinate *coordinate);
BwPlotSource *bw_plot_source_new_series(const char *const *columns);
BwPlotSource *bw_plot_source_copy(const BwPlotSource *self);
void bw_plot_source_free(BwPlotSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwPlotSource, bw_plot_source_free)

gboolean bw_plot_source_equal(const BwPlotSource *a, const BwPlotSource *b);
/* One word for settings, "distribution", "coordinate:2-8", "series:potential,conserved"; new. */
char *bw_plot_source_write(const BwPlotSource *self);
/* NULL: it means nothing. */
BwPlotSource *bw_plot_source_read(const char *text);

/* Whether it is about one coordinate. */
gboolean bw_plot_source_is_of_coordinate(const BwPlotSource *self);
/* Whether that is the one that is chosen everywhere, not one of its own. */
gboolean bw_plot_source_follows_choice(const BwPlotSource *self);
/* Whether x is time, or the number of the frame. */
gboolean bw_plot_source_is_along_time(const BwPlotSource *self);
