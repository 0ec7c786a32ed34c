/* solution.h - the coefficients of a kernel expansion, and how they were found. */
#pragma once

#include <glib.h>

typedef struct {
  double sigma, lambda; /* λ as it was needed */
  double *alphas;       /* [n] */
  gint64 n;
  gboolean iterative; /* what follows is known */
  int iterations;
  double tolerance, residual, norm_labels;
  gint64 *inducing; /* [n_inducing] unknowns whose columns preconditioned */
  int n_inducing;
} BwKernelSolution;

void bw_kernel_solution_clear(BwKernelSolution *solution);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BwKernelSolution, bw_kernel_solution_clear)

/* What `from` owned belongs to `to`, whose own is freed. */
void bw_kernel_solution_move(BwKernelSolution *to, BwKernelSolution *from);
