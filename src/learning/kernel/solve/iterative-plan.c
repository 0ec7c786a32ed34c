#include "learning/kernel/solve/iterative.h"
#include "learning/kernel/solve/conjugate.h"
#include "potential/gdml/orbits.h"

#include <math.h>

enum {
  LEAST = 64,  /* inducing unknowns without which it is not worth while */
  MOST = 6000, /* more cost more than they save */
  SHARE = 3,   /* nor is more than this part of all of use */
};

/* Iterations × inducing unknowns / unknowns to a residual of 1e-4: for each kind of atoms that the symmetry
 * tells apart 1.1 (ethanol, 6; toluene, 9), 1.2 to 1.6 (aspirin, 18), 1.4 (azobenzene, 8); 4 to 5 where there
 * are one or two kinds (benzene, silicon, graphene). */
#define HARDNESS_PER_KIND 1.2
#define LEAST_HARDNESS 4.5
#define MOST_HARDNESS 24

/* Without the permutations themselves: in a group with more elements than atoms all are alike, in a smaller
 * one a third of them are turned into others. */
static double count_kinds(const BwGdmlPoints *points)
{
  if (points->pairs)
    return bw_orbits_count_atoms(points->pairs, points->n_permutations, points->n_atoms);
  if (points->n_permutations == 1)
    return points->n_atoms;
  return points->n_permutations > points->n_atoms ? 1 : points->n_atoms * 2.0 / 3;
}

static double hardness(const BwKernelSystem *system)
{
  return CLAMP(HARDNESS_PER_KIND * count_kinds(&system->points), LEAST_HARDNESS, MOST_HARDNESS);
}

static guint64 bytes_for(const BwKernelSystem *system, int n_inducing)
{
  return bw_nystrom_bytes(system, n_inducing, BW_NYSTROM_PART) + bw_conjugate_bytes(system);
}

/* How many inducing unknowns k make the whole fastest: the least of 2 n k² + hardness n/k products. */
static int best_inducing(const BwKernelSystem *system)
{
  double n = (double)bw_kernel_system_n_rows(system);
  double best = cbrt(hardness(system) * bw_gdml_product_flops(system) / 4);
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

double bw_solve_iterative_expected(const BwKernelSystem *system, int n_inducing)
{
  return hardness(system) * (double)bw_kernel_system_n_rows(system) / n_inducing;
}

double bw_solve_iterative_seconds(const BwKernelSystem *system, guint64 max_bytes, double rate)
{
  int k;
  bw_solve_iterative_bytes(system, max_bytes, &k);
  if (k == 0)
    return INFINITY;
  double part = (double)k * SHARE / (double)bw_kernel_system_n_rows(system);
  double products = bw_solve_iterative_expected(system, k) * (1 + 2 * MIN(part, 1));
  return (bw_nystrom_flops(system, k) + products * bw_gdml_product_flops(system)) / rate;
}
