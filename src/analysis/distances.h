/* distances.h - the distribution of one interatomic distance: of all beads (quantum), of the centroids, and
 * of a classical run beside it. What the dilation plot shows. */
#pragma once

#include "analysis/statistics.h"
#include "system/trajectory.h"

typedef struct _BwDistances BwDistances;

/* Distances between atoms i and j, minimum image if the cell is periodic. */
BwDistances *bw_distances_new(int i, int j);
void bw_distances_free(BwDistances *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwDistances, bw_distances_free)

/* One moment: beads[n_beads] distances in Å and the distance of the centroids. */
void bw_distances_add(BwDistances *self, const double *beads, int n_beads, double centroid);
/* One frame; fails when it has no such atoms. */
gboolean bw_distances_add_frame(BwDistances *self, const BwFrame *frame, GError **error);
/* Frames first ≤ f < end of a trajectory (end < 0: all). */
gboolean bw_distances_add_trajectory(BwDistances *self, BwTrajectory *trajectory, gint64 first, gint64 end,
                                     GError **error);

gint64 bw_distances_get_n(const BwDistances *self);
BwMean bw_distances_beads(
    const BwDistances *self); /* mean over beads and time; error from the per-step bead means */
BwMean bw_distances_centroid(const BwDistances *self);
double bw_distances_width(const BwDistances *self); /* standard deviation of the beads' distribution, Å */

/* Probability density (1/Å) in n_bins equal bins from *low to *high, chosen to hold all samples at a round
 * width (1, 2 or 5 times a power of ten). Returns n_bins, 0 while there are no samples. The arrays are new,
 * free with g_free(). Either density may be NULL. */
int bw_distances_histogram(const BwDistances *self, double *low, double *high, double **beads,
                           double **centroid);

/* The same in bins of `width`, so that several distributions can be laid over each other in the widest of
 * theirs. */
double bw_distances_bin_width(const BwDistances *self);
int bw_distances_histogram_of_width(const BwDistances *self, double width, double *low, double *high,
                                    double **beads, double **centroid);

/* How much longer the first one's bond is: means of the beads, errors added in quadrature (the runs are
 * independent). deviation and correlation_time are NaN. */
BwMean bw_distances_difference(const BwDistances *quantum, const BwDistances *classical);
/* "quantum bond longer by 0.014 ± 0.001 Å"; says so when two standard errors do not tell them apart. Free
 * with g_free(). */
char *bw_distances_describe_difference(BwMean difference);

/* Distances between atoms i and j in every bead, and of their centroids: distances_out[n_beads + 1] as in
 * BwSample. positions[n_beads][n_atoms][3], Å; minimum image in a periodic cell (NULL: none). */
void bw_distances_of(const double *positions, int n_beads, int n_atoms, const BwCell *cell, int i, int j,
                     double *distances_out);
