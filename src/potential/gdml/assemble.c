#include "potential/gdml/assemble.h"
#include "base/error.h"
#include "base/simd.h"

#include <math.h>
#include <string.h>

enum {
  LANES = 8,
  ROUNDS = 32, /* progress is told and cancellation asked for between them */
};

typedef struct {
  const BwGdmlPoints *points;
  double sigma, lambda;
  BwPackedMatrix *matrix;
  double *jacobians; /* [M][D][width] */
  int width;         /* 3N in whole blocks of LANES */
  int first_point;   /* of this round */
} Assembly;

/* What one thread needs for one pair of training points. */
typedef struct {
  double *delta;  /* [D] P_pᵀ Δ_p */
  double *slope;  /* [width] Δ_pᵀ J_i */
  double *middle; /* [D][width], the sum over p times J_i, in the order of j's descriptor */
  double *block;  /* [3N][width] */
} Workspace;

static int padded_width(const BwGdmlPoints *points)
{
  return (3 * points->n_atoms + LANES - 1) / LANES * LANES;
}

guint64 bw_gdml_assemble_bytes(const BwGdmlPoints *points)
{
  return sizeof(double) * (guint64)points->n_points * points->n_descriptors * padded_width(points);
}

/* Dense rows ∂D/∂r. */
static double *make_jacobians(const BwGdmlPoints *points, int width)
{
  double *jacobians = bw_new0(double, (gsize)points->n_points * points->n_descriptors * width);
  double *row = jacobians;
  const double *arm = points->arms;
  for (int m = 0; m < points->n_points; m++)
    for (int i = 1; i < points->n_atoms; i++)
      for (int j = 0; j < i; j++, row += width, arm += 3)
        for (int k = 0; k < 3; k++) {
          row[3 * i + k] = -arm[k];
          row[3 * j + k] = arm[k];
        }
  return jacobians;
}

BW_VECTORISED_PART void add_scaled(double *out, double factor, const double *in, int width)
{
  for (int first = 0; first < width; first += LANES)
    for (int l = first; l < first + LANES; l++)
      out[l] += factor * in[l];
}

/* One permutation's part of `middle`. */
BW_VECTORISED_PART void add_permutation(const BwGdmlPoints *points, double sigma, const double *d_i,
                                        const double *d_j, const int *pairs, const double *jacobian,
                                        int width, const Workspace *work)
{
  int n = points->n_descriptors;
  double square = 0;
  memset(work->slope, 0, sizeof(double) * width);
  for (int a = 0; a < n; a++) {
    double delta = d_i[a] - d_j[pairs[a]];
    work->delta[pairs[a]] = delta;
    square += delta * delta;
    add_scaled(work->slope, delta, jacobian + (gsize)a * width, width);
  }
  double x = sqrt(5 * square) / sigma, b = 5 * exp(-x) / (3 * sigma * sigma * sigma * sigma);
  double weight = b * sigma * sigma * (1 + x);
  for (int a = 0; a < n; a++) {
    double *row = work->middle + (gsize)pairs[a] * width;
    add_scaled(row, weight, jacobian + (gsize)a * width, width);
    add_scaled(row, -5 * b * work->delta[pairs[a]], work->slope, width);
  }
}

/* block[c][r] = K(i, j)_rc: J_jᵀ times the sum over permutations times J_i. */
BW_VECTORISED static void make_block(const Assembly *job, int i, int j, const Workspace *work)
{
  const BwGdmlPoints *points = job->points;
  int n = points->n_descriptors, width = job->width;
  const double *jacobian = job->jacobians + (gsize)i * n * width;
  memset(work->middle, 0, sizeof(double) * n * width);
  for (int p = 0; p < points->n_permutations; p++)
    add_permutation(points, job->sigma, points->descriptors + (gsize)i * n,
                    points->descriptors + (gsize)j * n, points->pairs + (gsize)p * n, jacobian, width, work);
  memset(work->block, 0, sizeof(double) * 3 * points->n_atoms * width);
  const double *arm = points->arms + (gsize)j * n * 3, *row = work->middle;
  for (int k = 1; k < points->n_atoms; k++)
    for (int l = 0; l < k; l++, arm += 3, row += width)
      for (int c = 0; c < 3; c++) {
        add_scaled(work->block + (gsize)(3 * k + c) * width, -arm[c], row, width);
        add_scaled(work->block + (gsize)(3 * l + c) * width, arm[c], row, width);
      }
}

static Workspace lay_out(const Assembly *job, BwScratch *scratch)
{
  gsize n = (gsize)job->points->n_descriptors, width = job->width;
  gsize n_delta = (n + LANES - 1) / LANES * LANES;
  Workspace work;
  work.slope =
      bw_scratch_get(scratch, sizeof(double) * (n_delta + width * (n + 1 + 3 * job->points->n_atoms)));
  work.middle = work.slope + width;
  work.block = work.middle + n * width;
  work.delta = work.block + width * 3 * job->points->n_atoms;
  return work;
}

/* The columns of one training point. */
static void fill_columns(int task, BwScratch *scratch, gpointer data)
{
  const Assembly *job = data;
  Workspace work = lay_out(job, scratch);
  int j = job->first_point + task, size = 3 * job->points->n_atoms;
  for (int i = j; i < job->points->n_points; i++) {
    make_block(job, i, j, &work);
    for (int c = 0; c < size; c++) {
      double *diagonal = bw_packed_matrix_column(job->matrix, (gint64)size * j + c);
      int skipped = i == j ? c : 0;
      memcpy(diagonal + (gsize)size * (i - j) - c + skipped, work.block + (gsize)c * job->width + skipped,
             sizeof(double) * (size - skipped));
      if (i == j)
        *diagonal += job->lambda;
    }
  }
}

gboolean bw_gdml_assemble(const BwGdmlPoints *points, double sigma, double lambda, BwPackedMatrix *matrix,
                          BwPool *pool, void (*progress)(double fraction, gpointer data), gpointer data,
                          GCancellable *cancellable, GError **error)
{
  int width = padded_width(points), step = MAX(points->n_points / ROUNDS, 1);
  g_autoptr(BwDoubles) jacobians = make_jacobians(points, width);
  Assembly job = {points, sigma, lambda, matrix, jacobians, width, 0};
  for (; job.first_point < points->n_points; job.first_point += step) {
    if (g_cancellable_is_cancelled(cancellable))
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    bw_pool_run(pool, MIN(step, points->n_points - job.first_point), fill_columns, &job);
    double left = 1 - MIN((double)(job.first_point + step) / points->n_points, 1);
    if (progress)
      progress(1 - left * left, data);
  }
  return TRUE;
}
