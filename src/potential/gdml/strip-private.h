/* strip-private.h - what the files that make a strip share: strip.c, and the two ways of summing over
 * permutations, strip-many.c and strip-few.c. */
#pragma once

#include "base/simd.h"
#include "potential/gdml/strip.h"

typedef double Lanes __attribute__((vector_size(BW_STRIP * sizeof(double)), may_alias));

/* Columns of one training point for which sums over permutations come first. */
enum { BW_STRIP_FEW = 4 };

struct _BwStrip {
  const BwKernelSystem *system;
  gboolean forces, energies;
  int n_atoms, chunk; /* permutations worked on together */
  int *pair_of;       /* [N][N]; the diagonal, which no arm belongs to, is 0 */
  int *images;        /* [S][N] atom k turns into atom images[k] */
  int *sources;       /* [S][N] the inverse */
};

/* Parts of a thread's workspace. Arms are signed and square: arm(k, l) = ∂D_kl/∂r_k, arm(k, k) = 0. */
typedef struct {
  Lanes *descriptors;  /* [D] of the rows' points */
  Lanes *arms;         /* [N][N][3] of the rows' points */
  Lanes *differences;  /* [D] Δ_p */
  Lanes *radial;       /* [chunk][3] k, k', k'' */
  Lanes *left, *right; /* [chunk][N][3] J_iᵀ Δ_p, J_jᵀ P_pᵀ Δ_p */
  Lanes *values;       /* [3N + 1][3N + 1] */
  Lanes *slopes;       /* [BW_STRIP_FEW + 1][D] */
  double *column_arms; /* [N][N][3] of the columns' point */
} BwStripWorkspace;

/* A chunk of permutations and where its parts go. */
typedef struct {
  const BwStrip *strip;
  const BwStripWorkspace *work;
  const BwStripColumns *columns;
  int first, n; /* permutations */
  int n_rows;
} BwStripChunk;

/* Add the chunk's permutations to work->values: for any number of columns, and for BW_STRIP_FEW at most. */
void bw_strip_add_many(const BwStripChunk *chunk);
void bw_strip_add_few(const BwStripChunk *chunk);
