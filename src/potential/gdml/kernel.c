#include "potential/gdml/kernel.h"
#include "base/pool.h"
#include "potential/gdml/kernel-adapted.h"
#include "potential/gdml/kernel-cosets.h"
#include "potential/gdml/kernel-private.h"
#include "potential/gdml/orbits.h"

#include <math.h>
#include <string.h>

/* Where the adapted basis is the faster one, because what it works on fits into the first-level cache: its
 * products are fewest, but cosets multiply larger tiles. */
enum { MAX_ADAPTED_DESCRIPTORS = 60, MAX_ADAPTED_PERMUTATIONS = 12 };

/* What all translations of a coset cost together: measured on lithium (24 cosets of 108) and graphene. */
enum { TERMS_PER_COSET = 4 };

void bw_gdml_kernel_init(BwGdmlKernel *kernel, const BwGdmlKernelClass *klass, const BwGdmlKernelSpec *spec)
{
  gboolean matern = spec->function == BW_KERNEL_MATERN52;
  kernel->klass = klass;
  kernel->function = spec->function;
  kernel->learns =
      (spec->force_weights ? BW_LEARNS_FORCES : 0) | (spec->energy_weights ? BW_LEARNS_ENERGIES : 0);
  kernel->n_points = spec->n_points;
  kernel->n_descriptors = spec->n_descriptors;
  kernel->n_permutations = spec->n_permutations;
  kernel->factor = (matern ? sqrt(5) : 1) / spec->sigma;
  kernel->energy_factor = matern ? spec->scale / 3 : spec->scale;
  kernel->force_factor = kernel->energy_factor * kernel->factor;
}

void bw_gdml_kernel_find_centre(const BwGdmlKernelSpec *spec, double *centre)
{
  int n = spec->n_descriptors;
  g_autofree int *root = g_new(int, n), *count = g_new0(int, n);
  g_autofree double *sums = g_new0(double, n);
  bw_orbits_find(spec->pairs, spec->n_permutations, n, root);
  for (int a = 0; a < n; a++) {
    count[root[a]] += spec->n_points;
    for (int m = 0; m < spec->n_points; m++)
      sums[root[a]] += spec->descriptors[(gsize)m * n + a];
  }
  for (int a = 0; a < n; a++)
    centre[a] = sums[root[a]] / count[root[a]];
}

static gboolean is_adapted(int n_descriptors, int n_permutations)
{
  return n_descriptors <= MAX_ADAPTED_DESCRIPTORS && n_permutations <= MAX_ADAPTED_PERMUTATIONS;
}

double bw_gdml_kernel_terms(const BwGdmlPoints *points)
{
  double n_cosets = ceil((double)points->n_permutations / points->n_atoms);
  if (is_adapted(points->n_descriptors, points->n_permutations))
    return points->n_permutations;
  if (points->pairs) {
    BwAbelian *abelian = bw_abelian_find(points->pairs, points->n_permutations, points->n_descriptors);
    n_cosets = abelian->n_cosets;
    bw_abelian_free(abelian);
  }
  return MIN(points->n_permutations, TERMS_PER_COSET * n_cosets);
}

BwGdmlKernel *bw_gdml_kernel_new(const BwGdmlKernelSpec *spec)
{
  g_return_val_if_fail(spec->force_weights || spec->energy_weights, NULL);
  bw_blas_use_one_thread();
  return is_adapted(spec->n_descriptors, spec->n_permutations) ? bw_gdml_kernel_adapted_new(spec)
                                                               : bw_gdml_kernel_cosets_new(spec);
}

void bw_gdml_kernel_free(BwGdmlKernel *kernel)
{
  if (kernel)
    kernel->klass->free(kernel);
}

void bw_gdml_kernel_set_weights(BwGdmlKernel *kernel, const double *force_weights,
                                const double *energy_weights)
{
  kernel->klass->set_weights(kernel, force_weights, energy_weights);
}

gboolean bw_gdml_kernel_set_lanes(BwGdmlKernel *kernel, int lanes)
{
  return kernel->klass->set_lanes(kernel, lanes);
}

gsize bw_gdml_kernel_workspace(const BwGdmlKernel *kernel)
{
  return kernel->klass->workspace(kernel);
}

void bw_gdml_kernel_sum(const BwGdmlKernel *kernel, const double *descriptors, int n, int left_out,
                        double *energies, double *slopes, double *nearest, double *workspace)
{
  kernel->klass->sum(kernel, descriptors, n, left_out, energies, slopes, nearest, workspace);
}
