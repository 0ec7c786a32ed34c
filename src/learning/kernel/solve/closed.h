/* closed.h - a kernel's linear system solved in closed form: K assembled and factorised in place. */
#pragma once

#include "learning/observer.h"
#include "potential/gdml/packed-matrix.h"
#include "potential/gdml/points.h"

/* Bytes that solving takes at its largest; of the system, only the sizes count. */
guint64 bw_solve_closed_bytes(const BwKernelSystem *system);

/* Seconds that it takes, roughly, where matrix products run at `rate` operations per second. */
double bw_solve_closed_seconds(const BwKernelSystem *system, double rate);

/* Solves (K + λ) α = −y. labels y, alphas: [bw_kernel_system_n_rows()]; matrix: of as many rows, its content
 * is overwritten. Where K + λ is not positive definite, *lambda is raised tenfold until it is, and a note
 * says so. The same bytes for any number of threads. Fails with NUMERICS or CANCELLED. */
gboolean bw_solve_closed(const BwKernelSystem *system, double *lambda, const double *labels, double *alphas,
                         BwPackedMatrix *matrix, BwPool *pool, const BwTrainObserver *observer,
                         GCancellable *cancellable, GError **error);
