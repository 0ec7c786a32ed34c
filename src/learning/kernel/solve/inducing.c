#include "learning/kernel/solve/inducing.h"
#include "base/random.h"

#include <string.h>

/* Part of a point's unknowns that are taken where there are points enough. */
enum { SHARE = 3 };

static int compare(gconstpointer a, gconstpointer b)
{
  return *(const int *)a - *(const int *)b;
}

/* out[n]: n of the numbers below `bound`, ascending. */
static void choose(int n, int bound, guint64 seed, guint64 step, int *out)
{
  g_autofree int *all = g_new(int, bound);
  for (int i = 0; i < bound; i++)
    all[i] = i;
  for (int i = 0; i < n; i++) {
    int other = i + (int)bw_random_below(seed, BW_STREAM_INDUCING, step, (guint64)i, (guint32)(bound - i));
    out[i] = all[other];
    all[other] = all[i];
  }
  qsort(out, (gsize)n, sizeof(int), (int (*)(const void *, const void *))compare);
}

int bw_kernel_system_width(const BwKernelSystem *system)
{
  return (system->learns & BW_LEARNS_FORCES ? 3 * system->points.n_atoms : 0) +
         (system->learns & BW_LEARNS_ENERGIES ? 1 : 0);
}

gint64 bw_kernel_system_row(const BwKernelSystem *system, int point, int component)
{
  gint64 size = system->learns & BW_LEARNS_FORCES ? 3 * system->points.n_atoms : 0;
  return component < size ? size * point + component : size * system->points.n_points + point;
}

static void copy_points(BwInducing *inducing, const BwKernelSystem *system)
{
  const BwGdmlPoints *points = &system->points;
  gsize size = points->n_descriptors;
  inducing->descriptors = bw_new(double, size * inducing->n_points);
  if (system->learns & BW_LEARNS_FORCES)
    inducing->arms = bw_new(double, 3 * size * inducing->n_points);
  for (gsize p = 0; p < (gsize)inducing->n_points; p++) {
    gsize from = (gsize)inducing->points[p];
    memcpy(inducing->descriptors + p * size, points->descriptors + from * size, sizeof(double) * size);
    if (inducing->arms)
      memcpy(inducing->arms + 3 * p * size, points->arms + 3 * from * size, sizeof(double) * 3 * size);
  }
  inducing->system = *system;
  inducing->system.points.n_points = inducing->n_points;
  inducing->system.points.descriptors = inducing->descriptors;
  inducing->system.points.arms = inducing->arms;
}

BwInducing *bw_inducing_new(const BwKernelSystem *system, int n_wanted, guint64 seed)
{
  BwInducing *inducing = g_new0(BwInducing, 1);
  int n_points = system->points.n_points, width = bw_kernel_system_width(system);
  gboolean energies = (system->learns & BW_LEARNS_ENERGIES) != 0;
  int gradients = width - energies;
  int share = (width + SHARE - 1) / SHARE;
  inducing->n_points = CLAMP((n_wanted + share - 1) / share, 1, n_points);
  share = CLAMP((n_wanted + inducing->n_points - 1) / inducing->n_points, 1, width);
  inducing->points = g_new(int, inducing->n_points);
  inducing->first = g_new(int, inducing->n_points + 1);
  inducing->components = g_new(int, (gsize)inducing->n_points *share);
  choose(inducing->n_points, n_points, seed, 0, inducing->points);
  for (int p = 0; p < inducing->n_points; p++) {
    int *components = inducing->components + (gsize)p * share;
    choose(share - energies, gradients, seed, 1 + (guint64)p, components);
    if (energies)
      components[share - 1] = gradients;
    inducing->first[p] = p * share;
  }
  inducing->n = inducing->first[inducing->n_points] = inducing->n_points * share;
  copy_points(inducing, system);
  return inducing;
}

void bw_inducing_free(BwInducing *inducing)
{
  if (!inducing)
    return;
  g_free(inducing->points);
  g_free(inducing->first);
  g_free(inducing->components);
  bw_free(inducing->descriptors);
  bw_free(inducing->arms);
  g_free(inducing);
}

void bw_inducing_gather(const BwInducing *inducing, const double *unknowns, double *values)
{
  for (int p = 0; p < inducing->n_points; p++)
    for (int i = inducing->first[p]; i < inducing->first[p + 1]; i++)
      values[i] = unknowns[bw_kernel_system_row(&inducing->system, p, inducing->components[i])];
}

void bw_inducing_scatter(const BwInducing *inducing, const double *values, double *unknowns)
{
  memset(unknowns, 0, sizeof(double) * (gsize)bw_kernel_system_n_rows(&inducing->system));
  for (int p = 0; p < inducing->n_points; p++)
    for (int i = inducing->first[p]; i < inducing->first[p + 1]; i++)
      unknowns[bw_kernel_system_row(&inducing->system, p, inducing->components[i])] = values[i];
}

gint64 *bw_inducing_rows(const BwInducing *inducing, const BwKernelSystem *system)
{
  gint64 *rows = g_new(gint64, inducing->n);
  for (int p = 0; p < inducing->n_points; p++)
    for (int i = inducing->first[p]; i < inducing->first[p + 1]; i++)
      rows[i] = bw_kernel_system_row(system, inducing->points[p], inducing->components[i]);
  return rows;
}

BwStripColumns bw_inducing_columns(const BwInducing *inducing, int p, int point)
{
  gboolean energies = (inducing->system.learns & BW_LEARNS_ENERGIES) != 0;
  int first = inducing->first[p], n = inducing->first[p + 1] - first;
  return (BwStripColumns){point, n - energies, inducing->components + first, energies};
}
