#include "potential/gdml/cosets-columns.h"
#include "base/simd.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/kernel-cosets.h"

#include <string.h>

enum {
  BLOCK = 128,            /* columns that the kernel holds at a time, as its training points */
  MIN_PERMUTATIONS = 100, /* fewer are summed over faster than transformed */
  DEAR = 4,               /* what a value costs on its way, in units of an element of a strip */
};

typedef struct {
  const BwKernelSystem *system;
  BwGdmlKernel *kernel;
  gint64 n_rows;
  gboolean forces, energies;
  double *descriptors;    /* [BLOCK][D] */
  double *force_weights;  /* [BLOCK][D] */
  double *energy_weights; /* [BLOCK] */
  BwCharacterTurn *turns; /* [cosets][D][2] */
  int n;                  /* columns of the present block, and where they go */
  double *out;
  float *out_float;
} Columns;

/* The training point of one column, with the weights that are 1 in this unknown. */
static void load_column(const Columns *job, gint64 column, int slot)
{
  const BwGdmlPoints *points = &job->system->points;
  gsize size = points->n_descriptors;
  gint64 width = 3 * points->n_atoms, n_gradients = job->forces ? width * points->n_points : 0;
  gboolean energy = column >= n_gradients;
  gint64 point = energy ? column - n_gradients : column / width;
  memcpy(job->descriptors + slot * size, points->descriptors + point * size, sizeof(double) * size);
  if (job->energies)
    job->energy_weights[slot] = energy;
  if (job->forces && energy)
    memset(job->force_weights + slot * size, 0, sizeof(double) * size);
  else if (job->forces) {
    g_autofree double *unit = g_new0(double, width);
    unit[column % width] = 1;
    bw_descriptor_change(points->arms + point * size * 3, unit, points->n_atoms,
                         job->force_weights + slot * size);
  }
}

/* What one row point is about: slopes and energies of every column's model there. */
typedef struct {
  BwCosetRows rows;
  double *components; /* [panels][orbits × translations][re, im][POINTS] of minus the slopes */
  double *totals;     /* [panels][energy, weight of q][POINTS] */
  double *forces;     /* [N][3][POINTS] */
} Work;

static gsize components_size(const BwCosetsKernel *kernel)
{
  return (gsize)kernel->characters->n_orbits * kernel->cyclic->n * 2 * POINTS;
}

static gsize lay_out(const Columns *job, double *free, Work *work)
{
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)job->kernel;
  gsize n_panels = BLOCK / POINTS, used = bw_coset_rows_lay_out(kernel, free, &work->rows);
  const gsize sizes[] = {n_panels * components_size(kernel), n_panels * 2 * POINTS,
                         (gsize)3 * job->system->points.n_atoms * POINTS};
  double **const parts[] = {&work->components, &work->totals, &work->forces};
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
    *parts[i] = free ? free + used : NULL;
    used += sizes[i];
  }
  return used;
}

static void meet_panel(const Columns *job, Work *work, int panel)
{
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)job->kernel;
  BwCosetStep weigh = kernel->loops->weigh[kernel->base.function][kernel->base.learns],
              share = kernel->loops->share[kernel->n_parts];
  gsize lanes = (gsize)kernel->base.n_descriptors * POINTS;
  double *components = work->components + panel * components_size(kernel),
         *totals = work->totals + panel * 2 * POINTS;
  BwCosetChunk chunk = bw_coset_rows_chunk(kernel, &work->rows, panel);
  chunk.n = 1;
  for (int row = 0; row < work->rows.n; row += QUERIES) {
    BwCosetGroup group = bw_coset_rows_group(kernel, &work->rows, row, TRUE);
    for (int j = 0; j < group.n; j++) {
      group.slopes[j] = work->rows.slopes + j * lanes;
      memset(group.state[j], 0, sizeof(double) * 3 * POINTS);
    }
    weigh(kernel, &group, &chunk);
    if (job->forces)
      share(kernel, &group, &chunk);
    for (int j = 0; j < group.n; j++) {
      gsize coset = (work->rows.first + row + j) % kernel->n_cosets;
      if (job->forces)
        kernel->loops->turn(kernel, job->turns + coset * 2 * kernel->base.n_descriptors, group.slopes[j],
                            components);
      for (int i = 0; i < 2 * POINTS; i++)
        totals[i] += group.state[j][i];
    }
  }
}

/* forces[N][3][POINTS] = minus Jᵀ slopes. */
BW_VECTORISED static void project(const Columns *job, int point, const Work *work, int panel)
{
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)job->kernel;
  const BwGdmlPoints *points = &job->system->points;
  gsize size = points->n_descriptors;
  const double *descriptor = points->descriptors + point * size, *arm = points->arms + point * size * 3,
               *slopes = work->rows.vectors, *weight = work->totals + panel * 2 * POINTS + POINTS;
  double factor = kernel->base.factor, back = factor / kernel->scale;
  memset(work->forces, 0, sizeof(double) * 3 * points->n_atoms * POINTS);
  for (int i = 1, a = 0; i < points->n_atoms; i++)
    for (int j = 0; j < i; j++, a++, arm += 3) {
      double x = (descriptor[a] - kernel->centre[a]) * factor;
      for (int c = 0; c < 3; c++)
        for (int lane = 0; lane < POINTS; lane++) {
          double along = (weight[lane] * x - slopes[a * POINTS + lane]) * back * arm[c];
          work->forces[(3 * i + c) * POINTS + lane] += along;
          work->forces[(3 * j + c) * POINTS + lane] -= along;
        }
    }
}

static void write_rows(const Columns *job, int point, const Work *work, int panel)
{
  const BwGdmlPoints *points = &job->system->points;
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)job->kernel;
  gint64 width = job->forces ? 3 * points->n_atoms : 0, energy = width * points->n_points + point;
  for (int lane = 0; lane < MIN(POINTS, job->n - panel * POINTS); lane++) {
    gint64 column = job->n_rows * (panel * POINTS + lane);
    for (gint64 k = 0; k < width; k++)
      if (job->out)
        job->out[column + point * width + k] = work->forces[k * POINTS + lane];
      else
        job->out_float[column + point * width + k] = (float)work->forces[k * POINTS + lane];
    double of_energy = work->totals[panel * 2 * POINTS + lane] / kernel->scale;
    if (job->energies && job->out)
      job->out[column + energy] = of_energy;
    else if (job->energies)
      job->out_float[column + energy] = (float)of_energy;
  }
}

static void fill_point(int point, BwScratch *scratch, gpointer data)
{
  const Columns *job = data;
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)job->kernel;
  gsize size = kernel->base.n_descriptors;
  Work work = {0};
  lay_out(job, bw_scratch_get(scratch, sizeof(double) * lay_out(job, NULL, &work)), &work);
  memset(work.components, 0, sizeof(double) * kernel->n_panels * components_size(kernel));
  memset(work.totals, 0, sizeof(double) * kernel->n_panels * 2 * POINTS);
  work.rows.descriptors = job->system->points.descriptors + point * size;
  for (work.rows.first = 0; work.rows.first < kernel->n_cosets; work.rows.first += ROWS) {
    work.rows.n = MIN(ROWS, kernel->n_cosets - work.rows.first);
    bw_coset_rows_prepare(kernel, &work.rows);
    for (int panel = 0; panel < kernel->n_panels; panel++)
      meet_panel(job, &work, panel);
  }
  for (int panel = 0; panel < kernel->n_panels; panel++) {
    if (job->forces) {
      kernel->loops->collect(kernel, work.components + panel * components_size(kernel), work.rows.vectors);
      project(job, point, &work, panel);
    }
    write_rows(job, point, &work, panel);
  }
}

static void load_block(Columns *job, const gint64 *columns, int n)
{
  job->n = n;
  for (int slot = 0; slot < n; slot++)
    load_column(job, columns[slot], slot);
}

static gsize n_points_of(const Columns *job, const gint64 *columns, int n)
{
  gint64 width = job->forces ? 3 * job->system->points.n_atoms : 1;
  gsize count = n > 0;
  for (int i = 1; i < n; i++)
    count += columns[i] / width != columns[i - 1] / width;
  return count;
}

/* Strips take a training point's distances and their projections once, then its columns. */
static gboolean pays(const Columns *job, const gint64 *columns, int n)
{
  const BwGdmlPoints *points = &job->system->points;
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)job->kernel;
  double strips = (double)n_points_of(job, columns, n) * points->n_atoms + n,
         here = (double)DEAR * n * kernel->n_cosets * points->n_descriptors;
  return kernel->abelian->normal && here < strips * points->n_permutations * points->n_atoms;
}

static void open_kernel(Columns *job)
{
  const BwGdmlPoints *points = &job->system->points;
  job->kernel = bw_gdml_kernel_cosets_new(&(BwGdmlKernelSpec){
      job->descriptors, job->force_weights, job->energy_weights, job->n, points->n_descriptors,
      points->n_permutations, points->pairs, job->system->function, job->system->sigma, 1});
}

/* The cosets on the components. */
static void find_turns(Columns *job)
{
  const BwCosetsKernel *kernel = (const BwCosetsKernel *)job->kernel;
  gsize size = kernel->base.n_descriptors;
  g_autofree int *p = g_new(int, size);
  job->turns = g_new(BwCharacterTurn, kernel->n_cosets * 2 * size);
  for (int coset = 0; coset < kernel->n_cosets; coset++) {
    for (gsize a = 0; a < size; a++)
      p[kernel->sources[coset * size + a]] = (int)a;
    bw_characters_turn(kernel->characters, kernel->abelian, p, job->turns + coset * 2 * size);
  }
}

static void fill_blocks(Columns *job, const gint64 *columns, int n, double *out, float *out_float,
                        BwPool *pool)
{
  for (int first = 0; first < n; first += BLOCK) {
    job->out = out ? out + first * job->n_rows : NULL;
    job->out_float = out_float ? out_float + first * job->n_rows : NULL;
    if (first > 0) {
      load_block(job, columns + first, MIN(BLOCK, n - first));
      bw_cosets_kernel_set_points(job->kernel, job->descriptors, job->n);
      bw_cosets_kernel_set_weights(job->kernel, job->force_weights, job->energy_weights);
    }
    bw_pool_run(pool, job->system->points.n_points, fill_point, job);
  }
}

gboolean bw_cosets_columns(const BwKernelSystem *system, const gint64 *columns, int n, double *out,
                           float *out_float, BwPool *pool)
{
  if (system->points.n_permutations < MIN_PERMUTATIONS || n == 0)
    return FALSE;
  gsize size = (gsize)BLOCK * system->points.n_descriptors;
  g_autoptr(BwDoubles) descriptors = bw_new(double, size), force_weights = NULL, energy_weights = NULL;
  Columns job = {.system = system, .n_rows = bw_kernel_system_n_rows(system), .descriptors = descriptors};
  job.forces = (system->learns & BW_LEARNS_FORCES) != 0;
  job.energies = (system->learns & BW_LEARNS_ENERGIES) != 0;
  if (job.forces)
    job.force_weights = force_weights = bw_new(double, size);
  if (job.energies)
    job.energy_weights = energy_weights = bw_new(double, BLOCK);
  load_block(&job, columns, MIN(BLOCK, n));
  open_kernel(&job);
  gboolean helps = pays(&job, columns, n);
  if (helps) {
    find_turns(&job);
    fill_blocks(&job, columns, n, out, out_float, pool);
  }
  bw_gdml_kernel_free(job.kernel);
  g_free(job.turns);
  return helps;
}
