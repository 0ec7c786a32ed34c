#include "potential/gdml/packed-matrix.h"
#include "base/error.h"

#include <cblas.h>
#include <lapacke.h>
#include <sys/mman.h>

enum {
  BLOCK = 1024,    /* columns */
  MIN_TILE = 512,  /* rows of a task: many tasks for many threads, */
  MAX_TILE = 2048, /* but BLAS repacks its operands for each */
};

struct _BwPackedMatrix {
  gint64 n;
  int n_blocks;
  double **blocks; /* [n_blocks], column-major rectangles from the diagonal down */
};

static int block_width(const BwPackedMatrix *matrix, int b)
{
  return (int)MIN((gint64)BLOCK, matrix->n - (gint64)b * BLOCK);
}

static int block_height(const BwPackedMatrix *matrix, int b)
{
  return (int)(matrix->n - (gint64)b * BLOCK);
}

guint64 bw_packed_matrix_bytes(gint64 n)
{
  guint64 doubles = 0;
  for (gint64 first = 0; first < n; first += BLOCK)
    doubles += (guint64)(n - first) * (guint64)MIN((gint64)BLOCK, n - first);
  return doubles * sizeof(double);
}

BwPackedMatrix *bw_packed_matrix_new(gint64 n)
{
  BwPackedMatrix *matrix = g_new0(BwPackedMatrix, 1);
  matrix->n = n;
  matrix->n_blocks = (int)((n + BLOCK - 1) / BLOCK);
  matrix->blocks = g_new0(double *, matrix->n_blocks);
  for (int b = 0; b < matrix->n_blocks; b++) {
    gsize doubles = (gsize)block_height(matrix, b) * block_width(matrix, b);
    matrix->blocks[b] = bw_new(double, doubles);
#ifdef MADV_HUGEPAGE
    /* Gigabytes in pages of 4 kB cost seconds of page faults; no harm where it is refused. */
    gsize page = (gsize)2 << 20, start = ((gsize)matrix->blocks[b] + page - 1) / page * page,
          end = (gsize)(matrix->blocks[b] + doubles) / page * page;
    if (end > start)
      madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
  }
  return matrix;
}

void bw_packed_matrix_free(BwPackedMatrix *matrix)
{
  if (!matrix)
    return;
  for (int b = 0; b < matrix->n_blocks; b++)
    bw_free(matrix->blocks[b]);
  g_free(matrix->blocks);
  g_free(matrix);
}

double *bw_packed_matrix_column(BwPackedMatrix *matrix, gint64 c)
{
  int b = (int)(c / BLOCK);
  gint64 within = c % BLOCK;
  return matrix->blocks[b] + within * block_height(matrix, b) + within;
}

/* One block column is worked on at a time, by tasks of some rows whose number depends on the matrix only. */
typedef struct {
  const BwPackedMatrix *matrix;
  int column;
  GCancellable *cancellable;
} Step;

typedef struct {
  int first, n; /* rows, counted from the diagonal of the block column */
} Rows;

static int tile_height(const BwPackedMatrix *matrix)
{
  return (int)CLAMP(matrix->n / 16, MIN_TILE, MAX_TILE);
}

static int n_tiles(const Step *step)
{
  int below = block_height(step->matrix, step->column) - block_width(step->matrix, step->column);
  return (below + tile_height(step->matrix) - 1) / tile_height(step->matrix);
}

static Rows tile_rows(const Step *step, int tile)
{
  int size = tile_height(step->matrix), first = block_width(step->matrix, step->column) + tile * size;
  return (Rows){first, MIN(size, block_height(step->matrix, step->column) - first)};
}

/* Takes the products of all earlier block columns out of one tile; task 0 is the diagonal block. */
static void subtract_products(int task, BwScratch *scratch G_GNUC_UNUSED, gpointer data)
{
  const Step *step = data;
  const BwPackedMatrix *matrix = step->matrix;
  int width = block_width(matrix, step->column), height = block_height(matrix, step->column);
  double *target = matrix->blocks[step->column];
  for (int from = 0; from < step->column && !g_cancellable_is_cancelled(step->cancellable); from++) {
    int depth = block_width(matrix, from), from_height = block_height(matrix, from);
    const double *top = matrix->blocks[from] + (gsize)(step->column - from) * BLOCK;
    if (task == 0) {
      cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, width, depth, -1, top, from_height, 1, target,
                  height);
    } else {
      Rows rows = tile_rows(step, task - 1);
      cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, rows.n, width, depth, -1, top + rows.first,
                  from_height, top, from_height, 1, target + rows.first, height);
    }
  }
}

static void divide_by_diagonal(int task, BwScratch *scratch G_GNUC_UNUSED, gpointer data)
{
  const Step *step = data;
  int height = block_height(step->matrix, step->column);
  double *block = step->matrix->blocks[step->column];
  Rows rows = tile_rows(step, task);
  cblas_dtrsm(CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, rows.n,
              block_width(step->matrix, step->column), 1, block, height, block + rows.first, height);
}

static gboolean factorise_column(Step *step, BwPool *pool, GError **error)
{
  int column = step->column;
  if (column > 0)
    bw_pool_run(pool, 1 + n_tiles(step), subtract_products, step);
  if (g_cancellable_is_cancelled(step->cancellable))
    return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
  lapack_int info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', block_width(step->matrix, column),
                                        step->matrix->blocks[column], block_height(step->matrix, column));
  if (info != 0)
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "the kernel matrix is not positive definite (row %" G_GINT64_FORMAT ")",
                   (gint64)column * BLOCK + info);
  bw_pool_run(pool, n_tiles(step), divide_by_diagonal, step);
  return TRUE;
}

gboolean bw_packed_matrix_factorise(BwPackedMatrix *matrix, BwPool *pool,
                                    void (*progress)(double fraction, gpointer data), gpointer data,
                                    GCancellable *cancellable, GError **error)
{
  for (Step step = {matrix, 0, cancellable}; step.column < matrix->n_blocks; step.column++) {
    if (!factorise_column(&step, pool, error))
      return FALSE;
    double done = 1 - (double)block_height(matrix, step.column) / matrix->n;
    if (progress)
      progress(done * done * (3 - 2 * done), data); /* the share of the n³/3 products */
  }
  return TRUE;
}

void bw_packed_matrix_solve(const BwPackedMatrix *matrix, double *x)
{
  for (int b = 0; b < matrix->n_blocks; b++) {
    int width = block_width(matrix, b), height = block_height(matrix, b);
    double *part = x + (gsize)b * BLOCK;
    cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, width, matrix->blocks[b], height, part,
                1);
    if (height > width)
      cblas_dgemv(CblasColMajor, CblasNoTrans, height - width, width, -1, matrix->blocks[b] + width, height,
                  part, 1, 1, part + width, 1);
  }
  for (int b = matrix->n_blocks - 1; b >= 0; b--) {
    int width = block_width(matrix, b), height = block_height(matrix, b);
    double *part = x + (gsize)b * BLOCK;
    if (height > width)
      cblas_dgemv(CblasColMajor, CblasTrans, height - width, width, -1, matrix->blocks[b] + width, height,
                  part + width, 1, 1, part, 1);
    cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, width, matrix->blocks[b], height, part,
                1);
  }
}
