/* train.h - a model from labelled geometries: what is asked for, what it will cost, and the training. Each
 * family of models has a folder that does it: kernel/ and neural/. */
#pragma once

#include "learning/kernel/settings.h"
#include "learning/kind.h"
#include "learning/neural/settings.h"
#include "learning/observer.h"
#include "learning/trained.h"

typedef struct {
  BwModelKind kind;
  int n_train; /* structures to train on; 0: 200 (networks 1000), or 80 % where there are fewer */
  int n_valid; /* to validate on: needed where several σ are tried, and by networks; as many as there are */
  guint64 seed;
  guint64 max_memory;     /* bytes; 0: what is free */
  const char *checkpoint; /* file that unfinished work is kept in; NULL: none */
  gboolean resume;        /* go on with that file */
  BwKernelSettings kernel;
  BwNeuralSettings neural;
} BwTrainSettings;

/* sGDML, 1000 frames to validate on, seed 0, all else as the kind has it. */
void bw_train_settings_init(BwTrainSettings *settings);

/* What a training will take. */
typedef struct {
  BwModelKind kind;
  int n_train, n_valid;
  gint64 n_unknowns; /* coefficients, or weights */
  guint64 bytes;
  guint64 bytes_free; /* or what settings allow, if less */
  double seconds;     /* of a kernel model for one σ and λ; of all epochs of a network */
  char *reason;       /* why this way, part of a sentence; NULL: there is no other */

  /* Of a kernel model. */
  BwSolver solver; /* never AUTO */
  int n_sigmas, n_lambdas;
  int n_permutations; /* −1: not known yet */
  guint64 bytes_closed, bytes_iterative;
  double seconds_closed, seconds_iterative;
  int capacity; /* points that the chosen solver has room for; 0: not known */
  int capacity_closed, capacity_iterative;

  /* Of a network. */
  int n_epochs, n_members;
} BwTrainPlan;

/* Takes milliseconds (networks: a few steps). Fails with what bw_train() would fail with before it begins:
 * ARGUMENT, UNSUPPORTED, or MEMORY with what would fit. pool NULL: one thread. */
gboolean bw_train_plan(const BwCollection *data, const BwTrainSettings *settings, BwPool *pool,
                       BwTrainPlan *plan, GError **error);
void bw_train_plan_clear(BwTrainPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwTrainPlan, bw_train_plan_clear)

/* Fails with what bw_trained_write() to this path would say of the model after the training. */
gboolean bw_train_check_output(const BwCollection *data, const BwTrainSettings *settings, const char *path,
                               GError **error);

/* The trained model, not yet in a file. *validation: errors on the validation set, n = 0 when it is empty.
 * Fails with ARGUMENT, MEMORY (before it begins), UNSUPPORTED, NUMERICS or CANCELLED. With a checkpoint, what
 * was done is in it however this ends: remove that file once the model is written. Where a network's training
 * diverges and nothing was learnt there is none. */
BwTrained *bw_train(const BwCollection *data, const BwTrainSettings *settings, BwErrors *validation,
                    BwPool *pool, const BwTrainObserver *observer, GCancellable *cancellable, GError **error);

/* The one system that a kernel model can learn. NULL with ARGUMENT: there are several. */
const BwDataset *bw_train_dataset(const BwCollection *data, BwModelKind kind, GError **error);

/* Reads "10", "10,20,40", "2:2:20" (first:step:last), "10:100" (step 1) or a mixture; ascending, without
 * repetition. `name` ("sigma") is what messages call it. NULL with BW_ERROR_ARGUMENT. Free with g_free(). */
double *bw_train_parse_grid(const char *name, const char *text, int *n, GError **error);
