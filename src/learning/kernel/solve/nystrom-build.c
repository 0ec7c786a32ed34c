#include "base/error.h"
#include "learning/kernel/solve/nystrom-private.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

enum {
  CHUNK_ROWS = 3072, /* of K_nI in memory at a time, about */
  TILE = 256,        /* of the inner matrix */
};

/* Jitter, relative to the diagonal, without which rounding makes a matrix indefinite. */
#define ROUNDING 1e-14
/* What the blocks get on the diagonal for neglected ones, in means of what is left there. */
#define FLOOR 0.1

typedef struct {
  BwNystrom *nystrom;
  const BwStrip *strip;
  double lambda, floor;              /* added to the diagonal of blocks */
  double trace;                      /* of K, as K_II tells */
  int first_strip, n_strips, n_rows; /* of the chunk */
  double *columns;                   /* [k][n_rows] K_nI, then L⁻¹ K_nI T⁻ᵀ */
  GCancellable *cancellable;         /* looked at by each task: its results do not matter then */
  int invalid;                       /* a task met numbers that are none */
} Build;

static int strips_per_chunk(const BwKernelSystem *system)
{
  int n_rows = BW_STRIP * bw_kernel_system_width(system);
  int all = (system->points.n_points + BW_STRIP - 1) / BW_STRIP;
  return CLAMP(CHUNK_ROWS / n_rows, 4, MAX(all, 4));
}

guint64 bw_nystrom_build_bytes(const BwKernelSystem *system, int n)
{
  guint64 rows = (guint64)strips_per_chunk(system) * BW_STRIP * (guint64)bw_kernel_system_width(system);
  return sizeof(double) * rows * (guint64)n;
}

static void copy_triangle(double *matrix, gsize n, gboolean to_upper)
{
  for (gsize column = 0; column < n; column++)
    for (gsize row = column + 1; row < n; row++)
      if (to_upper)
        matrix[row * n + column] = matrix[column * n + row];
      else
        matrix[column * n + row] = matrix[row * n + column];
}

/* Cholesky factorisation of the lower triangle of matrix + jitter, which is raised tenfold until that is
 * positive definite. FALSE where no jitter helps: there are numbers that are none. */
static gboolean factorise(double *matrix, int n, double jitter)
{
  g_autofree double *diagonal = g_new(double, n);
  double trace = 0;
  for (gsize i = 0; i < (gsize)n; i++)
    trace += fabs(diagonal[i] = matrix[i * n + i]);
  copy_triangle(matrix, (gsize)n, TRUE); /* the factorisation leaves it alone */
  for (double limit = MAX(trace, jitter); jitter <= limit; jitter = MAX(10 * jitter, ROUNDING * trace)) {
    for (gsize i = 0; i < (gsize)n; i++)
      matrix[i * n + i] = diagonal[i] + jitter;
    if (LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', n, matrix, n) == 0)
      return isfinite(matrix[(gsize)n * n - 1]);
    copy_triangle(matrix, (gsize)n, FALSE);
  }
  return FALSE;
}

/* A strip of K_II. */
static void fill_root(int task, BwScratch *scratch, gpointer data)
{
  const Build *job = data;
  const BwInducing *inducing = job->nystrom->inducing;
  int n_rows = bw_strip_n_rows(job->strip), first = task * BW_STRIP, k = inducing->n;
  double *work = bw_strip_workspace(job->strip, scratch);
  bw_strip_set_rows(job->strip, first, work);
  for (int p = 0; p < inducing->n_points; p++) {
    const BwStripColumns columns = bw_inducing_columns(inducing, p, p);
    const double *values = bw_strip_fill(job->strip, &columns, work);
    for (int c = inducing->first[p]; c < inducing->first[p + 1]; c++, values += n_rows * BW_STRIP)
      for (int lane = 0; lane < MIN(BW_STRIP, inducing->n_points - first); lane++)
        for (int r = inducing->first[first + lane]; r < inducing->first[first + lane + 1]; r++)
          job->nystrom->root[(gsize)c * k + r] = values[inducing->components[r] * BW_STRIP + lane];
  }
}

static gboolean make_root(BwNystrom *nystrom, BwPool *pool, double *trace_of_all)
{
  g_autoptr(BwStrip) strip = bw_strip_new(&nystrom->inducing->system);
  Build job = {.nystrom = nystrom, .strip = strip};
  int k = nystrom->inducing->n, n_points = nystrom->inducing->n_points;
  bw_pool_run(pool, (n_points + BW_STRIP - 1) / BW_STRIP, fill_root, &job);
  double trace = 0;
  for (gsize i = 0; i < (gsize)k; i++)
    trace += nystrom->root[i * k + i];
  *trace_of_all = trace / k * (double)bw_kernel_system_n_rows(&nystrom->system);
  return factorise(nystrom->root, k, ROUNDING * trace);
}

/* The columns of a strip's rows, [k][job->n_rows], and the diagonal blocks of its points. */
static void fill_columns(const Build *job, int first, int n, double *columns, BwScratch *scratch)
{
  const BwNystrom *nystrom = job->nystrom;
  const BwInducing *inducing = nystrom->inducing;
  int width = nystrom->width, n_gradients = width - ((nystrom->system.learns & BW_LEARNS_ENERGIES) != 0);
  double *work = bw_strip_workspace(job->strip, scratch);
  bw_strip_set_rows(job->strip, first, work);
  for (int p = 0; p < inducing->n_points; p++) {
    const BwStripColumns wanted = bw_inducing_columns(inducing, p, inducing->points[p]);
    const double *values = bw_strip_fill(job->strip, &wanted, work);
    for (int c = inducing->first[p]; c < inducing->first[p + 1]; c++, values += width * BW_STRIP)
      bw_strip_write(values, width, n, columns + (gsize)c * job->n_rows);
  }
  g_autofree int *all = g_new(int, width);
  for (int c = 0; c < width; c++)
    all[c] = c;
  for (int lane = 0; lane < n; lane++) {
    const BwStripColumns wanted = {first + lane, n_gradients, all, width > n_gradients};
    const double *values = bw_strip_fill(job->strip, &wanted, work);
    for (int b = 0; b < bw_nystrom_n_blocks(width, nystrom->part); b++) {
      const BwNystromBlock block = bw_nystrom_block(nystrom, first + lane, b);
      const double *corner = values + (gsize)block.first * (gsize)(width + 1) * BW_STRIP + lane;
      for (int c = 0; c < block.size; c++)
        for (int r = 0; r < block.size; r++)
          block.values[c * block.size + r] = corner[((gsize)c * width + r) * BW_STRIP];
    }
  }
}

/* F = K_nI T⁻ᵀ for the rows of a strip, and what it leaves of the blocks, K_jj − F_j F_jᵀ. */
static void make_strip(int task, BwScratch *scratch, gpointer data)
{
  const Build *job = data;
  const BwNystrom *nystrom = job->nystrom;
  int width = nystrom->width, k = nystrom->inducing->n, first = (job->first_strip + task) * BW_STRIP;
  int n = MIN(BW_STRIP, nystrom->system.points.n_points - first);
  double *columns = job->columns + (gsize)task * BW_STRIP * (gsize)width;
  if (g_cancellable_is_cancelled(job->cancellable))
    return;
  fill_columns(job, first, n, columns, scratch);
  cblas_dtrsm(CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, n * width, k, 1, nystrom->root,
              k, columns, job->n_rows);
  for (int j = 0; j < n; j++)
    for (int b = 0; b < bw_nystrom_n_blocks(width, nystrom->part); b++) {
      const BwNystromBlock block = bw_nystrom_block(nystrom, first + j, b);
      cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, block.size, k, -1,
                  columns + (gsize)j * width + block.first, job->n_rows, 1, block.values, block.size);
    }
}

/* B_j = L Lᵀ, and F_j becomes L⁻¹ F_j. */
static void divide_point(int task, BwScratch *scratch G_GNUC_UNUSED, gpointer data)
{
  Build *job = data;
  const BwNystrom *nystrom = job->nystrom;
  int width = nystrom->width, k = nystrom->inducing->n, point = job->first_strip * BW_STRIP + task;
  for (int b = 0; b < bw_nystrom_n_blocks(width, nystrom->part); b++) {
    const BwNystromBlock block = bw_nystrom_block(nystrom, point, b);
    if (!factorise(block.values, block.size, job->floor))
      g_atomic_int_set(&job->invalid, TRUE);
    else
      cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, block.size, k, 1,
                  block.values, block.size, job->columns + (gsize)task * width + block.first, job->n_rows);
  }
}

/* From the first chunk, for all: how large a remainder is. */
static void set_floor(Build *job)
{
  const BwNystrom *nystrom = job->nystrom;
  double left = 0;
  for (int point = 0; point < job->n_rows / nystrom->width; point++)
    for (int b = 0; b < bw_nystrom_n_blocks(nystrom->width, nystrom->part); b++) {
      const BwNystromBlock block = bw_nystrom_block(nystrom, point, b);
      for (int c = 0; c < block.size; c++)
        left += block.values[c * block.size + c] / job->n_rows;
    }
  job->floor = job->lambda + MAX(FLOOR * left, nystrom->noise * job->trace);
}

/* One tile of the lower triangle of `inner` gets the chunk's products. */
static void add_products(int task, BwScratch *scratch G_GNUC_UNUSED, gpointer data)
{
  const Build *job = data;
  int k = job->nystrom->inducing->n, row = 0, column = task;
  while (column > row)
    column -= ++row;
  int i = row * TILE, j = column * TILE;
  if (g_cancellable_is_cancelled(job->cancellable))
    return;
  cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, MIN(TILE, k - i), MIN(TILE, k - j), job->n_rows, 1,
              job->columns + (gsize)i * job->n_rows, job->n_rows, job->columns + (gsize)j * job->n_rows,
              job->n_rows, 1, job->nystrom->inner + (gsize)j * k + i, k);
}

static void add_chunk(Build *job, BwPool *pool)
{
  const BwNystrom *nystrom = job->nystrom;
  int n_tiles = (nystrom->inducing->n + TILE - 1) / TILE, first = job->first_strip * BW_STRIP;
  job->n_rows = MIN(job->n_strips * BW_STRIP, nystrom->system.points.n_points - first) * nystrom->width;
  bw_pool_run(pool, job->n_strips, make_strip, job);
  if (g_cancellable_is_cancelled(job->cancellable))
    return;
  if (first == 0)
    set_floor(job);
  bw_pool_run(pool, job->n_rows / nystrom->width, divide_point, job);
  bw_pool_run(pool, n_tiles * (n_tiles + 1) / 2, add_products, job);
}

gboolean bw_nystrom_build(BwNystrom *nystrom, double lambda, BwPool *pool, BwProgressFunc progress,
                          gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr(BwStrip) strip = bw_strip_new(&nystrom->system);
  g_autoptr(BwDoubles) columns = bw_alloc(bw_nystrom_build_bytes(&nystrom->system, nystrom->inducing->n), 1);
  int k = nystrom->inducing->n, all = (nystrom->system.points.n_points + BW_STRIP - 1) / BW_STRIP;
  int step = strips_per_chunk(&nystrom->system);
  Build job = {
      .nystrom = nystrom, .strip = strip, .lambda = lambda, .columns = columns, .cancellable = cancellable};
  job.invalid = !make_root(nystrom, pool, &job.trace);
  for (; job.first_strip < all && !job.invalid; job.first_strip += step) {
    job.n_strips = MIN(step, all - job.first_strip);
    add_chunk(&job, pool);
    if (g_cancellable_is_cancelled(cancellable))
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    if (progress)
      progress(MIN((double)(job.first_strip + step) / all, 1), data);
  }
  for (gsize i = 0; i < (gsize)k; i++)
    nystrom->inner[i * k + i] += 1;
  if (job.invalid || !factorise(nystrom->inner, k, 0))
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "the kernel matrix has elements that are not numbers; look for atoms that coincide");
  return TRUE;
}
