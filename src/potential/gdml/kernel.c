#include "potential/gdml/kernel.h"
#include "base/array.h"
#include "base/simd.h"
#include "potential/gdml/kernel-private.h"

#include <math.h>
#include <string.h>

static void choose_loops(BwGdmlKernel *kernel)
{
  for (int lanes = WIDEST; !bw_gdml_kernel_set_lanes(kernel, lanes); lanes /= 2)
    ;
}

/* root[a]: the same for all pairs of atoms that permutations turn into each other. */
static void find_orbits(const int *pairs, int n_permutations, int n, int *root)
{
  for (int a = 0; a < n; a++)
    root[a] = a;
  gboolean changed = TRUE;
  while (changed) {
    changed = FALSE;
    for (gsize i = 0; i < (gsize)n_permutations * n; i++) {
      int *first = &root[i % n], *second = &root[pairs[i]];
      changed |= *first != *second;
      *first = *second = MIN(*first, *second);
    }
  }
}

/* The mean over the training points and over equivalent pairs, which no permutation changes: distances are
 * small numbers around it. */
static void find_centre(BwGdmlKernel *kernel, const double *descriptors, const int *pairs)
{
  int n = kernel->basis->n_descriptors;
  g_autofree int *root = g_new(int, n), *count = g_new0(int, n);
  g_autofree double *sums = g_new0(double, n);
  find_orbits(pairs, kernel->basis->n_permutations, n, root);
  for (int a = 0; a < n; a++) {
    count[root[a]] += kernel->n_points;
    for (int m = 0; m < kernel->n_points; m++)
      sums[root[a]] += descriptors[(gsize)m * n + a];
  }
  kernel->centre = bw_new(double, n);
  for (int a = 0; a < n; a++)
    kernel->centre[a] = sums[root[a]] / count[root[a]];
}

static gsize whole_blocks(gsize n)
{
  return (n + WIDEST - 1) / WIDEST * WIDEST;
}

/* The basis both ways, rows padded to whole blocks of WIDEST. */
static void store_basis(BwGdmlKernel *kernel)
{
  const BwAdaptedBasis *basis = kernel->basis;
  int n = basis->n_descriptors;
  kernel->n_padded_values = (int)whole_blocks(basis->n_row_values);
  kernel->n_padded_descriptors = (int)whole_blocks(n);
  kernel->projection = bw_new0(double, (gsize)n * kernel->n_padded_values);
  kernel->synthesis = bw_new0(double, (gsize)basis->n_row_values * kernel->n_padded_descriptors);
  for (int v = 0; v < basis->n_row_values; v++)
    for (int a = 0; a < n; a++) {
      double u = basis->rows[(gsize)v * n + a];
      kernel->projection[(gsize)a * kernel->n_padded_values + v] = u;
      kernel->synthesis[(gsize)v * kernel->n_padded_descriptors + a] = u;
    }
}

static double dot(const double *a, const double *b, int n)
{
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Scales A such that E = Σ a (1 + x) e^(−x) is in the unit of `scale`. */
static void pack(BwGdmlKernel *kernel, const double *descriptors, const double *coefficients, double sigma,
                 double scale)
{
  const BwAdaptedBasis *basis = kernel->basis;
  int n = basis->n_descriptors;
  double coefficient_factor = scale * 5 / (3 * sigma * sigma) / kernel->factor;
  gsize n_padded = (gsize)kernel->n_panels * PANEL;
  kernel->panels = bw_new0(double, n_padded * 2 * basis->n_col_values);
  kernel->norms = bw_new(double, n_padded);
  kernel->offsets = bw_new0(double, n_padded);
  for (gsize m = 0; m < n_padded; m++)
    kernel->norms[m] = FAR;
  g_autofree double *r = g_new(double, n), *a = g_new(double, n);
  for (int m = 0; m < kernel->n_points; m++) {
    for (int k = 0; k < n; k++) {
      r[k] = (descriptors[(gsize)m * n + k] - kernel->centre[k]) * kernel->factor;
      a[k] = coefficients[(gsize)m * n + k] * coefficient_factor;
    }
    kernel->norms[m] = dot(r, r, n);
    kernel->offsets[m] = dot(r, a, n);
    double *out = kernel->panels + (gsize)(m / PANEL) * basis->n_col_values * ENTRY + m % PANEL;
    for (int v = 0; v < basis->n_col_values; v++) {
      out[v * ENTRY] = dot(basis->cols + (gsize)v * n, r, n);
      out[v * ENTRY + PANEL] = dot(basis->cols + (gsize)v * n, a, n);
    }
  }
}

BwGdmlKernel *bw_gdml_kernel_new(const double *descriptors, const double *coefficients, int n_points,
                                 int n_descriptors, const int *pairs, int n_permutations, double sigma,
                                 double scale)
{
  BwGdmlKernel *kernel = g_new0(BwGdmlKernel, 1);
  kernel->basis = bw_adapted_basis_new(pairs, n_permutations, n_descriptors);
  choose_loops(kernel);
  kernel->n_points = n_points;
  kernel->n_panels = (n_points + PANEL - 1) / PANEL;
  kernel->factor = sqrt(5) / sigma;
  find_centre(kernel, descriptors, pairs);
  store_basis(kernel);
  pack(kernel, descriptors, coefficients, sigma, scale);
  return kernel;
}

void bw_gdml_kernel_free(BwGdmlKernel *kernel)
{
  if (!kernel)
    return;
  bw_adapted_basis_free(kernel->basis);
  bw_free(kernel->centre);
  bw_free(kernel->projection);
  bw_free(kernel->synthesis);
  bw_free(kernel->panels);
  bw_free(kernel->norms);
  bw_free(kernel->offsets);
  g_free(kernel);
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

static gsize state_size(const BwGdmlKernel *kernel)
{
  return (gsize)(3 * STRIP + kernel->basis->n_row_values) * WIDEST;
}

static gsize query_size(const BwGdmlKernel *kernel)
{
  return kernel->n_padded_values + kernel->n_padded_descriptors + state_size(kernel);
}

static gsize buffer_size(const BwGdmlKernel *kernel)
{
  return (gsize)(kernel->basis->n_features + kernel->basis->n_permutations) * 2 * STRIP * WIDEST;
}

gsize bw_gdml_kernel_workspace(const BwGdmlKernel *kernel)
{
  return TOGETHER * query_size(kernel) + kernel->n_padded_values + buffer_size(kernel) +
         (gsize)kernel->n_panels * PANEL;
}

static Workspace lay_out(const BwGdmlKernel *kernel, double *free)
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

static void prepare(const BwGdmlKernel *kernel, const double *descriptor, Query *query)
{
  int n = kernel->basis->n_descriptors;
  for (int a = 0; a < n; a++)
    query->scaled[a] = (descriptor[a] - kernel->centre[a]) * kernel->factor;
  combine_rows(kernel->projection, query->scaled, n, kernel->n_padded_values, query->query);
  query->norm = dot(query->scaled, query->scaled, n);
  kernel->loops->start(kernel, query->state);
}

static void conclude(const BwGdmlKernel *kernel, const Query *query, Workspace *work, double *energy,
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
    slopes[a] = (totals[1] * query->scaled[a] - sums[a]) * kernel->factor;
}

void bw_gdml_kernel_sum(const BwGdmlKernel *kernel, const double *descriptors, int n, int left_out,
                        double *energies, double *slopes, double *nearest, double *workspace)
{
  gsize size = kernel->basis->n_descriptors;
  const double *norms = kernel->norms;
  Workspace work = lay_out(kernel, workspace);
  if (left_out >= 0) {
    memcpy(work.norms, norms, sizeof(double) * kernel->n_panels * PANEL);
    work.norms[left_out] = FAR;
    norms = work.norms;
  }
  for (int first = 0; first < n; first += TOGETHER) {
    int together = MIN(TOGETHER, n - first);
    for (int g = 0; g < together; g++)
      prepare(kernel, descriptors + (first + g) * size, &work.queries[g]);
    for (int panel = 0; panel < kernel->n_panels; panel++)
      for (int g = 0; g < together; g++)
        kernel->loops->add_panel(kernel, panel, work.queries[g].query, work.queries[g].norm, norms,
                                 work.queries[g].state, work.buffer);
    for (int g = 0; g < together; g++)
      conclude(kernel, &work.queries[g], &work, energies + first + g,
               slopes ? slopes + (first + g) * size : NULL, nearest ? nearest + first + g : NULL);
  }
}
