/* train.h - an sGDML model from labelled geometries, in closed form.
 *
 * Chmiela, Sauceda, Müller, Tkatchenko, Nature Communications 9, 3887 (2018): frames are chosen, the
 * permutations of equivalent atoms found, the kernel matrix of the forces solved by Cholesky factorisation,
 * the length scale σ taken from a validation set, and the energies' constant fitted to the training points.
 */
#pragma once

#include "io/gdml/gdml-file.h"
#include "learning/metrics.h"

typedef struct {
  int n_train;          /* frames to train on; 0: 200, or 80 % of fewer than 250 */
  int n_valid;          /* frames to validate on: needed where several σ are tried; as many as there are */
  const double *sigmas; /* [n_sigmas], tried in this order while the validation error falls; NULL: the default
                           grid */
  int n_sigmas;
  double lambda;
  guint64 seed;
  gboolean use_symmetries;
  const BwGdmlFile *like; /* take frames, σ, λ, permutations and unit of length from it; NULL: none */
  guint64 max_memory;     /* bytes; 0: what is free */
} BwGdmlTrainSettings;

/* 1000 frames to validate on, the default grid of σ, λ = 1e-10, seed 0, with symmetries. */
void bw_gdml_train_settings_init(BwGdmlTrainSettings *settings);

/* Reads "10", "10,20,40", "2:2:20" (first:step:last), "10:100" (step 1) or a mixture; ascending, without
 * repetition. NULL with BW_ERROR_ARGUMENT. Free with g_free(). */
double *bw_gdml_parse_sigmas(const char *text, int *n, GError **error);

/* What someone who waits wants to know; all functions may be NULL and are called from the calling thread. */
typedef struct {
  void (*progress)(const char *stage, double fraction, gpointer data);
  void (*note)(const char *message, gpointer data); /* what was noticed or assumed, a sentence */
  void (*tried)(double sigma, const BwErrors *validation, gpointer data); /* one σ of the search is done */
  gpointer data;
} BwTrainObserver;

/* The trained model, not yet in a file; in the dataset's unit of energy and in Å (or the unit of `like`).
 * *validation: errors on the validation set, n = 0 when it is empty. Fails with ARGUMENT, MEMORY (before it
 * begins), UNSUPPORTED, NUMERICS or CANCELLED. */
BwGdmlFile *bw_gdml_train(const BwDataset *dataset, const BwGdmlTrainSettings *settings, BwErrors *validation,
                          BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                          GError **error);

/* Measures the model on another dataset and writes the errors into it. */
gboolean bw_gdml_test(BwGdmlFile *file, const BwDataset *dataset, BwPool *pool, BwErrors *errors,
                      GCancellable *cancellable, GError **error);
