/* What SchNet's energies and forces cost: ethanol alone and 32 beads of it, 64 molecules of water in a
 * periodic box, with 64 features and with 128; and whole steps of 512 molecules of water. */
#include "base/array.h"
#include "bench.h"
#include "dynamics/dynamics.h"
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
  enum { EDGE = 4, ATOMS = 3 * EDGE * EDGE * EDGE };
  int numbers[ATOMS];
  double positions[3 * ATOMS];
  BwCell cell;
  bw_bench_fill_water(EDGE, numbers, positions, &cell);
  const BwReplicas in = {1, ATOMS, numbers, &cell, positions};
  report("schnet-water64", &in, 64, 1);
  report("schnet-water64-128", &in, 128, 1);
  report("schnet-water64-2threads", &in, 64, 2);
}

typedef struct {
  BwDynamics *dynamics;
  BwPool *pool;
} Run;

enum { STEPS_TOGETHER = 40 }; /* some times as many as a list of neighbours is kept for */

static void run_steps(gpointer data)
{
  const Run *run = data;
  for (int i = 0; i < STEPS_TOGETHER; i++)
    bw_dynamics_step(run->dynamics, run->pool, NULL);
}

/* Classical dynamics of 0.5 fs at 300 K: with random weights of a gas, whose atoms move as fast as real ones
 * and have as many neighbours. */
static void report_dynamics(const char *name, const BwReplicas *in, int n_threads)
{
  g_autoptr(GError) error = NULL;
  BwSchnet *network = bw_bench_schnet_new(64);
  double floor =
      bw_bench_schnet_floor(network, in->n_atoms, count_pairs(in, network->base.cutoff)) / n_threads;
  g_autoptr(BwPotential) potential = bw_schnet_potential_new(network, "random weights", NULL);
  g_autoptr(BwPool) pool = bw_pool_new(n_threads, FALSE);
  g_autoptr(BwAtoms) atoms = bw_atoms_new(in->n_atoms, in->numbers, NULL, NULL);
  BwDynamicsSettings settings;
  bw_dynamics_settings_init(&settings);
  settings.n_beads = 1;
  settings.timestep = 0.5;
  settings.thermostat = BW_THERMOSTAT_LANGEVIN;
  g_autoptr(BwDynamics) dynamics =
      bw_dynamics_new(atoms, in->cell, potential, &settings, in->positions, 1, FALSE, pool, &error);
  if (!dynamics) {
    fprintf(stderr, "%s left out: %s\n", name, error->message);
    return;
  }
  Run run = {dynamics, pool};
  double value = bw_bench_median(run_steps, &run, 3.0) / STEPS_TOGETHER;
  double peer = n_threads == 1 ? bw_bench_schnet_peer("predict", in, 64) : NAN;
  bw_bench_report(name, value * 1e6, "µs/step", floor * 1e6, peer);
}

static void run_much_water(void)
{
  enum { EDGE = 8, ATOMS = 3 * EDGE * EDGE * EDGE };
  static int numbers[ATOMS];
  static double positions[3 * ATOMS];
  BwCell cell;
  bw_bench_fill_water(EDGE, numbers, positions, &cell);
  const BwReplicas in = {1, ATOMS, numbers, &cell, positions};
  report_dynamics("schnet-water512", &in, 1);
  report_dynamics("schnet-water512-2threads", &in, 2);
}

const BwBenchCase bw_bench_schnet[] = {
    {"schnet-1", run_1},
    {"schnet-32", run_32},
    {"schnet-water64", run_water},
    {"schnet-water512", run_much_water},
    {NULL, NULL},
};
