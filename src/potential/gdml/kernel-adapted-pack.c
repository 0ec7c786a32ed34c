/* How the training points lie in memory. */
#include "base/array.h"
#include "potential/gdml/kernel-adapted.h"

#include <cblas.h>
#include <string.h>

static int whole_blocks(int n)
{
  return (n + WIDEST - 1) / WIDEST * WIDEST;
}

/* The basis both ways, rows padded to whole blocks of WIDEST. */
static void store_basis(BwAdaptedKernel *kernel)
{
  const BwAdaptedBasis *basis = kernel->basis;
  int n = basis->n_descriptors;
  kernel->n_padded_values = whole_blocks(basis->n_row_values);
  kernel->n_padded_descriptors = whole_blocks(n);
  kernel->projection = bw_new0(double, (gsize)n * kernel->n_padded_values);
  kernel->synthesis = bw_new0(double, (gsize)basis->n_row_values * kernel->n_padded_descriptors);
  for (int v = 0; v < basis->n_row_values; v++)
    for (int a = 0; a < n; a++) {
      double u = basis->rows[(gsize)v * n + a];
      kernel->projection[(gsize)a * kernel->n_padded_values + v] = u;
      kernel->synthesis[(gsize)v * kernel->n_padded_descriptors + a] = u;
    }
}

/* panel[v][part][m] = column v of the basis · values[m] */
static void project(const BwAdaptedKernel *kernel, int panel, int part, const double *values)
{
  const BwAdaptedBasis *basis = kernel->basis;
  int entry = kernel->n_parts * PANEL;
  double *out = kernel->panels + (gsize)panel * basis->n_col_values * entry + part * PANEL;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, basis->n_col_values, PANEL, basis->n_descriptors, 1,
              basis->cols, basis->n_descriptors, values, basis->n_descriptors, 0, out, entry);
}

static void scale_points(BwAdaptedKernel *kernel, const double *descriptors)
{
  gsize n = kernel->base.n_descriptors, n_padded = (gsize)kernel->n_panels * PANEL;
  kernel->scaled = bw_new0(double, n_padded *n);
  kernel->norms = bw_new(double, n_padded);
  for (gsize m = 0; m < n_padded; m++) {
    double *r = kernel->scaled + m * n;
    kernel->norms[m] = BW_KERNEL_FAR;
    if (m >= (gsize)kernel->base.n_points)
      continue;
    for (gsize a = 0; a < n; a++)
      r[a] = (descriptors[m * n + a] - kernel->centre[a]) * kernel->base.factor;
    kernel->norms[m] = cblas_ddot((int)n, r, 1, r, 1);
  }
}

void bw_adapted_kernel_pack(BwAdaptedKernel *kernel, const BwGdmlKernelSpec *spec)
{
  int n = spec->n_descriptors;
  gsize n_padded = (gsize)kernel->n_panels * PANEL;
  kernel->centre = bw_new(double, n);
  bw_gdml_kernel_find_centre(spec, kernel->centre);
  store_basis(kernel);
  scale_points(kernel, spec->descriptors);
  kernel->panels = bw_new(double, n_padded * kernel->n_parts * kernel->basis->n_col_values);
  kernel->offsets = bw_new0(double, n_padded);
  kernel->energies = bw_new0(double, n_padded);
  for (int panel = 0; panel < kernel->n_panels; panel++)
    project(kernel, panel, 0, kernel->scaled + (gsize)panel * PANEL * n);
}

void bw_adapted_kernel_set_weights(BwGdmlKernel *base, const double *force_weights,
                                   const double *energy_weights)
{
  BwAdaptedKernel *kernel = (BwAdaptedKernel *)base;
  int n = base->n_descriptors;
  for (int m = 0; m < base->n_points && base->learns & BW_LEARNS_ENERGIES; m++)
    kernel->energies[m] = energy_weights[m] * base->energy_factor;
  if (!(base->learns & BW_LEARNS_FORCES))
    return;
  g_autoptr(BwDoubles) scaled = bw_new0(double, (gsize)PANEL *n);
  for (int panel = 0; panel < kernel->n_panels; panel++) {
    int first = panel * PANEL, n_here = MIN(PANEL, base->n_points - first);
    memset(scaled + (gsize)n_here * n, 0, sizeof(double) * (PANEL - n_here) * n);
    for (gsize k = 0; k < (gsize)n_here * n; k++)
      scaled[k] = force_weights[(gsize)first * n + k] * base->force_factor;
    for (int m = 0; m < n_here; m++)
      kernel->offsets[first + m] =
          cblas_ddot(n, kernel->scaled + (gsize)(first + m) * n, 1, scaled + (gsize)m * n, 1);
    project(kernel, panel, 1, scaled);
  }
}
