/* kernel-private.h - what the ways to do the sum have in common.
 *
 * All work in units that make x = |q − P_p r|; then with a = Δ · P_p A, and A and w scaled,
 *
 *   Matérn:   E = Σ a (1 + x) e^(−x) + w (3 (1 + x) + x²) e^(−x)
 *             −∂E/∂q = Σ [a e^(−x) + w (1 + x) e^(−x)] Δ − (1 + x) e^(−x) P_p A
 *   Gaussian: E = Σ (a + w) e^(−x²/2),  −∂E/∂q = Σ (a + w) e^(−x²/2) Δ − e^(−x²/2) P_p A. */
#pragma once

#include "potential/gdml/kernel.h"

#define BW_KERNEL_LARGEST 700.0 /* e^(−x) beyond is nothing, and would not be a normal number */
#define BW_KERNEL_FAR 1e300

/* One way to do the sum; functions as the public ones. */
typedef struct {
  void (*free)(BwGdmlKernel *kernel);
  void (*set_weights)(BwGdmlKernel *kernel, const double *force_weights, const double *energy_weights);
  gboolean (*set_lanes)(BwGdmlKernel *kernel, int lanes);
  gsize (*workspace)(const BwGdmlKernel *kernel);
  void (*sum)(const BwGdmlKernel *kernel, const double *descriptors, int n, int left_out, double *energies,
              double *slopes, double *nearest, double *workspace);
} BwGdmlKernelClass;

/* The first member of each. */
struct _BwGdmlKernel {
  const BwGdmlKernelClass *klass;
  BwKernelFunction function;
  BwLearns learns;
  int n_points, n_descriptors, n_permutations;
  double factor;        /* descriptors to x */
  double force_factor;  /* force weights to A */
  double energy_factor; /* energy weights to w */
};

void bw_gdml_kernel_init(BwGdmlKernel *kernel, const BwGdmlKernelClass *klass, const BwGdmlKernelSpec *spec);

/* centre[D]: the mean over the training points and over equivalent pairs, which no permutation changes:
 * distances are small numbers around it. */
void bw_gdml_kernel_find_centre(const BwGdmlKernelSpec *spec, double *centre);
