#include "potential/gdml/assemble.h"
#include "base/error.h"
#include "potential/gdml/strip.h"

enum {
  SEGMENT = 64,   /* training points that one task pairs with a strip's rows */
  ROUND_MIN = 64, /* tasks between two looks at cancellation, */
  ROUNDS = 50,    /* and how often at most */
};

#define EFFICIENCY 0.25 /* of the speed of matrix products: strips wait for the second-level cache */

typedef struct {
  const BwKernelSystem *system;
  const BwStrip *strip;
  BwPackedMatrix *matrix;
  double lambda;
  int n_components; /* gradients of a training point */
  gboolean energies;
  int *components;
  int first_task;
} Assembly;

/* Strips come in the order of their rows, each with as many segments as lie left of its diagonal. */
typedef struct {
  int row, column; /* first training points */
} Corner;

static int n_segments(int row)
{
  return row / SEGMENT + 1;
}

static int n_tasks(const Assembly *job)
{
  int n = 0;
  for (int row = 0; row < job->system->points.n_points; row += BW_STRIP)
    n += n_segments(row);
  return n;
}

static Corner find_corner(int task)
{
  int row = 0;
  while (task >= n_segments(row)) {
    task -= n_segments(row);
    row += BW_STRIP;
  }
  return (Corner){row, task * SEGMENT};
}

static gint64 energy_index(const Assembly *job, int point)
{
  return (gint64)job->n_components * job->system->points.n_points + point;
}

/* Element (row, column), row ≥ column. */
static double *element(const Assembly *job, gint64 row, gint64 column)
{
  return bw_packed_matrix_column(job->matrix, column) + (row - column);
}

static void write_gradient_column(const Assembly *job, const double *in, const Corner *corner, int n,
                                  int point, int c)
{
  int size = job->n_components, lane = MAX(point - corner->row, 0);
  gint64 column = (gint64)size * point + c, row = (gint64)size * (corner->row + lane);
  double *out = element(job, MAX(row, column), column);
  if (corner->row + lane == point) { /* only what is not above the diagonal */
    double *diagonal = out;
    for (int r = c; r < size; r++)
      *out++ = in[r * BW_STRIP + lane];
    *diagonal += job->lambda;
    lane++;
  }
  bw_strip_write(in + lane, size, n - lane, out);
}

static void write_energies(const Assembly *job, const double *values, const Corner *corner, int n, int point)
{
  int size = job->n_components, n_rows = size + 1;
  const double *last_column = values + (gsize)size * n_rows * BW_STRIP;
  for (int lane = MAX(point - corner->row, 0); lane < n; lane++) {
    int other = corner->row + lane;
    gint64 row = energy_index(job, other), column = energy_index(job, point);
    for (int c = 0; c < size; c++)
      *element(job, row, (gint64)size * point + c) = values[((gsize)c * n_rows + size) * BW_STRIP + lane];
    for (int r = 0; r < size && other > point; r++)
      *element(job, column, (gint64)size * other + r) = last_column[r * BW_STRIP + lane];
    *element(job, row, column) = last_column[size * BW_STRIP + lane] + (other == point ? job->lambda : 0);
  }
}

static void fill_segment(int task, BwScratch *scratch, gpointer data)
{
  const Assembly *job = data;
  Corner corner = find_corner(job->first_task + task);
  int n_points = job->system->points.n_points, n = MIN(BW_STRIP, n_points - corner.row);
  int n_rows = bw_strip_n_rows(job->strip);
  double *work = bw_strip_workspace(job->strip, scratch);
  bw_strip_set_rows(job->strip, corner.row, work);
  for (int point = corner.column; point < MIN(corner.column + SEGMENT, corner.row + n); point++) {
    const BwStripColumns columns = {point, job->n_components, job->components, job->energies};
    const double *values = bw_strip_fill(job->strip, &columns, work);
    for (int c = 0; c < job->n_components; c++)
      write_gradient_column(job, values + (gsize)c * n_rows * BW_STRIP, &corner, n, point, c);
    if (job->energies)
      write_energies(job, values, &corner, n, point);
  }
}

guint64 bw_gdml_assemble_bytes(const BwKernelSystem *system)
{
  return bw_strip_bytes(system);
}

double bw_gdml_assemble_flops(const BwKernelSystem *system)
{
  const BwGdmlPoints *points = &system->points;
  double n_atoms = points->n_atoms, of_energies = 4.0 * points->n_descriptors + 100;
  double of_forces = system->learns & BW_LEARNS_FORCES ? 72 * n_atoms * n_atoms : 0;
  return 0.5 * points->n_points * points->n_points * points->n_permutations * (of_forces + of_energies) /
         EFFICIENCY;
}

gboolean bw_gdml_assemble(const BwKernelSystem *system, double lambda, BwPackedMatrix *matrix, BwPool *pool,
                          void (*progress)(double fraction, gpointer data), gpointer data,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr(BwStrip) strip = bw_strip_new(system);
  gboolean forces = (system->learns & BW_LEARNS_FORCES) != 0;
  Assembly job = {system,
                  strip,
                  matrix,
                  lambda,
                  forces ? 3 * system->points.n_atoms : 0,
                  (system->learns & BW_LEARNS_ENERGIES) != 0,
                  NULL,
                  0};
  g_autofree int *components = job.components = g_new(int, MAX(job.n_components, 1));
  for (int c = 0; c < job.n_components; c++)
    components[c] = c;
  int n = n_tasks(&job), step = MAX(n / ROUNDS, ROUND_MIN);
  for (; job.first_task < n; job.first_task += step) {
    if (g_cancellable_is_cancelled(cancellable))
      return bw_fail(error, BW_ERROR_CANCELLED, "stopped");
    bw_pool_run(pool, MIN(step, n - job.first_task), fill_segment, &job);
    if (progress)
      progress(MIN((double)(job.first_task + step) / n, 1), data);
  }
  return TRUE;
}
