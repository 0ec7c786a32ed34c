/* train.h - a model from labelled geometries: what is asked for, what it will cost, and the training.
 *
 * Frames are chosen, symmetries found, the linear system of the kernel solved, and the length scale σ and the
 * regularisation λ taken from a validation set.
 * sGDML: Chmiela, Sauceda, Müller, Tkatchenko, Nature Communications 9, 3887 (2018). */
#pragma once

#include "io/gdml/gdml-file.h"
#include "learning/kind.h"
#include "learning/observer.h"
#include "potential/gdml/crystal/crystal.h"
#include "potential/gdml/points.h"

typedef enum { BW_SOLVER_AUTO, BW_SOLVER_CLOSED, BW_SOLVER_ITERATIVE } BwSolver;

/* "auto", "closed", "iterative". */
gboolean bw_solver_parse(const char *text, BwSolver *solver, GError **error);
const char *bw_solver_name(BwSolver solver);

typedef struct {
  BwModelKind kind;
  BwSolver solver;           /* AUTO: what is faster and fits */
  BwKernelFunction function; /* of KRR; the others are Matérn */
  int n_train;               /* frames to train on; 0: 200, or 80 % of fewer than 250 */
  int n_valid;          /* frames to validate on: needed where several σ are tried; as many as there are */
  const double *sigmas; /* [n_sigmas], ascending; tried in this order while the validation error falls; NULL:
                           the kind's grid */
  int n_sigmas;
  const double *lambdas; /* [n_lambdas]; NULL: the kind's own */
  int n_lambdas;
  BwCrystalSymmetries symmetries; /* which ones BIGDML looks for */
  gboolean search_symmetries;     /* though permutations are stored with the data */
  guint64 seed;
  gboolean use_energies;  /* the energies of the data count too (E_cstr); KRR: always */
  const BwGdmlFile *like; /* take kind, frames, σ, λ, permutations and unit of length from it; NULL: none */
  guint64 max_memory;     /* bytes; 0: what is free */
  double tolerance;       /* relative residual at which the iterative solver stops; 0: the kind's own */
  const char *checkpoint; /* file that unfinished work is kept in; NULL: none */
  gboolean resume;        /* go on with that file */
} BwTrainSettings;

/* sGDML, 1000 frames to validate on, seed 0, all else as the kind has it. */
void bw_train_settings_init(BwTrainSettings *settings);

/* What a training will take. */
typedef struct {
  BwModelKind kind;
  BwSolver solver; /* never AUTO */
  int n_train, n_valid, n_sigmas, n_lambdas;
  int n_permutations; /* −1: not known yet */
  gint64 n_unknowns;
  guint64 bytes; /* of the chosen solver */
  guint64 bytes_closed, bytes_iterative;
  guint64 bytes_free; /* or what settings allow, if less */
  double seconds;     /* of the chosen solver, for one σ and λ */
  double seconds_closed, seconds_iterative;
  int capacity; /* points that the chosen solver has room for */
  int capacity_closed, capacity_iterative;
  char *reason; /* why this solver, part of a sentence */
} BwTrainPlan;

/* Takes milliseconds. Fails with what bw_train() would fail with before it begins: ARGUMENT, UNSUPPORTED, or
 * MEMORY with what would fit. pool NULL: one thread. */
gboolean bw_train_plan(const BwDataset *dataset, const BwTrainSettings *settings, BwPool *pool,
                       BwTrainPlan *plan, GError **error);
void bw_train_plan_clear(BwTrainPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwTrainPlan, bw_train_plan_clear)

/* Fails with what bw_gdml_file_write() to this path would say of the model after the training. */
gboolean bw_train_check_output(const BwDataset *dataset, const BwTrainSettings *settings, const char *path,
                               GError **error);

/* The trained model, not yet in a file; in the dataset's unit of energy and in Å (or the unit of `like`).
 * *validation: errors on the validation set, n = 0 when it is empty. Fails with ARGUMENT, MEMORY (before it
 * begins), UNSUPPORTED, NUMERICS or CANCELLED. With a checkpoint, what was done is in it however this ends:
 * remove that file once the model is written. */
BwGdmlFile *bw_train(const BwDataset *dataset, const BwTrainSettings *settings, BwErrors *validation,
                     BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable,
                     GError **error);

/* Reads "10", "10,20,40", "2:2:20" (first:step:last), "10:100" (step 1) or a mixture; ascending, without
 * repetition. `name` ("sigma") is what messages call it. NULL with BW_ERROR_ARGUMENT. Free with g_free(). */
double *bw_train_parse_grid(const char *name, const char *text, int *n, GError **error);

/* Measures the model on another dataset and writes the errors into it. */
gboolean bw_train_test(BwGdmlFile *file, const BwDataset *dataset, BwPool *pool, BwErrors *errors,
                       GCancellable *cancellable, GError **error);
