/* What SchNet's energies and forces cost: ethanol alone and 32 beads of it, 64 molecules of water in a
 * periodic box, with 64 features and with 128. */
#include "base/array.h"
#include "bench.h"
#include "molecules.h"
#include "potential/schnet/predict.h"
#include "schnet-network.h"
#include "schnet-peer.h"
#include "system/neighbours.h"

#include <math.h>
#include <stdio.h>

typedef struct {
  BwPotential *potential;
  BwPool *pool;
  BwReplicas in;
  int n_calls; /* timed together: the clock counts microseconds */
  double *energies, *forces;
} Batch;

static void predict(gpointer data)
{
  const Batch *batch = data;
  BwEvaluation out = {.energies = batch->energies, .forces = batch->forces};
  for (int i = 0; i < batch->n_calls; i++)
    bw_potential_evaluate(batch->potential, &batch->in, &out, batch->pool, NULL);
}

static int count_pairs(const BwReplicas *in, double cutoff)
{
  g_autoptr(BwNeighbours) near = bw_neighbours_new(in->positions, in->n_atoms, in->cell, cutoff, TRUE, NULL);
  return near->n_pairs * in->n_replicas;
}

static void report(const char *name, const BwReplicas *in, int n_features, int n_threads)
{
  g_autoptr(GError) error = NULL;
  BwSchnet *network = bw_bench_schnet_new(n_features);
  int n_atoms = in->n_replicas * in->n_atoms;
  double floor = bw_bench_schnet_floor(network, n_atoms, count_pairs(in, network->base.cutoff)) / n_threads;
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(network, "random weights", &error);
  if (!potential) {
    fprintf(stderr, "%s left out: %s\n", name, error->message);
    return;
  }
  g_autoptr(BwPool) pool = bw_pool_new(n_threads, FALSE);
  g_autoptr(BwDoubles) energies = bw_new(double, in->n_replicas), forces = bw_new(double, 3 * n_atoms);
  Batch batch = {potential, pool, *in, MAX(256 / n_atoms, 1), energies, forces};
  double value = bw_bench_best_round(predict, &batch, 3.0) / batch.n_calls;
  double peer = n_threads == 1 ? bw_bench_schnet_peer("predict", in, n_features) : NAN;
  bw_bench_report(name, value * 1e6, "µs", floor * 1e6, peer);
}

static void report_ethanol(const char *name, const char *wide, int n)
{
  g_autofree double *positions = g_new(double, n * 3 * BW_BENCH_ETHANOL_ATOMS);
  bw_bench_shake_ethanol(positions, n);
  const BwReplicas in = {n, BW_BENCH_ETHANOL_ATOMS, bw_bench_ethanol_numbers, NULL, positions};
  report(name, &in, 64, 1);
  report(wide, &in, 128, 1);
}

static void run_1(void)
{
  report_ethanol("schnet-1", "schnet-1-128", 1);
}

static void run_32(void)
{
  report_ethanol("schnet-32", "schnet-32-128", 32);
}

static void run_water(void)
{
  int numbers[BW_BENCH_WATER_ATOMS];
  double positions[3 * BW_BENCH_WATER_ATOMS];
  BwCell cell;
  bw_bench_fill_water(numbers, positions, &cell);
  const BwReplicas in = {1, BW_BENCH_WATER_ATOMS, numbers, &cell, positions};
  report("schnet-water64", &in, 64, 1);
  report("schnet-water64-128", &in, 128, 1);
  report("schnet-water64-2threads", &in, 64, 2);
}

const BwBenchCase bw_bench_schnet[] = {
    {"schnet-1", run_1},
    {"schnet-32", run_32},
    {"schnet-water64", run_water},
    {NULL, NULL},
};
