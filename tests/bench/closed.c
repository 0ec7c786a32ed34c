/* The closed form - assembly of the kernel matrix, factorisation, solution - beside what LAPACK's dpotrf
 * takes to factorise a matrix of that size that is there already, both on two threads and by turns, so that a
 * busy machine slows both; and their memory. Ethanol, 27 unknowns per point. */
#include "base/pool.h"
#include "bench.h"
#include "ethanol-system.h"
#include "learning/kernel/solve/closed.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdio.h>

enum { N_THREADS = 2, WIDTH = 27 };

static double seconds_since(gint64 start)
{
  return (g_get_monotonic_time() - start) * 1e-6;
}

static double time_closed(const BwBenchEthanol *ethanol, double *alphas)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwPool) pool = bw_pool_new(N_THREADS, FALSE);
  double lambda = 1e-10;
  gint64 start = g_get_monotonic_time();
  g_autoptr(BwPackedMatrix) matrix = bw_packed_matrix_new(bw_kernel_system_n_rows(&ethanol->system));
  if (bw_solve_closed(&ethanol->system, &lambda, ethanol->labels, alphas, matrix, pool, NULL, NULL, &error))
    return seconds_since(start);
  fprintf(stderr, "the closed form failed: %s\n", error->message);
  return NAN;
}

static double time_lapack(gsize n)
{
  g_autoptr(BwDoubles) matrix = bw_new(double, n *n);
  for (gsize c = 0; c < n; c++)
    for (gsize r = 0; r < n; r++)
      matrix[c * n + r] = 1 / (1 + fabs((double)r - (double)c)) + (r == c);
  openblas_set_num_threads(N_THREADS);
  gint64 start = g_get_monotonic_time();
  int info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', (int)n, matrix, (int)n);
  double seconds = seconds_since(start);
  bw_blas_use_one_thread();
  return info == 0 ? seconds : NAN;
}

/* The quickest of some rounds of both. */
static void report(const char *name, gsize n, int n_rounds)
{
  g_auto(BwBenchEthanol) ethanol = {0};
  if (!bw_bench_ethanol_open(&ethanol, name, (int)n / WIDTH, BW_LEARNS_FORCES))
    return;
  g_autoptr(BwDoubles) alphas = bw_new(double, n);
  double ours = INFINITY, lapack = INFINITY;
  for (int round = 0; round < n_rounds; round++) {
    ours = MIN(ours, time_closed(&ethanol, alphas));
    lapack = MIN(lapack, time_lapack(n));
  }
  double size = (double)n, floor = size * size * size / 3 / (N_THREADS * bw_bench_dgemm_rate());
  g_autofree char *memory = g_strdup_printf("%s-memory", name);
  bw_bench_report(name, ours, "s", floor, lapack);
  bw_bench_report(memory, bw_solve_closed_bytes(&ethanol.system) / 1e9, "GB", NAN, size * size * 8 / 1e9);
}

static void run_13500(void)
{
  report("closed-13500", 13500, 2);
}

static void run_27000(void)
{
  report("closed-27000", 27000, 1);
}

const BwBenchCase bw_bench_closed[] = {
    {"closed-13500", run_13500},
    {"closed-27000", run_27000},
    {NULL, NULL},
};
