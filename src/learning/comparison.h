/* comparison.h - what a potential predicts, beside what the data say. */
#pragma once

#include "learning/metrics.h"

/* All known numbers of one of a network's outputs beside the energy. */
typedef struct {
  const char *name, *unit;    /* interned; unit NULL: not stated */
  GArray *predicted, *labels; /* of double, in that unit */
} BwOutputComparison;

/* Arrays that the data have no labels for are NULL, as are their labels. */
typedef struct {
  gatomicrefcount refs;
  int n_frames, n_atoms;       /* n_atoms 0: of different systems, one after the other */
  int *frames;                 /* [n_frames] of the dataset; NULL with different systems */
  double *energies, *labels_E; /* [n_frames] predicted and labelled, eV */
  double *forces, *labels_F;   /* [n_forces]: [n_frames][n_atoms][3], eV/Å */
  gsize n_forces;
  double *atom_mae;   /* [n_atoms] mean absolute error of an atom's force components, eV/Å; NULL as above */
  GPtrArray *outputs; /* of BwOutputComparison; NULL: none */
  BwErrors errors;    /* of energies and forces; n 0: there are neither */
} BwComparison;

/* Of nothing yet. */
BwComparison *bw_comparison_new(int n_frames);

/* Predicts `frames` (n of them; NULL: all of the dataset). progress and cancellable may be NULL. */
BwComparison *bw_comparison_measure(BwPotential *potential, const BwDataset *dataset, const int *frames,
                                    int n, BwPool *pool, BwProgressFunc progress, gpointer data,
                                    GCancellable *cancellable, GError **error);
/* The same of samples[n] of a collection (NULL: all), whose systems may differ: energies or forces that not
 * all of them have are left out of account. */
BwComparison *bw_comparison_measure_collection(BwPotential *potential, const BwCollection *data,
                                               const int *samples, int n, BwPool *pool,
                                               BwProgressFunc progress, gpointer progress_data,
                                               GCancellable *cancellable, GError **error);

BwOutputComparison *bw_output_comparison_new(const char *name, const char *unit);
void bw_output_comparison_free(BwOutputComparison *self);

BwComparison *bw_comparison_ref(BwComparison *comparison);
void bw_comparison_unref(BwComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BwComparison, bw_comparison_unref)
