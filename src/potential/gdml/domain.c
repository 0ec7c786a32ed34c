#include "potential/gdml/domain.h"
#include "base/array.h"

#include <math.h>
#include <string.h>

enum { POINTS_PER_TASK = 16 };

struct _BwGdmlDomain {
  int n_points, n_descriptors;
  double *descriptors; /* [M][D] */
  double *low, *high;  /* [D] range of each pair and its images */
  double mesh;         /* 0: not known yet */
};

BwGdmlDomain *bw_gdml_domain_new(const double *descriptors, int n_points, int n_descriptors, const int *pairs,
                                 int n_permutations)
{
  BwGdmlDomain *domain = g_new0(BwGdmlDomain, 1);
  gsize n = (gsize)n_points * n_descriptors;
  domain->n_points = n_points;
  domain->n_descriptors = n_descriptors;
  domain->descriptors = bw_new(double, n);
  memcpy(domain->descriptors, descriptors, sizeof(double) * n);
  domain->low = g_new(double, n_descriptors);
  domain->high = g_new(double, n_descriptors);
  for (int a = 0; a < n_descriptors; a++)
    domain->low[a] = INFINITY, domain->high[a] = -INFINITY;
  for (int m = 0; m < n_points; m++)
    for (int p = 0; p < n_permutations; p++)
      for (int a = 0; a < n_descriptors; a++) {
        double value = descriptors[(gsize)m * n_descriptors + pairs[(gsize)p * n_descriptors + a]];
        domain->low[a] = MIN(domain->low[a], value);
        domain->high[a] = MAX(domain->high[a], value);
      }
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
  double *nearest; /* [M] */
} Mesh;

static void measure(int task, BwScratch *scratch, gpointer data)
{
  const Mesh *mesh = data;
  double *workspace = bw_scratch_get(scratch, sizeof(double) * bw_gdml_kernel_workspace(mesh->kernel));
  int end = MIN((task + 1) * POINTS_PER_TASK, mesh->domain->n_points);
  for (int m = task * POINTS_PER_TASK; m < end; m++) {
    double energy;
    bw_gdml_kernel_sum(mesh->kernel, mesh->domain->descriptors + (gsize)m * mesh->domain->n_descriptors, 1, m,
                       &energy, NULL, mesh->nearest + m, workspace);
  }
}

double bw_gdml_domain_mesh(BwGdmlDomain *domain, const BwGdmlKernel *kernel, BwPool *pool)
{
  if (domain->mesh > 0)
    return domain->mesh;
  g_autofree double *nearest = g_new(double, domain->n_points);
  Mesh mesh = {domain, kernel, nearest};
  bw_pool_run(pool, (domain->n_points + POINTS_PER_TASK - 1) / POINTS_PER_TASK, measure, &mesh);
  double largest = 0;
  if (domain->n_points > 1)
    for (int m = 0; m < domain->n_points; m++)
      largest = MAX(largest, nearest[m]);
  return domain->mesh = MAX(largest, G_MINDOUBLE);
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
