/* What an sGDML force costs: the shipped ethanol model (1000 training points, 6 permutations) for batches of
 * geometries, beside the plain sum's 8·S·M·D flops at the speed of matrix multiplication. */
#include "base/array.h"
#include "bench.h"
#include "molecules.h"
#include "potential/gdml/predict.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>

enum { ATOMS = BW_BENCH_ETHANOL_ATOMS, MAX_BATCH = 1000 };

typedef struct {
  BwPotential *potential;
  BwPool *pool;
  int n;
  int n_calls; /* timed together: the clock counts microseconds */
  double *positions, *energies, *forces;
} Batch;

static void predict(gpointer data)
{
  const Batch *batch = data;
  const BwReplicas in = {batch->n, ATOMS, batch->potential->atoms->numbers, NULL, batch->positions};
  BwEvaluation out = {.energies = batch->energies, .forces = batch->forces};
  for (int i = 0; i < batch->n_calls; i++)
    bw_potential_evaluate(batch->potential, &in, &out, batch->pool, NULL);
}

static BwGdmlFile *open_model(GError **error)
{
  const char *models = g_getenv("BW_MODELS");
  g_autofree char *path = g_build_filename(models ? models : "models", "ethanol.bwmodel", NULL);
  return bw_gdml_file_read(path, error);
}

/* The sgdml package on the same model. */
static double ask_peer(const BwGdmlFile *file, int n)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("beadwork-XXXXXX.npz", &path, NULL);
  if (fd < 0)
    return NAN;
  g_close(fd, NULL);
  g_autofree char *arguments = g_strdup_printf("%s %d", path, n);
  double peer = bw_gdml_file_write(file, path, NULL) ? bw_bench_peer("sgdml_predict.py", arguments) : NAN;
  g_unlink(path);
  return peer;
}

static void report(const char *name, int n, int n_threads)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwGdmlFile) file = open_model(&error);
  g_autoptr(BwPotential) potential = file ? bw_gdml_potential_new(file, &error) : NULL;
  if (!potential) {
    fprintf(stderr, "%s left out: %s\n", name, error->message);
    return;
  }
  g_autoptr(BwDoubles) positions = bw_new(double, MAX_BATCH * 3 * ATOMS),
                       energies = bw_new(double, MAX_BATCH), forces = bw_new(double, MAX_BATCH * 3 * ATOMS);
  bw_bench_shake_ethanol(positions, MAX_BATCH);
  g_autoptr(BwPool) pool = bw_pool_new(n_threads, FALSE);
  Batch batch = {potential, pool, n, MAX(32 / n, 1), positions, energies, forces};
  double floor = 8.0 * file->n_permutations * file->n_train * file->n_descriptors / bw_bench_dgemm_rate();
  bw_bench_report(name, bw_bench_median(predict, &batch, 2.0) / (n * batch.n_calls) * 1e6, "µs/geometry",
                  floor / n_threads * 1e6, n_threads == 1 ? ask_peer(file, n) : NAN);
}

static void run_1(void)
{
  report("sgdml-1", 1, 1);
}

static void run_32(void)
{
  report("sgdml-32", 32, 1);
}

static void run_1000(void)
{
  report("sgdml-1000", 1000, 1);
}

static void run_32_two_threads(void)
{
  report("sgdml-32-2threads", 32, 2);
}

const BwBenchCase bw_bench_sgdml[] = {
    {"sgdml-1", run_1},
    {"sgdml-32", run_32},
    {"sgdml-1000", run_1000},
    {"sgdml-32-2threads", run_32_two_threads},
    {NULL, NULL},
};
