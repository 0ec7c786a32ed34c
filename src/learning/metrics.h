/* metrics.h - how far a potential is from labelled data. */
#pragma once

#include "base/pool.h"
#include "potential/potential.h"
#include "system/collection.h"

#include <gio/gio.h>

/* Over all components of all forces, and over all energies; NaN where the data have no such labels. */
typedef struct {
  double energy_mae, energy_rmse; /* eV */
  double force_mae, force_rmse;   /* eV/Å */
  int n;                          /* frames */
  double energy_offset;           /* mean of predicted − labelled energy, eV */
  double energy_mae_shifted;      /* without that offset, eV: another zero of energy does not count */
} BwErrors;

/* Of predictions for n frames of n_atoms atoms; energies[n], forces[n][n_atoms][3]; either NULL: no such
 * labels. */
void bw_errors_compute(BwErrors *errors, const double *energies, const double *labels_E, const double *forces,
                       const double *labels_F, int n, int n_atoms);

typedef void (*BwProgressFunc)(double fraction, gpointer data);

/* Evaluates `frames` (n of them; NULL: all of the dataset) and compares. progress and cancellable may be
 * NULL.
 */
gboolean bw_errors_measure(BwPotential *potential, const BwDataset *dataset, const int *frames, int n,
                           BwPool *pool, BwProgressFunc progress, gpointer data, GCancellable *cancellable,
                           BwErrors *errors, GError **error);

/* The same for samples[n] of a collection (NULL: all), whose systems may differ: energies or forces that not
 * all of them have are left out of account. */
gboolean bw_errors_measure_collection(BwPotential *potential, const BwCollection *data, const int *samples,
                                      int n, BwPool *pool, BwProgressFunc progress, gpointer progress_data,
                                      GCancellable *cancellable, BwErrors *errors, GError **error);
