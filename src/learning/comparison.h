/* comparison.h - what a potential predicts, beside what the data say. */
#pragma once

#include "learning/metrics.h"

/* Arrays that the data have no labels for are NULL, as are their labels. */
typedef struct {
  gatomicrefcount refs;
  int n_frames, n_atoms;
  int *frames;                 /* [n_frames] of the dataset */
  double *energies, *labels_E; /* [n_frames] predicted and labelled, eV */
  double *forces, *labels_F;   /* [n_frames][n_atoms][3], eV/Å */
  double *atom_mae;            /* [n_atoms] mean absolute error of an atom's force components, eV/Å */
  BwErrors errors;
} BwComparison;

/* Predicts `frames` (n of them; NULL: all of the dataset). progress and cancellable may be NULL. */
BwComparison *bw_comparison_measure(BwPotential *potential, const BwDataset *dataset, const int *frames,
                                    int n, BwPool *pool, BwProgressFunc progress, gpointer data,
                                    GCancellable *cancellable, GError **error);
BwComparison *bw_comparison_ref(BwComparison *comparison);
void bw_comparison_unref(BwComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwComparison, bw_comparison_unref)
