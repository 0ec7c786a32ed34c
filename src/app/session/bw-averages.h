/* bw-averages.h - what is known so far about a run or a file: means with error bars, and the distributions of
 * the coordinates that are watched. */
#pragma once

#include "analysis/distribution.h"
#include "engine/engine.h"

typedef enum {
  BW_AVERAGE_TEMPERATURE, /* K */
  BW_AVERAGE_KINETIC,     /* eV, centroid virial */
  BW_AVERAGE_POTENTIAL,   /* eV */
  BW_AVERAGE_GYRATION,    /* Å */
  BW_N_AVERAGES,
} BwAverage;

/* Time until the moments of a run mean something, fs: it has to forget where it began. Without a thermostat
 * nothing is waited for. */
double bw_averages_settling_time(const BwDynamicsSettings *dynamics);

typedef struct _BwAverages BwAverages;

/* Of coordinates[n]; nothing counted yet. */
BwAverages *bw_averages_new(const BwCoordinate *coordinates, int n);
void bw_averages_free(BwAverages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwAverages, bw_averages_free)

/* One more coordinate, from now on; it must be new. */
void bw_averages_watch(BwAverages *self, const BwCoordinate *coordinate);
int bw_averages_get_n(const BwAverages *self); /* coordinates */

/* values[n][n_beads + 1] as in BwSample, of the first n coordinates. */
void bw_averages_add_values(BwAverages *self, const double *values, int n, int n_beads);
/* Of one of them, by its index. */
void bw_averages_add_value(BwAverages *self, int index, const double *values, int n_beads);
void bw_averages_add_number(BwAverages *self, BwAverage which, double value); /* NaN: is not counted */
void bw_averages_add_sample(BwAverages *self, const BwSample *sample);

BwMean bw_averages_get(const BwAverages *self, BwAverage which);
/* NULL: the coordinate is not watched. */
const BwDistribution *bw_averages_find(const BwAverages *self, const BwCoordinate *coordinate);
/* How the means of a coordinate were after n moments, at numbers that grow by a few per cent each. */
typedef struct {
  gint64 n;
  BwMean beads, dilation;
} BwSettled;
/* Array of BwSettled; NULL: the coordinate is not watched. */
const GArray *bw_averages_get_settled(const BwAverages *self, const BwCoordinate *coordinate);
int bw_averages_get_n_beads(const BwAverages *self); /* of the newest moment; 0: none yet */
