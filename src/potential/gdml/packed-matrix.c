#include "potential/gdml/packed-matrix.h"
#include "base/error.h"

#include <cblas.h>
#include <lapacke.h>
#include <sys/mman.h>

enum {
  MIN_BLOCK = 256, /* columns */
  MAX_BLOCK = 1024,
  FEW_BLOCKS = 16,    /* that many at least, unless they would be too small, */
  TILE_OF_MANY = 2048 /* and rows of a task when there are more: BLAS packs its operands again for each */
};

struct _BwPackedMatrix {
  gint64 n;
  int block; /* columns of a block column; the last has fewer */
  int n_blocks;
  double **blocks; /* [n_blocks], column-major rectangles from the diagonal down */
};

static int block_size(gint64 n)
{
  return (int)CLAMP(n / FEW_BLOCKS / 64 * 64, MIN_BLOCK, MAX_BLOCK);
}

static int block_width(const BwPackedMatrix *matrix, int b)
{
  return (int)MIN((gint64)matrix->block, matrix->n - (gint64)b * matrix->block);
}

static int block_height(const BwPackedMatrix *matrix, int b)
{
  return (int)(matrix->n - (gint64)b * matrix->block);
}

guint64 bw_packed_matrix_bytes(gint64 n)
{
  guint64 doubles = 0;
  gint64 block = block_size(n);
  for (gint64 first = 0; first < n; first += block)
    doubles += (guint64)(n - first) * (guint64)MIN(block, n - first);
  return doubles * sizeof(double);
}

BwPackedMatrix *bw_packed_matrix_new(gint64 n)
{
  BwPackedMatrix *matrix = g_new0(BwPackedMatrix, 1);
  matrix->n = n;
  matrix->block = block_size(n);
  matrix->n_blocks = (int)((n + matrix->block - 1) / matrix->block);
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
  int b = (int)(c / matrix->block);
  gint64 within = c % matrix->block;
  return matrix->blocks[b] + within * block_height(matrix, b) + within;
}

/* The lower triangle in tasks: block column after block column, each from its diagonal block down in tiles of
 * a few blocks. A task begins when the blocks that it needs are done, not when all of the column before is:
 * they are handed out in their order, so that what one waits for is done or under way. */
typedef struct {
  const BwPackedMatrix *matrix;
  int tile; /* blocks */
  void (*progress)(double fraction, gpointer data);
  gpointer data;
  GThread *caller;
  GCancellable *cancellable;
  GMutex mutex;
  GCond advanced;
  int *n_done;    /* [n_blocks] block columns that are final in these rows */
  gint64 bad_row; /* 1, …; 0: none */
} Factorisation;

/* Rows of one block column: the diagonal block, or some below it. */
typedef struct {
  int column, first, n; /* blocks */
} Tile;

static int n_tiles(const Factorisation *job, int column)
{
  return 1 + (job->matrix->n_blocks - column - 1 + job->tile - 1) / job->tile;
}

static Tile find_tile(const Factorisation *job, int task)
{
  int column = 0;
  for (; task >= n_tiles(job, column); column++)
    task -= n_tiles(job, column);
  if (task == 0)
    return (Tile){column, column, 1};
  int first = column + 1 + (task - 1) * job->tile;
  return (Tile){column, first, MIN(job->tile, job->matrix->n_blocks - first)};
}

static gboolean has_stopped(const Factorisation *job)
{
  return job->bad_row > 0 || g_cancellable_is_cancelled(job->cancellable);
}

static gboolean stopped(Factorisation *job)
{
  g_mutex_lock(&job->mutex);
  gboolean yes = has_stopped(job);
  g_mutex_unlock(&job->mutex);
  return yes;
}

/* Until the rows are final in all block columns before `column`; FALSE: never. */
static gboolean wait_for(Factorisation *job, int row, int n_rows, int column)
{
  gboolean go_on;
  g_mutex_lock(&job->mutex);
  for (int r = row; r < row + n_rows; r++)
    while (job->n_done[r] < column && !has_stopped(job))
      g_cond_wait(&job->advanced, &job->mutex);
  go_on = !has_stopped(job);
  g_mutex_unlock(&job->mutex);
  return go_on;
}

static void tell_done(Factorisation *job, const Tile *tile, lapack_int info)
{
  g_mutex_lock(&job->mutex);
  for (int r = tile->first; r < tile->first + tile->n; r++)
    job->n_done[r] = tile->column + 1;
  if (info != 0)
    job->bad_row = (gint64)tile->column * job->matrix->block + info;
  g_mutex_unlock(&job->mutex);
}

/* Where a block begins in a block column. */
static double *block_at(const BwPackedMatrix *matrix, int row, int column)
{
  return matrix->blocks[column] + (gsize)(row - column) * matrix->block;
}

static lapack_int factorise_diagonal(Factorisation *job, int column)
{
  const BwPackedMatrix *matrix = job->matrix;
  int width = block_width(matrix, column), height = block_height(matrix, column);
  for (int from = 0; from < column && !stopped(job); from++)
    cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, width, block_width(matrix, from), -1,
                block_at(matrix, column, from), block_height(matrix, from), 1, matrix->blocks[column],
                height);
  return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', width, matrix->blocks[column], height);
}

/* Takes the products of all earlier block columns out of a tile. */
static void subtract_products(Factorisation *job, const Tile *tile, int n_rows)
{
  const BwPackedMatrix *matrix = job->matrix;
  for (int from = 0; from < tile->column && !stopped(job); from++) {
    int height = block_height(matrix, from);
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, n_rows, block_width(matrix, tile->column),
                block_width(matrix, from), -1, block_at(matrix, tile->first, from), height,
                block_at(matrix, tile->column, from), height, 1, block_at(matrix, tile->first, tile->column),
                block_height(matrix, tile->column));
  }
}

static void divide_by_diagonal(const Factorisation *job, const Tile *tile, int n_rows)
{
  const BwPackedMatrix *matrix = job->matrix;
  int height = block_height(matrix, tile->column);
  cblas_dtrsm(CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, n_rows,
              block_width(matrix, tile->column), 1, matrix->blocks[tile->column], height,
              block_at(matrix, tile->first, tile->column), height);
}

static void tell_progress(const Factorisation *job, const Tile *tile)
{
  double done = 1 - (double)block_height(job->matrix, tile->column) / job->matrix->n;
  if (job->progress && g_thread_self() == job->caller)
    job->progress(done * done * (3 - 2 * done), job->data); /* the share of the n³/3 products */
}

static void make_tile(Factorisation *job, const Tile *tile)
{
  int n_rows = MIN(tile->n * job->matrix->block, block_height(job->matrix, tile->first));
  if (!wait_for(job, tile->column, 1, tile->column) || !wait_for(job, tile->first, tile->n, tile->column))
    return;
  if (tile->first == tile->column) {
    tell_done(job, tile, factorise_diagonal(job, tile->column));
    return;
  }
  subtract_products(job, tile, n_rows);
  if (!wait_for(job, tile->column, 1, tile->column + 1))
    return;
  divide_by_diagonal(job, tile, n_rows);
  tell_done(job, tile, 0);
}

static void work_on_tile(int task, BwScratch *scratch G_GNUC_UNUSED, gpointer data)
{
  Factorisation *job = data;
  Tile tile = find_tile(job, task);
  tell_progress(job, &tile);
  make_tile(job, &tile);
  g_mutex_lock(&job->mutex);
  g_cond_broadcast(&job->advanced); /* even if it stopped: others may wait for it */
  g_mutex_unlock(&job->mutex);
}

gboolean bw_packed_matrix_factorise(BwPackedMatrix *matrix, BwPool *pool,
                                    void (*progress)(double fraction, gpointer data), gpointer data,
                                    GCancellable *cancellable, GError **error)
{
  g_autofree int *n_done = g_new0(int, matrix->n_blocks);
  int n_tasks = 0;
  Factorisation job = {.matrix = matrix,
                       .tile = matrix->n_blocks > FEW_BLOCKS ? MAX(TILE_OF_MANY / matrix->block, 1) : 1,
                       .progress = progress,
                       .data = data,
                       .caller = g_thread_self(),
                       .cancellable = cancellable,
                       .n_done = n_done};
  g_mutex_init(&job.mutex);
  g_cond_init(&job.advanced);
  for (int column = 0; column < matrix->n_blocks; column++)
    n_tasks += n_tiles(&job, column);
  bw_pool_run(pool, n_tasks, work_on_tile, &job);
  g_mutex_clear(&job.mutex);
  g_cond_clear(&job.advanced);
  if (g_cancellable_is_cancelled(cancellable))
    return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
  if (job.bad_row > 0)
    return bw_fail(error, BW_ERROR_NUMERICS,
                   "the kernel matrix is not positive definite (row %" G_GINT64_FORMAT ")", job.bad_row);
  if (progress)
    progress(1, data);
  return TRUE;
}

void bw_packed_matrix_solve(const BwPackedMatrix *matrix, double *x)
{
  for (int b = 0; b < matrix->n_blocks; b++) {
    int width = block_width(matrix, b), height = block_height(matrix, b);
    double *part = x + (gsize)b * matrix->block;
    cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, width, matrix->blocks[b], height, part,
                1);
    if (height > width)
      cblas_dgemv(CblasColMajor, CblasNoTrans, height - width, width, -1, matrix->blocks[b] + width, height,
                  part, 1, 1, part + width, 1);
  }
  for (int b = matrix->n_blocks - 1; b >= 0; b--) {
    int width = block_width(matrix, b), height = block_height(matrix, b);
    double *part = x + (gsize)b * matrix->block;
    if (height > width)
      cblas_dgemv(CblasColMajor, CblasTrans, height - width, width, -1, matrix->blocks[b] + width, height,
                  part + width, 1, 1, part, 1);
    cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, width, matrix->blocks[b], height, part,
                1);
  }
}
