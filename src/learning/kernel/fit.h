/* fit.h - the coefficients of an sGDML model for one choice of σ and λ. */
#pragma once

#include "learning/kernel/task.h"

/* Bytes that fitting takes at its largest. */
guint64 bw_gdml_fit_bytes(const BwGdmlPoints *points);

/* How many points of this molecule fit into so many bytes. */
int bw_gdml_fit_capacity(int n_atoms, guint64 bytes);

/* The matrix that bw_gdml_fit() works in: taken once for all σ, as its pages cost seconds. */
BwPackedMatrix *bw_gdml_fit_matrix(const BwGdmlPoints *points);

/* Solves (K + λ) α = −F in `matrix` and fits the energies' constant. Where K + λ is not positive definite, λ
 * is raised tenfold until it is, and a note says so. */
BwGdmlFile *bw_gdml_fit(const BwGdmlTask *task, double sigma, double lambda, BwPackedMatrix *matrix,
                        BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                        GError **error);
