#include "learning/kernel/solve/nystrom-private.h"

#include <cblas.h>

enum { POINTS_PER_TASK = 32 };

/* For each permutation, to fill an element of K_nI: its points' unknowns are scattered. */
#define COLUMN_FLOPS 60
/* Of the speed of large matrix products. */
#define EFFICIENCY 0.7

BwNystrom *bw_nystrom_new(const BwKernelSystem *system, BwInducing *inducing, int part, double lambda,
                          double noise, BwPool *pool, BwProgressFunc progress, gpointer data,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr(BwNystrom) nystrom = g_new0(BwNystrom, 1);
  gsize k = (gsize)inducing->n, n_points = (gsize)system->points.n_points, n_blocks;
  nystrom->system = *system;
  nystrom->inducing = inducing;
  nystrom->width = bw_kernel_system_width(system);
  nystrom->root = bw_new(double, k *k);
  nystrom->inner = bw_new0(double, k *k);
  nystrom->part = MIN(part, nystrom->width);
  nystrom->noise = noise;
  n_blocks = (gsize)bw_nystrom_n_blocks(nystrom->width, nystrom->part);
  nystrom->blocks = bw_new(double, n_points *n_blocks * nystrom->part * nystrom->part);
  if (!bw_nystrom_build(nystrom, lambda, pool, progress, data, cancellable, error))
    return NULL;
  nystrom->to = bw_gdml_product_new_between(system, &inducing->system.points);
  nystrom->from = bw_gdml_product_new_between(&inducing->system, &system->points);
  nystrom->few = bw_new(double, bw_kernel_system_n_rows(&inducing->system));
  nystrom->middle = bw_new(double, k);
  nystrom->many = bw_new(double, bw_kernel_system_n_rows(system));
  return g_steal_pointer(&nystrom);
}

void bw_nystrom_free(BwNystrom *nystrom)
{
  if (!nystrom)
    return;
  bw_inducing_free(nystrom->inducing);
  bw_gdml_product_free(nystrom->to);
  bw_gdml_product_free(nystrom->from);
  bw_free(nystrom->root);
  bw_free(nystrom->inner);
  bw_free(nystrom->blocks);
  bw_free(nystrom->few);
  bw_free(nystrom->middle);
  bw_free(nystrom->many);
  g_free(nystrom);
}

typedef struct {
  const BwNystrom *nystrom;
  const double *in, *minus; /* NULL: nothing is taken away */
  double *out;
} Division;

static void divide_block(const Division *job, int point, const BwNystromBlock *block, double *values)
{
  const BwKernelSystem *system = &job->nystrom->system;
  int n = block->size;
  for (int c = 0; c < n; c++) {
    gint64 row = bw_kernel_system_row(system, point, block->first + c);
    values[c] = job->in[row] - (job->minus ? job->minus[row] : 0);
  }
  cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, n, block->values, n, values, 1);
  cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, n, block->values, n, values, 1);
  for (int c = 0; c < n; c++)
    job->out[bw_kernel_system_row(system, point, block->first + c)] = values[c];
}

/* out = B⁻¹ (in − minus) */
static void divide(int task, BwScratch *scratch, gpointer data)
{
  const Division *job = data;
  const BwNystrom *nystrom = job->nystrom;
  int last = MIN((task + 1) * POINTS_PER_TASK, nystrom->system.points.n_points);
  double *values = bw_scratch_get(scratch, sizeof(double) * (gsize)nystrom->part);
  for (int point = task * POINTS_PER_TASK; point < last; point++)
    for (int b = 0; b < bw_nystrom_n_blocks(nystrom->width, nystrom->part); b++) {
      const BwNystromBlock block = bw_nystrom_block(nystrom, point, b);
      divide_block(job, point, &block, values);
    }
}

/* middle = (K_II + K_In B⁻¹ K_nI)⁻¹ middle */
static void solve_inner(BwNystrom *nystrom)
{
  int k = nystrom->inducing->n;
  double *x = nystrom->middle;
  cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, k, nystrom->root, k, x, 1);
  cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, k, nystrom->inner, k, x, 1);
  cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, k, nystrom->inner, k, x, 1);
  cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, k, nystrom->root, k, x, 1);
}

void bw_nystrom_apply(BwNystrom *nystrom, const double *v, double *out, BwPool *pool)
{
  int n_tasks = (nystrom->system.points.n_points + POINTS_PER_TASK - 1) / POINTS_PER_TASK;
  Division first = {nystrom, v, NULL, nystrom->many}, second = {nystrom, v, nystrom->many, out};
  bw_pool_run(pool, n_tasks, divide, &first);
  bw_gdml_product_apply(nystrom->to, nystrom->many, nystrom->few, pool);
  bw_inducing_gather(nystrom->inducing, nystrom->few, nystrom->middle);
  solve_inner(nystrom);
  bw_inducing_scatter(nystrom->inducing, nystrom->middle, nystrom->few);
  bw_gdml_product_apply(nystrom->from, nystrom->few, nystrom->many, pool);
  bw_pool_run(pool, n_tasks, divide, &second);
}

guint64 bw_nystrom_bytes(const BwKernelSystem *system, int n, int part)
{
  guint64 width = (guint64)bw_kernel_system_width(system), rows = (guint64)bw_kernel_system_n_rows(system);
  guint64 kept = 2 * (guint64)n * (guint64)n + (MIN(width, (guint64)part) + 3) * rows;
  return sizeof(double) * kept + bw_nystrom_build_bytes(system, n) + 2 * bw_gdml_product_bytes(system);
}

double bw_nystrom_flops(const BwKernelSystem *system, int n)
{
  double rows = (double)bw_kernel_system_n_rows(system), k = n, width = bw_kernel_system_width(system);
  double columns = rows * k * COLUMN_FLOPS * system->points.n_permutations;
  return (2 * rows * k * (k + width) + k * k * k) / EFFICIENCY + columns;
}
