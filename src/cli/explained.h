/* explained.h - what a network's energy of one structure is made of: computed for the verb `explain`. */
#pragma once

#include "base/pool.h"
#include "base/watch.h"
#include "io/network/network-file.h"
#include "potential/network/explain.h"
#include "potential/schnet/probe.h"
#include "system/frame.h"

typedef struct {
  BwAtoms *atoms;
  double *positions; /* [n_atoms][3], Å */
  BwCell cell;
  int n_blocks;       /* interactions + 1 */
  double *blocks;     /* [n_blocks][n_atoms], eV: see bw_network_explain_blocks() */
  GArray *pairs;      /* of BwPairShare, the strongest first; NULL: too many of them */
  GPtrArray *members; /* of BwPotential, every member of the network alone */
} BwExplained;

/* Means over the members of the file. Frames of several beads: of their centroid. Fails as what it asks. */
BwExplained *bw_explained_new(const BwNetworkFile *file, const BwFrame *frame, BwPool *pool,
                              const BwWatch *watch, GError **error);
void bw_explained_free(BwExplained *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwExplained, bw_explained_free)

/* eV, of an atom; of a block (atom −1) or of all. */
double bw_explained_get_energy(const BwExplained *self, int block, int atom);

/* The local chemical potential of an element at points[n][3], or at those of the field: means over the
 * members, eV; *alone: of an atom far from everything. */
gboolean bw_explained_probe(const BwExplained *self, int element, const double (*points)[3], gsize n,
                            double *energies, double *alone, BwPool *pool, const BwWatch *watch,
                            GError **error);
gboolean bw_explained_fill(const BwExplained *self, int element, BwField *field, double *alone, BwPool *pool,
                           const BwWatch *watch, GError **error);
