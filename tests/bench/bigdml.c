/* What the sum over the whole symmetry group of a crystal costs for the beads of a ring polymer, beside the
 * flops of the plain sum over training points and permutations, 8·S·M·D, at the speed of matrix
 * multiplication: the structure of the group goes far below this floor. */
#include "base/array.h"
#include "base/random.h"
#include "bench.h"
#include "crystals.h"
#include "potential/gdml/descriptor.h"
#include "potential/gdml/kernel.h"

#include <math.h>

enum { N_POINTS = 50, N_BEADS = 32 };

typedef struct {
  BwGdmlKernel *kernel;
  BwGdmlKernelSpec spec;
  double *workspace, *queries, *energies, *slopes, *nearest;
} Batch;

static void predict(gpointer data)
{
  const Batch *batch = data;
  bw_gdml_kernel_sum(batch->kernel, batch->queries, N_BEADS, -1, batch->energies, batch->slopes,
                     batch->nearest, batch->workspace);
}

static void open_kernel(gpointer data)
{
  bw_gdml_kernel_free(bw_gdml_kernel_new(data));
}

/* Descriptors of the crystal, each time with atoms displaced by up to 0.1 Å. */
static double *shake(const Crystal *crystal, int n, guint64 seed)
{
  const gboolean periodic[3] = {TRUE, TRUE, TRUE};
  int n_atoms = crystal->n_atoms, size = bw_descriptor_size(n_atoms);
  g_autofree double *positions = g_new(double, 3 * n_atoms), *arms = g_new(double, 3 * size);
  double *descriptors = bw_new(double, (gsize)n *size);
  BwCell cell;
  bw_cell_init(&cell, (const double(*)[3])crystal->cell, periodic, NULL);
  for (int m = 0; m < n; m++) {
    for (int i = 0; i < 3 * n_atoms; i++)
      positions[i] = crystal->positions[i] + 0.2 * bw_random_uniform(seed, BW_STREAM_TEST, m, i) - 0.1;
    bw_descriptor(positions, n_atoms, &cell, BW_IMAGES_NEAREST, descriptors + (gsize)m * size, arms);
  }
  return descriptors;
}

static void report(const char *name, Crystal crystal)
{
  int size = bw_descriptor_size(crystal.n_atoms);
  g_autofree int *pairs = crystal_pairs(&crystal);
  g_autoptr(BwDoubles) points = shake(&crystal, N_POINTS, 1), weights = shake(&crystal, N_POINTS, 2),
                       queries = shake(&crystal, N_BEADS, 3), energies = bw_new(double, N_BEADS),
                       nearest = bw_new(double, N_BEADS), slopes = bw_new(double, N_BEADS *size);
  Batch batch = {.queries = queries, .energies = energies, .slopes = slopes, .nearest = nearest};
  batch.spec = (BwGdmlKernelSpec){.descriptors = points,
                                  .force_weights = weights,
                                  .n_points = N_POINTS,
                                  .n_descriptors = size,
                                  .n_permutations = crystal.n_permutations,
                                  .pairs = pairs,
                                  .sigma = 20,
                                  .scale = 1};
  batch.kernel = bw_gdml_kernel_new(&batch.spec);
  g_autoptr(BwDoubles) workspace = bw_new(double, bw_gdml_kernel_workspace(batch.kernel));
  batch.workspace = workspace;
  double floor = 8.0 * crystal.n_permutations * N_POINTS * size / bw_bench_dgemm_rate();
  bw_bench_report(name, bw_bench_median(predict, &batch, 2.0) / N_BEADS * 1e6, "µs/geometry", floor * 1e6,
                  NAN);
  g_autofree char *opening = g_strdup_printf("%s-open", name);
  bw_bench_report(opening, bw_bench_median(open_kernel, &batch.spec, 1.0) * 1e3, "ms", NAN, NAN);
  bw_gdml_kernel_free(batch.kernel);
  crystal_clear(&crystal);
}

static void run_lithium(void)
{
  report("bigdml-li", crystal_bcc(3, 3.44));
}

static void run_graphene(void)
{
  report("bigdml-graphene", crystal_graphene(5, 2.46, 12));
}

const BwBenchCase bw_bench_bigdml[] = {
    {"bigdml-li", run_lithium},
    {"bigdml-graphene", run_graphene},
    {NULL, NULL},
};
