/* How training points and their weights lie in the kernel. */
#include "base/array.h"
#include "potential/gdml/kernel-cosets.h"

#include <math.h>
#include <string.h>

#define SMALLEST 1e-3 /* x of a training point that stands for nothing */

static gsize panel_size(const BwCosetsKernel *kernel)
{
  return (gsize)kernel->base.n_descriptors * kernel->n_parts * POINTS;
}

/* Writes M vectors (x − centre) factor into the panels as their part r or A. */
static void pack(BwCosetsKernel *kernel, const double *points, const double *centre, double factor, int part)
{
  int n = kernel->base.n_descriptors, n_points = kernel->base.n_points;
  g_autoptr(BwDoubles) vectors = bw_new(double, (gsize)n *POINTS),
                       work = bw_new(double, (gsize)4 * kernel->cyclic->n * POINTS);
  for (int panel = 0; panel < kernel->n_panels; panel++) {
    for (int lane = 0; lane < POINTS; lane++) {
      int m = panel * POINTS + lane;
      for (int a = 0; a < n; a++)
        vectors[a * POINTS + lane] =
            m < n_points ? (points[(gsize)m * n + a] - (centre ? centre[a] : 0)) * factor : 0;
    }
    kernel->loops->analyse(kernel, vectors, kernel->panels + panel * panel_size(kernel) + part * POINTS,
                           (gsize)kernel->n_parts * POINTS, 2, work);
  }
}

/* out[m] = the product of two parts of each training point: the basis is orthonormal, but for complex
 * characters' values, which are √2 times theirs in a panel as `analyse` was asked for. */
static void multiply_parts(const BwCosetsKernel *kernel, int part, int other, double *out)
{
  for (int panel = 0; panel < kernel->n_panels; panel++) {
    const double *values = kernel->panels + panel * panel_size(kernel);
    double *sums = out + panel * POINTS;
    memset(sums, 0, sizeof *sums * POINTS);
    for (int v = 0; v < kernel->base.n_descriptors; v++, values += kernel->n_parts * POINTS)
      for (int lane = 0; lane < POINTS; lane++)
        sums[lane] += values[part * POINTS + lane] * values[other * POINTS + lane];
  }
}

/* Of the largest training point and the largest A. */
static double find_scale(const BwCosetsKernel *kernel, const double *force_weights)
{
  gsize n = kernel->base.n_descriptors;
  double points = SMALLEST * SMALLEST, weights = 0;
  for (int m = 0; m < kernel->base.n_points; m++) {
    double square = 0;
    for (gsize a = 0; a < n; a++)
      square += force_weights[m * n + a] * force_weights[m * n + a];
    weights = MAX(weights, square);
    points = MAX(points, kernel->norms[m]);
  }
  return weights > 0 ? ldexp(1, -ilogb(kernel->base.force_factor * sqrt(weights / points))) : 1;
}

void bw_cosets_kernel_set_weights(BwGdmlKernel *base, const double *force_weights,
                                  const double *energy_weights)
{
  BwCosetsKernel *kernel = (BwCosetsKernel *)base;
  kernel->scale = 1;
  if (base->learns & BW_LEARNS_FORCES) {
    kernel->scale = find_scale(kernel, force_weights);
    pack(kernel, force_weights, NULL, base->force_factor * kernel->scale, 1);
    multiply_parts(kernel, 0, 1, kernel->offsets);
  }
  for (int m = 0; base->learns & BW_LEARNS_ENERGIES && m < base->n_points; m++)
    kernel->energies[m] = energy_weights[m] * base->energy_factor * kernel->scale;
}

void bw_cosets_kernel_set_points(BwGdmlKernel *base, const double *descriptors, int n_points)
{
  BwCosetsKernel *kernel = (BwCosetsKernel *)base;
  base->n_points = n_points;
  kernel->n_panels = (n_points + POINTS - 1) / POINTS;
  pack(kernel, descriptors, kernel->centre, base->factor, 0);
  multiply_parts(kernel, 0, 0, kernel->norms);
  for (int m = n_points; m < kernel->n_panels * POINTS; m++)
    kernel->norms[m] = BW_KERNEL_FAR;
}
