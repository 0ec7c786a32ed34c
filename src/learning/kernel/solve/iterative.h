/* iterative.h - the coefficients of a kernel model by conjugate gradients, without the kernel matrix.
 *
 * Each iteration is one prediction of the training set (product.h) and one use of the preconditioner
 * (nystrom.h). The test error of a model stands long before its residual vanishes. */
#pragma once

#include "base/pool.h"
#include "potential/gdml/points.h"

#include <gio/gio.h>

typedef struct {
  double tolerance;   /* |residual| / |labels| to stop at; 0: 1e-4 */
  int max_iterations; /* 0: ten times the unknowns */
  guint64 max_bytes;  /* for all that is made here; 0: as much as serves the purpose */
  int n_inducing;     /* unknowns to make the preconditioner of; 0: as many as pay */
  guint64 seed;       /* of the choice of inducing unknowns */
} BwIterativeSettings;

typedef struct {
  int iterations, n_inducing;
  int n_rebuilds;  /* times that the preconditioner was made again, for iterations that had lost their way */
  double residual; /* relative, true: computed from the solution */
  double norm_labels;
  double lambda;    /* larger than asked for where rounding made K + λ indefinite */
  gint64 *inducing; /* [n_inducing] the unknowns that the preconditioner was made of */
} BwIterativeResult;

void bw_iterative_result_clear(BwIterativeResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwIterativeResult, bw_iterative_result_clear)

/* All may be NULL; called from the calling thread. */
typedef struct {
  /* While the preconditioner is made. */
  void (*prepare)(double fraction, double seconds_left, gpointer data);
  /* After each iteration. May block: that pauses. alphas: the present solution, to measure it or to save it;
   * residual: relative, never larger than before; seconds_left: NaN while it does not fall. FALSE: it is good
   * enough, stop here. */
  gboolean (*iterate)(const double *alphas, int iteration, double residual, double seconds_left,
                      gpointer data);
  gpointer data;
} BwIterativeWatch;

/* Solves (K + λ) α = −y. labels y, alphas: [bw_kernel_system_n_rows()]; alphas holds the solution to begin
 * with, all 0 when there is none, and becomes the solution; after an error it is the last one reached. The
 * same bytes for any number of threads. result (cleared by the caller) and watch may be NULL. Fails with
 * NUMERICS, MEMORY (max_bytes are too few) or CANCELLED. */
gboolean bw_solve_iterative(const BwKernelSystem *system, double lambda, const double *labels, double *alphas,
                            const BwIterativeSettings *settings, BwIterativeResult *result, BwPool *pool,
                            const BwIterativeWatch *watch, GCancellable *cancellable, GError **error);

/* Bytes that solving takes with at most max_bytes (0: no limit), and how many inducing unknowns that is for
 * (may be NULL): 0 where max_bytes are too few; then the bytes are the least that would do. */
guint64 bw_solve_iterative_bytes(const BwKernelSystem *system, guint64 max_bytes, int *n_inducing);

/* Iterations to a residual of 1e-4, roughly: they grow with the unknowns that an inducing one stands for, and
 * with the number of atoms that symmetry does not make alike. */
double bw_solve_iterative_expected(const BwKernelSystem *system, int n_inducing);

/* Seconds that it will take, roughly, where matrix products run at `rate` operations per second;
 * INFINITY where max_bytes are too few. */
double bw_solve_iterative_seconds(const BwKernelSystem *system, guint64 max_bytes, double rate);
