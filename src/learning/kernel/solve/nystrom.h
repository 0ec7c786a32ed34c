/* nystrom.h - an approximate inverse of K + λ, for conjugate gradients.
 *
 * From some columns I of the kernel matrix (inducing.h) come its low-rank part and, block by block, what that
 * leaves of each training point (in regression known as the partially independent conditional, PIC):
 *
 *   K + λ ≈ P = K_nI K_II⁻¹ K_In + diag_j(B_j),  B_j = K_jj − K_jI K_II⁻¹ K_Ij + λ.
 *
 * The remainder of a kernel in many dimensions is short-sighted, and large where points lie alone: P needs
 * half the iterations of the usual low rank and λ. Its inverse (Woodbury),
 *
 *   P⁻¹ = B⁻¹ − B⁻¹ K_nI (K_II + K_In B⁻¹ K_nI)⁻¹ K_In B⁻¹,
 *
 * needs no columns in memory: products with K_nI are predictions from the inducing points, those with K_In
 * predictions at them. Columns pass by once, while the inner matrix is made. */
#pragma once

#include "learning/kernel/solve/inducing.h"
#include "learning/metrics.h"
#include "potential/gdml/product.h"

typedef struct _BwNystrom BwNystrom;

/* Unknowns of a block at most: 64 atoms. */
enum { BW_NYSTROM_PART = 192 };

/* The least that is added to the blocks, as a share of K's trace: products with K_nI round, and 1/B makes
 * much of that. Where little is left of K (stiff molecules, many points), iterations lose their way without
 * it. */
#define BW_NYSTROM_NOISE 2e-11

/* `inducing` is kept. noise: BW_NYSTROM_NOISE, or more where that was too little. part: unknowns of a point
 * in one block; more have several blocks, as memory grows with the square. Fails with BW_ERROR_CANCELLED, or
 * with NUMERICS when K has numbers that are none. */
BwNystrom *bw_nystrom_new(const BwKernelSystem *system, BwInducing *inducing, int part, double lambda,
                          double noise, BwPool *pool, BwProgressFunc progress, gpointer data,
                          GCancellable *cancellable, GError **error);
void bw_nystrom_free(BwNystrom *nystrom);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwNystrom, bw_nystrom_free)

/* out = P⁻¹ v, both in the order of the unknowns; out may be v. */
void bw_nystrom_apply(BwNystrom *nystrom, const double *v, double *out, BwPool *pool);

/* Bytes at its largest, and floating point operations to make it, in units of those of a matrix product that
 * take as long, with n inducing unknowns. */
guint64 bw_nystrom_bytes(const BwKernelSystem *system, int n, int part);
double bw_nystrom_flops(const BwKernelSystem *system, int n);
