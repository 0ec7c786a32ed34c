/* strip.h - a strip of the kernel matrix: the rows of BW_STRIP training points that follow each other, the
 * columns of one more. All of K is made of strips, whether it is assembled or some columns are picked.
 *
 * With Δ_p = D_i − P_p D_j, the kernel k(|Δ|) and its slopes k' = −2 dk/d|Δ|², k'' = −2 dk'/d|Δ|², a pair of
 * training points i (rows) and j (columns) has
 *
 *   gradients with gradients  Σ_p k' J_iᵀ P_p J_j − k'' (J_iᵀ Δ_p) (J_jᵀ P_pᵀ Δ_p)ᵀ
 *   energies with gradients   Σ_p k' (J_jᵀ P_pᵀ Δ_p)ᵀ
 *   gradients with energies  −Σ_p k' J_iᵀ Δ_p
 *   energies with energies    Σ_p k,
 *
 * the covariance of what is learned: −F and E. A row of J has two atoms in it, so that J_iᵀ P_p J_j is one
 * outer product of two arms per pair of atoms, and the whole costs little more than its rank-one part.
 *
 * A vector holds the same number of BW_STRIP training points: any molecule fills it, and permutations cost no
 * shuffling. */
#pragma once

#include "base/array.h"
#include "potential/gdml/points.h"

enum { BW_STRIP = 8 };

typedef struct _BwStrip BwStrip;

/* What all strips share; `system` must stay. */
BwStrip *bw_strip_new(const BwKernelSystem *system);
void bw_strip_free(BwStrip *strip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwStrip, bw_strip_free)

/* Rows of a strip that belong to one training point: 3N gradients, if they are learned, and an energy. */
int bw_strip_n_rows(const BwStrip *strip);

/* Wanted columns of one training point. */
typedef struct {
  int point;
  int n_components;
  const int *components; /* [n_components] of 3N gradients, ascending */
  gboolean energy;       /* and the energy's column, which comes last */
} BwStripColumns;

/* Workspace of one thread, taken from its scratch, and its size, for which the arrays of the system need not
 * be there. */
guint64 bw_strip_bytes(const BwKernelSystem *system);
double *bw_strip_workspace(const BwStrip *strip, BwScratch *scratch);

/* Turns to the rows of the points from `first`; where there are fewer than BW_STRIP of them, the last is
 * repeated. */
void bw_strip_set_rows(const BwStrip *strip, int first, double *workspace);

/* values[n_columns][n_rows][BW_STRIP], part of the workspace. */
const double *bw_strip_fill(const BwStrip *strip, const BwStripColumns *columns, double *workspace);

/* out[point][row] = in[row][point] for the first n_points of a column. */
void bw_strip_write(const double *in, int n_rows, int n_points, double *out);
void bw_strip_write_float(const double *in, int n_rows, int n_points, float *out);
