#include "learning/kernel/iterative.h"
#include "learning/kernel/nystrom.h"

#include <math.h>

enum {
  LEAST = 64,  /* inducing unknowns without which it is not worth while */
  MOST = 6000, /* more cost more than they save */
};

static guint64 bytes_for(const BwKernelSystem *system, int n_inducing)
{
  guint64 n = (guint64)bw_kernel_system_n_rows(system);
  return bw_nystrom_bytes(system, n_inducing) + bw_gdml_product_bytes(system) + 3 * sizeof(double) * n;
}

/* How many inducing unknowns make the whole fastest. */
static int best_inducing(const BwKernelSystem *system)
{
  double n = (double)bw_kernel_system_n_rows(system);
  return (int)CLAMP(7 * sqrt(n), MIN(n, LEAST), MIN(n, MOST));
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
  const BwGdmlPoints *points = &system->points;
  double m = points->n_points, d = points->n_descriptors, s = points->n_permutations;
  double n = (double)bw_kernel_system_n_rows(system);
  double product = m * m * s * d * 8, iterations = 200;
  return (bw_nystrom_flops(system, k) + iterations * product * (1 + 2 * k * 3 / n)) / rate;
}
