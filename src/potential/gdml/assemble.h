/* assemble.h - the kernel matrix of sGDML training, minus K_F as the definitions have it: positive definite.
 *
 *   K(i, j) = J_iᵀ Σ_p b_p [ σ² (1 + x_p) P_p − 5 Δ_p Δ_pᵀ P_p ] J_j,
 *   Δ_p = D_i − P_p D_j,  x_p = √5 |Δ_p|/σ,  b_p = 5 e^(−x_p)/(3σ⁴) */
#pragma once

#include "potential/gdml/packed-matrix.h"
#include "potential/gdml/points.h"

/* Bytes needed besides the matrix. */
guint64 bw_gdml_assemble_bytes(const BwGdmlPoints *points);

/* Fills the lower triangle of a matrix of 3NM rows and adds lambda to its diagonal. progress(fraction) is
 * called from the calling thread only; it and cancellable may be NULL. Fails with BW_ERROR_CANCELLED. */
gboolean bw_gdml_assemble(const BwGdmlPoints *points, double sigma, double lambda, BwPackedMatrix *matrix,
                          BwPool *pool, void (*progress)(double fraction, gpointer data), gpointer data,
                          GCancellable *cancellable, GError **error);
