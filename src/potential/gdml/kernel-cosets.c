#include "potential/gdml/kernel-cosets.h"
#include "base/array.h"

#include <math.h>
#include <string.h>

static gsize panel_size(const BwCosetsKernel *kernel)
{
  return (gsize)kernel->base.n_descriptors * kernel->n_parts * POINTS;
}

/* ---- workspace ---- */

typedef struct {
  double *vectors; /* [D][POINTS] */
  double *values;  /* [ROWS/POINTS][D][POINTS] */
  double *slopes;  /* [ROWS/POINTS][D][POINTS] */
  double *state;   /* [ROWS][3][POINTS] */
  double *orbits;  /* [4][translations][POINTS] */
  double *buffer;  /* of add_chunk */
  double *norms;   /* [n_panels × POINTS] with one point left out */
} Workspace;

static gsize buffer_size(const BwCosetsKernel *kernel)
{
  return (gsize)CHUNK * kernel->characters->n_features * QUERIES * kernel->n_parts * POINTS +
         (gsize)4 * kernel->cyclic->n * POINTS;
}

/* Without a kernel's `free` says how much there must be. */
static gsize lay_out(const BwCosetsKernel *kernel, double *free, Workspace *work)
{
  gsize lanes = (gsize)kernel->base.n_descriptors * POINTS, used = 0;
  const gsize sizes[] = {lanes,
                         ROWS / POINTS * lanes,
                         ROWS / POINTS * lanes,
                         ROWS * 3 * POINTS,
                         (gsize)4 * kernel->cyclic->n * POINTS,
                         buffer_size(kernel),
                         (gsize)kernel->n_panels * POINTS};
  double **const parts[] = {&work->vectors, &work->values, &work->slopes, &work->state,
                            &work->orbits,  &work->buffer, &work->norms};
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
    *parts[i] = free ? free + used : NULL;
    used += sizes[i];
  }
  return used;
}

static gsize workspace_size(const BwGdmlKernel *base)
{
  Workspace work;
  return lay_out((const BwCosetsKernel *)base, NULL, &work);
}

/* ---- the sum ---- */

/* The sum over a batch, permuted query by permuted query: rows are [geometry][coset]. */
typedef struct {
  const BwCosetsKernel *kernel;
  const double *descriptors;
  const double *norms;
  int n_rows;
  int first, n; /* the rows between two transforms */
  double row_norms[ROWS];
  double *energies, *slopes, *nearest;
  double energy, weight, square; /* of the present geometry so far */
  Workspace work;
} Sum;

static double scaled_norm(const BwCosetsKernel *kernel, const double *descriptor)
{
  double norm = 0;
  for (int a = 0; a < kernel->base.n_descriptors; a++) {
    double x = (descriptor[a] - kernel->centre[a]) * kernel->base.factor;
    norm += x * x;
  }
  return norm;
}

/* vectors[D][lane] of one row; rows that only fill up are zero. */
static void permute(Sum *sum, int row)
{
  const BwCosetsKernel *kernel = sum->kernel;
  int n = kernel->base.n_descriptors, lane = row % POINTS, at = sum->first + row;
  double *vectors = sum->work.vectors + lane;
  sum->row_norms[row] = 0;
  if (row >= sum->n) {
    for (int a = 0; a < n; a++)
      vectors[a * POINTS] = 0;
    return;
  }
  const double *descriptor = sum->descriptors + (gsize)(at / kernel->n_cosets) * n;
  const int *sources = kernel->sources + (gsize)(at % kernel->n_cosets) * n;
  for (int a = 0; a < n; a++)
    vectors[a * POINTS] = (descriptor[sources[a]] - kernel->centre[a]) * kernel->base.factor;
  sum->row_norms[row] =
      row > 0 && at % kernel->n_cosets > 0 ? sum->row_norms[row - 1] : scaled_norm(kernel, descriptor);
}

static void prepare(Sum *sum)
{
  const BwCosetsKernel *kernel = sum->kernel;
  gsize lanes = (gsize)kernel->base.n_descriptors * POINTS;
  int n = (sum->n + POINTS - 1) / POINTS * POINTS;
  for (int row = 0; row < n; row++) {
    permute(sum, row);
    if (row % POINTS == POINTS - 1)
      kernel->loops->analyse(kernel, sum->work.vectors, sum->work.values + row / POINTS * lanes, POINTS, 1,
                             sum->work.orbits);
  }
  if (sum->slopes)
    memset(sum->work.slopes, 0, sizeof(double) * (n / POINTS) * lanes);
  for (int row = 0; row < n; row++)
    for (int i = 0; i < 3 * POINTS; i++)
      sum->work.state[row * 3 * POINTS + i] = i < 2 * POINTS ? 0 : BW_KERNEL_FAR;
}

static void meet_points(Sum *sum)
{
  const BwCosetsKernel *kernel = sum->kernel;
  BwAddChunk add_chunk = kernel->loops->add_chunk[kernel->base.function][kernel->base.learns];
  gsize lanes = (gsize)kernel->base.n_descriptors * POINTS;
  for (int panel = 0; panel < kernel->n_panels; panel += CHUNK)
    for (int first = 0; first < sum->n; first += QUERIES) {
      BwCosetGroup group = {.n = MIN(QUERIES, sum->n - first)};
      for (int j = 0; j < group.n; j++) {
        int row = first + j;
        gsize at = row / POINTS * lanes + row % POINTS;
        group.values[j] = sum->work.values + at;
        group.slopes[j] = sum->slopes ? sum->work.slopes + at : NULL;
        group.state[j] = sum->work.state + row * 3 * POINTS;
        group.norms[j] = sum->row_norms[row];
      }
      add_chunk(kernel, &group, panel, MIN(CHUNK, kernel->n_panels - panel), sum->norms, sum->work.buffer);
    }
}

/* Adds a permuted query's slopes to those of its geometry. */
static void permute_back(Sum *sum, int row)
{
  const BwCosetsKernel *kernel = sum->kernel;
  int n = kernel->base.n_descriptors, at = sum->first + row;
  const double *vectors = sum->work.vectors + row % POINTS;
  const int *sources = kernel->sources + (gsize)(at % kernel->n_cosets) * n;
  double *slopes = sum->slopes + (gsize)(at / kernel->n_cosets) * n;
  for (int a = 0; a < n; a++)
    slopes[sources[a]] += vectors[a * POINTS];
}

static void conclude_geometry(Sum *sum, int geometry)
{
  const BwCosetsKernel *kernel = sum->kernel;
  int n = kernel->base.n_descriptors;
  const double *descriptor = sum->descriptors + (gsize)geometry * n;
  sum->energies[geometry] = sum->energy;
  if (sum->nearest)
    sum->nearest[geometry] = sqrt(sum->square);
  double *slopes = sum->slopes + (gsize)geometry * n, factor = kernel->base.factor;
  for (int a = 0; sum->slopes && a < n; a++)
    slopes[a] = (sum->weight * (descriptor[a] - kernel->centre[a]) * factor - slopes[a]) * factor;
}

static void conclude_row(Sum *sum, int row)
{
  int coset = (sum->first + row) % sum->kernel->n_cosets;
  const double *state = sum->work.state + row * 3 * POINTS;
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
    conclude_geometry(sum, (sum->first + row) / sum->kernel->n_cosets);
}

static void conclude(Sum *sum)
{
  const BwCosetsKernel *kernel = sum->kernel;
  gsize lanes = (gsize)kernel->base.n_descriptors * POINTS;
  for (int row = 0; row < sum->n; row++) {
    if (sum->slopes && row % POINTS == 0)
      kernel->loops->synthesise(kernel, sum->work.slopes + row / POINTS * lanes, sum->work.vectors,
                                sum->work.orbits);
    conclude_row(sum, row);
  }
}

static void sum_up(const BwGdmlKernel *base, const double *descriptors, int n, int left_out, double *energies,
                   double *slopes, double *nearest, double *workspace)
{
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)base;
  Sum sum = {.kernel = kernel, .descriptors = descriptors, .norms = kernel->norms};
  sum.energies = energies, sum.slopes = slopes, sum.nearest = nearest;
  sum.n_rows = n * kernel->n_cosets;
  lay_out(kernel, workspace, &sum.work);
  if (left_out >= 0) {
    memcpy(sum.work.norms, kernel->norms, sizeof(double) * kernel->n_panels * POINTS);
    sum.work.norms[left_out] = BW_KERNEL_FAR;
    sum.norms = sum.work.norms;
  }
  if (slopes)
    memset(slopes, 0, sizeof *slopes * n * base->n_descriptors);
  for (sum.first = 0; sum.first < sum.n_rows; sum.first += ROWS) {
    sum.n = MIN(ROWS, sum.n_rows - sum.first);
    prepare(&sum);
    meet_points(&sum);
    conclude(&sum);
  }
}

/* ---- the training points ---- */

/* Writes M vectors (x − centre) factor into the panels as their part r or A. */
static void pack(BwCosetsKernel *kernel, const double *points, const double *centre, double factor, int part)
{
  int n = kernel->base.n_descriptors, n_points = kernel->base.n_points;
  g_autoptr(BwDoubles) vectors = bw_new(double, (gsize)n *POINTS),
                       work = bw_new(double, (gsize)4 * kernel->cyclic->n * POINTS);
  for (int panel = 0; panel < kernel->n_panels; panel++) {
    for (int lane = 0; lane < POINTS; lane++) {
      int m = panel * POINTS + lane;
      for (int a = 0; a < n; a++)
        vectors[a * POINTS + lane] =
            m < n_points ? (points[(gsize)m * n + a] - (centre ? centre[a] : 0)) * factor : 0;
    }
    kernel->loops->analyse(kernel, vectors, kernel->panels + panel * panel_size(kernel) + part * POINTS,
                           (gsize)kernel->n_parts * POINTS, 2, work);
  }
}

/* out[m] = the product of two parts of each training point: the basis is orthonormal, but for complex
 * characters' values, which are √2 times theirs in a panel as `analyse` was asked for. */
static void multiply_parts(const BwCosetsKernel *kernel, int part, int other, double *out)
{
  for (int panel = 0; panel < kernel->n_panels; panel++) {
    const double *values = kernel->panels + panel * panel_size(kernel);
    double *sums = out + panel * POINTS;
    memset(sums, 0, sizeof *sums * POINTS);
    for (int v = 0; v < kernel->base.n_descriptors; v++, values += kernel->n_parts * POINTS)
      for (int lane = 0; lane < POINTS; lane++)
        sums[lane] += values[part * POINTS + lane] * values[other * POINTS + lane];
  }
}

static void set_weights(BwGdmlKernel *base, const double *force_weights, const double *energy_weights)
{
  BwCosetsKernel *kernel = (BwCosetsKernel *)base;
  if (base->learns & BW_LEARNS_FORCES) {
    pack(kernel, force_weights, NULL, base->force_factor, 1);
    multiply_parts(kernel, 0, 1, kernel->offsets);
  }
  for (int m = 0; base->learns & BW_LEARNS_ENERGIES && m < base->n_points; m++)
    kernel->energies[m] = energy_weights[m] * base->energy_factor;
}

static void pack_points(BwCosetsKernel *kernel, const BwGdmlKernelSpec *spec)
{
  gsize n_padded = (gsize)kernel->n_panels * POINTS;
  kernel->panels = bw_new0(double, kernel->n_panels *panel_size(kernel));
  kernel->norms = bw_new(double, n_padded);
  kernel->offsets = bw_new0(double, n_padded);
  kernel->energies = bw_new0(double, n_padded);
  pack(kernel, spec->descriptors, kernel->centre, kernel->base.factor, 0);
  multiply_parts(kernel, 0, 0, kernel->norms);
  for (gsize m = spec->n_points; m < n_padded; m++)
    kernel->norms[m] = BW_KERNEL_FAR;
}

static void free_kernel(BwGdmlKernel *base)
{
  BwCosetsKernel *kernel = (BwCosetsKernel *)base;
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
  BwAbelian *abelian = bw_abelian_find(spec->pairs, spec->n_permutations, spec->n_descriptors);
  kernel->characters = bw_characters_new(abelian, spec->pairs, spec->n_descriptors);
  kernel->cyclic = bw_cyclic_new(abelian->n_factors, abelian->factors);
  kernel->n_cosets = abelian->n_cosets;
  kernel->sources = g_new(int, abelian->n_cosets *n);
  for (int p = 0; p < abelian->n_cosets; p++)
    for (gsize a = 0; a < n; a++)
      kernel->sources[p * n + spec->pairs[abelian->cosets[p] * n + a]] = (int)a;
  bw_abelian_free(abelian);
}

BwGdmlKernel *bw_gdml_kernel_cosets_new(const BwGdmlKernelSpec *spec)
{
  static const BwGdmlKernelClass klass = {free_kernel, set_weights, bw_cosets_kernel_set_lanes,
                                          workspace_size, sum_up};
  BwCosetsKernel *kernel = g_new0(BwCosetsKernel, 1);
  bw_gdml_kernel_init(&kernel->base, &klass, spec);
  find_structure(kernel, spec);
  for (int lanes = POINTS; !bw_cosets_kernel_set_lanes(&kernel->base, lanes); lanes /= 2)
    ;
  kernel->n_panels = (spec->n_points + POINTS - 1) / POINTS;
  kernel->n_parts = spec->force_weights ? 2 : 1;
  kernel->centre = bw_new(double, spec->n_descriptors);
  bw_gdml_kernel_find_centre(spec, kernel->centre);
  pack_points(kernel, spec);
  set_weights(&kernel->base, spec->force_weights, spec->energy_weights);
  return &kernel->base;
}
