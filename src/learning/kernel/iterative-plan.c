#include "learning/kernel/iterative.h"
#include "learning/kernel/conjugate.h"

#include <math.h>

enum {
  LEAST = 64,    /* inducing unknowns without which it is not worth while */
  MOST = 6000,   /* more cost more than they save */
  SHARE = 3,     /* nor is more than this part of all of use */
  HARDNESS = 10, /* iterations × inducing unknowns / unknowns: 7 for ethanol, 20 for aspirin */
};

/* Floating point operations of a product with K, for each pair of points, permutation and descriptor. */
#define PRODUCT_FLOPS 8.0

static double product_flops(const BwKernelSystem *system)
{
  const BwGdmlPoints *points = &system->points;
  return PRODUCT_FLOPS * points->n_points * points->n_points * points->n_permutations * points->n_descriptors;
}

static guint64 bytes_for(const BwKernelSystem *system, int n_inducing)
{
  return bw_nystrom_bytes(system, n_inducing, BW_NYSTROM_PART) + bw_conjugate_bytes(system);
}

/* How many inducing unknowns k make the whole fastest: the least of 2 n k² + HARDNESS n/k products. */
static int best_inducing(const BwKernelSystem *system)
{
  double n = (double)bw_kernel_system_n_rows(system);
  double best = cbrt(HARDNESS * product_flops(system) / 4);
  return (int)MIN(CLAMP(best, LEAST, MOST), MAX(n / SHARE, MIN(n, LEAST)));
}

guint64 bw_solve_iterative_bytes(const BwKernelSystem *system, guint64 max_bytes, int *n_inducing)
{
  int least = (int)MIN(bw_kernel_system_n_rows(system), LEAST), most = best_inducing(system);
  while (max_bytes > 0 && most > least && bytes_for(system, most) > max_bytes)
    most = MAX(most - MAX(most / 50, 1), least);
  guint64 bytes = bytes_for(system, most);
  if (n_inducing)
    *n_inducing = max_bytes > 0 && bytes > max_bytes ? 0 : most;
  return bytes;
}

double bw_solve_iterative_seconds(const BwKernelSystem *system, guint64 max_bytes, double rate)
{
  int k;
  bw_solve_iterative_bytes(system, max_bytes, &k);
  if (k == 0)
    return INFINITY;
  double n = (double)bw_kernel_system_n_rows(system), part = (double)k * SHARE / n;
  double iterations = HARDNESS * n / k;
  return (bw_nystrom_flops(system, k) + iterations * product_flops(system) * (1 + 2 * MIN(part, 1))) / rate;
}
