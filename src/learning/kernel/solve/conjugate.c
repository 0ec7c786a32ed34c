#include "learning/kernel/solve/conjugate.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

enum { N_VECTORS = 5 };

static double dot(const BwConjugate *self, const double *a, const double *b)
{
  return cblas_ddot((int)self->n, a, 1, b, 1);
}

/* image = (K + λ) x */
static void multiply(BwConjugate *self, const double *x)
{
  bw_gdml_product_apply(self->product, x, self->image, self->pool);
  cblas_daxpy((int)self->n, self->lambda, x, 1, self->image, 1);
}

static void set_relative(BwConjugate *self)
{
  double norm = sqrt(dot(self, self->smoothed, self->smoothed));
  self->relative = self->norm == 0 ? norm : norm / self->norm;
}

/* r = −y − (K + λ) z */
static void find_residual(BwConjugate *self)
{
  multiply(self, self->solution);
  for (gsize i = 0; i < self->n; i++)
    self->smoothed[i] = -self->labels[i] - self->image[i];
  set_relative(self);
}

/* As find_residual() for a solution that is 0. */
static void begin_at_zero(BwConjugate *self)
{
  memset(self->solution, 0, sizeof(double) * self->n);
  for (gsize i = 0; i < self->n; i++)
    self->smoothed[i] = -self->labels[i];
  set_relative(self);
}

void bw_conjugate_restart(BwConjugate *self)
{
  gsize bytes = sizeof(double) * self->n;
  self->relative = INFINITY;
  if (dot(self, self->solution, self->solution) > 0)
    find_residual(self);
  if (!(self->relative < 1))
    begin_at_zero(self);
  memcpy(self->iterate, self->solution, bytes);
  memcpy(self->residual, self->smoothed, bytes);
  self->slope = 0;
}

void bw_conjugate_init(BwConjugate *self, const BwKernelSystem *system, double lambda, const double *labels,
                       double *solution, BwPool *pool)
{
  gsize n = (gsize)bw_kernel_system_n_rows(system);
  *self = (BwConjugate){.product = bw_gdml_product_new(system),
                        .pool = pool,
                        .n = n,
                        .lambda = lambda,
                        .labels = labels,
                        .solution = solution,
                        .iterate = bw_new(double, n),
                        .residual = bw_new(double, n),
                        .smoothed = bw_new(double, n),
                        .direction = bw_new0(double, n),
                        .image = bw_new(double, n)};
  self->norm = sqrt(dot(self, labels, labels));
  bw_conjugate_restart(self);
}

void bw_conjugate_clear(BwConjugate *self)
{
  bw_gdml_product_free(self->product);
  bw_free(self->iterate);
  bw_free(self->residual);
  bw_free(self->smoothed);
  bw_free(self->direction);
  bw_free(self->image);
}

/* The next direction, conjugate to the earlier ones since the start. */
static gboolean turn(BwConjugate *self, BwNystrom *preconditioner)
{
  bw_nystrom_apply(preconditioner, self->residual, self->image, self->pool);
  double slope = dot(self, self->residual, self->image);
  double share = self->slope > 0 ? slope / self->slope : 0;
  for (gsize i = 0; i < self->n; i++)
    self->direction[i] = self->image[i] + share * self->direction[i];
  self->slope = slope;
  return slope > 0;
}

static void smooth(BwConjugate *self)
{
  double along = 0, square = 0;
  for (gsize i = 0; i < self->n; i++) {
    double change = self->residual[i] - self->smoothed[i];
    along -= self->smoothed[i] * change;
    square += change * change;
  }
  double share = square > 0 ? along / square : 0;
  for (gsize i = 0; i < self->n; i++) {
    self->smoothed[i] += share * (self->residual[i] - self->smoothed[i]);
    self->solution[i] += share * (self->iterate[i] - self->solution[i]);
  }
  set_relative(self);
}

gboolean bw_conjugate_step(BwConjugate *self, BwNystrom *preconditioner)
{
  if (!turn(self, preconditioner))
    return FALSE;
  multiply(self, self->direction);
  double curvature = dot(self, self->direction, self->image);
  if (!(curvature > 0))
    return FALSE;
  double length = self->slope / curvature;
  cblas_daxpy((int)self->n, length, self->direction, 1, self->iterate, 1);
  cblas_daxpy((int)self->n, -length, self->image, 1, self->residual, 1);
  smooth(self);
  return TRUE;
}

guint64 bw_conjugate_bytes(const BwKernelSystem *system)
{
  return bw_gdml_product_bytes(system) +
         N_VECTORS * sizeof(double) * (guint64)bw_kernel_system_n_rows(system);
}
