/* neighbours.h - pairs within a cutoff, in O(N) through a cell list; any cell, any cutoff (images beyond the
 * nearest too). */
#pragma once

#include "system/cell.h"

typedef struct {
  int n_pairs;
  int *first;        /* [n_atoms + 1]: pairs of atom i are first[i] … first[i + 1] − 1, sorted by j */
  int *j;            /* [n_pairs] */
  double *vectors;   /* [n_pairs][3], r_j + image − r_i, Å */
  double *distances; /* [n_pairs], Å */
  int *images;       /* [n_pairs][3] cell shifts of j; all zero without a cell */
  int n_atoms;
} BwNeighbours;

/* Fails with NUMERICS naming an atom of positions[n_atoms][3] that is not at a place in space: not finite, or
 * farther away than coordinates can tell, 1e9 Å. */
gboolean bw_positions_check(const double *positions, int n_atoms, GError **error);

/* positions[n_atoms][3], Å. `half`: each pair once (i < j, or i == j with the positive image); otherwise both
 * ways. Fails when positions are not finite or memory would not suffice. */
BwNeighbours *bw_neighbours_new(const double *positions, int n_atoms, const BwCell *cell, double cutoff,
                                gboolean half, GError **error);
void bw_neighbours_free(BwNeighbours *neighbours);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNeighbours, bw_neighbours_free)
