/* kernel-cosets.h - the sum for large groups, hundreds and thousands, by the Fourier transform over their
 * translations; and for large molecules.
 *
 * The group is ∪ p N, N = T or T ∪ T c (abelian.h). With the query permuted back once for every p, q · P_p
 * P_t r for all t at once are a correlation over T: products of Fourier components (characters.h), 4 D for a
 * training point where the plain sum has 2 |T| D or 4 |T| D, and one small transform. Exponentials follow,
 * then the same backwards. QUERIES permuted queries meet CHUNK panels of training points at a time, which is
 * matrix multiplication in registers. Permutations that are no group have T = {1}: plain multiplication of
 * all permuted queries. */
#pragma once

#include "potential/gdml/characters.h"
#include "potential/gdml/cyclic.h"
#include "potential/gdml/kernel-private.h"

enum {
  POINTS = 8,  /* of a panel, and permuted queries that are transformed together */
  QUERIES = 3, /* permuted queries that are multiplied together */
  CHUNK = 4,   /* panels that are in the second-level cache together */
  ROWS = 48,   /* permuted queries between two transforms, in whole numbers of the others */
};

typedef struct _BwCosetsKernel BwCosetsKernel;

/* Up to QUERIES permuted queries. Values lie POINTS apart. */
typedef struct {
  int n;
  const double *values[QUERIES]; /* [D] */
  double *slopes[QUERIES];       /* [D], minus the slopes are added to; NULL: not wanted */
  double *state[QUERIES];        /* [3][POINTS] energy, weight of q, smallest square: added to */
  double norms[QUERIES];
} BwCosetGroup;

typedef void (*BwAddChunk)(const BwCosetsKernel *kernel, const BwCosetGroup *group, int first_panel,
                           int n_panels, const double *norms, double *buffer);

typedef struct {
  /* POINTS vectors [D][POINTS] to the values of the characters, `step` apart and those of complex characters
   * times `factor`; the values (POINTS apart) back to vectors. work: [4][translations][POINTS] */
  void (*analyse)(const BwCosetsKernel *kernel, const double *vectors, double *values, gsize step,
                  double factor, double *work);
  void (*synthesise)(const BwCosetsKernel *kernel, const double *values, double *vectors, double *work);
  BwAddChunk add_chunk[2][4]; /* by function and by what is learned */
} BwCosetLoops;

struct _BwCosetsKernel {
  BwGdmlKernel base;
  BwCharacters *characters;
  BwCyclic *cyclic;
  const BwCosetLoops *loops;
  int n_panels, n_parts; /* parts: r, and A where there are force weights */
  int n_cosets;
  int *sources;     /* [n_cosets][D]: (P_pᵀ q)[a] = q[sources[p][a]] */
  double *centre;   /* [D] */
  double *panels;   /* [n_panels][D values][n_parts][POINTS] */
  double *norms;    /* [n_panels × POINTS] |r|²; FAR where there is no point */
  double *offsets;  /* [n_panels × POINTS] r · A */
  double *energies; /* [n_panels × POINTS] w */
};

BwGdmlKernel *bw_gdml_kernel_cosets_new(const BwGdmlKernelSpec *spec);

gboolean bw_cosets_kernel_set_lanes(BwGdmlKernel *kernel, int lanes);
