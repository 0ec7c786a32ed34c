/* bw-bonds-plot.h - the dilation plots of all bonds, small: beads, centroid and classical beside each other.
 */
#pragma once

#include "app/session/bw-session.h"
#include "plot/multiples.h"

BwMultiples *bw_bonds_plot_new(void);
/* One panel for each bond of what is shown, in the session's order; each note says how much longer quantum
 * nuclei, or the beads, make it. */
void bw_bonds_plot_update(BwMultiples *multiples, BwSession *session);

/* How much longer a coordinate is for quantum nuclei: than classical ones, or where nothing is classical, in
 * the beads than in the centroids. n is 0 while that is not known. */
BwMean bw_bonds_plot_difference(BwSession *session, const BwCoordinate *coordinate);
