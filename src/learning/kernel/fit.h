/* fit.h - the coefficients of a kernel model for one choice of σ and λ. */
#pragma once

#include "learning/kernel/task.h"

/* Bytes that fitting in closed form takes at its largest. */
guint64 bw_kernel_closed_bytes(const BwGdmlPoints *points);

/* The matrix that bw_kernel_fit() works in: taken once for all σ, as its pages cost seconds. */
BwPackedMatrix *bw_kernel_fit_matrix(const BwGdmlPoints *points);

/* Solves (K + λ) α = −y in `matrix`; the model. Where K + λ is not positive definite, λ is raised tenfold
 * until it is, and a note says so. */
BwGdmlFile *bw_kernel_fit(const BwKernelTask *task, double sigma, double lambda, BwPackedMatrix *matrix,
                          BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                          GError **error);
