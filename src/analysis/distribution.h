/* distribution.h - how an internal coordinate is distributed: over all beads (quantum), over the centroids,
 * and in a classical run beside it. What the dilation plot shows.
 *
 * Values are in the coordinate's unit, Å or degrees. Dihedrals live on a circle: their means are directions,
 * and what is shown of them begins wherever they leave the largest gap. */
#pragma once

#include "analysis/statistics.h"
#include "system/coordinate.h"
#include "system/trajectory.h"

typedef struct _BwDistribution BwDistribution;

BwDistribution *bw_distribution_new(const BwCoordinate *coordinate);
void bw_distribution_free(BwDistribution *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwDistribution, bw_distribution_free)

const BwCoordinate *bw_distribution_get_coordinate(const BwDistribution *self);

/* One moment: values[n_beads + 1] as bw_coordinate_of() gives them. A moment with a value that is not finite
 * does not count. */
void bw_distribution_add(BwDistribution *self, const double *values, int n_beads);
/* One frame; fails when it has no such atoms. */
gboolean bw_distribution_add_frame(BwDistribution *self, const BwFrame *frame, GError **error);
/* Frames first ≤ f < end of a trajectory (end < 0: all). */
gboolean bw_distribution_add_trajectory(BwDistribution *self, BwTrajectory *trajectory, gint64 first,
                                        gint64 end, GError **error);

gint64 bw_distribution_get_n(const BwDistribution *self); /* moments */
/* Mean over beads and time; the error is that of the moments' means. */
BwMean bw_distribution_beads(const BwDistribution *self);
BwMean bw_distribution_centroid(const BwDistribution *self);
/* How much larger it is in the beads than in the centroids; the error knows that both come from the same
 * moments. */
BwMean bw_distribution_dilation(const BwDistribution *self);
double bw_distribution_width(const BwDistribution *self); /* standard deviation of the beads */

/* Bins from `low` on. Those of dihedrals may go beyond 180°. */
typedef struct {
  double low, width;
  int n_bins;
} BwBins;

/* Bins that hold all samples of some distributions of one coordinate and show the shape of each, at a round
 * width (1, 2 or 5 times a power of ten). n_bins is 0 while there are no samples. */
BwBins bw_distribution_bins(const BwDistribution *const *distributions, int n);
/* Probability densities (1/Å, 1/°), [n_bins] each; either may be NULL. */
void bw_distribution_density(const BwDistribution *self, BwBins bins, double *beads, double *centroid);
/* Where a value is in the bins: the turn of a dihedral that is shown. */
double bw_distribution_place(const BwDistribution *self, BwBins bins, double value);

/* How much larger the first one's coordinate is: means of the beads, errors added in quadrature (the runs are
 * independent). deviation and correlation_time are NaN. */
BwMean bw_distribution_difference(const BwDistribution *quantum, const BwDistribution *classical);
/* "quantum bond longer by 0.014 ± 0.001 Å", "quantum angle wider by 0.3 ± 0.1°"; says so when two standard
 * errors do not tell them apart. Free with g_free(). */
char *bw_distribution_describe_difference(const BwCoordinate *coordinate, BwMean difference);
