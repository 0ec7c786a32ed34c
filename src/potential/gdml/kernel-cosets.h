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

#include "potential/gdml/character-turns.h"
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
  double *slopes[QUERIES];       /* [D], minus the slopes; NULL: not wanted */
  double *state[QUERIES];        /* [3][POINTS] energy, weight of q, smallest square: added to */
  double norms[QUERIES];
} BwCosetGroup;

/* Up to CHUNK panels of training points, and what the products with a group become on the way. */
typedef struct {
  int n;
  gsize first_point;
  const double *panels; /* the first of them */
  const double *norms;  /* stands for kernel->norms */
  double *features;     /* [n][n_features][QUERIES][n_parts][POINTS] */
  double *products;     /* [2][translations][2][POINTS] */
  gsize panel_size, features_size;
} BwCosetChunk;

typedef void (*BwCosetStep)(const BwCosetsKernel *kernel, const BwCosetGroup *group,
                            const BwCosetChunk *chunk);

typedef struct {
  /* POINTS vectors [D][POINTS] to the values of the characters, `step` apart and those of complex characters
   * times `factor`; the values (POINTS apart) back to vectors. work: [4][translations][POINTS] */
  void (*analyse)(const BwCosetsKernel *kernel, const double *vectors, double *values, gsize step,
                  double factor, double *work);
  void (*synthesise)(const BwCosetsKernel *kernel, const double *values, double *vectors, double *work);
  /* components[orbits × translations][re, im][POINTS] += turns of the values (character-turns.h); and what
   * vectors these components are. */
  void (*turn)(const BwCosetsKernel *kernel, const BwCharacterTurn *turns, const double *values,
               double *components);
  void (*collect)(const BwCosetsKernel *kernel, double *components, double *vectors);
  /* By function and by what is learned: features as products, then as weights; totals go to the state. */
  BwCosetStep weigh[2][4];
  /* By n_parts: weights times the panels. `gather` adds the sum over training points to the group's slopes;
   * `share`, for one panel, sets slopes[D][POINTS] to what each of its training points adds. */
  BwCosetStep gather[3], share[3];
} BwCosetLoops;

struct _BwCosetsKernel {
  BwGdmlKernel base;
  BwAbelian *abelian;
  BwCharacters *characters;
  BwCyclic *cyclic;
  const BwCosetLoops *loops;
  int n_panels, n_parts; /* parts: r, and A where there are force weights */
  int n_cosets;
  int *sources;     /* [n_cosets][D]: (P_pᵀ q)[a] = q[sources[p][a]] */
  double *centre;   /* [D] */
  double *panels;   /* [n_panels][D values][n_parts][POINTS] */
  double *norms;    /* [n_panels × POINTS] |r|²; FAR where there is no point */
  double scale;     /* of A and w: one complex number holds products with r and A, and rounds both to the
                       larger one's last digits, so they are made of one size; a power of two */
  double *offsets;  /* [n_panels × POINTS] r · A */
  double *energies; /* [n_panels × POINTS] w */
};

/* Permuted queries between two transforms, and what they need; rows are [geometry][coset]. */
typedef struct {
  const double *descriptors; /* [geometries][D] */
  int first, n;              /* n ≤ ROWS */
  double norms[ROWS];
  double *vectors;  /* [D][POINTS] */
  double *values;   /* [ROWS/POINTS][D][POINTS] */
  double *slopes;   /* [ROWS/POINTS][D][POINTS] */
  double *state;    /* [ROWS][3][POINTS] */
  double *orbits;   /* [4][translations][POINTS] */
  double *features; /* of a chunk */
  double *products; /* of a chunk */
} BwCosetRows;

/* Places the arrays at `free`, unless that is NULL; returns how many doubles they are. */
gsize bw_coset_rows_lay_out(const BwCosetsKernel *kernel, double *free, BwCosetRows *rows);

/* Fills norms and values of the rows from descriptors, first and n, and begins their state. */
void bw_coset_rows_prepare(const BwCosetsKernel *kernel, BwCosetRows *rows);

/* The group that begins at a row; slopes are those of the rows, or NULL. */
BwCosetGroup bw_coset_rows_group(const BwCosetsKernel *kernel, const BwCosetRows *rows, int row,
                                 gboolean sloped);
BwCosetChunk bw_coset_rows_chunk(const BwCosetsKernel *kernel, const BwCosetRows *rows, int panel);

BwGdmlKernel *bw_gdml_kernel_cosets_new(const BwGdmlKernelSpec *spec);

/* Fills everything that is known of the training points but for the weights; up to as many points as there
 * were. */
void bw_cosets_kernel_set_points(BwGdmlKernel *kernel, const double *descriptors, int n_points);
void bw_cosets_kernel_set_weights(BwGdmlKernel *kernel, const double *force_weights,
                                  const double *energy_weights);

gboolean bw_cosets_kernel_set_lanes(BwGdmlKernel *kernel, int lanes);
