/* explained.h - what a network's energy of one structure is made of, and what a probe atom feels around it.
 */
#pragma once

#include "base/pool.h"
#include "base/watch.h"
#include "io/network/network-file.h"
#include "potential/network/explain.h"
#include "potential/schnet/probe.h"

typedef struct {
  const BwNetworkFile *file; /* borrowed */
  BwAtoms *atoms;
  double *positions; /* [n_atoms][3], Å */
  BwCell cell;
  int n_blocks;      /* interactions + 1 */
  double *blocks;    /* [n_blocks][n_atoms], eV: see bw_network_explain_blocks(); NULL: not asked for */
  GArray *pairs;     /* of BwPairShare, the strongest first; NULL: not asked for, or too many */
  GPtrArray *probes; /* of BwSchnetProbe, one of each member; NULL: there are none yet */
} BwExplained;

/* Where a probe was. */
typedef struct {
  double alone, low, high; /* eV; the last two relative to the first */
  double lowest[3];        /* Å: where it is `low` */
  gsize n_points;
} BwProbeResult;

/* In what energies are told. */
typedef struct {
  const char *name; /* "kcal/mol" */
  double to_internal;
} BwEnergyUnit;

/* A cube's points, Å: how far it reaches beyond the atoms, and between two of them. */
#define BW_PROBE_MARGIN 4.0
#define BW_PROBE_SPACING 0.2

/* The unit that is told, or where that is NULL the one of the model's data, or eV. Fails with ARGUMENT. */
gboolean bw_explained_choose_unit(const BwNetworkFile *file, const char *told, BwEnergyUnit *unit,
                                  GError **error);

/* Of these atoms at positions[n_atoms][3]; copies, but for the file. */
BwExplained *bw_explained_new(const BwNetworkFile *file, BwAtoms *atoms, const BwCell *cell,
                              const double *positions);
void bw_explained_free(BwExplained *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwExplained, bw_explained_free)

/* Finds the blocks and the pairs, means over the members of the file. Fails as what it asks, CANCELLED. */
gboolean bw_explained_find_shares(BwExplained *self, BwPool *pool, const BwWatch *watch, GError **error);
/* eV, of an atom; of a block (atom −1) or of all. */
double bw_explained_get_energy(const BwExplained *self, int block, int atom);

/* The local chemical potential of an element at points[n][3], or at those of the field: means over the
 * members, eV; *alone: of an atom far from everything. Fails with UNSUPPORTED for networks other than SchNet
 * and for elements it has not seen; CANCELLED. */
gboolean bw_explained_probe(BwExplained *self, int element, const double (*points)[3], gsize n,
                            double *energies, double *alone, BwPool *pool, const BwWatch *watch,
                            GError **error);
gboolean bw_explained_fill(BwExplained *self, int element, BwField *field, double *alone, BwPool *pool,
                           const BwWatch *watch, GError **error);
/* The same on a grid around the atoms, `margin` beyond them with points every `spacing` Å, as a cube file in
 * that unit. */
gboolean bw_explained_write_cube(BwExplained *self, int element, double margin, double spacing,
                                 const char *path, const BwEnergyUnit *unit, BwPool *pool,
                                 const BwWatch *watch, BwProbeResult *result, GError **error);
/* The range of values[n] at points[n][3], beside what result->alone says. */
void bw_probe_result_find(BwProbeResult *result, const double *values, const double (*points)[3], gsize n);
