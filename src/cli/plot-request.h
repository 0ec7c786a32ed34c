/* plot-request.h - what `beadwork plot` was asked for, shared by the kinds of plots. */
#pragma once

#include "analysis/statistics.h"
#include "cli/cli.h"
#include "cli/frames.h"
#include "io/io.h"
#include "plot/plot.h"

/* The beginning of a run that does not count: a fraction of its frames, or fs. */
typedef struct {
  double fraction, time;
} BwDiscard;

typedef struct {
  BwCommon common;
  const char *path, *kind;
  char *atoms, *classical_path, *key, *discard_text, *size;
  gboolean dark;
  BwDiscard discard;
  BwTrajectory *run;
  JsonBuilder *json; /* inside the object that is printed with --json */
  GString *words;    /* the result, line by line, printed without --json */
} BwPlotRequest;

/* A plot of the request, or NULL with an error; numbers go into its json and words. */
BwPlot *bw_cli_plot_coordinate(BwPlotRequest *request, GError **error); /* distance, angle, dihedral */
BwPlot *bw_cli_plot_quantity(BwPlotRequest *request,
                             GError **error); /* energy, temperature, conserved, gyration */
BwPlot *bw_cli_plot_series(BwPlotRequest *request, GError **error); /* --key */

/* Calls `each` for the frames that count; fails when nothing is left of them. */
gboolean bw_cli_walk_frames(const BwPlotRequest *request, BwTrajectory *trajectory, BwFrameFunc each,
                            gpointer data, GError **error);

/* One line of the result for people; also the caption's part. */
void bw_cli_say(BwPlotRequest *request, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* "ethanol.h5 · 32 beads" for titles and sources. New. */
char *bw_cli_describe_run(BwTrajectory *run);
