/* nystrom-private.h - what nystrom.c uses and nystrom-build.c makes. */
#pragma once

#include "learning/kernel/solve/nystrom.h"

struct _BwNystrom {
  BwKernelSystem system;
  BwInducing *inducing;
  int width;      /* unknowns of a training point */
  double *root;   /* [k][k] columns: K_II = T Tᵀ, T the lower triangle */
  double *inner;  /* [k][k] columns: 1 + T⁻¹ K_In B⁻¹ K_nI T⁻ᵀ = G Gᵀ, G the lower triangle */
  int part;       /* unknowns in a block, at most */
  double *blocks; /* columns of the blocks of each point in turn: B_j = L_j L_jᵀ, L_j the lower triangle */
  BwGdmlProduct *to, *from; /* K_In, K_nI */
  double noise;             /* see nystrom.h */
  double *few, *middle;     /* [unknowns of all of the inducing points], [k] */
  double *many;             /* [n_rows] */
};

/* One of the blocks of a point: its unknowns from `first` on. */
typedef struct {
  int first, size;
  double *values; /* [size][size] columns */
} BwNystromBlock;

static inline int bw_nystrom_n_blocks(int width, int part)
{
  return (width + part - 1) / part;
}

static inline BwNystromBlock bw_nystrom_block(const BwNystrom *nystrom, int point, int b)
{
  gsize n_blocks = (gsize)bw_nystrom_n_blocks(nystrom->width, nystrom->part), part = (gsize)nystrom->part;
  int first = b * nystrom->part;
  return (BwNystromBlock){first, MIN(nystrom->part, nystrom->width - first),
                          nystrom->blocks + ((gsize)point * n_blocks + (gsize)b) * part * part};
}

/* Fills root, blocks and inner. */
gboolean bw_nystrom_build(BwNystrom *nystrom, double lambda, BwPool *pool, BwProgressFunc progress,
                          gpointer data, GCancellable *cancellable, GError **error);

/* Bytes that building takes besides. */
guint64 bw_nystrom_build_bytes(const BwKernelSystem *system, int n);
