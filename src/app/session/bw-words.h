/* bw-words.h - how the window writes numbers, names and states. All strings are new; free with g_free(). */
#pragma once

#include "engine/engine.h"
#include "analysis/statistics.h"
#include "system/coordinate.h"

/* "0.9723(11)", the shortest way to write an error; without one three digits after the point. */
char *bw_words_short_mean(BwMean mean);
char *bw_words_count(gint64 count);           /* "1 420": groups of three digits, as ISO 80000 wants it */
char *bw_words_formula(const BwAtoms *atoms); /* "C₂H₆O" */
char *bw_words_time(double fs);               /* "12.400 ps" */
char *bw_words_folder(const char *path);      /* "~/data" */
char *bw_words_sentence(const char *text);    /* with a capital letter first */
char *bw_words_file(const char *path);        /* "ethanol" for a/ethanol.xyz */
char *bw_words_dynamics(const BwDynamicsSettings *dynamics); /* "32 beads, 300 K"; "classical, 300 K" */
/* The unit in which a coordinate is shown: lengths in the one chosen in Preferences, angles in degrees;
 * *factor: multiply a value by it. Static. */
const char *bw_words_unit(const BwCoordinate *coordinate, double *factor);
/* "running", "paused"…; what is queued is idle. Static. */
const char *bw_words_state(BwJobState state);
/* Of a column of a trace: "Temperature"; a file's own key is its name. Borrowed. */
const char *bw_words_column(const char *column);
