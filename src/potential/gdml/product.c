#include "potential/gdml/product.h"
#include "base/array.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/kernel.h"

#include <string.h>

enum { POINTS_PER_TASK = 16 };

/* Of each term and descriptor: two products forwards, two backwards. */
#define FLOPS 8.0

struct _BwGdmlProduct {
  BwKernelSystem system;
  BwGdmlPoints rows;
  BwGdmlKernel *kernel;
  double *force_weights; /* [M][D], J_m x_m; NULL where forces are not learned */
};

BwGdmlProduct *bw_gdml_product_new(const BwKernelSystem *system)
{
  return bw_gdml_product_new_between(system, &system->points);
}

BwGdmlProduct *bw_gdml_product_new_between(const BwKernelSystem *system, const BwGdmlPoints *rows)
{
  BwGdmlProduct *product = g_new0(BwGdmlProduct, 1);
  const BwGdmlPoints *points = &system->points;
  product->system = *system;
  product->rows = *rows;
  if (system->learns & BW_LEARNS_FORCES)
    product->force_weights = bw_new0(double, (gsize)points->n_points * points->n_descriptors);
  g_autoptr(BwDoubles) none = bw_new0(double, points->n_points);
  product->kernel = bw_gdml_kernel_new(&(BwGdmlKernelSpec){
      points->descriptors, product->force_weights, system->learns & BW_LEARNS_ENERGIES ? none : NULL,
      points->n_points, points->n_descriptors, points->n_permutations, points->pairs, system->function,
      system->sigma, 1});
  return product;
}

void bw_gdml_product_free(BwGdmlProduct *product)
{
  if (!product)
    return;
  bw_gdml_kernel_free(product->kernel);
  bw_free(product->force_weights);
  g_free(product);
}

typedef struct {
  const BwGdmlProduct *product;
  const double *x;
  double *y;
} Job;

static int n_tasks(const BwGdmlPoints *points)
{
  return (points->n_points + POINTS_PER_TASK - 1) / POINTS_PER_TASK;
}

/* Points of a task. */
static int range(const BwGdmlPoints *points, int task, int *first)
{
  *first = task * POINTS_PER_TASK;
  return MIN(POINTS_PER_TASK, points->n_points - *first);
}

static void make_weights(int task, G_GNUC_UNUSED BwScratch *scratch, gpointer data)
{
  const Job *job = data;
  const BwGdmlPoints *points = &job->product->system.points;
  gsize size = points->n_descriptors, width = 3 * (gsize)points->n_atoms;
  int first, n = range(points, task, &first);
  for (gsize m = first; m < (gsize)first + n; m++)
    bw_descriptor_change(points->arms + m * size * 3, job->x + m * width, points->n_atoms,
                         job->product->force_weights + m * size);
}

static void predict(int task, BwScratch *scratch, gpointer data)
{
  const Job *job = data;
  const BwKernelSystem *system = &job->product->system;
  const BwGdmlPoints *points = &job->product->rows;
  gsize size = points->n_descriptors, width = 3 * (gsize)points->n_atoms;
  gsize n_workspace = bw_gdml_kernel_workspace(job->product->kernel);
  double *workspace = bw_scratch_get(scratch, sizeof(double) * (n_workspace + POINTS_PER_TASK * size));
  double *slopes = workspace + n_workspace, *y = job->y, energies[POINTS_PER_TASK];
  gboolean forces = system->learns & BW_LEARNS_FORCES;
  int first, n = range(points, task, &first);
  bw_gdml_kernel_sum(job->product->kernel, points->descriptors + first * size, n, -1, energies,
                     forces ? slopes : NULL, NULL, workspace);
  for (gsize k = 0; forces && k < n * size; k++)
    slopes[k] = -slopes[k];
  for (gsize m = first, k = 0; forces && m < (gsize)first + n; m++, k += size)
    bw_descriptor_forces(slopes + k, points->arms + m * size * 3, points->n_atoms, y + m * width);
  if (system->learns & BW_LEARNS_ENERGIES)
    memcpy(y + (forces ? points->n_points * width : 0) + first, energies, sizeof(double) * n);
}

void bw_gdml_product_apply(BwGdmlProduct *product, const double *x, double *y, BwPool *pool)
{
  const BwGdmlPoints *points = &product->system.points;
  Job job = {product, x, y};
  if (product->force_weights) {
    bw_pool_run(pool, n_tasks(points), make_weights, &job);
    x += (gsize)points->n_points * 3 * points->n_atoms;
  }
  bw_gdml_kernel_set_weights(product->kernel, product->force_weights, x);
  bw_pool_run(pool, n_tasks(&product->rows), predict, &job);
}

guint64 bw_gdml_product_bytes(const BwKernelSystem *system)
{
  const BwGdmlPoints *points = &system->points;
  guint64 arrays = system->learns & BW_LEARNS_FORCES ? 4 : 2; /* points twice, weights twice */
  return sizeof(double) * arrays * (guint64)points->n_points * (points->n_descriptors + 2);
}

double bw_gdml_product_flops(const BwKernelSystem *system)
{
  const BwGdmlPoints *points = &system->points;
  double pairs = (double)points->n_points * points->n_points;
  return FLOPS * pairs * points->n_descriptors * bw_gdml_kernel_terms(points);
}
