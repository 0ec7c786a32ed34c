/* conjugate.h - preconditioned conjugate gradients for (K + λ) α = −y, one step at a time, with a residual
 * that never grows.
 *
 * Conjugate gradients make the error small in the norm of K; their residual goes up and down by factors, and
 * lags behind where the system is stiff. Beside each iterate x with its residual r stands a smoothed one,
 *
 *   s ← s + η (r − s), z ← z + η (x − z), η = argmin |s + η (r − s)|,
 *
 * whose residual s is that of z: the solution that is given is z (minimal residual smoothing: Schönauer 1987;
 * Zhou, Walker, SIAM Journal on Scientific Computing 15, 297 (1994)). It takes two vectors more, and needs a
 * sixth (ethanol) to a half (aspirin) fewer iterations to a residual. */
#pragma once

#include "learning/kernel/solve/nystrom.h"

typedef struct {
  BwGdmlProduct *product; /* K */
  BwPool *pool;
  gsize n;
  double lambda;
  const double *labels;                  /* y */
  double norm;                           /* |y| */
  double *solution;                      /* [n] z, the caller's */
  double relative;                       /* |s| / |y| */
  double *iterate, *residual, *smoothed; /* [n] x, r, s */
  double *direction, *image;             /* [n] */
  double slope;                          /* rᵀ P⁻¹ r */
} BwConjugate;

/* solution: [rows of the system] what to begin with. */
void bw_conjugate_init(BwConjugate *self, const BwKernelSystem *system, double lambda, const double *labels,
                       double *solution, BwPool *pool);
void bw_conjugate_clear(BwConjugate *self);

/* Makes the residual anew from the solution, as the one that is carried along drifts, and begins there; or at
 * 0, where that is better. */
void bw_conjugate_restart(BwConjugate *self);

/* FALSE where rounding shows: P⁻¹ or K + λ is not positive, and the solution is what it was. */
gboolean bw_conjugate_step(BwConjugate *self, BwNystrom *preconditioner);

/* Bytes of the vectors. */
guint64 bw_conjugate_bytes(const BwKernelSystem *system);
