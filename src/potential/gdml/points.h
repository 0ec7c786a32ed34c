/* points.h - what a kernel model learns from: training points, and the kernel between them. */
#pragma once

#include "io/gdml/gdml-kind.h"

typedef enum { BW_LEARNS_FORCES = 1, BW_LEARNS_ENERGIES = 2 } BwLearns; /* flags */

/* The arrays belong to whoever made them. */
typedef struct {
  int n_points, n_atoms, n_descriptors, n_permutations;
  const double *descriptors; /* [M][D] */
  const double *arms;        /* [M][D][3], see descriptor.h; not needed where only energies are learned */
  const int *pairs;          /* [S][D], (P_p r)[a] = r[pairs[p][a]] */
} BwGdmlPoints;

/* What determines the kernel matrix K, minus the one of sgdml: positive definite. Its rows are the force
 * components [M][N][3] where forces are learned, then the energies [M] where those are, labelled −F and E:
 * with k = Σ_p k(|D_i − P_p D_j|), ∇ its derivative by the first descriptor and J the Jacobians ∂D/∂r,
 *
 *   K_FF = J_iᵀ (−∇∇ᵀk) P_p J_j,  K_EF = −(∇k)ᵀ P_p J_j,  K_FE = J_iᵀ ∇k,  K_EE = k. */
typedef struct {
  BwGdmlPoints points;
  BwKernelFunction function;
  BwLearns learns;
  double sigma;
} BwKernelSystem;

static inline gint64 bw_kernel_system_n_rows(const BwKernelSystem *system)
{
  gint64 n_points = system->points.n_points;
  return (system->learns & BW_LEARNS_FORCES ? n_points * 3 * system->points.n_atoms : 0) +
         (system->learns & BW_LEARNS_ENERGIES ? n_points : 0);
}
