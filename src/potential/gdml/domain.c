#include "potential/gdml/domain.h"
#include "base/array.h"
#include "potential/gdml/orbits.h"

#include <math.h>
#include <string.h>

enum {
  POINTS_PER_TASK = 16,
  LEAST_MEASURED = 64, /* training points from which the mesh is taken, where there are so many */
};

/* M·S·D of all measured points together: some tenths of a second. */
#define MEASURED_WORK 4e9

struct _BwGdmlDomain {
  int n_points, n_descriptors;
  double *descriptors; /* [M][D] */
  double *low, *high;  /* [D] range of each pair and its images */
  int n_measured;      /* points from which the mesh is taken */
  double mesh;         /* 0: not known yet */
};

/* One permutation turns a pair of atoms into each of its orbit. */
static void find_ranges(BwGdmlDomain *domain, const int *pairs, int n_permutations)
{
  int n = domain->n_descriptors;
  g_autofree int *root = g_new(int, n);
  bw_orbits_find(pairs, n_permutations, n, root);
  domain->low = g_new(double, n);
  domain->high = g_new(double, n);
  for (int a = 0; a < n; a++)
    domain->low[a] = INFINITY, domain->high[a] = -INFINITY;
  for (int m = 0; m < domain->n_points; m++)
    for (int a = 0; a < n; a++) {
      double value = domain->descriptors[(gsize)m * n + a];
      domain->low[root[a]] = MIN(domain->low[root[a]], value);
      domain->high[root[a]] = MAX(domain->high[root[a]], value);
    }
  for (int a = 0; a < n; a++)
    domain->low[a] = domain->low[root[a]], domain->high[a] = domain->high[root[a]];
}

static int how_many(gsize n_values, int n_points, int n_permutations)
{
  double affordable = MEASURED_WORK / ((double)n_values * n_permutations);
  return (int)CLAMP(affordable, MIN(LEAST_MEASURED, n_points), n_points);
}

BwGdmlDomain *bw_gdml_domain_new(const double *descriptors, int n_points, int n_descriptors, const int *pairs,
                                 int n_permutations)
{
  BwGdmlDomain *domain = g_new0(BwGdmlDomain, 1);
  gsize n = (gsize)n_points * n_descriptors;
  domain->n_points = n_points;
  domain->n_descriptors = n_descriptors;
  domain->descriptors = bw_new(double, n);
  memcpy(domain->descriptors, descriptors, sizeof(double) * n);
  find_ranges(domain, pairs, n_permutations);
  domain->n_measured = how_many(n, n_points, n_permutations);
  return domain;
}

void bw_gdml_domain_free(BwGdmlDomain *domain)
{
  if (!domain)
    return;
  bw_free(domain->descriptors);
  g_free(domain->low);
  g_free(domain->high);
  g_free(domain);
}

typedef struct {
  const BwGdmlDomain *domain;
  const BwGdmlKernel *kernel;
  double *nearest; /* [n_measured] */
} Mesh;

/* Measured points are spread evenly over all. */
static void measure(int task, BwScratch *scratch, gpointer data)
{
  const Mesh *mesh = data;
  const BwGdmlDomain *domain = mesh->domain;
  double *workspace = bw_scratch_get(scratch, sizeof(double) * bw_gdml_kernel_workspace(mesh->kernel));
  int end = MIN((task + 1) * POINTS_PER_TASK, domain->n_measured);
  for (int i = task * POINTS_PER_TASK; i < end; i++) {
    int m = (int)((gint64)i * domain->n_points / domain->n_measured);
    double energy;
    bw_gdml_kernel_sum(mesh->kernel, domain->descriptors + (gsize)m * domain->n_descriptors, 1, m, &energy,
                       NULL, mesh->nearest + i, workspace);
  }
}

double bw_gdml_domain_mesh(BwGdmlDomain *domain, const BwGdmlKernel *kernel, BwPool *pool)
{
  if (domain->mesh > 0)
    return domain->mesh;
  double largest = 0;
  if (domain->n_points > 1) {
    g_autofree double *nearest = g_new(double, domain->n_measured);
    Mesh mesh = {domain, kernel, nearest};
    bw_pool_run(pool, (domain->n_measured + POINTS_PER_TASK - 1) / POINTS_PER_TASK, measure, &mesh);
    for (int i = 0; i < domain->n_measured; i++)
      largest = MAX(largest, nearest[i]);
  }
  return domain->mesh = largest > 0 ? largest : 1;
}

int bw_gdml_domain_outlier(const BwGdmlDomain *domain, const double *descriptor, int n_atoms, double *work)
{
  double *excess = memset(work, 0, sizeof(double) * n_atoms);
  int pair = 0, outlier = -1;
  for (int i = 1; i < n_atoms; i++)
    for (int j = 0; j < i; j++, pair++) {
      double low = domain->low[pair], high = domain->high[pair], value = descriptor[pair];
      double beyond = MAX(MAX(low - value, value - high), 0) / MAX(high - low, G_MINDOUBLE);
      excess[i] += beyond;
      excess[j] += beyond;
    }
  for (int i = 0; i < n_atoms; i++)
    if (excess[i] > (outlier < 0 ? 0 : excess[outlier]))
      outlier = i;
  return outlier;
}
