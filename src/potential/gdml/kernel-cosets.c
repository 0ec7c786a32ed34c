#include "potential/gdml/kernel-cosets.h"
#include "base/array.h"

#include <math.h>
#include <string.h>

/* A batch on its way. */
typedef struct {
  const BwCosetsKernel *kernel;
  const double *norms;
  BwCosetRows rows;
  double *energies, *slopes, *nearest;
  double energy, weight, square; /* of the present geometry so far */
} Sum;

/* After the rows' arrays come [n_panels × POINTS] norms with one point left out. */
static gsize workspace_size(const BwGdmlKernel *base)
{
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)base;
  BwCosetRows rows;
  return bw_coset_rows_lay_out(kernel, NULL, &rows) + (gsize)kernel->n_panels * POINTS;
}

static void meet_points(Sum *sum)
{
  const BwCosetsKernel *kernel = sum->kernel;
  BwCosetStep weigh = kernel->loops->weigh[kernel->base.function][kernel->base.learns],
              gather = kernel->loops->gather[kernel->n_parts];
  if (sum->slopes)
    memset(sum->rows.slopes, 0, sizeof(double) * ROWS * kernel->base.n_descriptors);
  for (int panel = 0; panel < kernel->n_panels; panel += CHUNK) {
    BwCosetChunk chunk = bw_coset_rows_chunk(kernel, &sum->rows, panel);
    chunk.norms = sum->norms;
    for (int row = 0; row < sum->rows.n; row += QUERIES) {
      const BwCosetGroup group = bw_coset_rows_group(kernel, &sum->rows, row, sum->slopes != NULL);
      weigh(kernel, &group, &chunk);
      if (sum->slopes)
        gather(kernel, &group, &chunk);
    }
  }
}

/* Adds a permuted query's slopes to those of its geometry. */
static void permute_back(Sum *sum, int row)
{
  const BwCosetsKernel *kernel = sum->kernel;
  int n = kernel->base.n_descriptors, at = sum->rows.first + row;
  const double *vectors = sum->rows.vectors + row % POINTS;
  const int *sources = kernel->sources + (gsize)(at % kernel->n_cosets) * n;
  double *slopes = sum->slopes + (gsize)(at / kernel->n_cosets) * n;
  for (int a = 0; a < n; a++)
    slopes[sources[a]] += vectors[a * POINTS];
}

static void conclude_geometry(Sum *sum, int geometry)
{
  const BwCosetsKernel *kernel = sum->kernel;
  int n = kernel->base.n_descriptors;
  const double *descriptor = sum->rows.descriptors + (gsize)geometry * n;
  sum->energies[geometry] = sum->energy / kernel->scale;
  if (sum->nearest)
    sum->nearest[geometry] = sqrt(sum->square);
  if (!sum->slopes)
    return;
  double *slopes = sum->slopes + (gsize)geometry * n, factor = kernel->base.factor;
  for (int a = 0; a < n; a++)
    slopes[a] =
        (sum->weight * (descriptor[a] - kernel->centre[a]) * factor - slopes[a]) * (factor / kernel->scale);
}

static void conclude_row(Sum *sum, int row)
{
  int at = sum->rows.first + row, coset = at % sum->kernel->n_cosets;
  const double *state = sum->rows.state + row * 3 * POINTS;
  if (coset == 0) {
    sum->energy = sum->weight = 0;
    sum->square = BW_KERNEL_FAR;
  }
  for (int i = 0; i < POINTS; i++) {
    sum->energy += state[i];
    sum->weight += state[POINTS + i];
    sum->square = MIN(sum->square, state[2 * POINTS + i]);
  }
  if (sum->slopes)
    permute_back(sum, row);
  if (coset == sum->kernel->n_cosets - 1)
    conclude_geometry(sum, at / sum->kernel->n_cosets);
}

static void conclude(Sum *sum)
{
  const BwCosetsKernel *kernel = sum->kernel;
  gsize lanes = (gsize)kernel->base.n_descriptors * POINTS;
  for (int row = 0; row < sum->rows.n; row++) {
    if (sum->slopes && row % POINTS == 0)
      kernel->loops->synthesise(kernel, sum->rows.slopes + row / POINTS * lanes, sum->rows.vectors,
                                sum->rows.orbits);
    conclude_row(sum, row);
  }
}

static void sum_up(const BwGdmlKernel *base, const double *descriptors, int n, int left_out, double *energies,
                   double *slopes, double *nearest, double *workspace)
{
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)base;
  Sum sum = {.kernel = kernel, .norms = kernel->norms, .rows = {.descriptors = descriptors}};
  sum.energies = energies, sum.slopes = slopes, sum.nearest = nearest;
  double *norms = workspace + bw_coset_rows_lay_out(kernel, workspace, &sum.rows);
  if (left_out >= 0) {
    memcpy(norms, kernel->norms, sizeof(double) * kernel->n_panels * POINTS);
    norms[left_out] = BW_KERNEL_FAR;
    sum.norms = norms;
  }
  if (slopes)
    memset(slopes, 0, sizeof *slopes * n * base->n_descriptors);
  for (; sum.rows.first < n * kernel->n_cosets; sum.rows.first += ROWS) {
    sum.rows.n = MIN(ROWS, n * kernel->n_cosets - sum.rows.first);
    bw_coset_rows_prepare(kernel, &sum.rows);
    meet_points(&sum);
    conclude(&sum);
  }
}

static void free_kernel(BwGdmlKernel *base)
{
  BwCosetsKernel *kernel = (BwCosetsKernel *)base;
  bw_abelian_free(kernel->abelian);
  bw_characters_free(kernel->characters);
  bw_cyclic_free(kernel->cyclic);
  g_free(kernel->sources);
  bw_free(kernel->centre);
  bw_free(kernel->panels);
  bw_free(kernel->norms);
  bw_free(kernel->offsets);
  bw_free(kernel->energies);
  g_free(kernel);
}

static void find_structure(BwCosetsKernel *kernel, const BwGdmlKernelSpec *spec)
{
  gsize n = spec->n_descriptors;
  BwAbelian *abelian = kernel->abelian =
      bw_abelian_find(spec->pairs, spec->n_permutations, spec->n_descriptors);
  kernel->characters = bw_characters_new(abelian, spec->pairs, spec->n_descriptors);
  kernel->cyclic = bw_cyclic_new(abelian->n_factors, abelian->factors);
  kernel->n_cosets = abelian->n_cosets;
  kernel->sources = g_new(int, abelian->n_cosets *n);
  for (int p = 0; p < abelian->n_cosets; p++)
    for (gsize a = 0; a < n; a++)
      kernel->sources[p * n + spec->pairs[abelian->cosets[p] * n + a]] = (int)a;
}

static void allocate_points(BwCosetsKernel *kernel, int n_points)
{
  gsize n = ((gsize)n_points + POINTS - 1) / POINTS * POINTS;
  kernel->panels = bw_new0(double, n * kernel->base.n_descriptors * kernel->n_parts);
  kernel->norms = bw_new0(double, n);
  kernel->offsets = bw_new0(double, n);
  kernel->energies = bw_new0(double, n);
}

BwGdmlKernel *bw_gdml_kernel_cosets_new(const BwGdmlKernelSpec *spec)
{
  static const BwGdmlKernelClass klass = {free_kernel, bw_cosets_kernel_set_weights,
                                          bw_cosets_kernel_set_lanes, workspace_size, sum_up};
  BwCosetsKernel *kernel = g_new0(BwCosetsKernel, 1);
  bw_gdml_kernel_init(&kernel->base, &klass, spec);
  find_structure(kernel, spec);
  for (int lanes = POINTS; !bw_cosets_kernel_set_lanes(&kernel->base, lanes); lanes /= 2)
    ;
  kernel->n_parts = spec->force_weights ? 2 : 1;
  kernel->centre = bw_new(double, spec->n_descriptors);
  bw_gdml_kernel_find_centre(spec, kernel->centre);
  allocate_points(kernel, spec->n_points);
  bw_cosets_kernel_set_points(&kernel->base, spec->descriptors, spec->n_points);
  bw_cosets_kernel_set_weights(&kernel->base, spec->force_weights, spec->energy_weights);
  return &kernel->base;
}
