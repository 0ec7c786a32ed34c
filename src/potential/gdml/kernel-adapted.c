#include "potential/gdml/kernel-adapted.h"
#include "base/array.h"
#include "base/simd.h"

#include <math.h>
#include <string.h>

static double dot(const double *a, const double *b, int n)
{
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* out[n_cols] = Σ_row weights[row] matrix[row][n_cols]; n_cols in whole blocks of WIDEST. */
BW_VECTORISED static void combine_rows(const double *matrix, const double *weights, int n_rows, int n_cols,
                                       double *out)
{
  for (int first = 0; first < n_cols; first += WIDEST) {
    double sums[WIDEST] = {0};
    for (int row = 0; row < n_rows; row++)
      for (int l = 0; l < WIDEST; l++)
        sums[l] += weights[row] * matrix[(gsize)row * n_cols + first + l];
    memcpy(out + first, sums, sizeof sums);
  }
}

/* What one geometry needs while it meets the panels; parts of one scratch block. */
typedef struct {
  double *query;  /* [n_padded_values] */
  double *scaled; /* [n_padded_descriptors] */
  double *state;
  double norm;
} Query;

typedef struct {
  Query queries[TOGETHER];
  double *values; /* [n_padded_values] */
  double *buffer;
  double *norms; /* [n_panels × PANEL] with one point left out */
} Workspace;

static gsize state_size(const BwAdaptedKernel *kernel)
{
  return (gsize)(3 * STRIP + kernel->basis->n_row_values) * WIDEST;
}

static gsize query_size(const BwAdaptedKernel *kernel)
{
  return kernel->n_padded_values + kernel->n_padded_descriptors + state_size(kernel);
}

static gsize buffer_size(const BwAdaptedKernel *kernel)
{
  return (gsize)(kernel->basis->n_features + kernel->basis->n_permutations) * kernel->n_parts * STRIP *
         WIDEST;
}

static gsize workspace_size(const BwGdmlKernel *base)
{
  const BwAdaptedKernel *kernel = (const BwAdaptedKernel *)base;
  return TOGETHER * query_size(kernel) + kernel->n_padded_values + buffer_size(kernel) +
         (gsize)kernel->n_panels * PANEL;
}

static Workspace lay_out(const BwAdaptedKernel *kernel, double *free)
{
  Workspace work;
  for (int g = 0; g < TOGETHER; g++, free += query_size(kernel)) {
    work.queries[g].query = free;
    work.queries[g].scaled = free + kernel->n_padded_values;
    work.queries[g].state = work.queries[g].scaled + kernel->n_padded_descriptors;
  }
  work.values = free;
  work.buffer = work.values + kernel->n_padded_values;
  work.norms = work.buffer + buffer_size(kernel);
  return work;
}

static void prepare(const BwAdaptedKernel *kernel, const double *descriptor, Query *query)
{
  int n = kernel->basis->n_descriptors;
  for (int a = 0; a < n; a++)
    query->scaled[a] = (descriptor[a] - kernel->centre[a]) * kernel->base.factor;
  combine_rows(kernel->projection, query->scaled, n, kernel->n_padded_values, query->query);
  query->norm = dot(query->scaled, query->scaled, n);
  kernel->loops->start(kernel, query->state);
}

static void conclude(const BwAdaptedKernel *kernel, const Query *query, Workspace *work, double *energy,
                     double *slopes, double *nearest)
{
  int n = kernel->basis->n_descriptors;
  double totals[3];
  kernel->loops->finish(kernel, query->state, work->values, totals);
  *energy = totals[0];
  if (nearest)
    *nearest = sqrt(totals[2]);
  if (!slopes)
    return;
  double *sums = query->query; /* has served */
  combine_rows(kernel->synthesis, work->values, kernel->basis->n_row_values, kernel->n_padded_descriptors,
               sums);
  for (int a = 0; a < n; a++)
    slopes[a] = (totals[1] * query->scaled[a] - sums[a]) * kernel->base.factor;
}

static void sum(const BwGdmlKernel *base, const double *descriptors, int n, int left_out, double *energies,
                double *slopes, double *nearest, double *workspace)
{
  const BwAdaptedKernel *kernel = (const BwAdaptedKernel *)base;
  BwAddPanel add_panel = kernel->loops->add_panel[base->function][base->learns];
  gsize size = base->n_descriptors;
  const double *norms = kernel->norms;
  Workspace work = lay_out(kernel, workspace);
  if (left_out >= 0) {
    memcpy(work.norms, norms, sizeof(double) * kernel->n_panels * PANEL);
    work.norms[left_out] = BW_KERNEL_FAR;
    norms = work.norms;
  }
  for (int first = 0; first < n; first += TOGETHER) {
    int together = MIN(TOGETHER, n - first);
    for (int g = 0; g < together; g++)
      prepare(kernel, descriptors + (first + g) * size, &work.queries[g]);
    for (int panel = 0; panel < kernel->n_panels; panel++)
      for (int g = 0; g < together; g++)
        add_panel(kernel, panel, work.queries[g].query, work.queries[g].norm, norms, slopes != NULL,
                  work.queries[g].state, work.buffer);
    for (int g = 0; g < together; g++)
      conclude(kernel, &work.queries[g], &work, energies + first + g,
               slopes ? slopes + (first + g) * size : NULL, nearest ? nearest + first + g : NULL);
  }
}

static void free_kernel(BwGdmlKernel *base)
{
  BwAdaptedKernel *kernel = (BwAdaptedKernel *)base;
  bw_adapted_basis_free(kernel->basis);
  bw_free(kernel->centre);
  bw_free(kernel->projection);
  bw_free(kernel->synthesis);
  bw_free(kernel->scaled);
  bw_free(kernel->panels);
  bw_free(kernel->norms);
  bw_free(kernel->offsets);
  bw_free(kernel->energies);
  g_free(kernel);
}

BwGdmlKernel *bw_gdml_kernel_adapted_new(const BwGdmlKernelSpec *spec)
{
  static const BwGdmlKernelClass klass = {free_kernel, bw_adapted_kernel_set_weights,
                                          bw_adapted_kernel_set_lanes, workspace_size, sum};
  BwAdaptedKernel *kernel = g_new0(BwAdaptedKernel, 1);
  bw_gdml_kernel_init(&kernel->base, &klass, spec);
  kernel->basis = bw_adapted_basis_new(spec->pairs, spec->n_permutations, spec->n_descriptors);
  for (int lanes = WIDEST; !bw_adapted_kernel_set_lanes(&kernel->base, lanes); lanes /= 2)
    ;
  kernel->n_panels = (spec->n_points + PANEL - 1) / PANEL;
  kernel->n_parts = spec->force_weights ? 2 : 1;
  bw_adapted_kernel_pack(kernel, spec);
  bw_adapted_kernel_set_weights(&kernel->base, spec->force_weights, spec->energy_weights);
  return &kernel->base;
}
